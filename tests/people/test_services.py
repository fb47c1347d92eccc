import pytest

from cordee.people import services
from cordee.people.models import Membership, Unit
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.strategy.models import Plan
from tests.factories import initiative, member, organisation, unit, user


def test_the_founder_owns_the_organisation(db, now):
    camille = user()

    founded = services.found_organisation("Comptoirs Valmorel", by=camille, at=now)

    assert founded.slug == "comptoirs-valmorel"
    assert Membership.objects.get().role == Role.OWNER
    assert Entry.objects.get().action == "people.found_organisation"


def test_two_organisations_of_the_same_name_have_two_addresses(db, now):
    camille = user()

    slugs = [services.found_organisation("Rivaud", by=camille, at=now).slug for _ in range(3)]

    assert slugs == ["rivaud", "rivaud-2", "rivaud-3"]


def test_a_unit_is_never_placed_under_one_of_its_own_parts(valmorel, cio, now):
    top = unit(valmorel, "DIR", "Direction")
    part = unit(valmorel, "COM", "Commerce", parent=top)
    top.parent = part

    with pytest.raises(Refused, match="under itself"):
        services.save_unit(top, by=cio, at=now)

    top.refresh_from_db()
    assert top.parent is None
    assert list(Entry.objects.all()) == []


def test_a_unit_in_use_is_not_removed(valmorel, cio, now):
    shops = unit(valmorel, "MAG", "Magasins")
    initiative(valmorel, unit=shops)

    with pytest.raises(Refused, match="Magasins"):
        services.remove_unit(shops, by=cio, at=now)

    assert list(Unit.objects.all()) == [shops]


def test_a_unit_with_a_plan_is_not_removed_and_the_plan_stays(valmorel, cio, now):
    shops = unit(valmorel, "MAG", "Magasins")
    plan = Plan.objects.create(organisation=valmorel, unit=shops, fiscal_year=2027)

    with pytest.raises(Refused, match="still used elsewhere"):
        services.remove_unit(shops, by=cio, at=now)

    assert list(Plan.objects.all()) == [plan]
    assert list(Entry.objects.all()) == []


def test_an_account_with_a_weak_password_is_refused(db):
    with pytest.raises(Refused):
        services.open_account("camille@valmorel.example", password="password")


def test_an_account_is_opened_once_per_email(db):
    services.open_account("camille@valmorel.example", password="une corde bien longue")

    with pytest.raises(Refused, match=r"already uses Camille@valmorel\.example"):
        services.open_account("Camille@valmorel.example", password="une corde bien longue")


def test_a_perimeter_reaches_down_to_the_sub_units(valmorel):
    shops = unit(valmorel, "MAG", "Magasins")
    north = unit(valmorel, "NORD", "Nord", parent=shops)
    unit(valmorel, "LOG", "Logistique")
    lead = member(valmorel, role=Role.TEAM_LEAD, units=[shops])

    reader = reader_of(lead, organisation_id=valmorel.pk)

    assert reader.units == {shops.pk, north.pk}


def test_a_user_of_two_organisations_reads_the_one_chosen(valmorel):
    other = organisation("Ateliers Rivaud", "rivaud")
    both = member(valmorel, role=Role.CIO, username="helene")
    member(other, role=Role.READER, username="helene")

    chosen = reader_of(both, organisation_id=valmorel.pk)

    assert (chosen.organisation, chosen.role) == (valmorel, Role.CIO)


def test_someone_without_organisation_is_no_reader(db):
    assert reader_of(user("seul"), organisation_id=None) is None
