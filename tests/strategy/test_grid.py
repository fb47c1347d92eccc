from decimal import Decimal

import pytest
from django.urls import reverse

from cordee.platform.access import Role
from cordee.platform.models import Entry
from cordee.strategy.models import Contribution
from tests.factories import contribution, initiative, member, objective, organisation, unit

GRID = "/contributions/grid/"


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def growth(valmorel):
    return objective(valmorel, "O1", "Croissance")


@pytest.fixture
def margin(valmorel):
    return objective(valmorel, "O2", "Marge")


def box(row, aim):
    return f"share-{row.pk}-{aim.pk}"


def typed(response, **changes):
    """What a browser would send back from this grid."""
    sent = {}
    for row in response.context["rows"]:
        sent[f"before-{row.initiative.pk}"] = row.before
        sent |= {one.name: one.text for one in row.boxes}
    return sent | changes


def stored():
    links = Contribution.objects.order_by("initiative__code", "objective__code")
    return [
        (code, objective, share)
        for code, objective, share in links.values_list(
            "initiative__code", "objective__code", "share"
        )
    ]


def test_the_grid_puts_initiatives_without_objective_first(signed_in, valmorel, growth, margin):
    contribution(initiative(valmorel, "I-01", "Liée"), growth, "0.5")
    initiative(valmorel, "I-02", "Orpheline")
    objective(valmorel, "O1.1", "Partie", parent=growth)

    response = signed_in.get(GRID)

    assert [(r.initiative.code, r.is_orphan, r.total) for r in response.context["rows"]] == [
        ("I-02", True, "0"),
        ("I-01", False, "50"),
    ]
    assert [o.code for o in response.context["grid"].objectives] == ["O1.1", "O2"]


def test_saving_writes_only_the_rows_that_changed(signed_in, valmorel, growth, margin):
    kept, changed = initiative(valmorel, "I-01", "Une"), initiative(valmorel, "I-02", "Deux")
    contribution(kept, growth, "0.5")

    page = signed_in.get(GRID)
    shares = {box(changed, growth): "60", box(changed, margin): "33,3"}
    response = signed_in.post(GRID, typed(page, **shares), headers={"Accept-Language": "fr"})

    assert response.headers["Location"] == GRID
    assert stored() == [
        ("I-01", "O1", Decimal("0.5000")),
        ("I-02", "O1", Decimal("0.6000")),
        ("I-02", "O2", Decimal("0.3330")),
    ]
    assert [e.subject for e in Entry.objects.all()] == [f"strategy.initiative:{changed.pk}"]


def test_an_emptied_box_removes_the_link(signed_in, valmorel, growth):
    app = initiative(valmorel)
    contribution(app, growth)

    signed_in.post(GRID, typed(signed_in.get(GRID), **{box(app, growth): ""}))

    assert stored() == []


def test_a_grid_sent_back_as_it_was_changes_nothing(signed_in, valmorel, growth):
    contribution(initiative(valmorel), growth, "0.3333")

    signed_in.post(GRID, typed(signed_in.get(GRID)))

    assert stored() == [("I-01", "O1", Decimal("0.3333"))]
    assert not Entry.objects.exists()


@pytest.mark.parametrize("wrong", ["beaucoup", "-5", "101", "12 %"])
def test_a_wrong_share_is_shown_and_nothing_is_lost_nor_saved(
    signed_in, valmorel, growth, margin, wrong
):
    right, faulty = initiative(valmorel, "I-01", "Une"), initiative(valmorel, "I-02", "Deux")
    shares = {box(right, growth): "40", box(faulty, margin): wrong}

    response = signed_in.post(GRID, typed(signed_in.get(GRID), **shares))

    rows = {row.initiative.code: row for row in response.context["rows"]}
    assert rows["I-02"].problem == "Write a share from 0 to 100, for example 50 or 33.3."
    assert [(b.text, b.is_wrong) for b in rows["I-02"].boxes] == [("", False), (wrong, True)]
    assert [b.text for b in rows["I-01"].boxes] == ["40", ""]
    assert stored() == []


def test_a_row_above_a_hundred_is_refused_with_its_sum(signed_in, valmorel, growth, margin):
    app = initiative(valmorel)
    shares = {box(app, growth): "60", box(app, margin): "50.5"}

    response = signed_in.post(GRID, typed(signed_in.get(GRID), **shares))

    assert [row.problem for row in response.context["rows"]] == [
        "This row adds up to 110.5%: at most 100%."
    ]
    assert stored() == []


def test_a_row_changed_by_someone_else_meanwhile_is_not_overwritten(
    signed_in, valmorel, growth, margin
):
    app = initiative(valmorel)
    page = signed_in.get(GRID)
    contribution(app, margin)

    response = signed_in.post(GRID, typed(page, **{box(app, growth): "100"}))

    assert [row.problem for row in response.context["rows"]] == [
        "Someone changed this row meanwhile: reload the page to see what it says now."
    ]
    assert stored() == [("I-01", "O2", Decimal("1.0000"))]


