import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from cordee.platform.access import Role
from cordee.platform.errors import Conflict
from cordee.platform.models import Entry
from cordee.strategy import services
from cordee.strategy.models import Contribution, Initiative, Need
from cordee.strategy.queries import next_states
from tests.factories import (
    contribution,
    initiative,
    member,
    need,
    objective,
    person,
    spend,
    team,
)


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def row(valmorel):
    return initiative(valmorel, "APP-01", "Caisse", status=Initiative.Status.CANDIDATE)


def asked(client, row, column, data=None):
    url = reverse(f"strategy:initiative_{column}_cell", args=[row.code])
    ask = client.get if data is None else client.post
    return ask(url, data, headers={"HX-Request": "true"}).content.decode()


def offered(html):
    return re.findall(r'<option value="([^"]*)"', html)


def served():
    rows = Contribution.objects.order_by("objective__code")
    return list(rows.values_list("objective__code", "share"))


def test_the_state_offers_where_it_is_and_where_it_may_go(signed_in, row):
    states = offered(asked(signed_in, row, "state"))

    expected = next_states(row, on=timezone.localdate())
    assert states == ["candidate", *expected]
    assert "running" not in states


def test_a_state_chosen_in_the_list_is_written_by_the_same_service(signed_in, row):
    html = asked(signed_in, row, "state", {"state": "killed", "revision": 1})

    entry = Entry.objects.get()
    assert Initiative.objects.get().status == "killed"
    assert (entry.action, entry.detail) == (
        "strategy.move_to_state",
        {"status": ["candidate", "killed"]},
    )
    assert "Stopped" in html


def test_whoever_changes_a_state_may_say_why(signed_in, row):
    asked(signed_in, row, "state", {"state": "killed", "revision": 1, "reason": "Sans budget"})
    asked(signed_in, row, "state", {"undo": 2})

    told = list(Entry.objects.order_by("number").values_list("action", "reason"))
    assert told == [("strategy.move_to_state", "Sans budget"), ("platform.undo_change", "")]


def test_many_states_are_changed_for_one_reason(signed_in, row):
    typed = {"row": row.pk, "field": "state", "to-state": "killed", "to-reason": "Sans budget"}

    form = signed_in.get("/initiatives/several/change/", {"row": row.pk, "field": "state"})
    signed_in.post("/initiatives/several/change/", typed)
    sheet = signed_in.get("/initiatives/APP-01/").content.decode()

    entry = Entry.objects.get()
    assert 'name="to-reason"' in form.content.decode()
    assert Initiative.objects.get().status == "killed"
    assert (entry.action, entry.reason) == ("platform.change_many", "Sans budget")
    assert "State: Candidate → Stopped" in sheet
    assert sheet.count("Sans budget") == 1


def test_a_need_is_declined_in_the_list_with_its_answer(signed_in, valmorel):
    one = need(valmorel)
    url = reverse("strategy:need_status_cell", args=[one.pk])
    typed = {"status": "declined", "revision": 1}
    fragment = {"HX-Request": "true"}

    refused = signed_in.post(url, typed, headers=fragment).content.decode()
    signed_in.post(url, typed | {"answer": "Hors de la stratégie"}, headers=fragment)

    assert "Say why it is declined: whoever asked will read it." in refused
    assert '<option value="declined" selected>' in refused
    assert Need.objects.values("status", "answer").get() == {
        "status": "declined",
        "answer": "Hors de la stratégie",
    }
    signed_in.post(url, {"undo": 2}, headers=fragment)
    assert Need.objects.values("status", "answer").get() == {"status": "captured", "answer": ""}


def test_many_needs_keep_their_answers_unless_one_is_given_to_all(signed_in, valmorel):
    for code, answer in (("N1", "Déjà dit"), ("N2", "")):
        need(valmorel, code, answer=answer)
    rows = list(Need.objects.values_list("pk", flat=True))
    typed = {"row": rows, "field": "status", "to-status": "declined"}

    page = signed_in.post("/needs/several/change/", typed, follow=True).content.decode()

    told = list(Need.objects.order_by("code").values_list("status", "answer"))
    assert told == [("declined", "Déjà dit"), ("captured", "")]
    assert "Say why it is declined: whoever asked will read it." in page


def test_an_objective_that_is_chosen_in_place_still_leads_to_its_page(signed_in, valmorel):
    one = need(valmorel, objective=objective(valmorel, "O1"))
    url = reverse("strategy:need_objective_cell", args=[one.pk])
    target = reverse("strategy:objective", args=[one.objective_id])

    page = signed_in.get("/needs/").content.decode()
    shown = signed_in.get(url, {"shown": 1}, headers={"HX-Request": "true"}).content.decode()

    told = f'<a class="leads" href="{target}" aria-label="Open “{one.objective.name}”">'
    assert [text.count(told) for text in (page, shown)] == [1, 1]
    assert f'<a id="c{one.pk}-objective" href="{one.pk}/cells/objective/">' in page
    assert '<symbol id="i-arrow-up-right"' in page


