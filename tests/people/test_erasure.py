"""An organisation erased: locked first, taken back in time, else gone, and nothing else with it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from cordee.people import services
from cordee.people.models import Membership, Unit
from cordee.people.queries import reader_of
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.archives import belongings
from cordee.platform.errors import Refused
from cordee.platform.health import journal_state
from cordee.platform.mailing import stop_mail
from cordee.platform.models import Entry, Letter, Notice, Organisation, User
from tests.factories import member, organisation, unit, user_session
from tests.pages import HTMX, IN_ENGLISH, words
from tests.platform.archives.furnished import furnished_whole

OURS, THEIRS = "Quzelvin", "Rivaudière"
ERASE, TAKE_BACK = "/organisations/erase/", "/organisations/erase/take-back/"


@pytest.fixture
def owner(valmorel):
    return member(valmorel, Role.OWNER, username="marianne")


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def locked(valmorel, owner, at):
    services.ask_erasure(valmorel, name=valmorel.name, by=owner, at=at)
    valmorel.refresh_from_db()
    return valmorel


# Locked, then taken back


def test_the_name_is_typed_to_confirm(valmorel, owner, now):
    with pytest.raises(Refused, match="Type its name exactly: “Comptoirs Valmorel”"):
        services.ask_erasure(valmorel, name="Comptoirs", by=owner, at=now)

    assert Organisation.objects.get().erase_on is None


def test_it_is_locked_for_the_days_of_the_settings(valmorel, owner, now, settings):
    settings.ERASURE_DAYS = 12

    assert locked(valmorel, owner, now).erase_on == now + timedelta(days=12)


def test_nothing_is_written_while_it_is_locked_whatever_the_door(valmorel, owner, now):
    locked(valmorel, owner, now)

    with pytest.raises(Refused, match="is to be erased on 23 Dec 2026"):
        services.save_unit(
            Unit(organisation=valmorel, code="LOG", name="Logistique"), by=owner, at=now
        )

    assert list(Unit.objects.all()) == []


def test_a_form_is_refused_with_a_page_and_a_fragment_with_a_note(signed_in, valmorel, owner, now):
    locked(valmorel, owner, now)
    typed = {"code": "LOG", "name": "Logistique", "kind": "it"}

    page = signed_in.post("/units/new/", typed)
    note = signed_in.post("/units/new/", typed, headers=HTMX)

    assert (page.status_code, note.status_code, note["HX-Retarget"]) == (409, 422, "#notice")
    assert "is locked: nothing was written" in words(page)
    assert list(Unit.objects.all()) == []


def test_every_page_of_a_locked_organisation_says_until_when(signed_in, valmorel, owner, now):
    locked(valmorel, owner, now)

    page = signed_in.get("/units/")

    assert page.status_code == 200
    assert "Comptoirs Valmorel is to be erased on 23 Dec 2026" in words(page)


def test_an_owner_takes_it_back_on_the_page(signed_in, valmorel, owner):
    signed_in.post(ERASE, {"name": "Comptoirs Valmorel"})
    assert "will be erased on" in words(signed_in.get(ERASE))

    answer = signed_in.post(TAKE_BACK)

    assert (answer.status_code, answer.url) == (302, reverse("people:organisation"))
    assert Organisation.objects.get(pk=valmorel.pk).erase_on is None
    assert (
        signed_in.post("/units/new/", {"code": "L", "name": "L", "kind": "it"}).status_code == 302
    )
    assert [e.action for e in Entry.objects.order_by("number")] == [
        "people.ask_erasure",
        "people.take_back_erasure",
        "people.save_unit",
    ]


def test_a_wrong_name_keeps_what_was_typed_and_says_what_to_type(signed_in):
    page = signed_in.post(ERASE, {"name": "Comptoirs"})

    assert 'value="Comptoirs"' in page.content.decode()
    assert "Type its name exactly: “Comptoirs Valmorel”." in words(page)


def test_what_is_locked_still_leaves_as_an_archive(signed_in, valmorel, owner, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    locked(valmorel, owner, timezone.now())

    answer = signed_in.post(reverse("people:ask_archive"))

    assert (answer.status_code, answer.url) == (302, reverse("people:archives"))
    assert Entry.objects.filter(action="platform.export_organisation").count() == 1


# Erased


def dumped():
    """Every row of every table, as text."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        rows = model._base_manager.values()
        found[model._meta.label] = {str(row[model._meta.pk.attname]): str(row) for row in rows}
    return found


@pytest.fixture
def two(db, settings, tmp_path):
    settings.IMPORT_DIR = tmp_path
    theirs = furnished_whole("rivaud", THEIRS)
    ours = furnished_whole("valmorel", OURS)
    shared = member(ours.organisation, Role.CIO, username="consultante")
    Membership.objects.create(user=shared, organisation=theirs.organisation, role=Role.READER)
    user_session(ours.colleague)
    for name in ("valmorel.csv", "rivaud.csv"):
        (tmp_path / name).write_text(name)
    return ours, theirs, shared


def test_every_row_of_it_goes_and_the_rest_of_the_database_is_unchanged_row_by_row(
    two, now, tmp_path, django_capture_on_commit_callbacks
):
    ours, _theirs, shared = two
    home, before = ours.organisation, dumped()
    own = {
        table.model._meta.label: {str(row.pk) for row in table.rows(home)} for table in belongings()
    }
    members = set(User.objects.filter(memberships__organisation=home).exclude(pk=shared.pk))

    with django_capture_on_commit_callbacks(execute=True):
        services.erase_organisation(home, by=ours.owner, at=now)

    after = dumped()
    changed = {"platform.Entry", "platform.Organisation"}
    others = {"platform.User", "usersessions.UserSession"}
    assert all(own.values())
    for label in before.keys() - changed - others:
        kept = {pk: row for pk, row in before[label].items() if pk not in own.get(label, ())}
        assert after[label] == kept, label
    for label in changed:
        theirs = {pk: row for pk, row in before[label].items() if pk not in own[label]}
        assert theirs.items() <= after[label].items()
    erased = {str(one.pk) for one in members}
    assert {
        pk for pk, row in before["platform.User"].items() if after["platform.User"][pk] != row
    } == erased
    assert after["usersessions.UserSession"] == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rivaud.csv"]
    assert OURS not in str(after)
    assert THEIRS in str(after)


