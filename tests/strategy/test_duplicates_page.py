import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.platform.access import Role
from cordee.platform.models import Entry
from cordee.strategy.models import Dependency, DuplicateVerdict, Initiative
from tests.factories import initiative, member, organisation, spend, unit
from tests.pages import HTMX, IN_ENGLISH, drawn, links, words

PAGE = reverse("strategy:duplicates")
RULE = reverse("strategy:rule_on_duplicates")


@pytest.fixture
def twins(valmorel):
    """Two intranets in two units, both funded."""
    valmorel.fiscal_year = 2027
    valmorel.save()
    it, stores = unit(valmorel, "DSI", "Informatique"), unit(valmorel, "MAG", "Magasins")
    one = initiative(valmorel, "I-01", "Nouvel intranet des équipes", unit=it)
    other = initiative(valmorel, "I-02", "Nouvel intranet des équipes", unit=stores)
    spend(one, 190_000, fiscal_year=2027)
    spend(other, 70_000, fiscal_year=2027)
    return one, other


@pytest.fixture
def say(client, twins):
    def post(verdict="duplicate", reason="Un seul besoin", **headers):
        first, second = twins
        told = {"first": first.pk, "second": second.pk, "verdict": verdict, "reason": reason}
        return client.post(RULE, told, headers=headers or IN_ENGLISH)

    return post


def verdicts():
    return list(DuplicateVerdict.objects.values_list("verdict", "reason"))


def read(client, user):
    client.force_login(user)
    return client.get(PAGE, headers=IN_ENGLISH)


def test_a_pair_shows_how_alike_why_in_which_units_and_at_what_spend(twins, client, cio):
    page = read(client, cio)

    pair = words(page, f"pair-{twins[0].pk}-{twins[1].pk}")
    assert "Very alike, 100% of closeness in the wording To decide" in pair
    assert "Nouvel intranet des équipes Informatique €190k" in pair
    assert "Nouvel intranet des équipes Magasins €70k" in pair
    assert "Words in common:" in pair
    assert "intranet" in pair.partition("Words in common:")[2]


def test_a_verdict_is_kept_with_its_reason_and_nothing_is_merged(twins, client, cio, say):
    client.force_login(cio)

    response = say()

    assert response.headers["Location"] == PAGE
    assert verdicts() == [("duplicate", "Un seul besoin")]
    assert Initiative.objects.count() == 2
    assert [e.reason for e in Entry.objects.filter(action="strategy.rule_on_duplicates")] == [
        "Un seul besoin"
    ]
    assert "closeness in the wording Duplicate" in words(client.get(PAGE, headers=IN_ENGLISH))


def test_a_verdict_can_be_changed(client, cio, say):
    client.force_login(cio)
    say()

    say("distinct", "Deux publics")

    assert verdicts() == [("distinct", "Deux publics")]


def test_with_htmx_the_fragment_is_what_a_reload_shows(client, cio, say):
    client.force_login(cio)

    fragment = say("distinct", "Deux publics", **HTMX)
    reloaded = client.get(PAGE, headers=IN_ENGLISH)

    assert "<html" not in fragment.content.decode()
    tags, told = drawn(reloaded, "pairs")
    assert without_tokens(fragment) in without_tokens(reloaded)
    assert tags
    assert "Distinct" in told


def without_tokens(response):
    lines = response.content.decode().splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line).strip()


def test_a_verdict_without_reason_is_refused_and_says_so(client, cio, say, twins):
    client.force_login(cio)

    page = say(reason=" ")

    assert verdicts() == []
    assert "Say why: the next reader will ask." in words(page)


def test_a_verdict_that_does_not_exist_keeps_the_reason_typed(client, cio, say, twins):
    client.force_login(cio)

    page = say(verdict="merge", reason="Un seul besoin")

    assert verdicts() == []
    assert 'value="Un seul besoin"' in page.content.decode()
    assert "Press “Duplicate” or “Distinct”." in words(page)


def test_a_reader_sees_the_pairs_but_is_not_offered_a_verdict(client, valmorel, twins, say):
    page = read(client, member(valmorel, Role.READER))

    assert page.status_code == 200
    assert 'name="verdict"' not in page.content.decode()
    assert say().status_code == 403
    assert verdicts() == []


@pytest.mark.parametrize("second", ["", "abc", "999999", "same", "theirs"])
def test_only_two_initiatives_in_reach_are_a_pair(client, cio, twins, second):
    theirs = initiative(organisation("Ateliers Rivaud", "rivaud"), "I-01", "Intranet")
    wanted = {"same": twins[0].pk, "theirs": theirs.pk}.get(second, second)
    client.force_login(cio)

    response = client.post(
        RULE, {"first": twins[0].pk, "second": wanted, "verdict": "duplicate", "reason": "x"}
    )

    assert response.status_code == 404
    assert verdicts() == []


def test_spend_in_conflict_is_listed_with_its_cause_and_its_amount(client, cio, valmorel, twins):
    base = initiative(valmorel, "I-03", "Socle d’échanges")
    Dependency.objects.create(organisation=valmorel, source=twins[0], target=base, kind="requires")

    page = read(client, cio)

    told = words(page, "conflicts")
    assert "€260k is in conflict" in told
    assert "needs Socle d’échanges €190k The first needs the second" in told
    assert "€260k Possible duplicate in two units, both funded" in told
    assert reverse("strategy:initiative", args=["I-03"]) in links(page, "conflicts")


def test_a_pair_said_distinct_is_no_longer_in_conflict(client, cio, say):
    client.force_login(cio)
    say("distinct", "Deux publics")

    told = words(client.get(PAGE, headers=IN_ENGLISH), "conflicts")

    assert "This list will show" in told


def test_without_any_pair_the_page_says_what_it_will_show(client, cio):
    page = read(client, cio)

    assert "No two initiatives look alike" in words(page)
    assert reverse("strategy:new_import") in links(page)


def test_the_page_costs_the_same_number_of_queries_whatever_its_size(client, cio, valmorel, twins):
    read(client, cio)
    counts = []
    for more in (0, 6):
        for extra in range(more):
            where = twins[extra % 2].unit
            spend(
                initiative(valmorel, f"X-{extra}", "Nouvel intranet des équipes", unit=where),
                10,
                fiscal_year=2027,
            )
        with CaptureQueriesContext(connection) as captured:
            client.get(PAGE, headers=IN_ENGLISH)
        counts.append(len(captured))

    assert counts[0] == counts[1]
