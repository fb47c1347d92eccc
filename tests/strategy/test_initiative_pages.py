import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cordee.platform import journal
from cordee.platform.access import Role
from cordee.strategy.models import Dependency, Initiative, Waiver
from cordee.strategy.services import move_to_state
from tests.factories import (
    application,
    contribution,
    initiative,
    member,
    objective,
    organisation,
    person,
    spend,
    unit,
)
from tests.pages import in_place

LIST = "/initiatives/"
NEW = "/initiatives/new/"


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def portfolio(valmorel):
    """One that serves, one that serves nothing, one of unknown cost, one candidate."""
    growth = objective(valmorel, "O1", "Croissance", weight=100)
    served = initiative(valmorel, "I-01", "Application mobile", status="running")
    orphan = initiative(valmorel, "I-02", "Intranet", status="running")
    unknown = initiative(valmorel, "I-03", "Orion", status="running")
    initiative(valmorel, "I-04", "Place de marché")
    contribution(served, growth)
    contribution(unknown, growth)
    spend(served, 480)
    spend(orphan, 120)
    spend(unknown, None, unknown_reason="en cadrage")
    return valmorel


def listing(client, **asked):
    return client.get(LIST, asked).context["listing"]


def names(client, **asked):
    return [line.name.value for line in listing(client, **asked).lines]


def deeds(client):
    page = client.get(reverse("strategy:initiative", args=["I-01"]))
    return page.context["history"].deeds


def sheet(client, code="I-01"):
    return client.get(reverse("strategy:initiative", args=[code])).context["sheet"]


def state_page(client, code="I-01", **typed):
    return client.post(reverse("strategy:move_initiative", args=[code]), typed)


def test_the_list_opens_on_its_finding_and_puts_the_problem_first(signed_in, portfolio):
    response = signed_in.get(LIST)

    assert response.context["heading"] == "2 funded initiatives; 1 serves no objective"
    assert [line.name.value for line in response.context["listing"].lines] == [
        "Intranet",
        "Application mobile",
        "Orion",
        "Place de marché",
    ]


def test_the_saved_views_count_what_they_hold(signed_in, portfolio):
    tabs = [(tab.key, tab.count, tab.hot) for tab in listing(signed_in).tabs]

    assert tabs == [
        ("", 4, False),
        ("funded", 2, False),
        ("orphan", 1, True),
        ("unknown", 1, True),
        ("candidates", 1, False),
    ]
    assert [len(names(signed_in, view=key)) for key, _count, _hot in tabs] == [4, 2, 1, 1, 1]


def test_an_unknown_cost_is_shown_as_unknown_and_counted_in_the_total(signed_in, portfolio):
    found = listing(signed_in)

    spends = {line.name.value: line.cells[-1].value for line in found.lines}
    assert spends["Orion"].amount is None
    assert spends["Orion"].reason == "en cadrage"
    assert spends["Place de marché"] is None
    assert [(t.amount, t.unknown) for t in found.totals] == [(Decimal("600.00"), 1)]


def test_filters_sort_and_search_live_in_the_address(signed_in, portfolio):
    growth = portfolio_objective(portfolio)

    assert names(signed_in, objective=growth.pk) == ["Application mobile", "Orion"]
    assert names(signed_in, objective="none", state="running") == ["Intranet"]
    assert names(signed_in, sort="-spend", view="funded") == ["Application mobile", "Intranet"]
    assert names(signed_in, sort="spend", view="funded") == ["Intranet", "Application mobile"]
    assert names(signed_in, q="i-04") == ["Place de marché"]


def portfolio_objective(portfolio):
    return Initiative.objects.get(code="I-01").contributions.get().objective


def test_the_basis_of_the_address_decides_the_spend(signed_in, valmorel):
    app = initiative(valmorel)
    spend(app, 10, fiscal_year=2026)
    spend(app, 20, fiscal_year=2027)

    shown = {
        key: listing(signed_in, basis=key).totals[0].amount
        for key in ("2026-planned", "2027-planned")
    }

    assert shown == {"2026-planned": Decimal("10.00"), "2027-planned": Decimal("20.00")}


def test_the_swapped_list_is_the_list_a_reload_shows(signed_in, portfolio):
    swapped = signed_in.get(LIST, {"q": "app"}, headers={"HX-Request": "true"}).content.decode()
    reloaded = signed_in.get(LIST, {"q": "app"}).content.decode()

    beside = dict(re.findall(r'hx-swap-oob="innerHTML:(.*?)">(.*?)</p>', swapped))
    assert "<html" not in swapped
    assert in_place(swapped) in reloaded
    assert beside == {
        ".page-head h1": re.search(r"<h1>(.*?)</h1>", reloaded)[1],
        ".page-head .eyebrow": re.search(r'"eyebrow">(.*?)</p>', reloaded)[1],
    }


