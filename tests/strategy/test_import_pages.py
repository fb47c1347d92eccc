import csv
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from cordee.people.queries import reader_of
from cordee.people.services import erase_organisation
from cordee.platform import jobs
from cordee.platform.access import Role
from cordee.platform.models import Entry, ImportRun, Organisation
from cordee.strategy.imports import draft_import
from cordee.strategy.models import Initiative, SpendLine
from tests import factories

HTMX = {"HX-Request": "true"}
HEADER = "Code;Nom;Direction;Statut;Budget 2027 (k€);Objectif"
ROWS = ("P-1;Caisse;Magasins;En cours;120;Croissance", "P-2;Site;Digital;;en étude;Marge")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    settings.IMPORT_DIR = tmp_path / "data" / "imports"


@pytest.fixture
def at_work(client, cio):
    client.force_login(cio)
    return client


def upload(client, content, *, name="portefeuille.csv", **more):
    data = content if isinstance(content, bytes) else content.encode()
    files = {"file": SimpleUploadedFile(name, data), **more}
    return client.post(reverse("strategy:new_import"), files)


def given(client, *lines):
    """Upload these lines; the run they make."""
    response = upload(client, "\n".join(lines))
    assert response.status_code == 302, page(response)
    return ImportRun.objects.latest("pk")


def page(response):
    return response.content.decode()


def url(name, run):
    return reverse(f"strategy:{name}", args=[run.pk])


def mapping_form(response):
    """What a browser would post back of the wizard's form, unchanged."""
    form, spend = response.context["form"], response.context["spend"]
    told = {bound.html_name: bound.value() or "" for bound in form}
    told |= {bound.html_name: bound.value() or "" for bound in spend.management_form}
    for line in spend.forms:
        told |= {bound.html_name: bound.value() or "" for bound in line}
    return told | {"objectives": form["objectives"].value()}


def kept_files():
    from django.conf import settings

    folder = Path(settings.IMPORT_DIR)
    return sorted(path.suffix for path in folder.iterdir()) if folder.is_dir() else []


def test_without_any_import_the_page_offers_to_make_one(at_work):
    response = at_work.get(reverse("strategy:imports"))

    assert reverse("strategy:new_import") in page(response)
    assert reverse("strategy:new_initiative") in page(response)


def test_the_wizard_leads_from_a_file_to_the_portfolio_and_back(at_work, valmorel):
    run = given(at_work, HEADER, *ROWS)
    seen = at_work.get(url("import", run))
    assert Initiative.objects.count() == 0
    assert seen.context["check"].counts == {
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "refused": 0,
    }

    applied = at_work.post(url("apply_import", run), follow=True)
    assert Initiative.objects.count() == 2
    assert url("undo_import", run) in page(applied)

    undone = at_work.post(url("undo_import", run), follow=True)
    assert Initiative.objects.count() == 0
    assert url("undo_import", run) not in page(undone)
    assert [e.action for e in Entry.objects.filter(organisation=valmorel)] == [
        "strategy.apply_import",
        "strategy.undo_import",
    ]


def test_the_list_tells_each_import_with_its_counts(at_work):
    run = given(at_work, HEADER, *ROWS)
    at_work.post(url("apply_import", run))

    response = at_work.get(reverse("strategy:imports"))

    lines = response.context["runs"]
    assert [(line.run.pk, line.tone, line.is_undoable) for line in lines] == [
        (run.pk, "good", True)
    ]
    assert "portefeuille.csv" in page(response)


def test_the_list_costs_the_same_number_of_queries_whatever_its_length(
    at_work, django_assert_num_queries
):
    given(at_work, HEADER, *ROWS)
    at_work.get(reverse("strategy:imports"))  # what one request remembers is read already
    with CaptureQueriesContext(connection) as alone:
        at_work.get(reverse("strategy:imports"))
    cost = len(alone)

    for _other in range(5):
        given(at_work, HEADER, *ROWS)
    at_work.get(reverse("strategy:imports"))

    with django_assert_num_queries(cost):
        at_work.get(reverse("strategy:imports"))
    assert cost <= 12


