"""The index in SQLite: an FTS5 table, kept in step by triggers of the tables themselves."""

from collections.abc import Iterator, Sequence

from cordee.platform.search.kinds import ROOM, Kind, Named
from cordee.platform.search.words import Term

INDEX = "platform_search"
CREATED = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(name, words, scope,"
    " tokenize = \"unicode61 remove_diacritics 2\", prefix = '2 4')"
)
INTO = f"INSERT INTO {INDEX} (rowid, name, words, scope)"
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}


def creation() -> list[str]:
    return [CREATED]


def dropping() -> str:
    return f"DROP TABLE IF EXISTS {INDEX}"


def triggers(kinds: Sequence[Kind]) -> dict[str, str]:
    """By name, what the database does when a row is written."""
    return {
        name: f'CREATE TRIGGER "{name}" {rest}' for kind in kinds for name, rest in _triggers(kind)
    }


def filling(kind: Kind) -> str:
    """Index every row there is."""
    return (
        f'INSERT INTO {INDEX} (rowid, name, words, scope) {_row(kind, "t")} FROM "{kind.table}" t'
    )


def matching(terms: Sequence[Term], *, organisation: int) -> list[tuple[str, list[str | int]]]:
    """Questions from the most to the least exact: the words in the name, the name, anywhere.

    FTS5 has a rank of its own, bm25, which first counts the rows of every word of the question.
    """
    asked = " AND ".join(f"({_either(term)})" for term in terms)
    exact = " AND ".join(f'"{term.word}"' for term in terms)
    scope = f'scope : "o{organisation}"'
    found = f"SELECT rowid AS id FROM {INDEX} WHERE {INDEX} MATCH %s"
    places = (f"{{name}} : ({exact})", f"{{name}} : ({asked})", f"{{name words}} : ({asked})")
    return [(found, [f"{scope} AND {place}"]) for place in places]


def _triggers(kind: Kind) -> Iterator[tuple[str, str]]:
    table, number = kind.table, kind.number
    into = f"{INTO} {_row(kind, 'NEW')}"
    out = f"DELETE FROM {INDEX} WHERE rowid = OLD.id * {ROOM} + {number}"
    watched = ", ".join(f'"{column}"' for column in kind.columns)
    yield f"search_{table}_added", f'AFTER INSERT ON "{table}" BEGIN {into}; END'
    yield f"search_{table}_gone", f'AFTER DELETE ON "{table}" BEGIN {out}; END'
    yield (
        f"search_{table}_changed",
        f'AFTER UPDATE OF {watched} ON "{table}" BEGIN {out}; {into}; END',
    )
    for one in kind.named:
        yield _renaming(kind, one)


def _renaming(kind: Kind, one: Named) -> tuple[str, str]:
    touched = f'UPDATE "{kind.table}" SET "{one.column}" = NEW.id WHERE "{one.column}" = NEW.id'
    return (
        f"search_{kind.table}_{one.column}_renamed",
        f'AFTER UPDATE OF name ON "{one.table}" BEGIN {touched}; END',
    )


def _row(kind: Kind, row: str) -> str:
    told = [f"coalesce({row}.\"{column}\", '')" for column in kind.texts]
    told += [
        f"coalesce((SELECT group_concat(value, ' ') FROM json_each({row}.\"{column}\")), '')"
        for column in kind.lists
    ]
    told += [
        f'coalesce((SELECT name FROM "{one.table}" WHERE id = {row}."{one.column}"), \'\')'
        for one in kind.named
    ]
    words = " || ' ' || ".join(told) or "''"
    name = _spelt(f'{row}."{kind.name}"')
    scope = f"'o' || {row}.organisation_id"
    return f"SELECT {row}.id * {ROOM} + {kind.number}, {name}, {_spelt(words)}, {scope}"


def _spelt(text: str) -> str:
    for letter, letters in LIGATURES.items():
        text = f"replace({text}, '{letter}', '{letters}')"
    return text


def _either(term: Term) -> str:
    return f'"{term.word}" OR "{term.start}"*' if term.start else f'"{term.word}"'