def test_the_lead_of_a_team_and_the_stage_of_an_amount_are_changed_in_place(
    signed_in, row, valmorel
):
    lead, group, line = person(valmorel), team(valmorel), spend(row)
    fragment = {"HX-Request": "true"}

    signed_in.post(
        reverse("people:team_lead_cell", args=[group.pk]), {"lead": lead.pk}, headers=fragment
    )
    signed_in.post(
        reverse("strategy:spend_line_stage_cell", args=[line.pk]),
        {"stage": "committed"},
        headers=fragment,
    )

    group.refresh_from_db()
    line.refresh_from_db()
    assert (group.lead, line.stage, line.amount) == (lead, "committed", Decimal(100))


def test_a_state_that_may_not_follow_is_refused(signed_in, row):
    html = asked(signed_in, row, "state", {"state": "running", "revision": 1})

    assert 'role="alert"' in html
    assert Initiative.objects.get().status == "candidate"


def test_undoing_a_state_gives_the_one_before_though_life_has_no_way_back(signed_in, row):
    asked(signed_in, row, "state", {"state": "killed", "revision": 1})

    asked(signed_in, row, "state", {"undo": 2})

    assert Initiative.objects.get().status == "candidate"


def test_undoing_does_not_bring_back_a_state_whose_approval_expired(signed_in, row, cio):
    at = timezone.now()
    services.inherit_initiative(
        row, status=Initiative.Status.RUNNING, reason="", by=cio, at=at - timedelta(days=91)
    )
    asked(signed_in, row, "state", {"state": "paused", "revision": 2})

    html = asked(signed_in, row, "state", {"undo": 3})

    assert "“Caisse” cannot become “Running” again: its approval has expired." in html
    assert Initiative.objects.get().status == "paused"


def test_both_sponsors_are_chosen_in_one_cell(signed_in, row, valmorel):
    claire, luc = person(valmorel), person(valmorel, "Luc Morel")
    chosen = {"business_sponsor": claire.pk, "it_sponsor": luc.pk, "revision": 1}

    asked(signed_in, row, "sponsors", chosen)

    held = Initiative.objects.get()
    assert (held.business_sponsor, held.it_sponsor) == (claire, luc)


def test_an_objective_chosen_in_the_list_is_the_only_one_served(signed_in, row, valmorel):
    growth, margin = objective(valmorel, "O1"), objective(valmorel, "O2", "Marge")
    contribution(row, growth)

    html = asked(signed_in, row, "objectives", {"objective": margin.pk, "revision": 1})

    assert served() == [("O2", Decimal(1))]
    assert "Marge" in html
    assert Initiative.objects.get().revision == 2


def test_undoing_serves_again_what_was_served(signed_in, row, valmorel):
    growth, margin = objective(valmorel, "O1"), objective(valmorel, "O2", "Marge")
    contribution(row, growth, "0.8")
    asked(signed_in, row, "objectives", {"objective": margin.pk, "revision": 1})

    asked(signed_in, row, "objectives", {"undo": 2})

    assert served() == [("O1", Decimal("0.8"))]
    assert Entry.objects.order_by("-number").first().action == "platform.undo_change"


def test_shares_among_several_objectives_are_left_to_the_grid(signed_in, row, valmorel):
    growth, margin = objective(valmorel, "O1"), objective(valmorel, "O2", "Marge")
    contribution(row, growth, "0.5")
    contribution(row, margin, "0.5")

    html = asked(signed_in, row, "objectives")
    asked(signed_in, row, "objectives", {"objective": growth.pk, "revision": 1})

    assert reverse("strategy:contribution_grid") in html
    assert served() == [("O1", Decimal("0.5")), ("O2", Decimal("0.5"))]


def test_who_may_not_link_initiatives_sees_their_objectives_only(client, row, valmorel):
    client.force_login(member(valmorel, Role.TEAM_LEAD))

    page = client.get(reverse("strategy:initiatives")).content.decode()

    assert re.findall(r'id="c\d+-(\w+)"', page) == ["sponsors", "state"]


def test_the_grid_tells_whoever_opened_the_row_before(row, valmorel, cio, now):
    mine = Initiative.objects.get()
    services.link_to_objectives({row: {objective(valmorel): Decimal(1)}}, by=cio, at=now)
    mine.name = "Caisse unique"

    with pytest.raises(Conflict, match="changed “Caisse”"):
        services.save_initiative(mine, by=cio, at=now)