def test_what_was_detected_is_shown(at_work):
    run = given(
        at_work, "Portefeuille au 1er mars;;;", "", "Nom;Budget (k€)", "Été;1,5", "", "Hiver;2"
    )

    response = at_work.get(url("import", run))

    table = response.context["outline"].table
    assert (table.origin.encoding, table.origin.delimiter, table.decimal) == ("utf-8", ";", ",")
    assert (table.header_row, response.context["outline"].rows, table.blank_rows) == (3, 2, 2)
    assert "utf-8" in page(response)


def test_every_choice_comes_with_its_evidence_and_samples(at_work):
    run = given(at_work, HEADER, *ROWS)

    response = at_work.get(url("import", run))

    lines = {line.field.html_name: line for line in response.context["form"].lines()}
    name = lines["column_name"]
    assert (name.field.value(), name.samples) == ("Nom", ("Caisse", "Site"))
    assert all(sentence in page(response).replace("&#x27;", "'") for sentence in name.evidence)
    spend = response.context["spend"].forms[0]
    assert spend["multiplier"].value() == 1_000
    assert spend.evidence and spend.samples == ("120", "en étude")


def test_a_column_that_nothing_takes_is_listed(at_work):
    run = given(at_work, "Nom;Couleur du logo", "Caisse;bleu", "Site;rouge")

    response = at_work.get(url("import", run))

    assert response.context["unmapped"] == [("Couleur du logo", ("bleu", "rouge"))]
    assert "Couleur du logo" in page(response)


def test_another_unit_and_year_chosen_by_hand_are_what_is_written(at_work):
    run = given(at_work, HEADER, *ROWS)
    typed = mapping_form(at_work.get(url("import", run)))
    typed |= {"spend-0-multiplier": "1000000", "spend-0-currency": "chf", "spend-0-period": "2026"}

    at_work.post(url("map_import", run), typed)
    at_work.post(url("apply_import", run))

    line = SpendLine.objects.get(amount__isnull=False)
    assert (line.amount, line.currency, line.fiscal_year) == (Decimal("120000000"), "CHF", 2026)


def test_a_choice_made_by_hand_is_not_given_the_evidence_of_another(at_work):
    run = given(at_work, HEADER, *ROWS)
    typed = mapping_form(at_work.get(url("import", run))) | {"column_unit": "Objectif"}

    at_work.post(url("map_import", run), typed)

    form = at_work.get(url("import", run)).context["form"]
    line = next(line for line in form.lines() if line.field.html_name == "column_unit")
    assert line.field.value() == "Objectif"
    assert len(line.evidence) == 1 and "Direction" in line.evidence[0]


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [
        ({"column_name": ""}, "column_name"),
        ({"column_name": "Rien de tel"}, "column_name"),
        ({"spend-0-currency": "euros"}, "spend"),
        ({"spend-0-currency": ""}, "spend"),
        ({"spend-0-multiplier": "12"}, "spend"),
    ],
)
def test_a_wrong_choice_keeps_what_was_typed_and_says_what_is_wrong(at_work, typed, wrong):
    run = given(at_work, HEADER, *ROWS)
    form = mapping_form(at_work.get(url("import", run))) | {"column_unit": "Objectif"} | typed

    response = at_work.post(url("map_import", run), form)

    found = (
        response.context["form"].errors
        if wrong == "column_name"
        else response.context["spend"].errors[0]
    )
    assert found
    assert response.context["form"]["column_unit"].value() == "Objectif"
    assert ImportRun.objects.get(pk=run.pk).mapping == run.mapping


def test_two_columns_that_state_the_same_spend_are_refused(at_work):
    run = given(at_work, "Nom;Budget 2027 (k€);Autre montant", "Caisse;1;2", "Site;3;4")
    typed = mapping_form(at_work.get(url("import", run)))
    typed |= {f"spend-1-{name}": typed[f"spend-0-{name}"] for name in ("currency", "period")}
    typed |= {"spend-1-column": "Autre montant", "spend-1-multiplier": "1"}

    response = at_work.post(url("map_import", run), typed)

    assert "Autre montant" in response.context["refusal"]
    assert "Budget 2027 (k€)" in response.context["refusal"]


