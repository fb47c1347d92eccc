"""Workbooks (xlsx, xlsm, xls, ods): cached values only, no formula, link or macro is followed."""

import posixpath
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.errors import Refused
from cordee.platform.importing.cells import clean_row
from cordee.platform.importing.layout import table_of
from cordee.platform.importing.old_workbooks import measured_old
from cordee.platform.importing.quoting import quoted
from cordee.platform.importing.sniffing import Format, damaged
from cordee.platform.importing.table import Limits, Origin, Row, Table
from cordee.platform.importing.unpacking import (
    Extent,
    measured,
    refuse_spread,
    too_many_columns,
    too_many_rows,
)

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGE_XML = 5_000_000


def read_workbook(path: Path, *, format: Format, sheet: str | None, limits: Limits) -> Table:
    """The table of one sheet: the one named, else the first visible one that holds something."""
    extents: dict[str, Extent] = {}
    if format == "old workbook":
        measured_old(path, limits=limits)
    else:
        extents = measured(path, limits=limits, open_document=format == "open document")
    workbook = _opened(path)
    names = tuple(workbook.sheet_names)
    found = _chosen(workbook, path, sheet)
    extent = _sheet_extents(path, extents).get(found.name) if format == "workbook" else None
    _refuse_long_sides(path, found, limits)
    if extent and extent.uncomputed:
        raise _never_computed(path, found.name, extent.uncomputed)
    origin = Origin(file=path.name, sheet=found.name, sheets=names)
    return table_of(_lines(found, extent, path.name, limits), origin=origin, limits=limits)


def _opened(path: Path) -> "CalamineWorkbook":
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_path(path)
    except PasswordError as error:
        raise password_protected(path) from error
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        raise _read_failure(path, error) from error


def _read_failure(path: Path, error: BaseException) -> BaseException:
    # A panic of the reader (Rust) is no Exception: it must not take the process with it.
    return damaged(path) if type(error).__name__ == "PanicException" else error


def password_protected(path: Path) -> Refused:
    return Refused(
        _("“%(file)s” is protected by a password. Save it without one.") % {"file": path.name}
    )


def _chosen(workbook: "CalamineWorkbook", path: Path, name: str | None) -> "CalamineSheet":
    if name is not None:
        if name not in workbook.sheet_names:
            raise _no_such_sheet(path, name, workbook.sheet_names)
        return _sheet(workbook, path, name)
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    visible = [
        each.name
        for each in workbook.sheets_metadata
        if each.typ == SheetTypeEnum.WorkSheet and each.visible == SheetVisibleEnum.Visible
    ]
    for each in visible:
        if (found := _sheet(workbook, path, each)).height > 1:
            return found
    raise Refused(_("“%(file)s” has no visible sheet with a table.") % {"file": path.name})


def _no_such_sheet(path: Path, name: str, names: list[str]) -> Refused:
    return Refused(
        ngettext(
            "“%(file)s” has no sheet “%(sheet)s”; its only sheet is %(sheets)s.",
            "“%(file)s” has no sheet “%(sheet)s”; its sheets are %(sheets)s.",
            len(names),
        )
        % {
            "file": path.name,
            "sheet": name,
            "sheets": quoted(islice(names, 20)),
        }
    )


def _never_computed(path: Path, sheet: str, cell: str) -> Refused:
    """Read as it is, the cell would be empty, and would erase what it stands for."""
    return Refused(
        _(
            "“%(file)s”, sheet “%(sheet)s”, cell %(cell)s: its formula was never computed. Open "
            "the file in your spreadsheet program, save it and give it again."
        )
        % {"file": path.name, "sheet": sheet, "cell": cell}
    )


def _sheet(workbook: "CalamineWorkbook", path: Path, name: str) -> "CalamineSheet":
    from python_calamine import CalamineError

    try:
        return workbook.get_sheet_by_name(name)
    except (CalamineError, OSError, ValueError) as error:
        raise damaged(path) from error
    except BaseException as error:
        raise _read_failure(path, error) from error


def _refuse_long_sides(path: Path, sheet: "CalamineSheet", limits: Limits) -> None:
    if sheet.total_width > limits.columns:
        raise too_many_columns(path.name, sheet.total_width, limits)
    if sheet.height > limits.rows + 1:
        raise too_many_rows(path.name, limits)
    refuse_spread(path, Extent(sheet.total_height, sheet.total_width), limits)


def _lines(
    sheet: "CalamineSheet", extent: Extent | None, file: str, limits: Limits
) -> Iterator[Row]:
    number = 0
    left = (None,) * (sheet.start[1] if sheet.start else 0)
    for number, raw in enumerate(sheet.iter_rows(), start=1):
        cells = clean_row(number, raw, file=file, limits=limits).cells
        yield Row(number, left + cells if left else cells)
    for blank in range(number + 1, (extent.last_line if extent else 0) + 1):
        yield Row(blank, ())


def _sheet_extents(path: Path, extents: dict[str, Extent]) -> dict[str, Extent]:
    """The extent of each sheet by its name, through the relations that name its part."""
    try:
        with zipfile.ZipFile(path) as archive:
            book = _xml(archive, "xl/workbook.xml")
            relations = _xml(archive, "xl/_rels/workbook.xml.rels")
    except (KeyError, ET.ParseError, zipfile.BadZipFile):
        return {}
    targets = {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("xl", relation.get("Target", ""))
        ).lstrip("/")
        for relation in relations
    }
    return {
        sheet.get("name", ""): extents[target]
        for sheet in book.iter(f"{_MAIN}sheet")
        if (target := targets.get(sheet.get(_RELATION, ""), "")) in extents
    }


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element:
    if archive.getinfo(name).file_size > _LARGE_XML:
        raise KeyError(name)
    return ET.fromstring(archive.read(name))
