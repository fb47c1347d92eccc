"""A mapping saved as TOML: readable, editable by hand, checked line by line when it comes back."""

import difflib
import re
import tomllib
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from cordee.platform.errors import Refused
from cordee.platform.importing.fields import Field, plain
from cordee.platform.importing.mapping import WHOLE_LIFE, Mapping, Served, SpendColumn
from cordee.platform.importing.quoting import quoted
from cordee.platform.importing.table import Table

_ALLOWED = {
    "nature": ("", "capex", "opex"),
    "purpose": ("", "run", "change"),
    "stage": ("planned", "committed", "actual"),
}
_SPEND_KEYS = ("column", "multiplier", "currency", "period", *_ALLOWED)
_TOP_KEYS = ("sheet", "columns", "spend")
_MULTIPLIER_LIMIT = 10**12
_ALIKE = 0.6
_NEAR = 3
_TOLD = 12
_YEARS = range(1900, 2201)


def mapping_as_toml(mapping: Mapping) -> str:
    """The mapping as text, each decision under the evidence for it."""
    lines = [_line("sheet", mapping.sheet), ""] if mapping.sheet else []
    lines.append("[columns]")
    for served in mapping.served:
        lines += [*_comments(served.evidence), _line(served.field, served.column)]
    for spend in mapping.spend:
        lines += ["", "[[spend]]", *_comments(spend.evidence)]
        lines += [_line(key, getattr(spend, key)) for key in _SPEND_KEYS]
    return "\n".join(lines) + "\n"


def mapping_from_toml(text: str, *, table: Table, fields: Sequence[Field]) -> Mapping:
    """The mapping a text describes for this table; refused with the key or the line at fault."""
    content = _parsed(text)
    _refuse_unknown_keys(content, _TOP_KEYS, text)
    columns, spend = content.get("columns", {}), content.get("spend", [])
    if not isinstance(columns, dict):
        raise _wrong(text, "columns", _("a section of fields is expected"))
    if not isinstance(spend, list) or not all(isinstance(each, dict) for each in spend):
        raise _wrong(text, "spend", _("sections [[spend]] are expected"))
    _refuse_unknown_keys(columns, [each.name for each in fields if each.kind != "money"], text)
    sheet = content.get("sheet", table.origin.sheet)
    if sheet != table.origin.sheet:
        raise _wrong(
            text, "sheet", _("the sheet read is “%(sheet)s”") % {"sheet": table.origin.sheet}
        )
    return Mapping(
        served=tuple(
            Served(field, _column(name, key=field, table=table, text=text))
            for field, name in columns.items()
        ),
        spend=tuple(_spend(each, table=table, text=text) for each in spend),
        sheet=sheet,
    )


def sheet_named_in(text: str) -> str | None:
    """The sheet a mapping asks for: it must be known before the file is read."""
    sheet = _parsed(text).get("sheet")
    if sheet is None or (isinstance(sheet, str) and sheet):
        return sheet
    raise _wrong(text, "sheet", _("the name of a sheet is expected"))


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused(_("The mapping is not valid TOML: %(error)s.") % {"error": error}) from error


def _line(key: str, value: str | int) -> str:
    from tomli_w import dumps

    return dumps({key: value}).rstrip("\n")


def _comments(sentences: Iterable[str]) -> list[str]:
    # A comment is one line, and TOML takes no control character in it.
    printable = (
        "".join(mark if mark.isprintable() else " " for mark in each) for each in sentences
    )
    return [f"# {' '.join(each.split())}" for each in printable]


def _spend(content: dict[str, Any], *, table: Table, text: str) -> SpendColumn:
    _refuse_unknown_keys(content, _SPEND_KEYS, text)
    for key, allowed in _ALLOWED.items():
        if content.get(key, allowed[0]) not in allowed:
            raise _wrong(text, key, _one_of(allowed))
    return SpendColumn(
        column=_column(content.get("column"), key="column", table=table, text=text),
        multiplier=_multiplier(content.get("multiplier", 1), text),
        currency=_currency(content.get("currency"), text),
        period=_period(content.get("period", WHOLE_LIFE), text),
        nature=content.get("nature", ""),
        purpose=content.get("purpose", ""),
        stage=content.get("stage", "planned"),
    )


def _multiplier(value: Any, text: str) -> int:
    if type(value) is not int or not 1 <= value <= _MULTIPLIER_LIMIT:
        raise _wrong(text, "multiplier", _("a whole number such as 1, 1000 or 1000000 is expected"))
    return value


def _currency(value: Any, text: str) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Z]{3}", value):
        raise _wrong(text, "currency", _("a code of three capitals such as EUR is expected"))
    return value


def _period(value: Any, text: str) -> Any:
    if value == WHOLE_LIFE or (type(value) is int and value in _YEARS):
        return value
    raise _wrong(text, "period", _("“whole-life” or a year such as 2027 is expected"))


def _column(name: Any, *, key: str, table: Table, text: str) -> str:
    names = [column.name for column in table.columns]
    if isinstance(name, str) and name in names:
        return name
    if not isinstance(name, str):
        raise _wrong(text, key, _("the name of a column is expected"))
    near = _nearest(name, names)
    sentence = (
        _("“%(file)s” has no column “%(column)s”; the nearest are %(near)s")
        if near
        else _("“%(file)s” has no column “%(column)s”, but %(near)s")
    )
    told = {"file": table.origin.file, "column": name, "near": quoted(near or names[:_TOLD])}
    raise _wrong(text, key, sentence % told)


def _nearest(name: str, names: Sequence[str]) -> list[str]:
    """The columns that look like this one, whatever their case, accents and punctuation."""
    wanted = plain(name)
    alike = {each: difflib.SequenceMatcher(None, wanted, plain(each)).ratio() for each in names}
    words = set(wanted.split())
    alike |= {each: 1.0 for each in names if words and words <= set(plain(each).split())}
    ranked = sorted(names, key=lambda each: -alike[each])
    return [each for each in ranked if alike[each] >= _ALIKE][:_NEAR]


def _refuse_unknown_keys(content: dict[str, Any], known: Sequence[str], text: str) -> None:
    for key in content:
        if key not in known:
            raise _wrong(text, key, _one_of(difflib.get_close_matches(key, known, 3, 0) or known))


def _one_of(values: Iterable[str]) -> str:
    return _("expected one of: %(values)s") % {"values": quoted(values)}


def _wrong(text: str, key: str, expected: str) -> Refused:
    line = next(
        (
            number
            for number, line in enumerate(text.splitlines(), start=1)
            if re.match(rf"""\s*\[*\s*["']?{re.escape(key)}["']?\s*[=\].]""", line)
        ),
        1,
    )
    return Refused(
        _("Mapping, line %(line)d, “%(key)s”: %(expected)s.")
        % {"line": line, "key": key, "expected": expected}
    )
