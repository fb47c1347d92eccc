from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cordee.landscape.models import Supplier
from cordee.landscape.services import save_supplier
from cordee.people.models import Team
from cordee.people.services import save_team
from cordee.platform.bulk import change_many
from cordee.platform.history import LATEST, Deed, History, history
from cordee.platform.models import User
from cordee.strategy.models import Need
from cordee.strategy.services import save_need
from tests.factories import person, supplier, unit


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


def test_a_row_tells_who_changed_what_and_why_alone_or_among_others(changed, cio, now):
    found = history(changed, words={}, most=LATEST)

    assert found == History(
        (
            Deed(now + timedelta(hours=2), str(cio), ("Change of: Owner",), "She left"),
            Deed(
                now + timedelta(hours=1),
                str(cio),
                (
                    "Kind: Software editor → Cloud or hosting",
                    "Country: — → France",
                    "Change of: Owner",
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


def test_a_name_that_was_erased_is_not_told(changed, cio):
    User.objects.filter(pk=cio.pk).update(pseudonym="00000000-0000-0000-0000-000000000000")

    deeds = history(changed, words={}, most=1)

    assert ([deed.who for deed in deeds.deeds], deeds.is_whole) == (
        ["Someone whose name was erased"],
        False,
    )
