"""Names in the order people look for them: without accents nor capitals, on either database."""

import re
import unicodedata
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Model
from django.db.models.expressions import OrderBy
from django.utils.deconstruct import deconstructible

SORT = "sort_"
FOLDED = "cordee_folded"
LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}


@deconstructible(path="cordee.platform.sorting.Folded")
class Folded(models.Func):
    """A text in small letters without accents: PostgreSQL says it by itself, SQLite asks us."""

    function = FOLDED
    arity = 1
    output_field = models.TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        said, params = compiler.compile(self.source_expressions[0])
        for sign, plain in LIGATURES.items():
            said = f"REPLACE({said}, '{sign}', '{plain}')"
        plain = f"REGEXP_REPLACE(NORMALIZE({said}, NFKD), '[\u0300-\u036f]', '', 'g')"
        return f"LOWER({plain})", params


_LIGATURES = str.maketrans(LIGATURES)
_MARKS = re.compile("[\u0300-\u036f]")


def folded_text(text: str | None) -> str | None:
    """
    >>> folded_text("Élève à l’ŒUVRE")
    'eleve a l’oeuvre'
    """
    if text is None:
        return None
    plain = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return _MARKS.sub("", plain).lower()


def teach_sqlite(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Every connection to a file knows how names are folded."""
    if connection.vendor == "sqlite":
        connection.connection.create_function(FOLDED, 1, folded_text, deterministic=True)


class PlainText(models.CharField):  # type: ignore[type-arg]
    """A text compared sign by sign on every database, whatever the language of the server."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        collation = "C" if connection.vendor == "postgresql" else None
        return {**super().db_parameters(connection), "collation": collation}


def folded(name: str = "name") -> models.GeneratedField:
    """The column beside a name by which its rows are put in order; kept by the database."""
    return models.GeneratedField(
        expression=Folded(name), output_field=PlainText(max_length=400), db_persist=True
    )


def ordered(model: type[Model], path: str, *, is_down: bool = False) -> OrderBy | str:
    """How to sort by this field: a name as people read it, what is unknown last both ways."""
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
