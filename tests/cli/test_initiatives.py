"""`cordee initiative start`, run in this process on the database of the test."""

import sys
from datetime import date

import pytest

from cordee.cli.main import main
from cordee.platform.access import Role
from cordee.platform.models import Entry
from cordee.strategy.models import Initiative, Waiver
from tests.factories import initiative, member


@pytest.fixture
def cordee(monkeypatch, capsys):
    """Runs the command; its exit status, what it printed and what it said on stderr."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["cordee", *words])
        with pytest.raises(SystemExit) as left:
            main()
        told = capsys.readouterr()
        return left.value.code, told.out.strip(), told.err.strip()

    return run


@pytest.fixture
def approved(valmorel, now):
    """An initiative that may start, and one that may not."""
    member(valmorel, Role.OWNER)
    initiative(valmorel, "I-02", "Entrepôt", status="candidate")
    ready = initiative(valmorel, "I-01", "Caisses", status="approved")
    Waiver.objects.create(
        organisation=valmorel,
        initiative=ready,
        kind="inherited",
        granted_at=now,
        expires_on=date(2099, 1, 1),
    )
    return ready


def test_an_initiative_starts_in_the_name_of_the_member(cordee, approved, cio):
    told = cordee(
        *("initiative", "start", "I-01", "--organisation", "valmorel"),
        *("--by", cio.email, "--reason", "Comité du 23"),
    )

    approved.refresh_from_db()
    line = Entry.objects.get()
    assert told == (0, "«\u202fCaisses\u202f» est maintenant à l’état «\u202fEn cours\u202f».", "")
    assert approved.status == Initiative.Status.RUNNING
    assert (line.action, line.actor, line.reason) == (
        "strategy.move_to_state",
        cio.pseudonym,
        "Comité du 23",
    )


def test_what_it_refuses_is_one_sentence_and_status_one(cordee, approved, valmorel):
    lone = member(valmorel, Role.READER)
    start = ("initiative", "start")
    asked = {
        "unapproved": (*start, "I-02", "--organisation", "valmorel"),
        "unknown": (*start, "I-99", "--organisation", "valmorel"),
        "role": (*start, "I-01", "--organisation", "valmorel", "--by", lone.email),
        "nobody": (*start, "I-01", "--organisation", "rivaud"),
    }

    found = {name: cordee(*words) for name, words in asked.items()}

    assert {name: (code, out) for name, (code, out, _err) in found.items()} == dict.fromkeys(
        asked, (1, "")
    )
    assert "I-99" in found["unknown"][2]
    assert "Entrepôt" in found["unapproved"][2]
    assert [err.count("\n") for _code, _out, err in found.values()] == [0] * 4
    assert Entry.objects.count() == 0


def test_a_forgotten_organisation_is_wrong_usage(cordee, db):
    assert cordee("initiative", "start", "I-01")[0] == 2
