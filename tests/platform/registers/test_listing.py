from cordee.people.queries import reader_of
from cordee.people.registers import PEOPLE
from cordee.platform.access import Role
from cordee.platform.registers import listing, narrowed
from cordee.strategy.registers import INITIATIVES
from tests.factories import contribution, initiative, member, objective, person, unit


def reader(organisation):
    owner = member(organisation, Role.OWNER)
    return reader_of(owner, organisation_id=organisation.pk)


def test_what_is_narrowed_is_what_the_pages_of_the_list_show(valmorel):
    looking, trade = reader(valmorel), unit(valmorel)
    for number in range(60):
        person(valmorel, f"Élodie {number:02}", unit=trade)
    person(valmorel, "Élodie ailleurs")
    person(valmorel, "Claire", unit=trade)
    asked = {"q": "élod", "unit": str(trade.pk), "sort": "-name"}

    found = narrowed(PEOPLE, reader=looking, asked=asked)

    shown = [
        line.name.value
        for page in ("1", "2")
        for line in listing(PEOPLE, reader=looking, asked=asked | {"page": page}).lines
    ]
    assert [row.name for row in found] == shown
    assert len(shown) == 60


def test_initiatives_without_unit_or_objective_are_narrowed(valmorel):
    looking, trade, growth = reader(valmorel), unit(valmorel), objective(valmorel)
    served = initiative(valmorel, "I-01", unit=trade)
    contribution(served, growth)
    initiative(valmorel, "I-02")

    found = {
        (key, value): [r.code for r in narrowed(INITIATIVES, reader=looking, asked={key: value})]
        for key, value in [
            ("objective", str(growth.pk)),
            ("objective", "none"),
            ("unit", str(trade.pk)),
            ("unit", "none"),
        ]
    }

    assert found == {
        ("objective", str(growth.pk)): ["I-01"],
        ("objective", "none"): ["I-02"],
        ("unit", str(trade.pk)): ["I-01"],
        ("unit", "none"): ["I-02"],
    }
