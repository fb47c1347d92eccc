"""The index in PostgreSQL: a table of tsvectors, kept in step by triggers; no extension."""

from collections.abc import Iterator, Sequence

from cordee.platform.search.kinds import ROOM, Kind, Named
from cordee.platform.search.words import Term

INDEX = "platform_search"
ACCENTED = "àâäáãåçéèêëíìîïñóòôöõúùûüýÿÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜÝŸ’«»…—–"
PLAIN = "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUYY      "
FOLDED = f"""
CREATE OR REPLACE FUNCTION platform_search_folded(said text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
SELECT regexp_replace(lower(translate(replace(replace(replace(replace(replace(
  said, 'œ', 'oe'), 'Œ', 'oe'), 'æ', 'ae'), 'Æ', 'ae'), 'ß', 'ss'),
  '{ACCENTED}', '{PLAIN}')), '[[:punct:]]+', ' ', 'g') $$
"""


def creation() -> list[str]:
    return [
        FOLDED,
        f"CREATE TABLE {INDEX} (id bigint PRIMARY KEY, organisation_id bigint NOT NULL,"
        " words tsvector NOT NULL)",
        f"CREATE INDEX {INDEX}_words ON {INDEX} USING gin (words)",
    ]


def dropping() -> str:
    return f"DROP TABLE IF EXISTS {INDEX}"


def triggers(kinds: Sequence[Kind]) -> dict[str, str]:
    """By name, what the database does when a row is written: a function and its trigger."""
    return {name: sql for kind in kinds for name, sql in _triggers(kind)}


def filling(kind: Kind) -> str:
    """Index every row there is."""
    return f'INSERT INTO {INDEX} {_row(kind, "t")} FROM "{kind.table}" t'


def matching(terms: Sequence[Term], *, organisation: int) -> list[tuple[str, list[str | int]]]:
    """Questions from the most to the least exact: the words in the name, the name, anywhere."""
    found = (
        f"SELECT id FROM {INDEX} WHERE organisation_id = %s AND words @@ to_tsquery('simple', %s)"
    )
    places = (
        " & ".join(f"'{term.word}':A" for term in terms),
        " & ".join(f"({_either(term, place='A')})" for term in terms),
        " & ".join(f"({_either(term)})" for term in terms),
    )
    return [(found, [organisation, place]) for place in places]


def _triggers(kind: Kind) -> Iterator[tuple[str, str]]:
    table, number = kind.table, kind.number
    out = f"DELETE FROM {INDEX} WHERE id = OLD.id * {ROOM} + {number}"
    into = f"INSERT INTO {INDEX} {_row(kind, 'NEW')}"
    watched = ", ".join(f'"{column}"' for column in kind.columns)
    all_out = f"DELETE FROM {INDEX} WHERE id % {ROOM} = {number}"
    for name, moment, deed in (
        ("added", f'AFTER INSERT ON "{table}" FOR EACH ROW', f"{into};"),
        ("gone", f'AFTER DELETE ON "{table}" FOR EACH ROW', f"{out};"),
        ("emptied", f'AFTER TRUNCATE ON "{table}" FOR EACH STATEMENT', f"{all_out};"),
        (
            "changed",
            f'AFTER UPDATE OF {watched} ON "{table}" FOR EACH ROW',
            f"{out}; {into};",
        ),
    ):
        yield _deed(f"search_{table}_{name}", moment, deed)
    for one in kind.named:
        yield _renaming(kind, one)


def _renaming(kind: Kind, one: Named) -> tuple[str, str]:
    touched = f'UPDATE "{kind.table}" SET "{one.column}" = NEW.id WHERE "{one.column}" = NEW.id;'
    moment = f'AFTER UPDATE OF name ON "{one.table}" FOR EACH ROW'
    return _deed(f"search_{kind.table}_{one.column}_renamed", moment, touched)


def _deed(name: str, moment: str, deed: str) -> tuple[str, str]:
    return name, (
        f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS'
        f" $$ BEGIN {deed} RETURN NULL; END $$;"
        f' CREATE TRIGGER "{name}" {moment} EXECUTE FUNCTION "{name}"()'
    )


def _row(kind: Kind, row: str) -> str:
    told = [f"coalesce({row}.\"{column}\", '')" for column in kind.texts]
    told += [f"coalesce({row}.\"{column}\"::text, '')" for column in kind.lists]
    told += [
        f'coalesce((SELECT name FROM "{one.table}" WHERE id = {row}."{one.column}"), \'\')'
        for one in kind.named
    ]
    words = " || ' ' || ".join(told) or "''"
    name = f'{row}."{kind.name}"'
    vector = f"{_vector(name)}, 'A') || {_vector(words)}, 'D')"
    return f"SELECT {row}.id * {ROOM} + {kind.number}, {row}.organisation_id, {vector}"


def _vector(text: str) -> str:
    return f"setweight(to_tsvector('simple', platform_search_folded({text}))"


def _either(term: Term, *, place: str = "") -> str:
    whole = f"'{term.word}':{place}" if place else f"'{term.word}'"
    return f"{whole} | '{term.start}':*{place}" if term.start else whole