def test_an_empty_portfolio_offers_an_import_and_a_manual_way(signed_in, valmorel):
    page = signed_in.get(LIST).content.decode()

    assert "The golden thread starts here" in page
    assert reverse("strategy:new_import") in page
    assert NEW in page


def test_the_page_states_what_it_costs_and_what_it_serves(signed_in, portfolio):
    findings = {
        code: signed_in.get(reverse("strategy:initiative", args=[code])).context["finding"]
        for code in ("I-01", "I-02", "I-03", "I-04")
    }

    assert findings == {
        "I-01": "“Application mobile” costs €480 and serves “Croissance”",
        "I-02": "“Intranet” costs €120 and serves no objective yet",
        "I-03": "“Orion” has an unknown cost and serves “Croissance”",
        "I-04": "“Place de marché” has no spend written here and serves no objective yet",
    }


def test_the_thread_goes_from_the_objective_to_the_euros(signed_in, portfolio):
    app = Initiative.objects.get(code="I-01")
    app.contributions.update(share=Decimal("0.25"))
    site = application(portfolio, "SITE", "Site marchand")
    app.applications.add(site)

    found = sheet(signed_in)

    assert [(s.name, s.share, s.spend) for s in found.serves] == [
        ("Croissance", Decimal("0.2500"), Decimal("120.00"))
    ]
    assert found.unserved_share == Decimal("0.7500")
    assert found.applications == ((site.pk, "Site marchand"),)
    assert found.figure.spend == Decimal("480.00")


def test_the_spend_is_totalled_by_year_stage_and_currency(signed_in, valmorel):
    app = initiative(valmorel)
    spend(app, 10, fiscal_year=2027)
    spend(app, "5.5", fiscal_year=2027, nature="opex")
    spend(app, None, fiscal_year=2027, unknown_reason="à venir")
    spend(app, 7, fiscal_year=2027, stage="actual")
    spend(app, 3, fiscal_year=2026, currency="USD")

    totals = {
        (t.fiscal_year, t.stage, t.currency): (t.amount, t.unknown) for t in sheet(signed_in).totals
    }

    assert totals == {
        (2027, "Planned", "EUR"): (Decimal("15.5"), 1),
        (2027, "Actual", "EUR"): (Decimal(7), 0),
        (2026, "Planned", "USD"): (Decimal(3), 0),
    }


def test_a_conflict_is_told_on_both_pages(signed_in, portfolio):
    app, intranet = (Initiative.objects.get(code=code) for code in ("I-01", "I-02"))
    Dependency.objects.create(organisation=portfolio, source=app, target=intranet, kind="excludes")

    told = [[(t.relation, t.name, t.is_broken) for t in sheet(signed_in, c).ties] for c in CODES]

    assert told == [
        [("It excludes", "Intranet", True)],
        [("It excludes", "Application mobile", True)],
    ]


CODES = ("I-01", "I-02")


def test_a_possible_duplicate_is_told_with_its_words(signed_in, valmorel):
    for code, home in (("I-01", "COM"), ("I-02", "LOG")):
        spend(
            initiative(
                valmorel,
                code,
                "Portail fournisseurs unifié",
                unit=unit(valmorel, home, f"Unité {home}"),
            ),
            10,
        )

    (tie,) = sheet(signed_in).duplicates

    assert (tie.code, tie.relation, tie.is_broken) == ("I-02", "To be judged", True)
    assert tie.note


def test_a_running_initiative_counts_as_unapproved_and_shows_its_waiver(signed_in, portfolio):
    app = Initiative.objects.get(code="I-01")
    today = timezone.localdate()
    Waiver.objects.create(
        organisation=portfolio,
        initiative=app,
        kind="inherited",
        granted_at=timezone.now(),
        expires_on=today + timedelta(days=30),
    )

    found = sheet(signed_in)
    candidate = sheet(signed_in, "I-04")

    assert (found.counts_as_unapproved, found.waiver.days_left) == (True, 30)
    assert (candidate.counts_as_unapproved, candidate.waiver) == (False, None)


def test_a_state_changes_with_its_reason_and_the_page_remembers_who(signed_in, portfolio, cio):
    cio.first_name, cio.last_name = "Hélène", "Brun"
    cio.save()

    response = state_page(signed_in, to="paused", reason="Équipe prise ailleurs")
    (deed,) = deeds(signed_in)

    assert response.headers["Location"] == reverse("strategy:initiative", args=["I-01"])
    assert Initiative.objects.get(code="I-01").status == "paused"
    assert (deed.who, deed.what, deed.reason) == (
        "Hélène Brun",
        ("State: Running → Paused",),
        "Équipe prise ailleurs",
    )


