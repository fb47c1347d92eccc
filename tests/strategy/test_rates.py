from datetime import date
from decimal import Decimal

import pytest

from cordee.platform.access import Role
from cordee.platform.models import ExchangeRate
from cordee.strategy.queries import Basis, picture
from tests.factories import exchange_rate, initiative, member, spend

URL = "/exchange-rates/new/"
ON = date(2026, 11, 23)


def test_finance_enters_a_rate_and_foreign_amounts_count(client, valmorel, cio_reader):
    client.force_login(member(valmorel, role=Role.FINANCE))
    spend(initiative(valmorel), 1000, currency="USD")

    response = client.post(URL, {"currency": "usd", "day": "2026-01-01", "rate": "0,9"})

    assert response.status_code == 302
    found = picture(cio_reader, basis=Basis(), on=ON)
    assert (found.total, found.coverage.unknown) == (Decimal("900.00"), 0)


def test_the_latest_rate_of_the_day_looked_at_is_taken(valmorel, cio_reader):
    spend(initiative(valmorel), 1000, currency="USD")
    for rate, day in (("0.8", date(2025, 1, 1)), ("0.9", ON), ("2", date(2027, 1, 1))):
        exchange_rate(valmorel, rate=rate, day=day)

    assert picture(cio_reader, basis=Basis(), on=ON).total == Decimal("900.00")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"currency": "dollars", "day": "2026-01-01", "rate": "0.9"}, "currency"),
        ({"currency": "USD", "day": "2026-01-01", "rate": "0"}, "rate"),
        ({"currency": "EUR", "day": "2026-01-01", "rate": "1"}, "__all__"),
        ({"currency": "CHF", "day": "2026-01-01", "rate": "1"}, "__all__"),
    ],
)
def test_a_rate_that_means_nothing_gets_a_sentence(client, valmorel, cio, typed, field):
    exchange_rate(valmorel, "CHF")
    client.force_login(cio)

    response = client.post(URL, typed)

    assert list(response.context["form"].errors) == [field]
    assert ExchangeRate.objects.count() == 1
