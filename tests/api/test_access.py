"""Walks every operation of the API × (stranger, reader, another organisation)."""

import re

import pytest
from django.test import override_settings

from cordee.people.models import PersonalToken
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.models import Entry
from cordee.platform.registers import declared_registers
from cordee.strategy.imports import draft_import
from tests.api.contract import paths
from tests.factories import member, pack
from tests.platform.registers.exchange.files import AT
from tests.test_access import MARK, everything_told, furnished

OPERATIONS = [
    (method, path.removeprefix("/api/v1"))
    for path, methods in paths().items()
    for method in methods
]
OF_EVERYBODY = {"/exports/{listed}/", "/several/{listed}/"}
"""What each organisation has under the same name."""
READING = [(method, path) for method, path in OPERATIONS if method == "get"]
WRITING = [(method, path) for method, path in OPERATIONS if method != "get"]
NAMING = [one for one in WRITING if "{" in one[1] and one[1] not in OF_EVERYBODY]


@pytest.fixture(scope="module")
def companies(for_the_module, tmp_path_factory):
    """Two organisations written once for the whole walk; each test undoes what it adds to them."""
    folder = tmp_path_factory.mktemp("walk")
    with override_settings(
        IMPORT_DIR=folder / "imports", ARCHIVE_DIR=folder / "archives", PACK_DIR=folder / "packs"
    ):
        rows, rivals = furnished("valmorel-2", MARK), furnished("rivaud", "Rivaud")
        file = folder / "portefeuille.csv"
        file.write_text(f"Nom du projet;Budget 2027 (k€)\nCaisse {MARK};12\nEntrepôt;30\n")
        owner = member(rows.organisation, Role.OWNER, username="propriétaire")
        reader = reader_of(owner, organisation_id=rows.organisation.pk)
        rows.run = draft_import(reader, file=file, name=f"{MARK}.csv", at=AT)
        rows.member = rows.membership
        yield rows, rivals


@pytest.fixture
def ours(companies, db):
    return companies[0]


@pytest.fixture
def theirs(companies, db):
    return companies[1]


def keyed(path, rows):
    """The address with the keys of the furnished rows."""
    if "{pack}" in path:
        owners = rows.organisation.memberships.filter(role=Role.OWNER)
        rows.pack = pack(rows.organisation, owners.earliest("pk").user)
    registers = {(r.path or r.plural).replace("_", "-"): r for r in declared_registers()}
    register = registers.get(path.strip("/").split("/")[0])
    if "{key}" in path:
        return path.replace("{key}", str(getattr(row_of(register, rows), register.key)))
    kinds = re.findall(r"{(\w+)}", path)
    keys = {kind: getattr(rows, kind).pk for kind in kinds if hasattr(rows, kind)}
    keys |= {"code": rows.initiative.code, "item": f"referral:{rows.referral.pk}"}
    keys |= {"kind": "xlsx", "listed": "initiatives"}
    keys |= {"bulk": rows.initiatives_changed.pk}
    return path.format(**keys)


def body_of(path):
    """What an operation needs to be told before it looks for its object."""
    bodies = {
        "/state/": {"to": "killed"},
        "/comments/": {"text": "Bonjour"},
        "/answer/": {"outcome": "Oui"},
        "/reading/": {},
        "/comments/{comment}/": {"text": "Bonjour"},
        "/inbox/{item}/": {"to": "done"},
    }
    return next((body for end, body in bodies.items() if path.endswith(end)), {})


def row_of(register, rows):
    wanted = register.file_form._meta.model
    return next(row for row in vars(rows).values() if type(row) is wanted)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_a_stranger_is_told_to_sign_in(call, ours, method, path):
    answer = call(method, keyed(path, ours), headers={})

    assert answer.status_code == 401


@pytest.mark.parametrize(("method", "path"), READING)
def test_a_member_reads_their_own_and_nobody_elses(call, bearer, ours, theirs, method, path):
    own = call(
        method, keyed(path, ours), headers=bearer(Role.OWNER, organisation=ours.organisation)
    )
    other = call(
        method, keyed(path, ours), headers=bearer(Role.OWNER, organisation=theirs.organisation)
    )

    assert own.status_code == 200
    is_named = "{" in path and path not in OF_EVERYBODY
    assert other.status_code == (404 if is_named else 200)
    assert MARK not in everything_told(other)


@pytest.mark.parametrize(("method", "path"), WRITING)
def test_who_only_reads_writes_nothing(call, bearer, ours, method, path):
    before = Entry.objects.count()
    roles = [
        bearer(Role.READER, organisation=ours.organisation),
        bearer(Role.OWNER, organisation=ours.organisation, scope=PersonalToken.Scope.READ),
    ]
    made = Entry.objects.count() - before

    answers = [
        call(method, keyed(path, ours), {}, headers=role | {"If-Match": "*"}).status_code
        for role in roles
    ]

    if path == "/board-packs/":  # changes nothing of what the organisation keeps
        assert answers == [202, 202]
        return
    of_others = {409} if path == "/saved-views/{saved_view}/" else set()
    assert set(answers) <= {403, 422} | of_others
    assert answers[1] == 403
    assert Entry.objects.count() == before + made


@pytest.mark.parametrize(("method", "path"), NAMING)
def test_another_organisation_changes_nothing(call, bearer, ours, theirs, method, path):
    header = bearer(Role.OWNER, organisation=theirs.organisation) | {"If-Match": "*"}
    before = Entry.objects.filter(organisation=ours.organisation).count()

    answer = call(method, keyed(path, ours), body_of(path), headers=header)

    assert answer.status_code == 404
    assert Entry.objects.filter(organisation=ours.organisation).count() == before