def test_a_refused_state_is_said_and_what_was_typed_stays(signed_in, portfolio):
    response = state_page(signed_in, "I-04", to="running", reason="Vite")

    form = response.context["state_form"]
    assert form.non_field_errors() == [
        "“Place de marché” cannot become “Running”: no body has approved it, "
        "or its approval has expired."
    ]
    assert form["reason"].value() == "Vite"
    assert response.context["sheet"].initiative.status == "candidate"
    assert Initiative.objects.get(code="I-04").status == "candidate"


def test_a_state_needs_a_reason(signed_in, portfolio):
    response = state_page(signed_in, to="paused", reason=" ")

    assert response.context["state_form"].errors == {
        "reason": ["Say why: the next reader will ask."]
    }
    assert Initiative.objects.get(code="I-01").status == "running"


def test_someone_whose_account_is_gone_stays_nameless(signed_in, portfolio, now):
    gone = member(portfolio, Role.OWNER)
    app = Initiative.objects.get(code="I-01")
    move_to_state(app, to=Initiative.Status.PAUSED, reason="", by=gone, at=now)
    gone.delete()

    assert [deed.who for deed in deeds(signed_in)] == ["Someone whose name was erased"]


TYPED = {
    "name": "Caisse",
    "code": "I-09",
    "description": "",
    "kind": "project",
    "status": "candidate",
    "unit": "",
    "business_sponsor": "",
    "it_sponsor": "",
    "start": "2027-01-01",
    "start_unknown": "",
    "end": "",
    "end_unknown": "selon le fournisseur",
    "tags": "ai, security",
    "link": "",
}


def test_a_new_initiative_is_written_with_its_applications(signed_in, valmorel):
    till = application(valmorel, "CAI", "Caisse")

    response = signed_in.post(NEW, TYPED | {"applications": [till.pk]})

    created = Initiative.objects.get(organisation=valmorel)
    assert response.headers["Location"] == reverse("strategy:initiative", args=["I-09"])
    assert (created.name, created.status, created.tags, created.end_unknown) == (
        "Caisse",
        "candidate",
        ["ai", "security"],
        "selon le fournisseur",
    )
    assert list(created.applications.all()) == [till]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "running"}, "status"),
        ({"code": "new"}, "code"),
        ({"code": "A/B"}, "code"),
        ({"code": "A B"}, "code"),
        ({"start_unknown": "?"}, "start_unknown"),
        ({"end": "2026-01-01", "end_unknown": ""}, "__all__"),
        ({"name": ""}, "name"),
    ],
)
def test_what_is_wrong_is_shown_where_it_is(signed_in, valmorel, change, field):
    response = signed_in.post(NEW, TYPED | change)

    assert list(response.context["form"].errors) == [field]
    assert "security" in response.content.decode()
    assert not Initiative.objects.exists()


def test_the_sheet_is_changed_but_never_its_state(signed_in, portfolio):
    url = reverse("strategy:edit_initiative", args=["I-01"])

    signed_in.post(url, TYPED | {"code": "I-01", "name": "Application", "status": "closed"})

    changed = Initiative.objects.get(code="I-01")
    assert (changed.name, changed.status) == ("Application", "running")


def test_the_people_units_and_applications_of_others_are_refused(signed_in, valmorel):
    rivaud = organisation("Rivaud", "rivaud")
    foreign = {
        "unit": unit(rivaud).pk,
        "business_sponsor": person(rivaud).pk,
        "it_sponsor": person(rivaud, "Autre").pk,
        "applications": [application(rivaud).pk],
    }

    response = signed_in.post(NEW, TYPED | foreign)

    assert sorted(response.context["form"].errors) == sorted(foreign)
    assert not Initiative.objects.filter(organisation=valmorel).exists()


def test_the_same_code_may_live_in_two_organisations(signed_in, valmorel):
    initiative(organisation("Rivaud", "rivaud"), "I-09")

    signed_in.post(NEW, TYPED)

    assert Initiative.objects.filter(organisation=valmorel, code="I-09").exists()


def test_an_initiative_under_way_is_stopped_rather_than_removed(signed_in, portfolio):
    kept = signed_in.post(reverse("strategy:remove_initiative", args=["I-01"]))
    signed_in.post(reverse("strategy:remove_initiative", args=["I-04"]))

    assert "stop it instead of removing it" in kept.content.decode()
    assert [i.code for i in Initiative.objects.order_by("code")] == ["I-01", "I-02", "I-03"]


