"""The method copied from one client to another: what is chosen, and no data with it."""

import json

import pytest
from django.core.serializers.json import DjangoJSONEncoder

from cordee.people import services
from cordee.people.models import Membership, WorkingCalendar
from cordee.people.queries import pieces, reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry, Organisation, SavedView
from tests.factories import calendar, member, organisation, person, saved_view, unit
from tests.pages import IN_ENGLISH, words

COPY, SWITCH = "/organisations/copy/", "/organisations/switch/"


@pytest.fixture
def rivaud(db):
    return organisation("Ateliers Rivaud", "rivaud", fiscal_year_start=4)


@pytest.fixture
def consultant(valmorel, rivaud):
    """A reader in Rivaud, from where it is copied; an owner in Valmorel, where it arrives."""
    user = member(valmorel, Role.OWNER, username="consultante")
    Membership.objects.create(user=user, organisation=rivaud, role=Role.READER)
    return user


@pytest.fixture
def source(consultant, rivaud):
    return reader_of(consultant, organisation_id=rivaud.pk)


@pytest.fixture
def target(consultant, valmorel):
    return reader_of(consultant, organisation_id=valmorel.pk)


def named(source, target):
    return {one.key: one for one in pieces(source, target=target)}


def copied(source, target, *keys, replaced=(), at):
    return services.copy_pieces(source, target=target, chosen=keys, replaced=replaced, at=at)


def test_a_calendar_arrives_whole_with_one_line_in_each_journal(
    source, target, rivaud, valmorel, now
):
    row = calendar(rivaud, "Deux-huit", monday=8, closed_days=["2026-12-24"])

    count = copied(source, target, f"calendar:{row.pk}", at=now)

    arrived = WorkingCalendar.objects.get(organisation=valmorel)
    assert count == 1
    assert (arrived.name, arrived.monday, arrived.closed_days) == ("Deux-huit", 8, ["2026-12-24"])
    assert sorted(Entry.objects.values_list("organisation__slug", "action")) == [
        ("rivaud", "people.copy_out"),
        ("valmorel", "people.copy_in"),
    ]
    assert [entry.detail for entry in Entry.objects.all()] == [{"calendar": 1}] * 2


def test_what_exists_here_is_not_replaced_unsaid(source, target, rivaud, valmorel, now):
    row = calendar(rivaud, "France", monday=8)
    calendar(valmorel, "France", monday=7)
    key = f"calendar:{row.pk}"

    with pytest.raises(Refused, match="“France” exists here and is different"):
        copied(source, target, key, at=now)
    assert WorkingCalendar.objects.get(organisation=valmorel).monday == 7
    copied(source, target, key, replaced=[key], at=now)

    assert WorkingCalendar.objects.get(organisation=valmorel).monday == 8


def test_all_of_it_is_written_or_nothing(source, target, rivaud, valmorel, now):
    new, twin = calendar(rivaud, "Nuit"), calendar(rivaud, "France", monday=8)
    calendar(valmorel, "France", monday=7)

    with pytest.raises(Refused):
        copied(source, target, f"calendar:{new.pk}", f"calendar:{twin.pk}", at=now)

    assert [one.name for one in WorkingCalendar.objects.filter(organisation=valmorel)] == ["France"]
    assert list(Entry.objects.all()) == []


def test_the_settings_are_copied_but_not_the_name_nor_the_colour(
    source, target, rivaud, valmorel, now
):
    Organisation.objects.filter(pk=rivaud.pk).update(colour="plum", currency="CHF")

    copied(source, target, "settings:0", replaced=["settings:0"], at=now)

    valmorel.refresh_from_db()
    told = (valmorel.fiscal_year_start, valmorel.name, valmorel.colour, valmorel.currency)
    assert told == (4, "Comptoirs Valmorel", "", "EUR")


