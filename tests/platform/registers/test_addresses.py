import pytest
from django.http import HttpResponse
from django.urls import reverse

from cordee.people.registers import UNITS
from cordee.platform.access import any_member
from cordee.platform.registers import declared_registers, register_addresses
from cordee.strategy.registers import CONTRIBUTIONS, INITIATIVES


def routes(found):
    return {address.name: str(address.pattern) for address in found}


def test_a_register_has_its_list_and_the_pages_of_its_rows():
    found = register_addresses(UNITS)

    assert routes(found) == {
        "units": "units/",
        "export_units": "exports/units/",
        "bring_back_units": "imports/units/",
        "returned_units": "imports/units/<int:pk>/",
        "apply_units": "imports/units/<int:pk>/apply/",
        "undo_units": "imports/units/<int:pk>/undo/",
        "new_unit": "units/new/",
        "unit": "units/<int:pk>/",
        "edit_unit": "units/<int:pk>/edit/",
        "remove_unit": "units/<int:pk>/remove/",
    }
    assert {a.name: a.callback.rule for a in found} == {
        "units": UNITS.may_read,
        "export_units": UNITS.may_read,
        "bring_back_units": UNITS.may_edit,
        "returned_units": UNITS.may_edit,
        "apply_units": UNITS.may_edit,
        "undo_units": UNITS.may_edit,
        "unit": UNITS.may_read,
        "new_unit": UNITS.may_edit,
        "edit_unit": UNITS.may_edit,
        "remove_unit": UNITS.may_edit,
    }


def test_rows_known_by_their_code_are_found_by_it():
    assert routes(register_addresses(INITIATIVES))["edit_initiative"] == (
        "initiatives/<str:code>/edit/"
    )


def test_a_register_without_form_has_its_list_and_its_files():
    assert routes(register_addresses(CONTRIBUTIONS)) == {
        "contributions": "contributions/",
        "export_contributions": "exports/contributions/",
        "bring_back_contributions": "imports/contributions/",
        "returned_contributions": "imports/contributions/<int:pk>/",
        "apply_contributions": "imports/contributions/<int:pk>/apply/",
        "undo_contributions": "imports/contributions/<int:pk>/undo/",
    }


def test_a_page_of_its_own_replaces_the_one_of_every_register():
    def own(request):
        return HttpResponse()

    found = {a.name: a.callback for a in register_addresses(UNITS, sheet=own)}

    assert found["unit"] is own
    assert found["units"] is not own


def test_a_page_that_no_register_has_is_a_mistake():
    with pytest.raises(AssertionError):
        register_addresses(CONTRIBUTIONS, edit=lambda request: HttpResponse())


@pytest.mark.parametrize("register", declared_registers(), ids=lambda r: r.plural)
def test_every_declared_register_is_reached(register):
    assert reverse(f"{register.space}:{register.plural}") == register.list_url
    assert bool(register.new_url) == register.has_pages


@pytest.mark.parametrize("register", declared_registers(), ids=lambda r: r.plural)
def test_a_register_with_a_form_has_both_services_and_a_rule(register):
    told = [register.file_form is None, register.save is None, register.remove is None]

    assert len(set(told)) == 1
    assert register.may_edit is not any_member
