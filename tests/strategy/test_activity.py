import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import cordee
from cordee.people.models import Unit
from cordee.people.queries import reader_of
from cordee.people.services import add_member, save_unit
from cordee.platform.access import Role
from cordee.strategy import services
from cordee.strategy.models import Initiative
from cordee.strategy.queries.activity import (
    MANY,
    ONE,
    Told,
    Unapproved,
    told_lately,
    unapproved_running,
)
from tests.factories import initiative, member, objective, unit, user

ON = date(2026, 11, 23)
SOURCES = Path(cordee.__file__).parent


def sentences(reader, on=ON):
    return [told.sentence for told in told_lately(reader, on=on)]


ACTION = re.compile(
    r'"((?:people|landscape|strategy|platform|reports)\.'
    r"(?:(?:accept|add|adopt|allot|apply|ask|bring|change|comment|copy|download|erase|export|found"
    r"|freeze|inherit|join|link|make|move|remove|renew|require|resume|revoke|rule|save|send|show"
    r"|take|undo|use)_\w+"
    r'|answer|refer|withdraw))"'
)


def test_every_action_of_the_services_has_its_sentence():
    told = ("activity.py", "activity_words.py")
    modules = [m for m in SOURCES.rglob("*.py") if m.name not in told]
    written = {a for module in modules for a in ACTION.findall(module.read_text(encoding="utf-8"))}

    assert written == ONE.keys()
    assert MANY.keys() <= ONE.keys()


def test_one_change_is_told_with_its_name_its_author_and_its_reason(cio_reader, valmorel, cio, now):
    app = initiative(valmorel, "I-01", "Application mobile", status="candidate")
    services.move_to_state(
        app, to=Initiative.Status.KILLED, reason="Portée par l’IT seule", by=cio, at=now
    )

    assert told_lately(cio_reader, on=ON) == (
        Told("“Application mobile” changed state", str(cio), now, "Portée par l’IT seule", "I-01"),
    )


def test_the_same_thing_done_to_several_on_one_day_is_told_once(cio_reader, valmorel, cio, now):
    for code in ("A", "B", "C"):
        save_unit(Unit(organisation=valmorel, code=code, name=code), by=cio, at=now)

    assert sentences(cio_reader) == ["3 units written"]


def test_members_are_counted_although_the_organisation_is_the_subject(
    cio_reader, valmorel, cio, now
):
    for username in ("luc", "anne"):
        add_member(user(username), organisation=valmorel, role=Role.READER, by=cio, at=now)

    assert sentences(cio_reader) == ["2 members added"]


def test_what_is_gone_keeps_the_name_the_journal_wrote(cio_reader, valmorel, cio, now):
    services.remove_initiative(initiative(valmorel, "I-01", "Borne"), by=cio, at=now)

    assert sentences(cio_reader) == ["Initiative “Borne” removed"]


def test_what_was_done_more_than_a_month_ago_is_not_told(cio_reader, valmorel, cio, now):
    services.remove_initiative(
        initiative(valmorel, "I-01", "Borne"), by=cio, at=now - timedelta(days=30)
    )

    assert sentences(cio_reader) == []


def test_an_erased_author_leaves_the_fact(cio_reader, valmorel, now):
    gone = user("parti")
    services.remove_initiative(initiative(valmorel, "I-01", "Borne"), by=gone, at=now)
    gone.delete()

    assert [told.who for told in told_lately(cio_reader, on=ON)] == [
        "Someone whose name was erased"
    ]


def test_a_perimeter_hears_of_its_own_initiatives_and_of_what_all_may_read(valmorel, cio, now):
    stores, other = unit(valmorel, "MAG", "Magasins"), unit(valmorel, "LOG", "Logistique")
    growth = objective(valmorel, "O1", "Croissance")
    reader = reader_of(
        member(valmorel, Role.TEAM_LEAD, "chef", units=[stores]), organisation_id=valmorel.pk
    )
    for code, where in (("I-01", stores), ("I-02", other)):
        one = initiative(valmorel, code, f"Initiative {code}", unit=where)
        services.link_to_objectives({one: {growth: Decimal(1)}}, by=cio, at=now)
    services.allot_priorities(valmorel, points={growth: Decimal(100)}, by=cio, at=now, reason="")

    assert sentences(reader) == [
        "Priorities allotted: 100 points shared",
        "“Initiative I-01” linked to its objectives",
    ]


def test_running_without_approval_is_listed_with_the_days_its_waiver_leaves(
    cio_reader, valmorel, cio, now
):
    stores = unit(valmorel, "MAG", "Magasins")
    till = initiative(valmorel, "I-01", "Caisse", unit=stores)
    services.inherit_initiative(
        till, status=Initiative.Status.RUNNING, reason="reprise", by=cio, at=now
    )
    initiative(valmorel, "I-02", "Idée", status="idea")
    initiative(valmorel, "I-03", "Sans dispense", status="running")

    assert unapproved_running(cio_reader, on=ON) == (
        Unapproved("I-03", "Sans dispense", "", None, None),
        Unapproved("I-01", "Caisse", "Magasins", date(2027, 2, 21), 90),
    )


def test_telling_costs_the_same_number_of_queries_whatever_the_length(
    cio_reader, valmorel, cio, now, django_assert_max_num_queries
):
    for n in range(6):
        one = initiative(valmorel, f"I-{n}", f"Initiative {n}")
        services.move_to_state(
            one, to=Initiative.Status.KILLED, reason="", by=cio, at=now - timedelta(days=n)
        )

    with django_assert_max_num_queries(4):
        assert len(told_lately(cio_reader, on=ON)) == 6
