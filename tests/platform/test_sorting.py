from datetime import date
from decimal import Decimal

from django.db import connection

from cordee.landscape.models import Application
from cordee.landscape.registers import APPLICATIONS
from cordee.platform.registers import listing
from cordee.platform.sorting import LIGATURES, folded_text, ordered
from cordee.strategy.registers import NEEDS, SPEND_LINES
from tests.factories import application, initiative, need, objective, person, spend

NAMES = (
    *("12 rue Verte", "achats", "Àchats bis", "Çà et là", "CAISSE", "Cœur", "coeurs", "école"),
    *("École 2", "ÉCOLE 3", "Eté", "Île", "île 2", "Noël", "œuvre", "Œuvres", "Zoé"),
)
"""In the order of a French dictionary."""


def shown(register, reader, **asked):
    return [line.name.value for line in listing(register, reader=reader, asked=asked).lines]


def test_names_are_sorted_without_accents_nor_capitals_both_ways(cio_reader, valmorel):
    for number, name in enumerate(sorted(NAMES)):
        application(valmorel, f"A-{number}", name)

    found = [shown(APPLICATIONS, cio_reader, **asked) for asked in ({}, {"sort": "name"})]
    back = shown(APPLICATIONS, cio_reader, sort="-name")

    assert found == [list(NAMES), list(NAMES)]
    assert back == list(reversed(NAMES))


def test_every_accent_is_taken_off_and_what_was_renamed_moves(valmorel):
    accented = "ÀÂÄÉÈÊËÎÏÔÖÙÛÜŸÇÑ àâäéèêëîïôöùûüÿçñ" + "".join(LIGATURES)
    row = application(valmorel, "A", accented)
    kept = Application.objects.values_list("sort_name", flat=True)
    first = kept.get()

    Application.objects.update(name="Œil")

    assert first == folded_text(accented) == "aaaeeeeiioouuuycn aaaeeeeiioouuuycnoeoeaeaess"
    assert (kept.get(), row.pk) == ("oeil", Application.objects.get().pk)


def test_what_is_unknown_comes_last_both_ways(cio_reader, valmorel):
    for code, owner, day in (("N1", "Élise", 3), ("N2", None, None), ("N3", "emma", 1)):
        who = person(valmorel, owner) if owner else None
        wanted = date(2027, 1, day) if day else None
        goal = objective(valmorel, code, name=owner) if owner else None
        need(valmorel, code, code, objective=goal, owner=who, wanted_by=wanted)

    found = {
        sort: shown(NEEDS, cio_reader, sort=sort)
        for sort in ("objective", "-objective", "wanted_by", "-wanted_by")
    }

    assert found == {
        "objective": ["N1", "N3", "N2"],
        "-objective": ["N3", "N1", "N2"],
        "wanted_by": ["N3", "N1", "N2"],
        "-wanted_by": ["N1", "N3", "N2"],
    }


def test_an_unknown_amount_comes_last_both_ways(cio_reader, valmorel):
    for code, amount in (("I1", "5"), ("I2", None), ("I3", "7")):
        spend(initiative(valmorel, code, code), amount, unknown_reason="" if amount else "?")

    found = [
        [
            cell.value.amount
            for line in listing(SPEND_LINES, reader=cio_reader, asked={"sort": sort}).lines
            for cell in line.cells
            if cell.kind == "money"
        ]
        for sort in ("amount", "-amount")
    ]

    assert found == [[Decimal(5), Decimal(7), None], [Decimal(7), Decimal(5), None]]


def test_a_list_in_the_order_of_its_names_is_read_from_an_index(valmorel):
    rows = Application.objects.filter(organisation=valmorel)

    plans = [
        rows.order_by(ordered(Application, "name", is_down=is_down), pk)[:50].explain()
        for is_down, pk in ((False, "pk"), (True, "-pk"))
    ]

    if connection.vendor == "sqlite":
        assert all("application_name" in plan for plan in plans)
        assert not any("B-TREE" in plan for plan in plans)
