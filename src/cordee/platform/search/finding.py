"""Asks the index in a reader's words: only what the reader's own lists would show is found."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cordee.platform.access import Reader
from cordee.platform.registers.declared import Words
from cordee.platform.search import postgresql, sqlite
from cordee.platform.search.kinds import ROOM, Kind, kinds
from cordee.platform.search.words import WORD, Term, folded, terms

CANDIDATES = 500
"""Rows taken of each degree of exactness: of a word that more rows hold, order says nothing."""
SHOWN = 5
BEFORE, AFTER = 40, 90
"""Letters shown around a word found outside the name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; whether it is one of the words asked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One row, as the results show it."""

    url: str
    name: tuple[Piece, ...]
    code: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What was found in one register, the best first."""

    title: Words
    url: str
    rows: tuple[Found, ...]
    has_more: bool


def found(reader: Reader, question: str) -> tuple[Group, ...]:
    """What the question finds, register by register, the best row's first."""
    asked = terms(question)
    open_kinds = [kind for kind in kinds() if kind.register.may_read(reader)]
    if not asked or not open_kinds:
        return ()
    best = _best(asked, reader=reader, among=open_kinds)
    of_kind = {kind.number: kind for kind in open_kinds}
    return tuple(
        _group(of_kind[number], numbers, reader=reader, asked=asked)
        for number, numbers in best.items()
    )


def _best(asked: Sequence[Term], *, reader: Reader, among: Sequence[Kind]) -> dict[int, list[int]]:
    """The numbers of the rows by kind, both from the best to the least."""
    dialect = postgresql if connection.vendor == "postgresql" else sqlite
    reach, scoped = _reach(reader, among)
    parts, values = [], []
    for rank, (matching, told) in enumerate(
        dialect.matching(asked, organisation=reader.organisation.pk)
    ):
        within = f"SELECT id FROM ({matching}) AS matching WHERE {reach} LIMIT {CANDIDATES}"
        parts.append(f"SELECT id, {rank} AS rank FROM ({within}) AS part{rank}")
        values += [*told, *scoped]
    together = " UNION ALL ".join(parts)
    statement = f"SELECT id FROM ({together}) AS found GROUP BY id ORDER BY min(rank), id"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows = cursor.fetchall()
    best: dict[int, list[int]] = {}
    for (number,) in rows:
        best.setdefault(number % ROOM, []).append(number // ROOM)
    return best


def _reach(reader: Reader, among: Sequence[Kind]) -> tuple[str, list[Any]]:
    """A condition: the row is one of those that the reader's list of its kind holds."""
    cases: list[str] = []
    values: list[Any] = []
    for kind in among:
        mine = kind.register.query(reader).order_by().values("pk")
        sql, parameters = mine.query.sql_with_params()
        inner = f"SELECT 1 FROM ({sql}) AS mine WHERE mine.pk = matching.id / {ROOM}"
        cases.append(f"WHEN {kind.number} THEN EXISTS ({inner})")
        values += parameters
    refused = "0" if connection.vendor == "sqlite" else "false"
    return f"CASE matching.id %% {ROOM} {' '.join(cases)} ELSE {refused} END", values


def _group(kind: Kind, numbers: Sequence[int], *, reader: Reader, asked: Sequence[Term]) -> Group:
    shown = numbers[:SHOWN]
    mine = kind.register.query(reader).filter(pk__in=shown)
    if kind.named:
        mine = mine.select_related(*(one.field for one in kind.named))
    rows = {row.pk: row for row in mine}
    return Group(
        title=kind.register.title,
        url=kind.register.list_url,
        rows=tuple(_found(kind, rows[one], asked) for one in shown if one in rows),
        has_more=len(numbers) > SHOWN,
    )


def _found(kind: Kind, row: Any, asked: Sequence[Term]) -> Found:
    code = str(getattr(row, "code", ""))
    others = [getattr(row, column) for column in kind.texts if column != "code"]
    others += [word for column in kind.lists for word in getattr(row, column)]
    others += [str(getattr(row, one.field) or "") for one in kind.named]
    return Found(
        url=kind.register.sheet_url(row),
        name=pieces(kind.register.name(row), asked),
        code=pieces(code, asked),
        excerpt=_excerpt(" · ".join(map(str, filter(None, others))), asked),
    )


def pieces(text: str, asked: Sequence[Term]) -> tuple[Piece, ...]:
    """The text cut where the words asked for begin and end."""
    return tuple(_cut(text, asked))


def _cut(text: str, asked: Sequence[Term]) -> Iterator[Piece]:
    done = 0
    for word in WORD.finditer(text):
        if any(term.matches(folded(word[0])) for term in asked):
            if word.start() > done:
                yield Piece(text[done : word.start()], is_hit=False)
            yield Piece(word[0], is_hit=True)
            done = word.end()
    if done < len(text):
        yield Piece(text[done:], is_hit=False)


def _excerpt(text: str, asked: Sequence[Term]) -> tuple[Piece, ...]:
    """What stands around the first word found; nothing when there is none."""
    words = (w for w in WORD.finditer(text) if any(t.matches(folded(w[0])) for t in asked))
    first = next(words, None)
    if first is None:
        return ()
    start, end = max(0, first.start() - BEFORE), first.end() + AFTER
    shown = text[start:end]
    if start:
        shown = "…" + re.sub(r"^\S*\s", "", shown)
    if end < len(text):
        shown = re.sub(r"\s\S*$", "", shown) + "…"
    return pieces(shown, asked)