def test_the_mapping_can_be_kept_and_given_with_the_next_file(at_work):
    run = given(at_work, HEADER, *ROWS)
    typed = mapping_form(at_work.get(url("import", run))) | {
        "column_unit": "",
        "spend-0-multiplier": "1",
    }
    at_work.post(url("map_import", run), typed)
    kept = at_work.get(url("saved_mapping", run))

    upload(
        at_work,
        "\n".join([HEADER, *ROWS]),
        mapping=SimpleUploadedFile("mapping.toml", kept.content),
    )

    again = ImportRun.objects.latest("pk")
    spend = at_work.get(url("import", again)).context["spend"].forms[0]
    assert "attachment" in kept.headers["Content-Disposition"]
    assert spend["multiplier"].value() == 1
    assert "unit" not in again.mapping


@pytest.mark.parametrize(
    "mapping", [b"[columns]\nname = 'Libell'\n", b"[columns", b"\xff\xfe\x00", b"#" * 300_000]
)
def test_a_mapping_that_does_not_suit_is_refused_on_its_field(at_work, mapping):
    response = upload(
        at_work, "\n".join([HEADER, *ROWS]), mapping=SimpleUploadedFile("m.toml", mapping)
    )

    assert list(response.context["form"].errors) == ["mapping"]
    assert (ImportRun.objects.count(), kept_files()) == (0, [])


def test_another_sheet_of_the_workbook_can_be_read(at_work, tmp_path):
    file = tmp_path / "deux.xlsx"
    book = xlsxwriter.Workbook(file)
    for name, rows in {
        "Notes": [["Nom"], ["Rien"]],
        "Projets": [["Nom"], ["Caisse"], ["Site"]],
    }.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    upload(at_work, file.read_bytes(), name="deux.xlsx")
    run = ImportRun.objects.get()

    at_work.post(url("map_import", run), {"sheet": "Projets"})
    at_work.post(url("apply_import", run))

    assert sorted(Initiative.objects.values_list("name", flat=True)) == ["Caisse", "Site"]


def test_refused_rows_come_with_number_column_and_reason(at_work):
    run = given(at_work, "Code;Nom;Budget (M€)", "A;Caisse;1", "B;;2", "C;Site;1e30")

    response = at_work.get(url("import", run))

    told = [(line.first_row, line.column) for line in response.context["refused"]]
    assert told == [(3, "Nom"), (4, "Budget (M€)")]
    assert url("refused_rows", run) in page(response)


def test_the_same_remark_for_many_rows_is_said_once(at_work, valmorel):
    factories.objective(valmorel, "O1", "Résilience", weight=100)
    run = given(at_work, HEADER, *(f"P-{n};Projet {n};;;{n};Marge" for n in range(30)))

    response = at_work.get(url("import", run))

    (line,) = response.context["remarks"]
    assert (line.first_row, line.more_rows, line.column) == (2, 29, "Objectif")


