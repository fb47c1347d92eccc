from contextlib import nullcontext
from datetime import date
from decimal import Decimal

from django.apps import apps
from django.db import connection

from cordee.landscape.models import Application
from cordee.landscape.registers import APPLICATIONS, SUPPLIERS, TECHNOLOGIES
from cordee.people.registers import TEAMS, UNITS
from cordee.platform.registers import listing
from cordee.platform.sorting import (
    FOLDED,
    LIGATURES,
    LONGEST,
    folded_again,
    folded_text,
    ordered,
    teach_sqlite,
)
from cordee.strategy.registers import INDICATORS, NEEDS, OBJECTIVES, SPEND_LINES
from tests.factories import (
    application,
    indicator,
    initiative,
    need,
    objective,
    person,
    spend,
    supplier,
    team,
    technology,
    unit,
)

NAMES = (
    *(
        "2 rue Verte",
        "12 rue Bleue",
        "achats",
        "Àchats bis",
        "Çà et là",
        "CAISSE",
        "Cœur",
        "coeurs",
        "école",
    ),
    *("École 2", "ÉCOLE 03", "École 10", "Eté", "Île", "île 2", "Noël", "œuvre", "Œuvres", "Zoé"),
)
"""In the order of a French dictionary, and of somebody who counts."""
CODES = ("2A", "10", "A-9B2", "a-9b10", "I-1", "i-2", "I-10", "I-10-3", "I-10-20", "X")


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


def test_codes_stand_in_the_order_of_their_numbers_in_every_list_both_ways(cio_reader, valmorel):
    made = (
        *((UNITS, unit), (TEAMS, team), (SUPPLIERS, supplier), (TECHNOLOGIES, technology)),
        *((APPLICATIONS, application), (OBJECTIVES, objective)),
    )
    for _register, make in made:
        for code in sorted(CODES):
            make(valmorel, code, f"{make.__name__} {code}")

    found = {
        (register.plural, sort): [
            name.removeprefix(f"{make.__name__} ")
            for name in shown(register, cio_reader, sort=sort)
        ]
        for register, make in made
        for sort in ("code", "-code")
    }

    assert found == {
        (register.plural, sort): codes
        for register, _make in made
        for sort, codes in (("code", list(CODES)), ("-code", list(reversed(CODES))))
    }


def test_needs_and_indicators_follow_their_codes_unless_asked_otherwise(cio_reader, valmorel):
    for code in sorted(CODES):
        need(valmorel, code, f"N {code}")
        indicator(valmorel, code, f"N {code}")

    found = [shown(register, cio_reader) for register in (NEEDS, INDICATORS)]

    assert found == [[f"N {code}" for code in CODES]] * 2


def test_the_versions_of_one_technology_stand_in_their_order(cio_reader, valmorel):
    for version in ("15", "9.10", "9.6"):
        technology(valmorel, version, "PostgreSQL", version=version)

    found = [shown(TECHNOLOGIES, cio_reader, **asked) for asked in ({}, {"sort": "name"})]

    assert found == [["PostgreSQL 9.6", "PostgreSQL 9.10", "PostgreSQL 15"]] * 2


def test_both_databases_fold_alike_numbers_of_any_length_and_names_that_grow(valmorel):
    texts = (
        "0",
        "007 x 70",
        "v1.10",
        "1234567890123",
        "00001234567890123",
        "x²",
        "1a" * 100,
        "ﷺ" * 99,
    )
    row = application(valmorel, "A", "Caisse")
    found = []

    for text in texts:
        Application.objects.update(name=text)
        row.refresh_from_db()
        found.append(row.sort_name)

    assert found == [folded_text(text) for text in texts]
    assert found[:2] == ["000000000000", "000000000007 x 000000000070"]
    assert max(len(one) for one in found) == LONGEST


def test_keys_folded_otherwise_are_computed_anew_and_keep_their_index(valmorel):
    editor = connection.schema_editor()
    editor.deferred_sql = []  # SQLite enters no editor within a transaction
    if connection.vendor == "sqlite":
        connection.connection.create_function(FOLDED, 1, str.lower, deterministic=True)
    application(valmorel, "A-2", "Été 2")
    teach_sqlite(connection)
    connection.check_constraints()  # PostgreSQL alters no table that waits for a check

    with editor if connection.vendor == "postgresql" else nullcontext():
        folded_again(apps, editor, app="landscape")

    with connection.cursor() as cursor:
        kept = connection.introspection.get_constraints(cursor, "landscape_application")
    assert list(Application.objects.values_list("sort_code", "sort_name")) == [
        ("a-000000000002", "ete 000000000002")
    ]
    assert {"application_code", "application_name"} <= kept.keys()


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


def test_a_list_in_the_order_of_its_names_or_codes_is_read_from_an_index(valmorel):
    rows = Application.objects.filter(organisation=valmorel)

    plans = [
        (key, rows.order_by(ordered(Application, key, is_down=is_down), pk)[:50].explain())
        for key in ("name", "code")
        for is_down, pk in ((False, "pk"), (True, "-pk"))
    ]

    if connection.vendor == "sqlite":
        assert all(f"application_{key}" in plan for key, plan in plans)
        assert not any("B-TREE" in plan for _key, plan in plans)
