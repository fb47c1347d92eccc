from datetime import date

import pytest
from django.db import IntegrityError, transaction

from cordee.landscape import services
from cordee.landscape.models import Interface, Supplier, Supply, Technology, TechnologyUse
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from tests.factories import application, interface, supplier, supply, technology, technology_use


@pytest.fixture
def till(valmorel):
    return application(valmorel, "CAI", "Caisse")


@pytest.fixture
def stock(valmorel):
    return application(valmorel, "STO", "Stock")


def actions():
    return list(Entry.objects.order_by("number").values_list("action", flat=True))


def test_each_save_writes_one_line_of_the_journal_and_nothing_changed_writes_none(
    valmorel, till, stock, cio, now
):
    editor = Supplier(organisation=valmorel, code="PGDG", name="Communauté PostgreSQL")
    services.save_supplier(editor, by=cio, at=now)
    base = Technology(organisation=valmorel, code="PG", name="PostgreSQL", supplier=editor)
    services.save_technology(base, by=cio, at=now)
    services.save_technology(base, by=cio, at=now)
    use = TechnologyUse(organisation=valmorel, application=till, technology=base)
    services.save_technology_use(use, by=cio, at=now)
    services.save_supply(
        Supply(organisation=valmorel, application=till, supplier=editor), by=cio, at=now
    )
    flow = Interface(organisation=valmorel, source=till, target=stock, code="F", name="Ventes")
    services.save_interface(flow, by=cio, at=now)

    assert actions() == [
        "landscape.save_supplier",
        "landscape.save_technology",
        "landscape.save_technology_use",
        "landscape.save_supply",
        "landscape.save_interface",
    ]


def test_support_ends_on_a_day_or_has_no_end(valmorel, cio, now):
    base = Technology(
        organisation=valmorel,
        code="PG",
        name="PostgreSQL",
        support_end=date(2028, 11, 9),
        is_open_ended=True,
    )

    with pytest.raises(Refused, match="not both"):
        services.save_technology(base, by=cio, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        base.save()


def test_support_that_ended_yesterday_is_over_and_an_unknown_end_is_not():
    ended = Technology(name="Orion", support_end=date(2026, 11, 22))
    unknown = Technology(name="Maison")

    assert ended.is_out_of_support(date(2026, 11, 23))
    assert not ended.is_out_of_support(date(2026, 11, 22))
    assert not unknown.is_out_of_support(date(2026, 11, 23))


def test_an_interface_joins_two_applications(till, cio, now):
    loop = Interface(organisation=till.organisation, source=till, target=till, code="F", name="B")

    with pytest.raises(Refused, match="joins two applications"):
        services.save_interface(loop, by=cio, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        loop.save()


def test_the_same_technology_and_the_same_supplier_are_written_once_for_a_role(
    valmorel, till, cio, now
):
    base, editor = technology(valmorel), supplier(valmorel)
    technology_use(till, base, "data")
    supply(till, editor, "hosts")
    again = TechnologyUse(organisation=valmorel, application=till, technology=base, purpose="data")
    twice = Supply(organisation=valmorel, application=till, supplier=editor, purpose="hosts")

    with pytest.raises(Refused, match="already written"):
        services.save_technology_use(again, by=cio, at=now)
    with pytest.raises(Refused, match="already written"):
        services.save_supply(twice, by=cio, at=now)
    services.save_supply(
        Supply(organisation=valmorel, application=till, supplier=editor), by=cio, at=now
    )
    assert Supply.objects.count() == 2


def test_what_is_still_used_is_not_removed(valmorel, till, stock, cio, now):
    base, editor = technology(valmorel), supplier(valmorel)
    technology_use(till, base)
    supply(till, editor)
    interface(till, stock)

    with pytest.raises(Refused, match="mark it to be retired"):
        services.remove_technology(base, by=cio, at=now)
    with pytest.raises(Refused, match="change that first"):
        services.remove_supplier(editor, by=cio, at=now)
    with pytest.raises(Refused, match="remove its interfaces first"):
        services.remove_application(till, by=cio, at=now)
    assert Entry.objects.count() == 0


def test_what_nothing_uses_any_more_is_removed_with_a_line_each(valmorel, till, stock, cio, now):
    base, editor = technology(valmorel), supplier(valmorel)
    use, serves, flow = technology_use(till, base), supply(till, editor), interface(till, stock)

    services.remove_technology_use(use, by=cio, at=now)
    services.remove_supply(serves, by=cio, at=now)
    services.remove_interface(flow, by=cio, at=now)
    services.remove_technology(base, by=cio, at=now)
    services.remove_supplier(editor, by=cio, at=now)
    services.remove_application(till, by=cio, at=now)

    assert actions() == [
        "landscape.remove_technology_use",
        "landscape.remove_supply",
        "landscape.remove_interface",
        "landscape.remove_technology",
        "landscape.remove_supplier",
        "landscape.remove_application",
    ]