def test_refused_rows_are_downloaded_without_any_formula(at_work):
    run = given(
        at_work,
        '=cmd|" /C calc"!A0;Nom',
        "A;Caisse",
        "B;",
        "C;Site",
    )
    at_work.get(url("import", run))

    response = at_work.get(url("refused_rows", run))

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [["3", "Nom"]]
    assert "attachment" in response.headers["Content-Disposition"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_what_a_cell_holds_is_shown_as_text_and_never_run(at_work):
    hostile = "<script>alert(1)</script>"
    run = given(at_work, "Code;Nom;Direction", f"A;{hostile};{hostile}", "B;=cmd|'/C calc'!A0;x")

    draft = page(at_work.get(url("import", run)))
    at_work.post(url("apply_import", run))
    initiative = Initiative.objects.get(code="A")

    assert hostile not in draft
    assert "&lt;script&gt;alert(1)" in draft
    assert initiative.name == hostile
    assert Initiative.objects.get(code="B").name == "=cmd|'/C calc'!A0"


def test_differences_are_listed_cell_by_cell_a_hundred_rows_a_page(at_work):
    lines = [f"P-{n};Projet {n};Magasins;;{n};Croissance" for n in range(150)]
    run = given(at_work, HEADER, *lines)

    first = at_work.get(url("import", run))
    second = at_work.get(url("import", run), {"page": 2})

    assert [len(r.context["differences"]) for r in (first, second)] == [100, 50]
    cells = {cell.label: cell.after for cell in first.context["differences"][0].cells}
    assert "Magasins" in cells.values() and "Projet 0" in cells.values()


def test_currency_year_and_missing_rates_are_said_before_applying(at_work, valmorel):
    factories.spend(factories.initiative(valmorel), 10, fiscal_year=2027)
    run = given(at_work, "Code;Nom;Budget 2027 (£k)", "A;Caisse;1", "B;Site;2")
    alone = Organisation.objects.create(name="Rivaud", slug="rivaud")

    response = at_work.get(url("import", run))

    assert response.context["check"].adoption is None
    assert response.context["without_rate"] == "GBP"
    reader = reader_of(factories.member(alone, Role.CIO), organisation_id=alone.pk)
    assert reader.organisation.currency == "EUR"


def test_the_first_figures_announce_the_currency_and_year_they_bring(at_work):
    run = given(at_work, HEADER, *ROWS)

    adopted = at_work.get(url("import", run)).context["check"].adoption

    assert (adopted.currency, adopted.fiscal_year) == ("EUR", 2027)


def test_the_total_of_each_column_shows_the_order_of_magnitude(at_work):
    run = given(at_work, HEADER, *ROWS)

    totals = at_work.get(url("import", run)).context["check"].totals

    told = [(t.column, t.amount, t.currency, t.known, t.unknown) for t in totals]
    assert told == [("Budget 2027 (k€)", Decimal("120000"), "EUR", 1, 1)]


def test_what_changes_between_check_and_visit_is_checked_again(at_work, valmorel, cio, now):
    run = given(at_work, HEADER, *ROWS)
    at_work.get(url("import", run))
    other = given(at_work, HEADER, *ROWS)
    at_work.post(url("apply_import", other))

    response = at_work.get(url("import", run))

    assert response.context["check"].counts["unchanged"] == 2


def test_applying_what_is_applied_says_so(at_work):
    run = given(at_work, HEADER, *ROWS)
    at_work.post(url("apply_import", run))

    response = at_work.post(url("apply_import", run))

    assert response.status_code == 200
    assert response.context["refusal"]
    assert Initiative.objects.count() == 2


def test_undoing_after_somebody_changed_a_row_says_which(at_work):
    run = given(at_work, HEADER, *ROWS)
    at_work.post(url("apply_import", run))
    Initiative.objects.filter(code="P-1").update(name="Autre")

    response = at_work.post(url("undo_import", run))

    assert "P-1" in response.context["refusal"]
    assert Initiative.objects.count() == 2


@pytest.mark.parametrize("name", ["imports", "new_import"])
def test_a_reader_may_not_import(client, valmorel, name):
    client.force_login(factories.member(valmorel, Role.READER))

    assert client.get(reverse(f"strategy:{name}")).status_code == 403


ADDRESSES = (
    ("import", "get"),
    ("import_progress", "get"),
    ("saved_mapping", "get"),
    ("refused_rows", "get"),
    ("map_import", "post"),
    ("apply_import", "post"),
    ("undo_import", "post"),
    ("cancel_import", "post"),
)


@pytest.mark.parametrize(("name", "method"), ADDRESSES)
def test_the_import_of_another_organisation_does_not_exist(at_work, client, name, method):
    run = given(at_work, HEADER, *ROWS)
    stranger = factories.member(factories.organisation("Rivaud", "rivaud"), Role.OWNER)
    client.force_login(stranger)

    assert getattr(client, method)(url(name, run)).status_code == 404


@pytest.mark.parametrize(("name", "method"), ADDRESSES)
def test_with_a_perimeter_one_sees_ones_own_imports(at_work, client, valmorel, name, method):
    run = given(at_work, HEADER, *ROWS)
    near = factories.unit(valmorel)
    client.force_login(factories.member(valmorel, Role.FINANCE, units=[near]))

    assert getattr(client, method)(url(name, run)).status_code == 404


# Hostile files: a sentence, nothing written, nothing kept.


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 << 20))
    return packed.getvalue()


def truncated(folder):
    file = folder / "whole.xlsx"
    book = xlsxwriter.Workbook(file)
    book.add_worksheet().write_row(0, 0, ["Nom", "Budget"])
    book.close()
    return file.read_bytes()[:-400]


