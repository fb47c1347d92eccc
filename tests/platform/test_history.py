from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.landscape.models import Supplier
from cordee.landscape.services import save_supplier
from cordee.people.models import Team
from cordee.people.queries import reader_of
from cordee.people.services import change_member, save_team
from cordee.platform.access import Role
from cordee.platform.bulk import change_many
from cordee.platform.history import LATEST, Deed, History, history
from cordee.platform.models import User
from cordee.platform.registers.naming import readable_names
from cordee.strategy.models import Initiative, Need, Referral
from cordee.strategy.services import (
    answer,
    link_to_objectives,
    refer,
    save_initiative,
    save_need,
)
from tests.factories import (
    application,
    initiative,
    member,
    objective,
    organisation,
    person,
    supplier,
    unit,
)


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def changed(cio, valmorel, now):
    """A supplier written, then changed by hand, then among others."""
    row = Supplier(organisation=valmorel, code="SAP", name="SAP", kind="editor")
    save_supplier(row, by=cio, at=now)
    row.country, row.kind, row.note = "France", "cloud", "Reviewed"
    row.owner, row.contract_end = person(valmorel), (now + timedelta(days=30)).date()
    save_supplier(row, by=cio, at=now + timedelta(hours=1))

    def leave(one):
        one.owner = None
        save_supplier(one, by=cio, at=now + timedelta(hours=2))

    change_many(
        [row],
        change=leave,
        register="landscape:suppliers",
        field="owner",
        organisation=valmorel,
        by=cio,
        at=now + timedelta(hours=2),
        reason="She left",
    )
    return row


@pytest.fixture
def naming(cio_reader):
    """Names rows as the CIO reads them."""
    return partial(readable_names, cio_reader)


def test_a_row_tells_who_changed_what_and_why_alone_or_among_others(changed, cio, now, naming):
    found = history(changed, words={}, most=LATEST, naming=naming)

    assert found == History(
        (
            Deed(now + timedelta(hours=2), str(cio), ("Owner: Claire Ansel → —",), "She left"),
            Deed(
                now + timedelta(hours=1),
                str(cio),
                (
                    "Kind: Software editor → Cloud or hosting",
                    "Country: — → France",
                    "Owner: — → Claire Ansel",
                    "End of the contract: — → 23 Dec 2026",
                    "Change of: Note",
                ),
                "",
            ),
            Deed(now, str(cio), ("Written for the first time",), ""),
        ),
        is_whole=True,
    )


def test_a_sheet_tells_the_latest_and_opens_the_rest(signed_in, cio, valmorel, now):
    row = Team(organisation=valmorel, code="PAY", name="Team 0")
    for number in range(LATEST + 2):
        row.name = f"Team {number}"
        save_team(row, by=cio, at=now + timedelta(minutes=number))
    page = reverse("people:team", args=[row.pk])

    first = signed_in.get(page, {"from": "2027-Q1"})
    whole = signed_in.get(page, {"history": "all"})

    rest = "?from=2027-Q1&amp;history=all#history"
    assert [deed.what for deed in first.context["history"].deeds] == [
        (f"Name: Team {number - 1} → Team {number}",) for number in range(LATEST + 1, 1, -1)
    ]
    assert rest in first.content.decode()
    assert len(whole.context["history"].deeds) == LATEST + 2
    assert "See all of it" not in whole.content.decode()


def test_a_sheet_asks_as_much_of_the_database_for_a_long_history(signed_in, cio, valmorel, now):
    row = supplier(valmorel)
    page = reverse("landscape:supplier", args=[row.pk])

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            signed_in.get(page)
        return len(found)

    counts = []
    for number in (1, 5):
        for turn in range(number):
            row.name = f"{number}-{turn}"
            save_supplier(row, by=cio, at=now)
        signed_in.get(page)
        counts.append(asked())

    assert counts[0] == counts[1]


def test_a_deed_that_changes_no_field_is_said_in_the_words_of_the_list(
    signed_in, cio, valmorel, now
):
    row = Need(organisation=valmorel, code="N1", name="Retrait", unit=unit(valmorel))
    save_need(row, by=cio, at=now)
    signed_in.post(reverse("strategy:comment_on_need", args=[row.pk]), {"text": "Quand ?"})

    deeds = signed_in.get(reverse("strategy:need", args=[row.pk])).context["sheet"].history.deeds

    assert [deed.what for deed in deeds] == [
        ("“Retrait” commented",),
        ("Written for the first time",),
    ]


def test_a_name_that_was_erased_is_not_told(changed, cio, naming):
    User.objects.filter(pk=cio.pk).update(pseudonym="00000000-0000-0000-0000-000000000000")

    deeds = history(changed, words={}, most=1, naming=naming)

    assert ([deed.who for deed in deeds.deeds], deeds.is_whole) == (
        ["Someone whose name was erased"],
        False,
    )


def told(client, page):
    """The lines of a sheet’s history, latest first, without the first writing."""
    context = client.get(page).context
    found = context["history"] if "history" in context else context["sheet"].history
    return [deed.what for deed in found.deeds if deed.what != ("Written for the first time",)]


