"""The round trip through a spreadsheet program that we did not write."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from tests import factories
from tests.platform.registers.exchange.files import BACK, brought, edited, register, taken_out
from tests.test_access import furnished

SOFFICE = shutil.which("soffice")
HAS_CALC = SOFFICE is not None and (Path(SOFFICE).resolve().parent / "libsclo.so").exists()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_CALC, reason="LibreOffice Calc is not installed here"),
]
COMMAS = "CSV:44,34,76,1"
AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false"


@pytest.fixture
def rows(db):
    found = furnished("valmorel", "Valmorel")
    factories.spend(found.other, None, unknown_reason="=en cadrage; « à voir »")
    factories.spend(found.other, "-1234567890123456.78", fiscal_year=2028)
    found.initiative.description = "+33 1 23\nligne 2 «œuvre» 😀\t@x"
    found.initiative.tags = ["ai", "-sécurité"]
    found.initiative.start = date(2027, 3, 31)
    found.initiative.save()
    found.initiative.applications.add(found.application)
    factories.unit(found.organisation, "007", "Zéros devant")
    factories.unit(found.organisation, "1E5", "N’est pas un nombre", parent=found.unit)
    return found


@pytest.fixture
def reader(rows):
    owner = factories.member(rows.organisation, Role.OWNER)
    return reader_of(owner, organisation_id=rows.organisation.pk)


def saved_again(paths, *, folder, to="xlsx", reading=""):
    """What LibreOffice makes of these files when it opens and saves them."""
    target = folder / "saved"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    filters = [f"--infilter={reading}"] if reading else []
    subprocess.run(
        [SOFFICE, profile, "--headless", *filters, "--convert-to", to, "--outdir", target, *paths],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return [target / f"{path.stem}.{to.partition(':')[0]}" for path in paths]


def test_every_list_saved_again_by_another_program_changes_nothing(reader, tmp_path):
    sent = [taken_out(one, reader=reader, folder=tmp_path) for one in BACK]

    back = saved_again(sent, folder=tmp_path)

    found = {
        one.plural: brought(path, one=one, reader=reader)
        for one, path in zip(BACK, back, strict=True)
    }
    assert {name: told.changes for name, told in found.items()} == dict.fromkeys(found, ())
    assert {name: told.unchanged for name, told in found.items()} == {
        one.plural: one.query(reader).count() for one in BACK
    }


def test_cells_edited_then_saved_by_another_program_are_exactly_those_that_differ(reader, tmp_path):
    sent = taken_out(register("initiatives"), reader=reader, folder=tmp_path)
    edited(sent, {(2, "Name"): "Été 2027", (2, "End"): date(2028, 1, 2), (3, "Tags"): "ai, eau"})

    (back,) = saved_again([sent], folder=tmp_path)

    found = brought(back, one=register("initiatives"), reader=reader)
    cells = {(r.number, c.label): (c.state, c.file) for r in found.changes for c in r.cells}
    assert cells == {
        (2, "Name"): ("changed", "Été 2027"),
        (2, "End"): ("changed", "2028-01-02"),
        (3, "Tags"): ("changed", "ai, eau"),
    }


def test_a_workbook_saved_as_csv_changes_nothing(reader, tmp_path):
    chosen = [register(name) for name in ("initiatives", "spend_lines", "exchange_rates")]
    sent = [taken_out(one, reader=reader, folder=tmp_path) for one in chosen]

    back = saved_again(sent, folder=tmp_path, to=AS_CSV)

    found = [brought(path, one=one, reader=reader) for one, path in zip(chosen, back, strict=True)]
    assert [told.changes for told in found] == [(), (), ()]


def test_a_csv_opened_and_saved_as_a_workbook_changes_nothing(reader, tmp_path):
    chosen = [register(name) for name in ("initiatives", "contributions", "people")]
    sent = [taken_out(one, reader=reader, folder=tmp_path, format="csv") for one in chosen]

    back = saved_again(sent, folder=tmp_path, reading=COMMAS)

    found = [brought(path, one=one, reader=reader) for one, path in zip(chosen, back, strict=True)]
    assert [told.changes for told in found] == [(), (), ()]