HOSTILE = {
    "bombe.xlsx": lambda folder: bomb(),
    "colonnes.csv": lambda folder: (";".join(f"c{n}" for n in range(10**6)) + "\n1;2\n").encode(),
    "coupe.xlsx": truncated,
    "page.xls": lambda folder: b"<html><table><tr><td>Nom</td></tr></table></html>",
    "facture.pdf": lambda folder: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "vide.csv": lambda folder: b"",
    "nul.csv": lambda folder: b"Nom;Budget\nCai\0sse;1\n",
    "entete.csv": lambda folder: b"Nom;Budget\n",
    "programme.csv": lambda folder: b"MZ\x90\x00\x03\x00\x00\x00",
    "guillemet.csv": lambda folder: b'Nom;Budget\n"Caisse;1\nSite;2\n',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_a_sentence_that_names_it_and_is_not_kept(at_work, tmp_path, name):
    response = upload(at_work, HOSTILE[name](tmp_path), name=name)

    errors = response.context["form"].errors["file"]
    assert response.status_code == 200
    assert len(errors) == 1 and name in errors[0]
    assert (ImportRun.objects.count(), kept_files()) == (0, [])


class Sparse(io.RawIOBase):
    """A body of many zeros that nobody has to hold in memory."""

    def __init__(self, head, zeros, tail):
        self.parts = [head, zeros, tail]

    def read(self, size=-1):
        for place, part in enumerate(self.parts):
            if isinstance(part, int) and part > 0:
                taken = min(part, size if size > 0 else part)
                self.parts[place] = part - taken
                return b"0" * taken
            if isinstance(part, bytes) and part:
                taken = len(part) if size < 0 else size
                self.parts[place] = part[taken:]
                return part[:taken]
        return b""


def test_two_hundred_megabytes_get_a_sentence_too(at_work):
    zeros = 200 << 20
    head = (
        b'--edge\r\nContent-Disposition: form-data; name="file"; filename="lourd.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n"
    )
    tail = b"\r\n--edge--\r\n"

    response = at_work.generic(
        "POST",
        reverse("strategy:new_import"),
        content_type="multipart/form-data; boundary=edge",
        **{
            "wsgi.input": Sparse(head, zeros, tail),
            "CONTENT_LENGTH": str(len(head) + zeros + len(tail)),
            "CONTENT_TYPE": "multipart/form-data; boundary=edge",
        },
    )

    (sentence,) = response.context["form"].errors["file"]
    assert "lourd.csv" in sentence and "200" in sentence and "100" in sentence
    assert (ImportRun.objects.count(), kept_files()) == (0, [])


def test_the_name_of_a_file_is_shown_as_text(at_work):
    name = "<img src=x onerror=alert(1)>.csv"

    upload(at_work, "\n".join([HEADER, *ROWS]), name=name)

    run = ImportRun.objects.get()
    assert "<img src=x" not in page(at_work.get(url("import", run)))
    assert "<img src=x" not in page(at_work.get(reverse("strategy:imports")))


# Long work: asked for, watched, stopped.


@pytest.fixture
def long_run(at_work):
    """Enough rows to be left to the worker."""
    return given(at_work, HEADER, *(f"P-{n};Projet {n};Magasins;;{n};Marge" for n in range(2_000)))


def work_it_off():
    """What a worker does, on the test's own connection."""
    worker = Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
        excluded_queue_names=[],
    )
    while task := DBTaskResult.objects.ready().first():
        task.claim(worker.worker_id)
        worker.run_task(task)


def fragment(html):
    found = re.search(r'<section[^>]*id="work".*?</section>', html, re.DOTALL)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", found[0])


def test_a_large_file_is_checked_and_applied_by_the_worker(at_work, long_run):
    waiting = at_work.get(url("import", long_run))
    assert waiting.context["check"] is None and 'hx-trigger="every 2s"' in page(waiting)

    work_it_off()
    checked = at_work.get(url("import", long_run))
    assert checked.context["check"].counts["created"] == 2_000

    at_work.post(url("apply_import", long_run))
    assert (Initiative.objects.count(), at_work.get(url("import", long_run)).context["step"]) == (
        0,
        3,
    )

    work_it_off()
    done = at_work.get(url("import", long_run))
    assert (Initiative.objects.count(), done.context["step"]) == (2_000, 4)
    assert [e.action for e in Entry.objects.all()] == ["strategy.apply_import"]


