"""What may be written of teams and of who works there; whose absences are seen."""

from datetime import date

import pytest
from django.utils import translation

from cordee.people import queries, services
from cordee.people.forms import AbsenceForm, AllocationForm, CalendarForm, ReserveForm
from cordee.people.models import Absence, Allocation, Reserve, Team, WorkingCalendar
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from tests.factories import (
    absence,
    allocation,
    calendar,
    member,
    organisation,
    person,
    reserve,
    team,
    unit,
)


@pytest.fixture
def payment(valmorel):
    return team(valmorel)


@pytest.fixture
def ines(valmorel):
    return person(valmorel, "Inès Roy")


def written():
    return list(Entry.objects.values_list("action", flat=True))


def test_each_row_is_kept_then_removed_with_one_line_of_the_journal_each(valmorel, ines, cio, now):
    told = {"by": cio, "at": now}
    france = services.save_calendar(WorkingCalendar(organisation=valmorel, name="France"), **told)
    crew = services.save_team(
        Team(organisation=valmorel, code="PAY", name="Paiement", calendar=france), **told
    )
    kept = services.save_reserve(
        Reserve(organisation=valmorel, team=crew, since=date(2027, 1, 1), run=30, unplanned=10),
        **told,
    )
    given = services.save_allocation(
        Allocation(organisation=valmorel, person=ines, team=crew, start=date(2027, 1, 1)), **told
    )
    away = services.save_absence(
        Absence(organisation=valmorel, person=ines, start=date(2027, 2, 1), end=date(2027, 2, 5)),
        **told,
    )
    services.remove_absence(away, **told)
    services.remove_allocation(given, **told)
    services.remove_reserve(kept, **told)
    services.remove_team(crew, **told)
    services.remove_calendar(france, **told)

    kinds = ("calendar", "team", "reserve", "allocation", "absence")
    assert written() == [
        *(f"people.save_{kind}" for kind in kinds),
        *(f"people.remove_{kind}" for kind in reversed(kinds)),
    ]


@pytest.mark.parametrize(
    ("percent", "start", "end", "sentence"),
    [
        (50, date(2027, 1, 1), None, "120% on 01/03/2027"),
        (50, date(2026, 1, 1), date(2027, 3, 1), "120% on 01/03/2027"),
        (41, date(2027, 12, 31), date(2028, 1, 31), "111% on 31/12/2027"),
    ],
)
def test_nobody_is_allocated_beyond_the_whole(
    payment, ines, cio, now, percent, start, end, sentence
):
    other = team(payment.organisation, "DAT", "Données")
    allocation(ines, other, percent=70, start=date(2027, 3, 1), end=date(2027, 12, 31))
    asked = Allocation(
        organisation=ines.organisation,
        person=ines,
        team=payment,
        percent=percent,
        start=start,
        end=end,
    )

    with pytest.raises(Refused) as refusal:
        services.save_allocation(asked, by=cio, at=now)

    day = sentence.partition(" on ")
    assert str(refusal.value).startswith(f"“Inès Roy” would be allocated at {day[0]} on ")
    assert (Allocation.objects.count(), written()) == (1, [])


def test_allocations_may_reach_the_whole_follow_one_another_and_be_changed(payment, ines, cio, now):
    first = allocation(ines, payment, percent=60, start=date(2027, 1, 1), end=date(2027, 3, 31))
    rest = Allocation(
        organisation=ines.organisation,
        person=ines,
        team=payment,
        percent=40,
        start=date(2027, 1, 1),
    )
    services.save_allocation(rest, by=cio, at=now)
    after = Allocation(
        organisation=ines.organisation,
        person=ines,
        team=payment,
        percent=60,
        start=date(2027, 4, 1),
    )
    services.save_allocation(after, by=cio, at=now)
    first.percent = 55

    services.save_allocation(first, by=cio, at=now)

    assert sorted(Allocation.objects.values_list("percent", flat=True)) == [40, 55, 60]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"percent": 0}, "Write a share above 0 and up to 100."),
        ({"end": date(2026, 12, 31)}, "The last day comes before the first one."),
    ],
)
def test_an_absurd_allocation_is_refused_with_a_sentence(payment, ines, cio, now, fields, sentence):
    asked = Allocation(
        organisation=ines.organisation, person=ines, team=payment, start=date(2027, 1, 1), **fields
    )

    with pytest.raises(Refused, match=sentence):
        services.save_allocation(asked, by=cio, at=now)