def test_another_organisation_finds_nothing_under_the_same_code(client, portfolio):
    rivaud = organisation("Rivaud", "rivaud")
    client.force_login(member(rivaud, Role.OWNER))

    assert client.get(reverse("strategy:initiative", args=["I-01"])).status_code == 404
    assert state_page(client, to="paused", reason="x").status_code == 404


def test_a_reader_looks_but_neither_changes_nor_moves(client, portfolio):
    client.force_login(member(portfolio, Role.READER))

    page = client.get(reverse("strategy:initiative", args=["I-01"]))

    assert page.status_code == 200
    assert reverse("strategy:edit_initiative", args=["I-01"]) not in page.content.decode()
    assert state_page(client, to="paused", reason="x").status_code == 403
    assert client.post(NEW, TYPED).status_code == 403


def test_the_page_costs_the_same_number_of_queries_whatever_it_shows(
    signed_in, portfolio, cio, now, django_assert_max_num_queries
):
    def cost():
        journal.record("strategy.save_initiative", app, by=cio, at=now)
        signed_in.get(reverse("strategy:initiative", args=["I-01"]))
        with django_assert_max_num_queries(60) as captured:
            signed_in.get(reverse("strategy:initiative", args=["I-01"]))
        return len(captured)

    app = Initiative.objects.get(code="I-01")
    fill(app, 0)
    one = cost()
    for n in range(1, 6):
        fill(app, n)

    assert cost() == one


def fill(app, n):
    other = initiative(app.organisation, f"X-{n}", f"Voisine {n}")
    spend(other, 5)
    spend(app, n + 1, fiscal_year=2030 + n)
    Dependency.objects.create(
        organisation=app.organisation, source=app, target=other, kind="requires"
    )
    app.applications.add(application(app.organisation, f"A{n}", f"Application {n}"))


def test_a_page_of_fifty_rows_that_say_everything_weighs_at_most_sixty_kilobytes(
    client, cio, valmorel
):
    growth, shops = objective(valmorel, "O1", "Croissance"), unit(valmorel)
    business, it = person(valmorel), person(valmorel, "Karim Haddad")
    for number in range(50):
        row = initiative(
            valmorel,
            f"I-{number:06}",
            f"Portail fournisseurs {number:02}",
            status="running",
            unit=shops,
            business_sponsor=business,
            it_sponsor=it,
        )
        contribution(row, growth)
        spend(row, 850_000)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "fr"
    client.force_login(cio)

    page = client.get(LIST)

    assert page.content.count(b"<tr>") == 50 + 1 + 1
    assert len(page.content) <= 60_000


def test_a_sheet_without_history_is_made_of_fourteen_answers_of_the_database(
    signed_in, portfolio, cio, now, django_assert_max_num_queries
):
    journal.record("people.found_organisation", portfolio, by=cio, at=now)
    page = reverse("strategy:initiative", args=["I-01"])
    signed_in.get(page)

    with django_assert_max_num_queries(14):
        answered = signed_in.get(page).status_code

    assert answered == 200


def test_what_ties_it_and_what_it_resembles_add_one_answer_to_its_sheet(
    signed_in, portfolio, cio, now, django_assert_max_num_queries
):
    app = Initiative.objects.get(code="I-01")
    app.unit = unit(portfolio, "COM", "Commerce")
    app.save()
    fill(app, 0)
    spend(initiative(portfolio, "I-05", app.name, unit=unit(portfolio, "LOG", "Logistique")), 10)
    for days in (1, 90):
        Waiver.objects.create(
            organisation=portfolio,
            initiative=app,
            kind="inherited",
            granted_at=now,
            expires_on=now.date() + timedelta(days=days),
        )
    journal.record("people.found_organisation", portfolio, by=cio, at=now)
    page = reverse("strategy:initiative", args=["I-01"])
    signed_in.get(page)

    with django_assert_max_num_queries(15):
        sheet = signed_in.get(page).context["sheet"]

    assert [tie.code for tie in sheet.ties] == ["X-0"]
    assert [pair.code for pair in sheet.duplicates] == ["I-05"]
    assert sheet.waiver.expires_on == now.date() + timedelta(days=90)


def test_a_page_of_the_list_reads_only_what_it_shows(signed_in, portfolio):
    with CaptureQueriesContext(connection) as captured:
        signed_in.get(LIST)

    rows = [q["sql"] for q in captured if '"strategy_initiative"."name"' in q["sql"]]
    assert ["description" in row for row in rows] == [False]
