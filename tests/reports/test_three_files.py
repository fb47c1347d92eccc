"""What the three files share: head of the journal, date, coverage, one language."""

import re
from io import BytesIO

import polib
import pytest
from django.conf import settings
from django.utils import timezone
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader
from typer.testing import CliRunner

from cordee.cli.main import app
from cordee.people.queries import reader_of
from cordee.platform import journal
from cordee.platform.models import User
from cordee.reports.board_pack import board_pack
from cordee.reports.documents import KINDS, write_board_pack
from cordee.strategy.queries import chosen_basis
from tests.reports.slides.decks import words_of

HEAD = re.compile(r"\b[0-9a-f]{64}\b")
ENOUGH = 4
"""Words from which a sentence left in another language is no coincidence."""


@pytest.fixture
def demo(prepared, db):
    cio = User.objects.get(username="helene.brun")
    return reader_of(cio, organisation_id=cio.memberships.earliest("pk").organisation_id)


@pytest.fixture
def said(demo):
    """The words of each file of the example company, in one language."""

    def say(language):
        basis, on = chosen_basis(demo), timezone.localdate()
        pack = board_pack(demo, basis=basis, on=on, language=language)
        return pack, {kind: READ[kind](write_board_pack(pack, kind=kind)) for kind in KINDS}

    return say


def words_of_pdf(content):
    pages = (page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    return " ".join(" ".join(pages).replace("\u200b", "").split())


def words_of_slides(content):
    presentation = Presentation(BytesIO(content))
    notes = " ".join(s.notes_slide.notes_text_frame.text for s in presentation.slides)
    names = [
        name
        for slide in presentation.slides
        for shape in slide.shapes
        if shape.has_chart
        for name in (series.name for series in shape.chart.plots[0].series)
    ]
    return " ".join((words_of(presentation), notes, *names))


def words_of_workbook(content):
    book = load_workbook(BytesIO(content), data_only=True)
    cells = (str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value)
    return " ".join((*book.sheetnames, *cells))


READ = {"pdf": words_of_pdf, "pptx": words_of_slides, "xlsx": words_of_workbook}


def test_the_head_printed_in_each_file_is_found_in_the_chain_by_the_command(said, demo):
    _pack, files = said("fr")

    printed = {kind: set(HEAD.findall(text)) for kind, text in files.items()}
    head = journal.head(demo.organisation)
    assert printed == {key: {head} for key in KINDS}
    slug = demo.organisation.slug
    verified = CliRunner().invoke(
        app, ["journal", "verify", "--head", head, "--organisation", slug]
    )
    other = CliRunner().invoke(
        app, ["journal", "verify", "--head", "a" * 64, "--organisation", slug]
    )
    assert (verified.exit_code, other.exit_code) == (0, 1)


def test_each_file_says_its_date_its_coverage_and_its_edition(said):
    pack, files = said("fr")

    squeezed = {kind: "".join(text.split()) for kind, text in files.items()}
    wanted = [pack.day, pack.coverage, pack.edition]
    missing = [
        (kind, said)
        for kind, text in squeezed.items()
        for said in wanted
        if "".join(said.split()) not in text
    ]
    assert pack.edition
    assert missing == []


def test_a_french_pack_holds_no_english_and_an_english_one_no_french(said):
    catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / "fr/LC_MESSAGES/django.po"))
    pairs = [(e.msgid, e.msgstr) for e in catalogue if e.msgstr and e.msgid != e.msgstr]
    left = []

    for language, place in (("fr", 0), ("en", 1)):
        _pack, files = said(language)
        for kind, text in files.items():
            flat = " ".join(text.split())
            left += [
                (kind, pair[place])
                for pair in pairs
                if any(piece in flat for piece in _pieces(pair[place]))
                and not any(piece in pair[1 - place] for piece in _pieces(pair[place]))
            ]

    assert left == []


def _pieces(message):
    """The longest runs of words of a message between its placeholders and figures."""
    pieces = re.split(r"%\(\w+\)[sd]|%%|<[^>]*>|\n", message)
    flat = (" ".join(piece.split()) for piece in pieces)
    return [piece for piece in flat if len(piece.split(" ")) >= ENOUGH]