def test_an_import_erased_with_its_organisation_while_it_waited_ends_quietly(
    at_work, long_run, caplog, now
):
    owner = factories.member(long_run.organisation, Role.OWNER, username="propriétaire")
    erase_organisation(long_run.organisation, by=owner, at=now)

    with caplog.at_level("INFO", logger="cordee"):
        work_it_off()

    (done,) = DBTaskResult.objects.all()
    assert done.status == TaskResultStatus.SUCCESSFUL
    assert f"Import {long_run.pk} was erased with its organisation" in caplog.text


def test_a_large_import_is_undone_by_the_worker(at_work, long_run):
    work_it_off()
    at_work.post(url("apply_import", long_run))
    work_it_off()

    at_work.post(url("undo_import", long_run))
    assert at_work.get(url("import", long_run)).context["situation"].is_busy
    work_it_off()

    long_run.refresh_from_db()
    assert (long_run.state, Initiative.objects.count()) == ("undone", 0)


def test_a_large_import_that_cannot_be_undone_says_why_and_stays_applied(at_work, long_run):
    work_it_off()
    at_work.post(url("apply_import", long_run))
    work_it_off()
    Initiative.objects.filter(code="P-7").update(name="Autre")

    at_work.post(url("undo_import", long_run))
    work_it_off()

    long_run.refresh_from_db()
    assert (long_run.state, Initiative.objects.count()) == ("applied", 2_000)
    assert "P-7" in page(at_work.get(url("import", long_run)))


def test_the_fragment_polled_is_the_one_a_reload_shows_and_it_stops_when_done(at_work, long_run):
    polled = at_work.get(url("import_progress", long_run), headers=HTMX)
    reloaded = at_work.get(url("import", long_run))
    assert fragment(page(polled)) == fragment(page(reloaded))
    assert "<html" not in page(polled)

    work_it_off()
    done = at_work.get(url("import_progress", long_run), headers=HTMX)

    assert (done.headers.get("HX-Refresh"), page(done)) == ("true", "")


def test_without_htmx_the_progress_is_the_page(at_work, long_run):
    response = at_work.get(url("import_progress", long_run))

    assert response.headers["Location"] == url("import", long_run)


def test_work_cancelled_while_it_waits_is_not_done(at_work, long_run):
    work_it_off()
    at_work.post(url("apply_import", long_run))

    at_work.post(url("cancel_import", long_run))
    work_it_off()

    long_run.refresh_from_db()
    assert (long_run.state, Initiative.objects.count()) == ("draft", 0)
    assert long_run.problem


def test_a_right_taken_back_meanwhile_stops_the_work(at_work, long_run, cio):
    work_it_off()
    at_work.post(url("apply_import", long_run))
    cio.memberships.update(role=Role.READER)

    work_it_off()

    long_run.refresh_from_db()
    assert (long_run.state, Initiative.objects.count()) == ("failed", 0)


def test_work_whose_worker_died_is_seen_and_can_be_asked_for_again(at_work, long_run, now):
    work_it_off()
    ImportRun.objects.filter(pk=long_run.pk).update(state="running")

    response = at_work.get(url("import", long_run))
    assert response.context["situation"].is_interrupted

    at_work.post(url("apply_import", long_run))
    work_it_off()
    assert Initiative.objects.count() == 2_000


def test_a_second_request_while_the_work_is_under_way_is_refused(at_work, long_run):
    work_it_off()
    at_work.post(url("apply_import", long_run))

    response = at_work.post(url("apply_import", long_run))

    assert response.context["refusal"]
    assert jobs.progress(f"import-{long_run.pk}").phase == "waiting"


def test_a_run_made_elsewhere_is_listed_with_its_own_state(at_work, cio_reader, tmp_path, now):
    file = tmp_path / "p.csv"
    file.write_text("\n".join([HEADER, *ROWS]))
    run = draft_import(cio_reader, file=file, name="p.csv", at=now)
    ImportRun.objects.filter(pk=run.pk).update(state="running")

    lines = at_work.get(reverse("strategy:imports")).context["runs"]

    assert [(line.tone, line.is_undoable) for line in lines] == [("bad", False)]


def test_a_file_beside_a_refused_mapping_is_said_to_be_chosen_again(at_work):
    at_work.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    response = upload(
        at_work,
        "\n".join([HEADER, *ROWS]),
        mapping=SimpleUploadedFile("mapping.toml", b"not = [a mapping"),
    )

    told = response.content.decode()
    assert "“portefeuille.csv” was not kept: choose it again." in told
    assert "“mapping.toml” was not kept" not in told
