"""The real portfolios, end to end, against figures computed here by other means."""

import csv
import io
import re
from decimal import Decimal

import pytest

from cordee.platform.models import Organisation
from cordee.strategy.imports import undo_import
from cordee.strategy.models import Contribution, Initiative, Objective, SpendLine, Waiver
from tests.factories import initiative, organisation
from tests.strategy.imports.dumps import difference, dump

PANORAMA = "portfolio/panorama_grands_projets_2018.xlsx"
GMPP = {2021: 184, 2022: 235, 2023: 244}
WHOLE_LIFE = "wlc_baseline_incl_NCG"


def gmpp_rows(folder, year):
    """Read with nothing of ours: Latin-1, semicolons."""
    text = (folder / f"portfolio/gmpp_{year}.csv").read_bytes().decode("cp1252")
    header, *rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return [dict(zip(header, row, strict=False)) for row in rows if any(row)]


def gmpp_amount(text):
    """Pounds, from millions of pounds as text; None for a sentence."""
    bare = re.sub(r"[£,\s]", "", text)
    return Decimal(bare) * 1_000_000 if re.fullmatch(r"-?\d+(\.\d+)?", bare) else None


def gmpp_key(row):
    return next(value for name, value in row.items() if "project_number" in name).strip()


def totals():
    lines = SpendLine.objects.all()
    known = [line.amount for line in lines if line.amount is not None]
    return sum(known), len(known), len(lines) - len(known)


@pytest.fixture
def panorama(shared_data):
    return shared_data / PANORAMA


@pytest.fixture
def gmpp(shared_data):
    return {year: shared_data / f"portfolio/gmpp_{year}.csv" for year in GMPP}


def test_panorama_comes_in_whole(bring_in, panorama, valmorel):
    run, found = bring_in(panorama)

    valmorel.refresh_from_db()
    assert found.counts == {"created": 61, "updated": 0, "unchanged": 0, "refused": 0}
    assert run.counts == found.counts
    assert totals() == (Decimal("2826280000.00"), 60, 1)
    assert set(SpendLine.objects.values_list("currency", "fiscal_year")) == {("EUR", None)}
    assert list(SpendLine.objects.filter(amount=None).values_list("unknown_reason", flat=True)) == [
        "NA"
    ]
    assert (Objective.objects.count(), Contribution.objects.count()) == (37, 61)
    assert (valmorel.currency, valmorel.fiscal_year) == ("EUR", None)


@pytest.mark.parametrize("year", GMPP)
def test_gmpp_comes_in_whole(bring_in, gmpp, shared_data, valmorel, year):
    expected = [gmpp_amount(row[WHOLE_LIFE]) for row in gmpp_rows(shared_data, year)]
    known = [amount for amount in expected if amount is not None]

    _run, found = bring_in(gmpp[year])

    valmorel.refresh_from_db()
    assert found.counts == {"created": GMPP[year], "updated": 0, "unchanged": 0, "refused": 0}
    assert totals() == (sum(known), len(known), GMPP[year] - len(known))
    assert set(SpendLine.objects.values_list("currency", flat=True)) == {"GBP"}
    assert (valmorel.currency, valmorel.fiscal_year) == ("GBP", None)


@pytest.mark.parametrize("year", GMPP)
def test_a_sentence_where_an_amount_is_expected_is_the_reason_of_the_unknown(
    bring_in, gmpp, shared_data, year
):
    expected = {
        gmpp_key(row): row[WHOLE_LIFE].strip()
        for row in gmpp_rows(shared_data, year)
        if gmpp_amount(row[WHOLE_LIFE]) is None
    }

    bring_in(gmpp[year])

    lines = SpendLine.objects.filter(amount=None).values_list("initiative__code", "unknown_reason")
    assert dict(lines) == expected


@pytest.mark.parametrize("name", [PANORAMA, *(f"portfolio/gmpp_{year}.csv" for year in GMPP)])
def test_the_same_file_again_changes_nothing(bring_in, rehearse, shared_data, name):
    file = shared_data / name
    _run, first = bring_in(file)

    again = rehearse(file)

    assert again.counts == {
        "created": 0,
        "updated": 0,
        "unchanged": first.counts["created"],
        "refused": 0,
    }


def test_the_next_year_updates_by_key(bring_in, gmpp, shared_data):
    bring_in(gmpp[2022])
    old, new = gmpp_rows(shared_data, 2022), gmpp_rows(shared_data, 2023)
    keys = [set(map(gmpp_key, rows)) for rows in (old, new)]

    _run, found = bring_in(gmpp[2023])

    assert found.counts["created"] == len(keys[1] - keys[0])
    assert found.counts["updated"] + found.counts["unchanged"] == len(keys[0] & keys[1])
    assert Initiative.objects.count() == len(keys[0] | keys[1])
    amounts = dict(SpendLine.objects.values_list("initiative__code", "amount"))
    expected = {gmpp_key(row): gmpp_amount(row[WHOLE_LIFE]) for row in new}
    assert {code: amounts[code] for code in expected} == expected


def test_what_was_under_way_goes_on_under_a_waiver(bring_in, panorama, now):
    bring_in(panorama)

    under_way = Initiative.objects.filter(status__in=["approved", "running", "paused"])
    waived = {w.initiative_id: (w.kind, w.expires_on) for w in Waiver.objects.all()}
    expires = now.date().replace(month=2, day=21, year=2027)
    assert waived == {i.pk: ("inherited", expires) for i in under_way}
    assert waived


def test_undoing_restores_every_row(bring_in, panorama, valmorel, cio, now):
    before = dump()
    run, _found = bring_in(panorama)

    undo_import(run, by=cio, at=now)

    assert difference(before, dump()) == {}


def test_undoing_the_second_year_gives_the_first_one_back(bring_in, gmpp, cio, now):
    bring_in(gmpp[2022])
    before = dump()
    run, found = bring_in(gmpp[2023])
    assert found.updated and found.created

    undo_import(run, by=cio, at=now)

    assert difference(before, dump()) == {}


def test_another_organisation_is_not_touched(bring_in, panorama):
    other = organisation("Ateliers Rivaud", "rivaud", currency="CHF")
    initiative(other, "FRANCE-CONNECT-PHASE-II", "FRANCE CONNECT PHASE II")
    theirs = [row for row in dump()["strategy.Initiative"]]

    bring_in(panorama)

    assert [row for row in dump()["strategy.Initiative"] if row in theirs] == theirs
    assert Organisation.objects.get(pk=other.pk).currency == "CHF"
    assert Initiative.objects.filter(organisation=other).count() == 1
