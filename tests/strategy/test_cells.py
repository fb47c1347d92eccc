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
from cordee.strategy.models import Contribution, Initiative
from cordee.strategy.queries import next_states
from tests.factories import contribution, initiative, member, objective, person


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