def test_a_view_leaves_words_and_rows_behind_and_says_so(
    source, target, consultant, rivaud, valmorel, now
):
    place = unit(rivaud, "SEC", "Secret")
    asked = f"q=Claire+Ansel&unit={place.pk}&status=running&sort=-name"
    row = saved_view(consultant, rivaud, "Ce qui tourne", asked=asked, plural="initiatives")
    SavedView.objects.filter(pk=row.pk).update(space="strategy")
    key = f"view:{row.pk}"
    piece = named(source, target)[key]

    copied(source, target, key, at=now)

    arrived = SavedView.objects.get(organisation=valmorel)
    assert piece.stays_behind
    assert "q=" not in arrived.asked
    assert "Claire" not in arrived.asked
    assert str(place.pk) not in arrived.asked.split("=")
    assert (arrived.name, arrived.author, arrived.is_shared) == ("Ce qui tourne", consultant, False)


def test_no_name_of_the_one_crosses_to_the_other(source, target, rivaud, valmorel, consultant, now):
    person(rivaud, "Quzelvin Dupont")
    unit(rivaud, "Q", "Unité Quzelvin")
    calendar(rivaud, "Nuit")
    saved_view(consultant, rivaud, "Tout", asked="q=Quzelvin")
    Organisation.objects.filter(pk=rivaud.pk).update(name="Quzelvin et fils")

    every = named(source, target)
    copied(source, target, *every, replaced=list(every), at=now)

    rows = [
        *Entry.objects.filter(organisation=valmorel).values(),
        *SavedView.objects.filter(organisation=valmorel).values(),
        *WorkingCalendar.objects.filter(organisation=valmorel).values(),
        *Organisation.objects.filter(pk=valmorel.pk).values(),
    ]
    out = list(Entry.objects.filter(organisation=rivaud).values())
    assert "Quzelvin" not in json.dumps(rows, cls=DjangoJSONEncoder)
    assert "Valmorel" not in json.dumps(out, cls=DjangoJSONEncoder)


def test_a_view_that_a_colleague_keeps_to_themselves_is_not_offered(source, target, rivaud):
    colleague = member(rivaud, Role.CIO)
    mine = saved_view(colleague, rivaud, "Pour moi")
    shared = saved_view(colleague, rivaud, "Pour tous", is_shared=True)

    offered = named(source, target)

    assert (f"view:{mine.pk}" in offered, f"view:{shared.pk}" in offered) == (False, True)


@pytest.mark.parametrize(
    ("role", "kinds"),
    [
        (Role.OWNER, {"settings", "calendar", "view"}),
        (Role.CIO, {"calendar", "view"}),
        (Role.READER, {"view"}),
    ],
)
def test_each_role_is_offered_what_it_may_write(source, consultant, rivaud, valmorel, role, kinds):
    calendar(rivaud, "Nuit")
    saved_view(consultant, rivaud, "Tout")
    consultant.memberships.filter(organisation=valmorel).update(role=role)

    there = reader_of(consultant, organisation_id=valmorel.pk)

    assert {one.kind for one in pieces(source, target=there)} == kinds


def test_the_page_shows_what_changes_and_copies_what_is_ticked(
    client, consultant, rivaud, valmorel
):
    row = calendar(rivaud, "France", monday=8)
    calendar(valmorel, "France", monday=7)
    client.force_login(consultant)
    client.post(SWITCH, {"organisation": valmorel.pk})
    key, typed = f"calendar:{row.pk}", {"from": rivaud.pk}

    page = client.get(COPY, typed, headers=IN_ENGLISH)
    refused = client.post(COPY, typed | {"piece": key}, headers=IN_ENGLISH)
    done = client.post(COPY, typed | {"piece": key, "replace": key}, headers=IN_ENGLISH)

    assert "Monday, in hours: 7 → 8" in words(page)
    assert "say that it may be replaced" in words(refused)
    assert (done.status_code, done.url) == (302, f"{COPY}?from={rivaud.pk}")
    assert WorkingCalendar.objects.get(organisation=valmorel).monday == 8


@pytest.mark.parametrize("asked", ["theirs", "own", "0", "x", "9" * 30])
def test_nothing_is_copied_from_where_one_is_not_a_member(client, consultant, valmorel, asked):
    theirs = organisation("Banque du Lac", "lac")
    client.force_login(consultant)
    client.post(SWITCH, {"organisation": valmorel.pk})
    wanted = {"theirs": theirs.pk, "own": valmorel.pk}.get(asked, asked)

    assert client.get(COPY, {"from": wanted}).status_code == 404
    assert client.post(COPY, {"from": wanted, "piece": "settings:0"}).status_code == 404
