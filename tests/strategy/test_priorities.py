from decimal import Decimal

import pytest

from cordee.platform.access import Role
from cordee.platform.models import Entry
from cordee.strategy.models import Objective
from tests.factories import contribution, initiative, member, objective, organisation, spend

PAGE = "/priorities/"


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def growth(valmorel):
    return objective(valmorel, "O1", "Croissance", weight=60)


@pytest.fixture
def margin(valmorel):
    return objective(valmorel, "O2", "Marge")


def points(reason="Comité du 23 novembre", **typed):
    """`O1="70"` is what is typed in the box of that objective."""
    pks = dict(Objective.objects.values_list("code", "pk"))
    return {f"points-{pks[code]}": text for code, text in typed.items()} | {"reason": reason}


def weights():
    return dict(Objective.objects.order_by("code").values_list("code", "weight"))


def test_the_page_shows_points_beside_the_share_of_spend(signed_in, valmorel, growth, margin):
    app, depot = initiative(valmorel, "I-01", "A"), initiative(valmorel, "I-02", "B")
    contribution(app, growth)
    contribution(depot, margin)
    spend(app, 300)
    spend(depot, 100)

    rows = signed_in.get(PAGE).context["rows"]

    assert [(part.objective.code, text, part.share) for part, _name, text, _wrong in rows] == [
        ("O1", "60", 0.75),
        ("O2", "", 0.25),
    ]


def test_a_hundred_points_are_shared_with_a_reason(signed_in, growth, margin, cio):
    response = signed_in.post(PAGE, points(O1="62.5", O2="37.5"))

    assert response.headers["Location"] == PAGE
    assert weights() == {"O1": Decimal("62.50"), "O2": Decimal("37.50")}
    assert [(e.action, e.actor, e.reason) for e in Entry.objects.all()] == [
        ("strategy.allot_priorities", cio.pseudonym, "Comité du 23 novembre")
    ]


def test_points_that_do_not_add_up_are_refused_and_kept_on_the_page(signed_in, growth, margin):
    response = signed_in.post(PAGE, points(O1="60", O2="50"))

    assert response.context["refusal"] == "The points add up to 110: share exactly 100."
    assert [text for _part, _name, text, _wrong in response.context["rows"]] == ["60", "50"]
    assert response.context["reason"] == "Comité du 23 novembre"
    assert weights() == {"O1": Decimal(60), "O2": None}


def test_an_empty_box_counts_as_zero_points(signed_in, growth, margin):
    signed_in.post(PAGE, points(O1="100", O2=""))

    assert weights() == {"O1": Decimal(100), "O2": Decimal(0)}


def test_a_reason_is_asked_for(signed_in, growth, margin):
    response = signed_in.post(PAGE, points(reason=" ", O1="50", O2="50"))

    assert response.context["missing"] == "Say why: the next reader will ask."
    assert weights() == {"O1": Decimal(60), "O2": None}


@pytest.mark.parametrize("wrong", ["beaucoup", "-20", "120"])
def test_points_that_are_not_points_are_shown_where_they_are(signed_in, growth, margin, wrong):
    response = signed_in.post(PAGE, points(O1=wrong, O2="100"))

    told = [(text, is_wrong) for _part, _name, text, is_wrong in response.context["rows"]]
    assert told == [(wrong, True), ("100", False)]
    assert weights() == {"O1": Decimal(60), "O2": None}


def test_the_parts_of_an_objective_share_a_hundred_points_of_their_own(
    signed_in, valmorel, growth, margin
):
    objective(valmorel, "O1.1", "En ligne", parent=growth)
    objective(valmorel, "O1.2", "En magasin", parent=growth)

    signed_in.post(f"{PAGE}?parent={growth.pk}", points(**{"O1.1": "30", "O1.2": "70"}))

    assert weights() == {
        "O1": Decimal(60),
        "O1.1": Decimal(30),
        "O1.2": Decimal(70),
        "O2": None,
    }


def test_the_points_of_other_levels_and_organisations_are_ignored(
    signed_in, valmorel, growth, margin
):
    theirs = objective(organisation("Rivaud", "rivaud"), "R1", "Chez Rivaud", weight=10)

    signed_in.post(PAGE, points(O1="50", O2="50", R1="100"))

    theirs.refresh_from_db()
    assert theirs.weight == Decimal(10)
    assert signed_in.get(f"{PAGE}?parent={theirs.pk}").status_code == 404
    for made_up in ("zero", "²", "9" * 5000):
        assert signed_in.get(PAGE, {"parent": made_up}).status_code == 404


def test_a_sponsor_allots_and_a_reader_only_looks(client, valmorel, growth, margin):
    typed = points(O1="10", O2="90")

    client.force_login(member(valmorel, Role.READER))
    seen, refused = client.get(PAGE), client.post(PAGE, typed)
    client.force_login(member(valmorel, Role.SPONSOR))
    client.post(PAGE, typed)

    assert (seen.status_code, refused.status_code) == (200, 403)
    assert weights() == {"O1": Decimal(10), "O2": Decimal(90)}


def test_without_objective_the_page_says_where_to_begin(signed_in):
    page = signed_in.get(PAGE).content.decode()

    assert "There is nothing to share points among" in page


def test_the_page_costs_the_same_number_of_queries_whatever_its_length(
    signed_in, valmorel, growth, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(30) as captured:
            signed_in.get(PAGE)
        return len(captured)

    one = cost()
    for n in range(5):
        objective(valmorel, f"X{n}", f"Objectif {n}")

    assert cost() == one