@pytest.mark.parametrize(
    ("start", "end", "noons"),
    [
        (date(2027, 2, 5), date(2027, 2, 8), {}),
        (date(2027, 1, 25), date(2027, 2, 1), {}),
        (date(2027, 2, 2), date(2027, 2, 3), {}),
        (date(2027, 2, 1), date(2027, 2, 1), {"starts_at_noon": True}),
    ],
)
def test_a_day_away_is_never_counted_twice(ines, cio, now, start, end, noons):
    absence(ines, date(2027, 2, 1), date(2027, 2, 5))
    asked = Absence(organisation=ines.organisation, person=ines, start=start, end=end, **noons)

    with pytest.raises(Refused, match="“Inès Roy” is already away from"):
        services.save_absence(asked, by=cio, at=now)

    assert Absence.objects.count() == 1


def test_two_absences_may_share_a_day_by_halves(ines, cio, now):
    absence(ines, date(2027, 2, 1), date(2027, 2, 5), ends_at_noon=True)
    afternoon = Absence(
        organisation=ines.organisation,
        person=ines,
        start=date(2027, 2, 5),
        end=date(2027, 2, 9),
        starts_at_noon=True,
    )

    services.save_absence(afternoon, by=cio, at=now)

    assert Absence.objects.count() == 2


def test_an_absence_of_no_time_at_all_is_refused(ines, cio, now):
    nothing = Absence(
        organisation=ines.organisation,
        person=ines,
        start=date(2027, 2, 5),
        end=date(2027, 2, 5),
        starts_at_noon=True,
        ends_at_noon=True,
    )

    with pytest.raises(Refused, match="leaves at noon or is back at noon, not both"):
        services.save_absence(nothing, by=cio, at=now)


def test_run_and_unplanned_shares_stay_within_the_whole_and_are_stated_once_a_day(
    payment, cio, now
):
    reserve(payment, since=date(2027, 1, 1))
    too_much = Reserve(
        organisation=payment.organisation,
        team=payment,
        since=date(2027, 4, 1),
        run=70,
        unplanned=31,
    )
    again = Reserve(
        organisation=payment.organisation, team=payment, since=date(2027, 1, 1), run=1, unplanned=1
    )

    with pytest.raises(Refused, match="Run and unplanned shares together exceed the whole"):
        services.save_reserve(too_much, by=cio, at=now)
    with pytest.raises(Refused, match="What this team keeps from that day on is already stated"):
        services.save_reserve(again, by=cio, at=now)


def test_a_team_with_a_past_is_not_removed(payment, ines, cio, now):
    allocation(ines, payment, end=date(2026, 2, 1))

    with pytest.raises(Refused, match="its past would be lost"):
        services.remove_team(payment, by=cio, at=now)


def test_a_calendar_in_use_is_not_removed_nor_a_person_who_worked(payment, ines, cio, now):
    payment.calendar = calendar(payment.organisation)
    payment.save()
    allocation(ines, payment)

    with pytest.raises(Refused, match="is still used elsewhere"):
        services.remove_calendar(payment.calendar, by=cio, at=now)
    with pytest.raises(Refused, match="is still used elsewhere"):
        services.remove_person(ines, by=cio, at=now)


def test_a_calendar_of_an_unknown_place_is_refused(valmorel, cio, now):
    nowhere = WorkingCalendar(organisation=valmorel, name="Atlantide", country="ZZ")

    with pytest.raises(Refused, match="The public holidays of “ZZ” are not known"):
        services.save_calendar(nowhere, by=cio, at=now)


def read_as(user, organisation):
    return reader_of(user, organisation_id=organisation.pk)


def followed(reader):
    return sorted(queries.people_followed(reader).values_list("name", flat=True))


def test_each_role_follows_the_absences_it_is_meant_to(valmorel, payment, ines):
    karim = member(valmorel, Role.TEAM_LEAD)
    payment.lead = person(valmorel, "Karim", user=karim)
    payment.save()
    allocation(ines, payment)
    person(valmorel, "D’une autre équipe")

    seen = {
        role: followed(read_as(member(valmorel, role, username=f"x-{role}"), valmorel))
        for role in Role
        if role is not Role.TEAM_LEAD
    }

    everybody = ["D’une autre équipe", "Inès Roy", "Karim"]
    steering = {Role.OWNER, Role.CIO, Role.TRANSFORMATION_OFFICE}
    assert seen == {role: everybody if role in steering else [] for role in seen}
    assert followed(read_as(karim, valmorel)) == ["Inès Roy", "Karim"]


