from decimal import Decimal

import pytest
from django.utils import timezone

from cordee.strategy.models import Dependency
from cordee.strategy.queries import Basis, picture
from tests.factories import dependency, initiative, organisation, spend

URL = "/dependencies/new/"


@pytest.fixture
def pair(valmorel):
    found = initiative(valmorel, "I-1", "Caisse"), initiative(valmorel, "I-2", "Socle")
    for one in found:
        spend(one, 50)
    return found


def test_an_exclusion_written_in_the_page_puts_both_sides_in_conflict(
    client, cio, cio_reader, pair
):
    client.force_login(cio)

    typed = {"source": pair[0].pk, "kind": "excludes", "target": pair[1].pk}
    response = client.post(URL, typed)

    assert response.status_code == 302
    found = picture(cio_reader, basis=Basis(), on=timezone.localdate())
    assert found.conflict_spend == Decimal("100.00")


def test_a_tie_to_itself_or_written_twice_gets_a_sentence(client, cio, pair):
    dependency(*pair, "requires")
    client.force_login(cio)

    for target in pair:
        typed = {"source": pair[0].pk, "kind": "requires", "target": target.pk}
        response = client.post(URL, typed)
        assert list(response.context["form"].errors) == ["__all__"]

    assert Dependency.objects.count() == 1


def test_another_organisations_initiative_is_not_accepted(client, cio, pair):
    other = initiative(organisation("Rivaud", "rivaud"), "X", "Ailleurs")
    client.force_login(cio)

    typed = {"source": pair[0].pk, "kind": "requires", "target": other.pk}
    response = client.post(URL, typed)

    assert list(response.context["form"].errors) == ["target"]
    assert Dependency.objects.count() == 0
