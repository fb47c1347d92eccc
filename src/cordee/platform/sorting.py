"""Names and codes in the order people look for them, on either database."""

import re
import unicodedata
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F, Model
from django.db.models.expressions import OrderBy
from django.utils.deconstruct import deconstructible

SORT = "sort_"
FOLDED = "cordee_folded"
DIGITS = 12
"""A number is written with so many digits, so that I-2 precedes I-10; longer ones are texts."""
LONGEST = 400
"""Signs of a text that count for its place: a name may grow when it is folded, not its index."""
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}


@deconstructible(path="cordee.platform.sorting.Folded")
class Folded(models.Func):
    """A text in small letters, without accents, its numbers of one length.

    PostgreSQL says it by itself, SQLite asks us. What it says is kept in tables: who changes it
    writes a migration with `folded_again`.
    """

    function = FOLDED
    arity = 1
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        said, params = compiler.compile(self.source_expressions[0])
        for sign, plain in LIGATURES.items():
            said = f"REPLACE({said}, '{sign}', '{plain}')"
        plain = f"REGEXP_REPLACE(NORMALIZE({said}, NFKD), '[\u0300-\u036f]', '', 'g')"
        padded = f"REGEXP_REPLACE({plain}, '0*([0-9]+)', '{'0' * (DIGITS - 1)}\\1', 'g')"
        level = f"REGEXP_REPLACE({padded}, '0*([0-9]{{{DIGITS},}})', '\\1', 'g')"
        return f"LEFT(LOWER({level}), {LONGEST})", params


_LIGATURES = str.maketrans(LIGATURES)
_MARKS = re.compile("[\u0300-\u036f]")
_NUMBER = re.compile("0*([0-9]+)")


def folded_text(text: str | None) -> str | None:
    """
    >>> folded_text("Élève à l’ŒUVRE nº 2")
    'eleve a l’oeuvre no 000000000002'
    """
    if text is None:
        return None
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    level = _NUMBER.sub(lambda number: number[1].zfill(DIGITS), _MARKS.sub("", plain))
    return level.lower()[:LONGEST]


def teach_sqlite(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Every connection to a file knows how names and codes are folded."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FOLDED, 1, folded_text, deterministic=True)


class PlainText(models.CharField):  # type: ignore[type-arg]
    """A text compared sign by sign on every database, whatever the language of the server."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


def folded(name: str = "name") -> models.GeneratedField:
    """The column beside a name or a code that puts its rows in order; the database keeps it."""
    return models.GeneratedField(
        expression=Folded(name), output_field=PlainText(max_length=LONGEST), db_persist=True
    )


def folded_again(apps: Any, schema_editor: BaseDatabaseSchemaEditor, *, app: str) -> None:
    """Compute anew what this app keeps folded: for a migration, when `Folded` says otherwise."""
    for model in apps.get_app_config(app).get_models():
        for field in model._meta.concrete_fields:
            if field.generated and isinstance(field.expression, Folded):
                _fold_again(model, field, schema_editor)


def _fold_again(model: type[Model], field: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Without its indexes meanwhile: SQLite looks in them for what the function says now."""
    indexes = [index for index in model._meta.indexes if field.name in index.fields]
    for index in indexes:
        schema_editor.remove_index(model, index)
    if schema_editor.connection.vendor == "sqlite":
        source = field.expression.source_expressions[0]
        model._base_manager.update(**{source.name: source})
    else:
        schema_editor.remove_field(model, field)
        schema_editor.add_field(model, field)
    for index in indexes:
        schema_editor.add_index(model, index)


def ordered(model: type[Model], path: str, *, is_down: bool = False) -> OrderBy | str:
    """How to sort by this field: a text as people read it, what is unknown last both ways."""
    key, may_be_unknown = _sorting(model, path)
    if not may_be_unknown:
        return f"-{key}" if is_down else key
    return F(key).desc(nulls_last=True) if is_down else F(key).asc(nulls_last=True)


@cache
def _sorting(model: type[Model], path: str) -> tuple[str, bool]:
    """The column that sorts this field, and whether some rows may have none."""
    *links, last = path.split("__")
    holder: Any = model
    may_be_unknown = False
    try:
        for link in links:
            field = holder._meta.get_field(link)
            holder, may_be_unknown = field.related_model, may_be_unknown or field.null
        field = holder._meta.get_field("pk" if last == "pk" else last)
    except FieldDoesNotExist:
        return path, last != "pk"
    names = {one.name for one in holder._meta.concrete_fields}
    sorting = f"{SORT}{last}" if f"{SORT}{last}" in names else last
    return "__".join([*links, sorting]), may_be_unknown or field.null