def test_links_are_told_by_name_and_what_is_gone_says_so(signed_in, cio, valmorel, now):
    shops, stocks = unit(valmorel, "M", "Magasins"), unit(valmorel, "S", "Stocks")
    claire, karim = person(valmorel), person(valmorel, "Karim Haddad")
    till, site = application(valmorel, "A1", "Caisse"), application(valmorel, "A2", "Site")
    row = Initiative(organisation=valmorel, code="I-1", name="Retrait", kind="project")
    row.unit, row.business_sponsor = shops, claire
    save_initiative(row, applications=[till], by=cio, at=now)
    row.unit, row.business_sponsor = stocks, karim
    save_initiative(row, applications=[till, site], by=cio, at=now)
    row.business_sponsor = None
    save_initiative(row, by=cio, at=now)
    karim.delete()

    lines = told(signed_in, reverse("strategy:initiative", args=["I-1"]))

    assert lines == [
        ("Business sponsor: removed since → —",),
        (
            "Unit: Magasins → Stocks",
            "Business sponsor: Claire Ansel → removed since",
            "Applications: Caisse → Caisse, Site",
        ),
    ]


def test_a_name_out_of_the_readers_perimeter_is_never_told(client, cio, valmorel, now):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    shops, stocks = unit(valmorel, "M", "Magasins"), unit(valmorel, "S", "Stocks")
    secret = initiative(valmorel, "I-9", "Projet secret", unit=stocks)
    known = initiative(valmorel, "I-8", "Projet connu", unit=shops)
    row = Need(organisation=valmorel, code="N1", name="Retrait", unit=shops, initiative=secret)
    save_need(row, by=cio, at=now)
    row.initiative = known
    save_need(row, by=cio, at=now)
    client.force_login(member(valmorel, Role.MEMBER, units=[shops]))

    answered = client.get(reverse("strategy:need", args=[row.pk]))

    (line,) = [d.what for d in answered.context["sheet"].history.deeds][:1]
    assert line == ("Initiative: outside your perimeter → Projet connu",)
    assert "Projet secret" not in answered.content.decode()


def test_a_key_of_another_organisation_has_no_name_here(cio_reader, valmorel):
    elsewhere = person(organisation("Rivaud", "rivaud"), "Un client")
    here = person(valmorel, "Claire Morel")

    names = readable_names(cio_reader, {type(here): {here.pk, elsewhere.pk}})

    assert names == {type(here): {here.pk: "Claire Morel", elsewhere.pk: "removed since"}}


def test_names_are_asked_in_two_questions_however_many_rows_and_lists(
    valmorel, django_assert_num_queries
):
    shops = unit(valmorel, "M", "Magasins")
    reader = reader_of(member(valmorel, Role.MEMBER, units=[shops]), organisation_id=valmorel.pk)
    people = [person(valmorel, f"Personne {n}") for n in range(6)]
    hidden = initiative(valmorel, "I-9", "Projet secret")
    keys = {
        type(people[0]): {one.pk for one in people},
        Initiative: {hidden.pk},
        User: {reader.user.pk},
    }

    with django_assert_num_queries(2):
        names = readable_names(reader, keys)

    assert names == {
        type(people[0]): {one.pk: one.name for one in people},
        Initiative: {hidden.pk: "outside your perimeter"},
        User: {reader.user.pk: str(reader.user)},
    }


def test_the_sheet_of_an_initiative_tells_the_latest_and_opens_the_rest(
    signed_in, cio, valmorel, now
):
    row = initiative(valmorel, "I-1", "Retrait", status="running")
    for number in range(LATEST + 2):
        row.description = f"{number}"
        save_initiative(row, by=cio, at=now + timedelta(minutes=number))
    growth = objective(valmorel, "O1", "Croissance")
    link_to_objectives({row: {growth: Decimal(1)}}, by=cio, at=now + timedelta(hours=1))
    page = reverse("strategy:initiative", args=["I-1"])

    first, whole = signed_in.get(page), signed_in.get(page, {"history": "all"})

    assert first.context["history"].deeds[0].what == (
        "“Retrait” linked to its objectives",
        "— → O1 100%",
    )
    assert len(first.context["history"].deeds) == LATEST
    assert "?history=all#history" in first.content.decode()
    assert len(whole.context["history"].deeds) == LATEST + 3


def test_a_question_tells_who_asked_and_who_answered(signed_in, cio, valmorel, now):
    about = initiative(valmorel, "I-1", "Retrait")
    asked = Referral(
        organisation=valmorel,
        initiative=about,
        person=person(valmorel),
        question="Quand ?",
    )
    refer(asked, by=cio, at=now)
    answer(asked, outcome="Lundi", by=cio, at=now + timedelta(hours=1))

    page = reverse("strategy:referral", args=[asked.pk])

    assert told(signed_in, page) == [("Question answered",), ("Question asked",)]


def test_a_member_tells_who_gave_which_role_and_perimeter(client, valmorel, now):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    owner, other = member(valmorel, Role.OWNER), member(valmorel, Role.MEMBER)
    shops = unit(valmorel, "M", "Magasins")
    place = other.memberships.get()
    change_member(place, role=Role.FINANCE, units=[shops], by=owner, at=now)
    client.force_login(owner)

    lines = told(client, reverse("people:member", args=[place.pk]))

    assert lines[0] == ("Role: Member → Finance", "Perimeter: — → Magasins")
