"""The board pack of an edition, made again after everything moved."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from cordee.platform.errors import Refused
from cordee.reports.board_pack import board_pack, edition_pack
from cordee.reports.models import Pack
from cordee.strategy import services
from cordee.strategy.models import Edition, Initiative, SpendLine
from cordee.strategy.queries.editions import editions
from tests.factories import edition as bare_edition
from tests.factories import initiative, organisation, spend
from tests.pages import IN_ENGLISH, words
from tests.reports.conftest import ON, YEAR
from tests.reports.making import files_made

FIRST = datetime(2026, 9, 14, 10, tzinfo=UTC)
SECOND = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def frozen(portfolio, cio_reader):
    """Two editions; then the portfolio moves away from both."""
    services.freeze_edition(cio_reader, name="Septembre", note="", at=FIRST)
    app = Initiative.objects.get(organisation=portfolio, code="I-01")
    SpendLine.objects.filter(initiative=app).update(amount=660_000)
    edition = services.freeze_edition(cio_reader, name="Novembre", note="", at=SECOND)
    shown = board_pack(cio_reader, basis=YEAR, on=ON, language="en")
    SpendLine.objects.filter(initiative=app).update(amount=1)
    spend(initiative(portfolio, "I-99", "Plus tard"), 5_000_000, fiscal_year=2027)
    return edition, shown


def again(reader, edition, basis=YEAR.key):
    kept = editions(reader).get(pk=edition.pk)
    return edition_pack(reader, kept, basis=basis, language="en")


def test_its_figures_are_those_that_were_shown_less_the_names_of_people(frozen, cio_reader):
    edition, shown = frozen

    made = again(cio_reader, edition)

    known = {s.code: s for s in shown.picture.sources}
    unnamed = tuple(
        replace(
            known[s.code],
            business_sponsor="named" if known[s.code].business_sponsor else "",
            it_sponsor="named" if known[s.code].it_sponsor else "",
        )
        for s in made.picture.sources
    )
    assert made.picture == replace(shown.picture, sources=unnamed)
    assert made.title == shown.title
    assert "Claire Ansel" in repr(shown)
    assert "Claire Ansel" not in repr(made)


def test_it_is_compared_with_the_edition_before_and_carries_the_head_of_its_day(frozen, cio_reader):
    edition, _shown = frozen

    made = again(cio_reader, edition)

    found = made.sections[1]
    assert found.title == "Known spend rises by €60k since “Septembre”"
    assert made.edition == "Septembre, 14 Sep 2026"
    assert made.journal_head == edition.head
    assert made.source == (
        "Edition “Novembre” · 23 Nov 2026 · 2027, planned · 3 of 4 initiatives, 1 unknown"
    )


def test_its_three_files_say_so(frozen, cio_reader, client, cio):
    edition, _shown = frozen
    client.force_login(cio)
    query = {"edition": edition.pk, "basis": YEAR.key}

    page = client.get(reverse("reports:board_pack"), query, headers=IN_ENGLISH)
    made = files_made(client, query)

    assert "Edition “Novembre”" in words(page)
    assert "The pack of today" in words(page)
    assert Pack.objects.get().files["pdf"]["name"] == (
        f"board-pack-valmorel-edition-{edition.pk}-2027-planned.pdf"
    )
    text = "".join(p.extract_text() for p in PdfReader(BytesIO(made["pdf"])).pages)
    assert "Plus tard" not in text
    book = load_workbook(BytesIO(made["xlsx"]), data_only=True)
    assert book["Summary"]["B6"].value == 1_060_000


def test_an_edition_frozen_without_its_pictures_is_not_found(portfolio, client, cio):
    old = bare_edition(portfolio)
    client.force_login(cio)

    answer = client.get(reverse("reports:board_pack"), {"edition": old.pk}, headers=IN_ENGLISH)

    assert answer.status_code == 404


def test_the_edition_of_another_organisation_is_not_found(portfolio, client, cio):
    theirs = bare_edition(organisation("Ateliers Rivaud", "rivaud"))
    client.force_login(cio)

    answer = client.get(reverse("reports:board_pack"), {"edition": theirs.pk})

    assert answer.status_code == 404


@pytest.mark.parametrize("asked", ["x", "999999", "-1"])
def test_what_is_no_edition_is_not_found(portfolio, client, cio, asked):
    client.force_login(cio)

    assert client.get(reverse("reports:board_pack"), {"edition": asked}).status_code == 404


def test_pictures_rewritten_since_are_refused(frozen, cio_reader):
    edition, _shown = frozen
    other = Edition.objects.get(name="Septembre").pictures
    Edition.objects.filter(pk=edition.pk).update(pictures=other)

    with pytest.raises(Refused, match="was rewritten"):
        again(cio_reader, edition)