def test_its_chain_still_holds_up_to_any_head_that_was_printed(two, now):
    ours, theirs, _shared = two
    printed, lines = journal.head(ours.organisation), Entry.objects.count()

    services.erase_organisation(ours.organisation, by=ours.owner, at=now)

    home = Organisation.objects.get(pk=ours.organisation.pk)
    found = journal.verification(home, expected_head=printed)
    assert (found.holds, found.entries, found.organisation) == (True, 3, f"erased-{home.pk}")
    assert journal_state(slug="", expected_head=printed)["holds"]
    assert Entry.objects.count() == lines + 1
    told = Entry.objects.filter(organisation=home).order_by("number")
    assert [(e.action, e.reason) for e in told] == [
        ("people.save_unit", ""),
        ("people.save_unit", ""),
        ("people.erase_organisation", ""),
    ]
    assert journal.verification(theirs.organisation).holds


@pytest.mark.parametrize(
    "rewriting",
    [
        {"action": "people.remove_unit"},
        {"actor": "00000000-0000-4000-8000-000000000000"},
        {"subject": "people.unit:999"},
        {"digest": "f" * 64},
        {"detail": {"name": ["", "Autre"]}},
        {"reason": "Autre"},
    ],
    ids=str,
)
def test_a_line_rewritten_after_the_erasure_shows(two, now, rewriting):
    ours, _theirs, _shared = two
    services.erase_organisation(ours.organisation, by=ours.owner, at=now)

    Entry.objects.filter(organisation=ours.organisation, number=1).update(**rewriting)

    home = Organisation.objects.get(pk=ours.organisation.pk)
    assert not journal.verification(home).holds


def test_a_line_taken_away_after_the_erasure_shows(two, now):
    ours, _theirs, _shared = two
    services.erase_organisation(ours.organisation, by=ours.owner, at=now)

    Entry.objects.filter(organisation=ours.organisation, number=2).delete()

    home = Organisation.objects.get(pk=ours.organisation.pk)
    assert journal.verification(home).broken_at == 3


def test_blanking_a_line_of_an_organisation_that_is_not_erased_shows(two):
    ours, _theirs, _shared = two

    Entry.objects.filter(organisation=ours.organisation, number=1).update(detail={}, reason="")

    assert journal.verification(ours.organisation).broken_at == 1


def test_accounts_that_belong_nowhere_else_are_erased_and_the_others_stay(two, now):
    ours, theirs, shared = two

    services.erase_organisation(ours.organisation, by=ours.owner, at=now)

    ours.owner.refresh_from_db()
    shared.refresh_from_db()
    assert (ours.owner.is_active, ours.owner.email, ours.owner.last_name) == (False, "", "")
    assert (shared.is_active, shared.email) == (True, "consultante@valmorel.example")
    reader = reader_of(shared, organisation_id=ours.organisation.pk)
    assert reader.organisation == theirs.organisation


def test_every_owner_is_written_to_whatever_they_chose_to_receive(valmorel, owner, now, settings):
    Organisation.objects.filter(pk=valmorel.pk).update(language="en")  # mails speak it
    other = member(valmorel, Role.OWNER, username="odile")
    member(valmorel, Role.CIO, username="helene")
    for notice in Notice.values:
        stop_mail(other, about=notice)

    locked(valmorel, owner, now)
    services.take_back_erasure(valmorel, by=other, at=now)

    letters = Letter.objects.order_by("pk").values_list("user__username", "subject")
    asked, kept = (
        "Comptoirs Valmorel is locked, and will be erased",
        "Comptoirs Valmorel is kept: nothing is erased",
    )
    assert sorted(letters) == sorted(
        (who, s) for s in (asked, kept) for who in ("marianne", "odile")
    )
    first = Letter.objects.filter(user=other).earliest("pk")
    assert "23 Dec 2026" in first.text
    assert ERASE in first.text


def test_the_clock_erases_what_is_due_and_nothing_before(valmorel, owner, now):
    rivaud = organisation("Rivaud", "rivaud")
    unit(valmorel)
    due = locked(valmorel, owner, now).erase_on

    early, late = (services.erase_due(at=at) for at in (due - timedelta(seconds=1), due))
    again = services.erase_due(at=due)

    assert (early, late, again) == (0, 1, 0)
    assert list(Unit.objects.all()) == []
    assert Organisation.objects.get(pk=rivaud.pk).name == "Rivaud"
    line = Entry.objects.get(action="people.erase_organisation")
    assert line.actor == owner.pseudonym


def test_what_is_erased_is_not_erased_twice(valmorel, owner, now):
    services.erase_organisation(valmorel, by=owner, at=now)

    with pytest.raises(Refused, match="erased already"):
        services.erase_organisation(valmorel, by=owner, at=now)


def test_the_page_of_an_owner_of_several_says_which_one(signed_in, owner):
    other = organisation("Rivaud", "rivaud")
    Membership.objects.create(user=owner, organisation=other, role=Role.OWNER)
    signed_in.post("/organisations/switch/", {"organisation": other.pk})

    page = signed_in.get(ERASE, headers=IN_ENGLISH)

    assert "Erase Rivaud for good?" in words(page)
