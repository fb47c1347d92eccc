"""What the page of one import shows, step by step."""

from collections.abc import Mapping as AnyMapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import BaseFormSet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.access import Reader
from cordee.platform.models import ImportRun
from cordee.strategy import imports as services
from cordee.strategy.forms.imports import (
    MappingForm,
    SheetForm,
    SpendForm,
    SpendForms,
    spend_initial,
)
from cordee.strategy.imports import Outline, Remark
from cordee.strategy.imports.check import Check, RowDifference
from cordee.strategy.imports.labels import label_of
from cordee.strategy.imports.runs import headline, state_label
from cordee.strategy.imports.work import Situation, situation, standing_check

ROWS_A_PAGE, NAMES_SHOWN, REMARKS_SHOWN = 100, 20, 50
MINUTE = 60
State = ImportRun.State


@dataclass(frozen=True, slots=True)
class Work:
    """Long work as its progress bar tells it."""

    label: str
    done: int
    total: int
    note: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that differs."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One row that differs."""

    row: int
    code: str
    name: str
    is_new: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One reason, and the rows it is given for."""

    first_row: int
    more_rows: int
    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class Newcomers:
    """A kind of name that the import creates: how many, and the first ones."""

    label: str
    count: int
    names: tuple[str, ...]


def import_context(
    run: ImportRun,
    *,
    reader: Reader,
    typed: AnyMapping[str, Any] | None,
    page: str,
    at: datetime,
) -> dict[str, Any]:
    """Everything the page needs; a small draft is checked on the way."""
    found = situation(run)
    check, holds, problem = standing_check(run, reader=reader, at=at)
    outline = services.outline(run)
    label, tone = state_label(run, found)
    context = {
        "run": run,
        "situation": found,
        "outline": outline,
        "work": work_told(found, at=at),
        "headline": headline(run, found, check=check),
        "state": {"label": label, "tone": tone},
        "step": _step(run, found, check=check),
        "step_labels": step_labels(),
        "problem": problem or run.problem,
        "check": check,
        "holds": holds,
        "is_applied": run.state == State.APPLIED,
    }
    if check is not None:
        context |= _check_context(check, page=page)
    if found.can_begin:
        form, spend = mapping_forms(run, typed=typed, at=at)
        sheets = SheetForm(outline=outline) if len(outline.table.origin.sheets) > 1 else None
        context |= {"form": form, "spend": spend, "sheet_form": sheets}
        context["unmapped"] = _unmapped(outline, form=form)
    return context


def step_labels() -> list[str]:
    return [_("File"), _("Columns"), _("Check"), _("Done")]


def mapping_forms(
    run: ImportRun, *, typed: AnyMapping[str, Any] | None, at: datetime
) -> tuple[MappingForm, BaseFormSet[SpendForm]]:
    """The two parts of the wizard's table, as kept or as typed."""
    outline = services.outline(run)
    mapping = services.read_mapping(run, table=outline.table)
    form = MappingForm(
        typed,
        outline=outline,
        mapping=mapping,
        creates_objectives=run.options["creates_objectives"],
    )
    spend = SpendForms(
        typed,
        initial=spend_initial(mapping),
        prefix="spend",
        form_kwargs={"outline": outline, "year": at.year},
    )
    return form, spend


def work_told(found: Situation, *, at: datetime) -> Work | None:
    """The bar of long work; None when nothing is under way."""
    if not found.is_busy or found.progress is None:
        return None
    told = found.progress
    note = _("You may leave this page: the result will wait for you here.")
    left = told.remaining(at=at)
    if left:
        note = f"{_time_left(int(left.total_seconds()))} {note}"
    return Work(told.step, told.done, told.total, note)


def _check_context(check: Check, *, page: str) -> dict[str, Any]:
    refused, remarks = remark_lines(check.refused), remark_lines(check.remarks)
    rows: Page[RowDifference] = Paginator(check.differences, ROWS_A_PAGE).get_page(page)
    return {
        "rows": rows,
        "differences": [_difference(row) for row in rows.object_list],
        "unlisted": check.differing - len(check.differences),
        "newcomers": _newcomers(check),
        "refused": refused[:REMARKS_SHOWN],
        "refused_more": len(refused[REMARKS_SHOWN:]),
        "remarks": remarks[:REMARKS_SHOWN],
        "remarks_more": len(remarks[REMARKS_SHOWN:]),
        "without_rate": ", ".join(check.without_rate),
    }


def remark_lines(remarks: Sequence[Remark]) -> list[RemarkLine]:
    """The same reason for many rows is said once."""
    rows: dict[tuple[str, str], list[int]] = {}
    for remark in remarks:
        rows.setdefault((remark.column, remark.reason), []).append(remark.row)
    return [
        RemarkLine(numbers[0], len(numbers) - 1, column, reason)
        for (column, reason), numbers in rows.items()
    ]


def _difference(row: RowDifference) -> Difference:
    cells = tuple(Cell(label_of(c.field, c.detail), c.before, c.after) for c in row.cells)
    return Difference(row.row, row.code, row.name, row.is_new, cells)


def _newcomers(check: Check) -> list[Newcomers]:
    names = check.names
    groups = (
        (_("Units"), names.units),
        (_("People"), names.business_people + names.it_people),
        (_("Objectives"), names.objectives),
        (_("Applications"), names.applications),
    )
    return [Newcomers(label, len(group), group[:NAMES_SHOWN]) for label, group in groups if group]


def _unmapped(outline: Outline, *, form: MappingForm) -> list[tuple[str, tuple[str, ...]]]:
    """The columns that nothing takes, with their samples: so that none is lost in silence."""
    taken = {served.column for served in form.now.served} | {s.column for s in form.now.spend}
    names = [column.name for column in outline.table.columns if column.name not in taken]
    return [(name, outline.samples.get(name, ())) for name in names]


def _step(run: ImportRun, found: Situation, *, check: Check | None) -> int:
    """1 file, 2 columns, 3 check, 4 done."""
    if run.state in (State.APPLIED, State.UNDONE):
        return 4
    return 3 if check is not None or found.is_busy else 2


def _time_left(seconds: int) -> str:
    if seconds < MINUTE:
        count = max(10 * round(seconds / 10), 10)
        told = ngettext("About %(count)d second.", "About %(count)d seconds.", count)
    else:
        count = round(seconds / MINUTE)
        told = ngettext("About %(count)d minute.", "About %(count)d minutes.", count)
    return told % {"count": count}
