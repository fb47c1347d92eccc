from cordee.people.registers import UNITS
from cordee.platform.registers import declared_register, declared_registers


def test_every_room_declares_its_lists_once():
    told = [(register.space, register.plural) for register in declared_registers()]

    assert len(told) == len(set(told))
    assert {space for space, _plural in told} >= {"people", "landscape", "strategy"}


def test_a_register_is_found_by_its_addresses():
    assert declared_register("people", "units") is UNITS
    assert declared_register("people", "unicorns") is None
