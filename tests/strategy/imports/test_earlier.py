"""A file read as an earlier one was, here or by another client: the columns, nothing else."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from cordee.people.models import Membership
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.importing.mapping import Mapping, Served
from cordee.platform.models import Entry, ImportRun
from cordee.strategy.imports import (
    draft_import,
    earlier_imports,
    receive_like,
    save_mapping,
)
from tests.factories import member, organisation, unit

HEADER = "Réf;Intitulé;Porteur"
THEIRS = f"{HEADER}\nQ-1;Projet Quzelvin;Dupont Quzelvin\n"
OURS = f"{HEADER}\nV-1;Caisse;Ansel\n"
URL = reverse("strategy:new_import")


@pytest.fixture(autouse=True)
def own_folders(settings, tmp_path):
    settings.DATA_DIR, settings.IMPORT_DIR = tmp_path, tmp_path / "imports"


@pytest.fixture
def rivaud(db):
    return organisation("Quzelvin et fils", "rivaud")


@pytest.fixture
def consultant(valmorel, rivaud):
    user = member(valmorel, Role.CIO, username="consultante")
    Membership.objects.create(user=user, organisation=rivaud, role=Role.CIO)
    return user


@pytest.fixture
def here(consultant, valmorel):
    return reader_of(consultant, organisation_id=valmorel.pk)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "valmorel.csv"
    path.write_text(OURS)
    return path


def applied(user, client, folder, *, at, name="quzelvin.csv"):
    """An import of that client, whose columns were said by hand."""
    path = folder / name
    path.write_text(THEIRS)
    reader = reader_of(user, organisation_id=client.pk)
    run = draft_import(reader, file=path, name=name, at=at)
    said = Mapping((Served("code", "Réf"), Served("name", "Intitulé")), (), "")
    save_mapping(run, mapping=said, creates_objectives=False, by=user, at=at)
    text = f"# “Porteur” holds Dupont Quzelvin\n{run.mapping}"
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.APPLIED, mapping=text)
    run.refresh_from_db()
    return run


def test_the_columns_of_another_client_are_taken_and_each_journal_keeps_a_line(
    here, consultant, rivaud, file, tmp_path, now
):
    theirs = applied(consultant, rivaud, tmp_path, at=now)

    run = receive_like(here, file=file, earlier=theirs.pk, at=now)

    assert run.organisation == here.organisation
    assert run.mapping == '[columns]\ncode = "Réf"\nname = "Intitulé"\n'
    assert sorted(Entry.objects.values_list("organisation__slug", "action")) == [
        ("rivaud", "strategy.copy_mapping_out"),
        ("valmorel", "strategy.copy_mapping_in"),
    ]


def test_no_value_and_no_name_of_the_other_client_crosses(
    here, consultant, rivaud, valmorel, file, tmp_path, now
):
    theirs = applied(consultant, rivaud, tmp_path, at=now)

    receive_like(here, file=file, earlier=theirs.pk, at=now)

    runs = ImportRun.objects.filter(organisation=valmorel).defer("changes")
    rows = [*runs.values("file_name", "mapping", "options", "counts")]
    rows += Entry.objects.filter(organisation=valmorel).values()
    out = list(Entry.objects.filter(organisation=rivaud).values())
    assert "uzelvin" not in json.dumps(rows, cls=DjangoJSONEncoder).casefold()
    assert "valmorel" not in json.dumps(out, cls=DjangoJSONEncoder).casefold()


def test_what_was_read_here_serves_again_without_a_line(
    here, consultant, valmorel, file, tmp_path, now
):
    ours = applied(consultant, valmorel, tmp_path, at=now)

    run = receive_like(here, file=file, earlier=ours.pk, at=now)

    assert 'code = "Réf"' in run.mapping
    assert list(Entry.objects.all()) == []


def test_only_clients_where_one_imports_are_offered(here, consultant, rivaud, tmp_path, now):
    theirs = applied(consultant, rivaud, tmp_path, at=now)
    before = [one.run.pk for one in earlier_imports(here)]
    consultant.memberships.filter(organisation=rivaud).update(role=Role.READER)

    assert (before, earlier_imports(here)) == ([theirs.pk], ())


def test_in_a_perimeter_only_ones_own_are_offered(here, consultant, rivaud, tmp_path, now):
    colleague = member(rivaud, Role.CIO)
    applied(colleague, rivaud, tmp_path, at=now, name="autre.csv")
    mine = applied(consultant, rivaud, tmp_path, at=now)
    consultant.memberships.get(organisation=rivaud).units.add(unit(rivaud))

    assert [one.run.pk for one in earlier_imports(here)] == [mine.pk]


def test_an_import_of_strangers_is_refused(here, file, tmp_path, now):
    theirs = organisation("Banque du Lac", "lac")
    run = applied(member(theirs, Role.CIO), theirs, tmp_path, at=now)

    with pytest.raises(Refused, match="no longer there"):
        receive_like(here, file=file, earlier=run.pk, at=now)


def test_the_page_reads_the_file_as_chosen_and_says_when_it_does_not_suit(
    client, consultant, valmorel, rivaud, tmp_path, now
):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    theirs = applied(consultant, rivaud, tmp_path, at=now)
    client.force_login(consultant)
    client.post("/organisations/switch/", {"organisation": valmorel.pk})

    def sent(content):
        given = SimpleUploadedFile("ici.csv", content.encode())
        return client.post(URL, {"file": given, "earlier": theirs.pk})

    suits, not_so = sent(OURS), sent("Code;Nom\nV-1;Caisse\n")

    assert suits.status_code == 302
    assert 'code = "Réf"' in ImportRun.objects.get(organisation=valmorel).mapping
    assert "has no column “Réf”" in str(not_so.context["form"].errors["earlier"])


def test_the_page_costs_the_same_for_one_earlier_import_and_for_six(
    client, consultant, valmorel, tmp_path, now, django_assert_max_num_queries
):
    client.force_login(consultant)
    client.post("/organisations/switch/", {"organisation": valmorel.pk})
    counted = []
    for number in (1, 5):
        for _one in range(number):
            applied(consultant, valmorel, tmp_path, at=now)
        with django_assert_max_num_queries(15) as found:
            client.get(URL)
        counted.append(len(found))

    assert counted[0] == counted[1]