def test_ticked_initiatives_are_linked_entirely_in_one_gesture(signed_in, valmorel, growth, margin):
    one, two, three = (initiative(valmorel, f"I-0{n}", f"Initiative {n}") for n in (1, 2, 3))
    contribution(three, growth)
    sent = typed(signed_in.get(GRID)) | {
        "chosen": [one.pk, two.pk],
        "objective": margin.pk,
        "quick": "1",
    }

    signed_in.post(GRID, sent)

    assert stored() == [
        ("I-01", "O2", Decimal("1.0000")),
        ("I-02", "O2", Decimal("1.0000")),
        ("I-03", "O1", Decimal("1.0000")),
    ]


def test_linking_in_one_gesture_says_what_is_missing(signed_in, valmorel, growth):
    app = initiative(valmorel)
    page = typed(signed_in.get(GRID))

    no_objective = signed_in.post(GRID, page | {"quick": "1", "chosen": [app.pk]})
    no_row = signed_in.post(GRID, page | {"quick": "1", "objective": growth.pk})

    assert no_objective.context["refusal"] == (
        "Choose the objective that the chosen initiatives serve."
    )
    assert no_row.context["refusal"] == "Tick the initiatives that serve “Croissance”."
    assert stored() == []


def test_enter_struck_in_a_box_saves_the_grid(signed_in, valmorel, growth):
    app = initiative(valmorel)

    signed_in.post(GRID, typed(signed_in.get(GRID), **{box(app, growth): "25", "quick": "1"}))

    assert stored() == [("I-01", "O1", Decimal("0.2500"))]


@pytest.mark.parametrize("number", ["9" * 300, "²", "-1", "1e3"])
def test_numbers_made_up_in_the_request_name_nothing(signed_in, valmorel, growth, number):
    initiative(valmorel)
    made_up = {f"share-{number}-{number}": "5", "chosen": [number], "quick": "1"}

    response = signed_in.post(GRID, made_up | {"objective": number})

    assert response.context["refusal"] == (
        "Choose the objective that the chosen initiatives serve."
    )
    assert stored() == []


def test_the_rows_of_another_organisation_are_not_found(signed_in, valmorel, growth):
    rivaud = organisation("Rivaud", "rivaud")
    theirs, their_aim = initiative(rivaud, "R-01"), objective(rivaud, "R1")
    ours = initiative(valmorel)

    assert signed_in.post(GRID, {box(theirs, growth): "100"}).status_code == 404
    assert signed_in.post(GRID, {box(ours, their_aim): "100"}).status_code == 404
    chosen = {"quick": "1", "objective": growth.pk, "chosen": [theirs.pk]}
    assert signed_in.post(GRID, chosen).status_code == 404
    assert stored() == []


def test_an_initiative_outside_the_perimeter_is_not_found(client, valmorel, growth):
    stores, office = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "SIE", "Siège")
    elsewhere = initiative(valmorel, "I-02", "Intranet", unit=office)
    client.force_login(member(valmorel, Role.SPONSOR, units=[stores]))

    assert client.post(GRID, {box(elsewhere, growth): "100"}).status_code == 404
    assert stored() == []


def test_a_reader_sees_the_grid_without_boxes_and_saves_nothing(client, valmorel, growth):
    app = initiative(valmorel)
    client.force_login(member(valmorel, Role.READER))

    page = client.get(GRID)

    assert page.status_code == 200
    assert "share-" not in page.content.decode()
    assert client.post(GRID, {box(app, growth): "100"}).status_code == 403
    assert stored() == []


def test_each_box_says_whose_share_it_is(signed_in, valmorel, growth):
    initiative(valmorel, "I-01", "Caisse")

    page = signed_in.get(GRID).content.decode()

    assert 'aria-label="Share of Caisse serving Croissance, in %"' in page


def test_a_search_keeps_to_its_rows_and_the_address_survives_saving(signed_in, valmorel, growth):
    till = initiative(valmorel, "I-01", "Caisse")
    initiative(valmorel, "I-02", "Intranet")
    url = f"{GRID}?q=caisse"

    page = signed_in.get(url)
    response = signed_in.post(url, typed(page, **{box(till, growth): "100"}))

    assert [row.initiative.code for row in page.context["rows"]] == ["I-01"]
    assert response.headers["Location"] == url


def test_the_grid_without_objective_says_where_to_begin(signed_in, valmorel):
    initiative(valmorel)

    page = signed_in.get(GRID).content.decode()

    assert reverse("strategy:objectives") in page
    assert "<table" not in page


def test_the_grid_costs_the_same_number_of_queries_whatever_its_size(
    signed_in, valmorel, growth, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(20) as captured:
            signed_in.get(GRID)
        return len(captured)

    contribution(initiative(valmorel), growth)
    one = cost()
    for n in range(5):
        contribution(initiative(valmorel, f"X-{n}", f"Initiative {n}"), growth)
        objective(valmorel, f"X{n}", f"Objectif {n}")

    assert cost() == one
