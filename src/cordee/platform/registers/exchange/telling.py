"""What the pages say of a file that comes back: its differences in words, where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cordee.platform.models import ImportRun
from cordee.platform.registers.exchange.comparing import CellChange, RowChange
from cordee.platform.registers.exchange.fields import Field
from cordee.platform.typography import day_text


@dataclass(frozen=True, slots=True)
class CellLine:
    """One cell that differs, as the page writes it."""

    label: str
    base: str
    here: str
    file: str
    reason: str
    name: str
    """Of the choice that settles it; empty when there is nothing to settle."""
    is_taken: bool
    """Whether the file was chosen."""


@dataclass(frozen=True, slots=True)
class RowLine:
    """One row that differs, as the page writes it."""

    number: int
    name: str
    state: str
    tone: str
    refusal: str
    cells: tuple[CellLine, ...]


def row_lines(
    changes: Iterable[RowChange], *, fields: Iterable[Field], taken: Iterable[str] = ()
) -> list[RowLine]:
    known, chosen = {field.name: field for field in fields}, set(taken)
    return [_row_line(row, known, chosen) for row in changes]


def kept_changes(run: ImportRun) -> tuple[RowChange, ...]:
    """The rows that were refused when the file was written."""
    return tuple(
        RowChange(**row | {"cells": tuple(CellChange(**cell) for cell in row["cells"])})
        for row in run.options.get("refused", ())
    )


def choice_name(row: RowChange, cell: CellChange) -> str:
    """How the page names what settles a conflict."""
    return f"take-{row.number}-{cell.field}"


def returned_sentence(counts: Mapping[str, int], *, is_done: bool) -> str:
    """“2 rows to change, 1 row refused”."""
    parts = []
    if created := counts.get("created", 0):
        parts.append(_created(created, is_done=is_done))
    if updated := counts.get("updated", 0):
        parts.append(_updated(updated, is_done=is_done))
    if refused := counts.get("refused", 0):
        told = ngettext("%(count)d row refused", "%(count)d rows refused", refused)
        parts.append(told % {"count": refused})
    return ", ".join(parts) or _("No row changed")


def returned_url(run: ImportRun) -> str:
    """The page of a file that came back."""
    space, _colon, plural = run.register.partition(":")
    return reverse(f"{space}:returned_{plural}", args=[run.pk])


def _row_line(row: RowChange, fields: Mapping[str, Field], taken: set[str]) -> RowLine:
    state, tone = _state(row)
    return RowLine(
        number=row.number,
        name=row.name,
        state=state,
        tone=tone,
        refusal=row.refusal,
        cells=tuple(_cell_line(row, cell, fields.get(cell.field), taken) for cell in row.cells),
    )


def _state(row: RowChange) -> tuple[str, str]:
    if row.is_refused:
        return _("refused"), "bad"
    if row.conflicts:
        return _("changed on both sides"), "watch"
    return (_("new"), "good") if row.is_new else (_("changed"), "")


def _cell_line(row: RowChange, cell: CellChange, field: Field | None, taken: set[str]) -> CellLine:
    name = choice_name(row, cell) if cell.state == "conflict" and not row.is_refused else ""
    return CellLine(
        label=cell.label,
        base=_shown(cell.base or "", field),
        here=_shown(cell.here, field),
        file=cell.file if cell.state == "refused" else _shown(cell.file, field),
        reason=cell.reason,
        name=name,
        is_taken=name in taken,
    )


def _shown(value: str, field: Field | None) -> str:
    language = get_language() or settings.LANGUAGE_CODE
    if not value or field is None:
        return value
    if field.kind == "choice":
        return str(field.choices.get(value, value))
    if field.kind in ("number", "whole") and language.startswith("fr"):
        return value.replace(".", ",")
    if field.kind == "day":
        return day_text(date.fromisoformat(value), language=language)
    return value


def _created(count: int, *, is_done: bool) -> str:
    if is_done:
        told = ngettext("%(count)d row created", "%(count)d rows created", count)
    else:
        told = ngettext("%(count)d row to create", "%(count)d rows to create", count)
    return told % {"count": count}


def _updated(count: int, *, is_done: bool) -> str:
    if is_done:
        told = ngettext("%(count)d row changed", "%(count)d rows changed", count)
    else:
        told = ngettext("%(count)d row to change", "%(count)d rows to change", count)
    return told % {"count": count}
