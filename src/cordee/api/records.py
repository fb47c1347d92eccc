"""A row as JSON, and JSON as what the form of the row receives."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django import forms
from pydantic import BaseModel, ConfigDict, Field, create_model

from cordee.platform.registers import Register
from cordee.platform.registers.exchange.fields import (
    LINK,
    FieldKind,
    joined,
    kind_of,
    named,
    plain_number,
)
from cordee.platform.registers.exchange.fields import Field as Travelled

LONGEST = 10_000
"""Signs of a text that has no limit of its own."""
MOST = 500
"""Names in one list."""
LOWEST, HIGHEST = -(2**31), 2**31 - 1
OUT: dict[str, Any] = {
    "number": str | None,
    "whole": int | None,
    "day": date | None,
    "choice": str | None,
    "row": str | None,
    "rows": list[str],
    "words": list[str],
    "yes": bool,
}


class Record(BaseModel):
    """What every row says of itself."""

    id: int
    revision: int = Field(description="Moves with every change; it is the ETag of the row.")
    page: str = Field(description="Address of the row's page; empty when it has none.")
    figures: dict[str, str | None] = Field(
        description="What Cordée computes of the row: read only; null when unknown."
    )


class Written(BaseModel):
    """What a program may write: an unknown field is refused, never ignored."""

    model_config = ConfigDict(extra="forbid")


def record_schema(register: Register) -> type[Record]:
    """The JSON of a row: the fields of its form, then its figures."""
    fields = {name: (OUT.get(kind_of(field), str), ...) for name, field in form_fields(register)}
    made: type[Record] = create_model(_name(register), __base__=Record, **fields)  # type: ignore[call-overload]
    return made


def written_schema(register: Register, *, is_new: bool) -> type[Written]:
    """What is posted: every field may be left out, except those a new row cannot do without."""
    fields = {
        name: _written(field, is_required=is_new and field.required and kind_of(field) != "choice")
        for name, field in form_fields(register)
    }
    name = f"{'New' if is_new else 'Changed'}{_name(register)}"
    made: type[Written] = create_model(name, __base__=Written, **fields)  # type: ignore[call-overload]
    return made


def form_fields(register: Register) -> Iterable[tuple[str, forms.Field]]:
    """What its form asks, hidden fields left out."""
    assert register.file_form
    for name, field in register.file_form.base_fields.items():
        if not isinstance(field.widget, forms.HiddenInput):
            yield name, field


def tellers(fields: Iterable[Travelled]) -> dict[str, Callable[[Any], Any]]:
    """How each field of a row is told; made once for all the rows of an answer."""
    return {field.name: _teller(field) for field in fields if field.is_writable}


def figure_tellers(fields: Iterable[Travelled]) -> dict[str, Callable[[Any], str]]:
    """How each figure is told, from what the columns of the register read."""
    return {f.name.partition(":")[2]: f.read for f in fields if f.kind == "figure"}


def record(
    row: Any,
    *,
    register: Register,
    told: Mapping[str, Callable[[Any], Any]],
    figures: Mapping[str, Callable[[Any], str]],
    shown: Any,
) -> dict[str, Any]:
    """The JSON of a row; `shown` is what the columns of the register read."""
    return {
        "id": row.pk,
        "revision": getattr(row, "revision", 0),
        "page": register.sheet_url(row),
        **{name: tell(row) for name, tell in told.items()},
        "figures": {name: read(shown) or None for name, read in figures.items()},
    }


def said(values: Mapping[str, Any]) -> dict[str, str]:
    """Canonical texts, as a file would say them: empty for nothing."""
    return {name: _said(value) for name, value in values.items()}


def plain_amount(amount: Decimal) -> str:
    """Units, no exponent, no useless zero."""
    return f"{amount.normalize():f}" if amount else "0"


def _teller(field: Travelled) -> Callable[[Any], Any]:
    name, read = field.name, field.read
    special: dict[str, Callable[[Any], Any]] = {
        "rows": lambda row: sorted(named(one) for one in getattr(row, f"{LINK}{name}")),
        "words": lambda row: [str(word) for word in getattr(row, name)],
        "yes": lambda row: bool(getattr(row, name)),
        "whole": lambda row: getattr(row, name),
        "text": read,
    }
    return special.get(field.kind, lambda row: read(row) or None)


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal | int):
        return plain_number(value)
    if isinstance(value, date):
        return value.isoformat()
    return joined(value) if isinstance(value, list) else str(value)


def _written(field: forms.Field, *, is_required: bool) -> tuple[Any, Any]:
    kind = kind_of(field)
    asked: Any = _asked(kind, field)
    note = str(field.help_text) if not hasattr(field.help_text, "_proxy____args") else None
    if is_required:
        return asked, Field(description=note)
    empty = {"rows": list[str], "words": list[str], "yes": bool}
    return (asked if kind in empty else asked | None), Field(default=None, description=note)


def _asked(kind: FieldKind, field: forms.Field) -> Any:
    """The type of a field, with its bounds: what is longer is refused before any work."""
    length = getattr(field, "max_length", None) or LONGEST
    text = Annotated[str, Field(max_length=length)]
    types: dict[str, Any] = {
        "number": Annotated[Decimal, Field(max_digits=20, decimal_places=6, allow_inf_nan=False)],
        "whole": Annotated[int, Field(ge=LOWEST, le=HIGHEST)],
        "day": date,
        "row": Annotated[str, Field(max_length=200)],
        "rows": Annotated[list[Annotated[str, Field(max_length=200)]], Field(max_length=MOST)],
        "words": Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=MOST)],
        "yes": bool,
    }
    if kind == "choice":
        codes = tuple(str(code) for code, _label in _choices(field) if code != "")
        return Literal[codes] if codes else text
    return types.get(kind, text)


def _choices(field: forms.Field) -> Iterable[tuple[Any, Any]]:
    choices: Iterable[tuple[Any, Any]] = field.choices  # type: ignore[attr-defined]
    return choices


def _name(register: Register) -> str:
    return "".join(part.capitalize() for part in register.singular.split("_"))
