"""Whatever a row says, in whatever format: nothing is lost, and an edit is exactly an edit."""

import string
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.registers.exchange.exporting import departure
from cordee.platform.registers.exchange.fields import plain_number, travelling
from cordee.platform.registers.exchange.texts import settled, without_formula
from tests import factories
from tests.platform.registers.exchange.files import AT, BACK, brought, by_name, edited, taken_out
from tests.test_access import furnished

ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
SIGNED = st.builds(str.__add__, st.text("'=+-@\t\r\n 0", min_size=1, max_size=3), ANY)
FORMATS = st.sampled_from(["csv", "json", "xlsx"])
CHECKED = {"unknown_reason", "currency", "start_unknown", "end_unknown"}
"""Fields that the database ties to others: a value drawn alone would be refused."""
DRAWN = {"text", "number", "day", "whole", "choice", "words"}
ROUGH = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)


@pytest.fixture
def rows(db):
    return furnished("valmorel", "Valmorel")


@pytest.fixture
def reader(rows):
    owner = factories.member(rows.organisation, Role.OWNER)
    return reader_of(owner, organisation_id=rows.organisation.pk)


def drawn(data, field, stored):
    """A value of that field, as the database keeps it."""
    if field.kind == "text":
        told = data.draw(ANY | SIGNED, label=field.name)
        return told[: stored.max_length or 30] or "x"
    if field.kind == "number":
        # SQLite keeps decimals as floats: beyond 15 digits it would not read its own rows.
        places, digits = stored.decimal_places, min(stored.max_digits, 15)
        most = Decimal(10) ** (digits - places) - 1
        least = Decimal(0) if field.name in ("weight", "share", "rate") else -most
        least, most = (Decimal("0.1"), Decimal(1)) if field.name == "share" else (least, most)
        least = Decimal("0.1") if field.name == "rate" else least
        return data.draw(st.decimals(least, most, places=places), label=field.name)
    if field.kind == "day":
        return data.draw(st.dates(date(1850, 1, 1), date(2150, 1, 1)), label=field.name)
    if field.kind == "whole":
        return data.draw(st.integers(0, 32_767), label=field.name)
    if field.kind == "choice":
        return data.draw(st.sampled_from(sorted(field.choices)), label=field.name)
    words = st.text(string.ascii_letters + "éè =+-@'", min_size=1, max_size=9)
    return data.draw(st.lists(words.map(settled).filter(bool), unique=True), label=field.name)


def plain_fields(one, reader):
    model = one.file_form._meta.model
    for field in travelling(one, reader=reader).written:
        if field.kind in DRAWN and field.name not in CHECKED:
            yield field, model._meta.get_field(field.name)


def canonical(field, value):
    if field.kind == "words":
        return ", ".join(settled(word) for word in value)
    if field.kind in ("number", "whole"):
        return plain_number(value)
    return value.isoformat() if field.kind == "day" else settled(str(value))


def typed(field, value, format):
    """The cell as a person leaves it in a spreadsheet."""
    if field.kind == "text":
        return settled(value) if format == "json" else without_formula(settled(value))
    if field.kind == "words":
        text = canonical(field, value)
        return text if format == "json" else without_formula(text)
    if field.kind == "day" and format == "xlsx" and value >= date(1900, 3, 1):
        return value
    return (
        str(field.choices.get(value, value)) if field.kind == "choice" else canonical(field, value)
    )


@pytest.mark.parametrize("one", BACK, ids=by_name)
def test_whatever_a_row_says_it_comes_back_unchanged(one, reader):
    model = one.file_form._meta.model

    @ROUGH
    @given(data=st.data(), format=FORMATS, language=st.sampled_from(["fr", "en"]))
    def check(data, format, language):
        with TemporaryDirectory() as folder, translation.override(language):
            row = model.objects.filter(pk=one.query(reader).first().pk)
            said = {f.name: drawn(data, f, kept) for f, kept in plain_fields(one, reader)}
            try:
                with transaction.atomic():
                    row.update(**said)
            except IntegrityError:  # values that the database ties together
                reject()
            path = taken_out(one, reader=reader, folder=Path(folder), format=format)

            assert brought(path, one=one, reader=reader).changes == ()

    with transaction.atomic():
        check()


@pytest.mark.parametrize("one", [one for one in BACK if one.plural == "people"], ids=by_name)
def test_a_name_that_was_emptied_is_a_change_of_its_row(one, reader, tmp_path):
    path = taken_out(one, reader=reader, folder=tmp_path, format="csv")
    edited(path, {(2, "Name"): " "})

    (change,) = brought(path, one=one, reader=reader).changes

    assert change.pk == listed(one, reader)[0]
    assert [(cell.label, cell.file) for cell in change.cells] == [("Name", "")]


@pytest.mark.parametrize("one", BACK, ids=by_name)
def test_edits_are_found_exactly_where_they_were_made(one, reader):
    @ROUGH
    @given(data=st.data(), format=FORMATS)
    def check(data, format):
        with TemporaryDirectory() as folder:
            path = taken_out(one, reader=reader, folder=Path(folder), format=format)
            row = travelling(one, reader=reader).rows(one.query(reader)).first()
            fields = [pair for pair in plain_fields(one, reader) if pair[0].name != "code"]
            chosen = data.draw(st.lists(st.sampled_from(fields), unique_by=lambda p: p[0].name))
            new = [(field, drawn(data, field, kept)) for field, kept in chosen]
            place = {pk: number for number, pk in enumerate(listed(one, reader), start=2)}
            edits = {(place[row.pk], f.label): typed(f, v, format) for f, v in new}
            edited(path, edits)

            found = brought(path, one=one, reader=reader)

            before = 1 if format == "json" else 0  # which has no line of headers
            assert {
                (change.number + before, cell.label): cell.file
                for change in found.changes
                for cell in change.cells
            } == {
                (place[row.pk], field.label): canonical(field, value)
                for field, value in new
                if canonical(field, value) != field.read(row)
            }

    check()


def listed(one, reader):
    """The rows in the order of an export."""
    leaving = departure(one, reader=reader, asked={}, format="json", at=AT)
    return [line.pk for line in leaving.lines]