def test_a_perimeter_and_another_organisation_hide_absences(valmorel, ines):
    stores = unit(valmorel, "MAG", "Magasins")
    inside = person(valmorel, "Du magasin", unit=stores)
    rival = organisation("Rivaud", "rivaud")
    for someone in (ines, inside, person(rival, "De chez Rivaud")):
        absence(someone, date(2027, 2, 1))
    narrow = read_as(member(valmorel, Role.CIO, username="étroit", units=[stores]), valmorel)

    assert [row.person.name for row in queries.absences(narrow)] == ["Du magasin"]


def typed(form_class, reader, **data):
    return form_class(data, reader=reader)


def test_the_form_of_an_absence_offers_only_the_people_one_follows(valmorel, payment, ines):
    lead = member(valmorel, Role.TEAM_LEAD)
    payment.lead = person(valmorel, "Karim", user=lead)
    payment.save()
    stranger = person(valmorel, "D’une autre équipe")

    form = typed(
        AbsenceForm,
        read_as(lead, valmorel),
        person=stranger.pk,
        kind="leave",
        start="2027-02-01",
        end="2027-02-02",
    )

    assert list(form.errors) == ["person"]


def test_forms_say_what_is_wrong_where_it_is(cio_reader, payment, ines):
    given = typed(
        AllocationForm,
        cio_reader,
        person=ines.pk,
        team=payment.pk,
        percent="120",
        start="2027-02-01",
        end="2027-01-01",
    )
    kept = typed(
        ReserveForm, cio_reader, team=payment.pk, since="2027-01-01", run="80", unplanned="40"
    )

    assert list(given.errors) == ["percent", "__all__"]
    assert given.errors["__all__"] == ["The last day comes before the first one."]
    assert kept.errors == {"__all__": ["Run and unplanned shares together exceed the whole."]}


WEEK = dict.fromkeys(("monday", "tuesday", "thursday", "friday"), "7,8") | {
    "wednesday": "0",
    "saturday": "0",
    "sunday": "0",
    "day_hours": "7,8",
}


def test_a_calendar_is_written_in_the_reader_s_way(cio_reader, cio, now):
    with translation.override("fr"):
        form = typed(
            CalendarForm,
            cio_reader,
            name="Metz",
            country="FR",
            subdivision="57",
            **WEEK,
            closed_days="24/12/2026 Fermeture\n10/08/2026 - 14/08/2026",
            worked_holidays="25/05/2026",
        )
        services.save_calendar(form.instance, by=cio, at=now) if form.is_valid() else None
        shown = CalendarForm(instance=form.instance, reader=cio_reader)
        lines = shown.get_initial_for_field(shown.fields["closed_days"], "closed_days")

        assert form.errors == {}
        assert shown["closed_days"].value() == "24/12/2026\n10/08/2026 - 14/08/2026"
    kept = WorkingCalendar.objects.get()
    assert (kept.country, kept.subdivision, float(kept.friday)) == ("FR", "57", 7.8)
    assert kept.closed_days == lines == ["2026-12-24", "2026-08-10/2026-08-14"]


@pytest.mark.parametrize(
    "line",
    ["demain", "31/02/2026", "14/08/2026 - 10/08/2026", "24/12/26", "1/1/2026 2/1/2026 3/1/2026"],
)
def test_a_closed_day_that_is_not_a_day_is_named_by_its_line(cio_reader, line):
    form = typed(
        CalendarForm,
        cio_reader,
        name="Metz",
        country="FR",
        **WEEK,
        closed_days=f"24/12/2026\n{line}",
    )

    assert form.errors["closed_days"][0].startswith(f"Line 2, “{line}”: write a day such as")


def test_a_part_of_another_country_is_refused_where_it_is(cio_reader):
    form = typed(CalendarForm, cio_reader, name="Metz", country="DE", subdivision="57", **WEEK)

    assert form.errors == {"subdivision": ["This part is not one of that country: choose another."]}


def test_france_and_its_parts_are_offered_first(cio_reader):
    form = CalendarForm(reader=cio_reader)

    countries = [code for code, _label in form.fields["country"].choices]
    parts = [label for _code, label in form.fields["subdivision"].choices]
    assert countries[:3] == ["", "FR", "AT"]
    assert parts[1] == "France — Alsace"
    assert len(countries) == len(set(countries)) == 24
