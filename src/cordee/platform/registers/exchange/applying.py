"""Writes what a file says: each row through its form, its service and its rule, or not at all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.forms import ScopedForm
from cordee.platform.registers.declared import Register
from cordee.platform.registers.exchange.answering import Names, answers
from cordee.platform.registers.exchange.comparing import CellChange, RowChange
from cordee.platform.registers.exchange.fields import Travelling, travelling
from cordee.platform.registers.exchange.matching import gone

PASSES = 5
"""A row may need another row of the same file: those refused are tried again after the others."""
Chosen = Collection[tuple[int, str]]
"""The conflicts, row and field, where the file wins."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the rows, in the order of their writing, and the refusals."""

    created: tuple[Any, ...]
    changed: tuple[Any, ...]
    refused: tuple[RowChange, ...]


@dataclass(frozen=True, slots=True)
class Writing:
    """Who writes where, and what they decided."""

    register: Register
    reader: Reader
    chosen: Chosen
    at: datetime
    travels: Travelling
    names: Names


def written_rows(
    changes: Sequence[RowChange],
    *,
    register: Register,
    reader: Reader,
    chosen: Chosen,
    at: datetime,
) -> Written:
    """Write the rows that may be; the others come back with the reason, cell by cell."""
    if not register.may_edit(reader):
        raise Refused(_("Your role does not give this right."))
    work = Writing(register, reader, chosen, at, travelling(register, reader=reader), Names())
    refused = {row.number: row for row in changes if row.is_refused}
    left = [row for row in changes if row.number not in refused and _is_wanted(row, chosen)]
    created, changed = list[Any](), list[Any]()
    for _pass in range(PASSES):
        again = []
        for row in left:
            kept, told = _attempt(row, work)
            if kept is None:
                refused[row.number] = told
                again.append(row)
                continue
            refused.pop(row.number, None)
            (created if row.pk is None else changed).append(kept)
        if not again or len(again) == len(left):
            break
        left = again
        work.names.forget()
    return Written(tuple(created), tuple(changed), tuple(refused[n] for n in sorted(refused)))


def _is_wanted(row: RowChange, chosen: Chosen) -> bool:
    """Whether something of it is to be written: conflicts may all be settled for what is here."""
    return row.pk is None or any(_is_taken(row, cell, chosen) for cell in row.cells)


def _is_taken(row: RowChange, cell: CellChange, chosen: Chosen) -> bool:
    return cell.state == "changed" or (row.number, cell.field) in chosen


def _attempt(row: RowChange, work: Writing) -> tuple[Any, RowChange]:
    """The row as saved, or None and why it is not."""
    try:
        with transaction.atomic():
            return _saved(row, work), row
    except _CellsRefused as why:
        return None, _with_reasons(row, why.reasons, travels=work.travels)
    except Refused as sentence:
        return None, replace(row, refusal=str(sentence))
    except IntegrityError:
        return None, replace(row, refusal=_("Another row already says the same."))


class _CellsRefused(Exception):
    """Why cells are refused, by the name of their field; the empty name is the whole row."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__()
        self.reasons = reasons


def _saved(row: RowChange, work: Writing) -> Any:
    register, travels = work.register, work.travels
    assert register.file_form and register.save
    held = _held(row, work)
    taken = {cell.field: cell.file for cell in row.cells if _is_taken(row, cell, work.chosen)}
    said = dict(taken)
    if held is not None:
        said = {field.name: field.read(held) for field in travels.written} | taken
    before = dict(vars(held)) if held is not None else {}
    form = register.file_form(instance=held, reader=work.reader)
    _refuse_fixed(form, taken)
    data, wrong = answers(form, fields=travels.written, said=said, names=work.names)
    wrong = {name: why for name, why in wrong.items() if name in taken}
    if wrong:
        raise _CellsRefused(wrong)
    form = register.file_form(data, instance=held, reader=work.reader)
    if not form.is_valid():
        raise _CellsRefused(_reasons(form))
    links = form.links()
    if held is not None:
        links = _untouched(form, links, before=before, taken=taken)
    register.save(form.instance, **links, by=work.reader.user, at=work.at)
    return form.instance


def _held(row: RowChange, work: Writing) -> Any:
    if row.pk is None:
        return None
    rows = work.travels.rows(work.register.query(work.reader).filter(pk=row.pk))
    held = rows.first()
    if held is None:
        raise Refused(gone())
    return held


def _refuse_fixed(form: ScopedForm, taken: Mapping[str, str]) -> None:
    """What only a new row states changes on the page of the row, with its own rules."""
    fixed = [name for name in taken if name not in form.fields]
    if fixed:
        raise _CellsRefused(
            dict.fromkeys(fixed, _("Only a new row states it: change it on the page of the row."))
        )


def _untouched(
    form: ScopedForm, links: dict[str, Any], *, before: Mapping[str, Any], taken: Mapping[str, str]
) -> dict[str, Any]:
    """What the file did not touch stays as it was, to the last sign, even out of reach."""
    row = form.instance
    for field in row._meta.concrete_fields:
        if field.name in form.fields and field.name not in taken:
            setattr(row, field.attname, before[field.attname])
    kept = {name for name in links if name in form.fields and name not in taken}
    return {
        name: list(getattr(row, name).all()) if name in kept else value
        for name, value in links.items()
    }


def _reasons(form: ScopedForm) -> dict[str, str]:
    return {
        "" if name == "__all__" else name: " ".join(str(one) for one in errors)
        for name, errors in form.errors.items()
    }


def _with_reasons(row: RowChange, reasons: Mapping[str, str], *, travels: Travelling) -> RowChange:
    """The same row, each reason on its cell; a reason without cell is told of the row."""
    mine = {cell.field for cell in row.cells}
    labels = {field.name: field.label for field in travels.fields}
    cells = tuple(
        replace(cell, state="refused", reason=reasons[cell.field])
        if cell.field in reasons
        else cell
        for cell in row.cells
    )
    others = [
        f"{labels.get(name, name)}: {why}" if name else why
        for name, why in reasons.items()
        if name not in mine
    ]
    return replace(row, cells=cells, refusal=" ".join(others))
