from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from cordee.people.models import Unit
from cordee.reports.board_pack import board_pack
from cordee.reports.documents import write_board_pack
from cordee.strategy import services
from cordee.strategy.models import Initiative, Objective, SpendLine
from tests.factories import initiative, spend
from tests.reports.conftest import ON, YEAR

FROZEN = datetime(2026, 9, 14, 10, tzinfo=UTC)


@pytest.fixture
def moved(portfolio, cio_reader, cio, now):
    """One edition, then one of each thing that can move."""
    app = Initiative.objects.get(organisation=portfolio, code="I-01")
    app.start, app.end = date(2027, 2, 1), date(2027, 3, 31)
    app.save()
    services.freeze_edition(cio_reader, name="Comité de septembre", note="", at=FROZEN)
    Initiative.objects.filter(pk=app.pk).update(start=date(2027, 1, 30), end=date(2027, 5, 15))
    SpendLine.objects.filter(initiative=app).update(amount=660_000)
    Initiative.objects.filter(organisation=portfolio, code="I-04").update(status="approved")
    Objective.objects.filter(organisation=portfolio, code="O1").update(weight=70)
    Objective.objects.filter(organisation=portfolio, code="O2").update(weight=30)
    spend(initiative(portfolio, "I-05", "Nouvelle caisse"), 40_000, fiscal_year=2027)
    return portfolio


def section(pack, key):
    return next((s for s in pack.sections if s.key == key), None)


def test_what_changed_since_the_last_committee_comes_right_after_the_summary(moved, cio_reader):
    pack = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    found = pack.sections[1]
    assert (found.key, found.title) == (
        "changes",
        "Known spend rises by €100k since “Comité de septembre”",
    )
    assert pack.edition == "Comité de septembre, 14 Sep 2026"
    rows = [row for row in found.table.rows if row[0] != pack.picture.objectives[1].name]
    assert rows == [
        ("Croissance omnicanale", "Priority", "60%", "70%", "+10\u00a0pts"),
        ("Application mobile", "Cost", "€600k", "€660k", "+€60k"),
        ("Orion", "State", "Candidate", "Approved", ""),
        ("Nouvelle caisse", "Initiative added", "—", "Candidate", ""),
        ("Application mobile", "End", "31 Mar 2027", "15 May 2027", "+45 days"),
        ("Application mobile", "Start", "1 Feb 2027", "30 Jan 2027", "−2 days"),
    ]


def test_the_workbook_says_it_too_with_differences_that_can_be_followed(moved, cio_reader):
    pack = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    content = write_board_pack(pack, kind="xlsx")

    values = load_workbook(BytesIO(content), data_only=True)["Changes"]
    formulas = load_workbook(BytesIO(content))["Changes"]
    rows = {row[1].value: row for row in values.iter_rows(min_row=5)}
    cost, end = rows["Cost"], rows["End"]
    assert [cell.value for cell in cost] == ["Application mobile", "Cost", 600000, 660000, 60000]
    assert formulas.cell(cost[0].row, 5).value == f"=D{cost[0].row}-C{cost[0].row}"
    assert (end[2].value.date(), end[3].value.date(), end[4].value) == (
        date(2027, 3, 31),
        date(2027, 5, 15),
        45,
    )


def test_many_changes_are_the_widest_of_each_kind_and_the_workbook_has_them_all(moved, cio_reader):
    for n in range(30):
        spend(initiative(moved, f"N-{n:02}", f"Nouvelle {n:02}"), 1_000 + n, fiscal_year=2027)

    pack = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    found = pack.sections[1]
    added = [row[0] for row in found.table.rows if row[1] == "Initiative added"]
    assert len(added) == 5
    assert found.lede.endswith(
        "The widest of each kind are shown; all of them are in the workbook."
    )
    sheet = load_workbook(BytesIO(write_board_pack(pack, kind="xlsx")), data_only=True)["Changes"]
    told = [row[1].value for row in sheet.iter_rows(min_row=5)]
    assert told.count("Initiative added") == 31


def test_an_edition_that_nothing_followed_is_one_sentence(portfolio, cio_reader):
    services.freeze_edition(cio_reader, name="Hier", note="", at=FROZEN)

    pack = board_pack(cio_reader, basis=YEAR, on=ON, language="en")

    assert section(pack, "changes") is None
    assert section(pack, "checked").sentences[0] == "Nothing moved since “Hier”"


def test_without_edition_there_is_nothing_to_compare(pack):
    assert (pack.edition, pack.moved, section(pack, "changes")) == ("", None, None)
    book = load_workbook(BytesIO(write_board_pack(pack, kind="xlsx")))
    assert "Changes" not in book.sheetnames


def test_a_perimeter_never_sees_the_edition_of_the_whole(moved, cio_reader):
    stores = Unit.objects.get(organisation=moved, code="MAG").pk
    reader = type(cio_reader)(
        cio_reader.user, cio_reader.organisation, cio_reader.role, frozenset({stores})
    )

    pack = board_pack(reader, basis=YEAR, on=ON, language="en")

    assert (pack.edition, pack.moved) == ("", None)
