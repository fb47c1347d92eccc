"""The list of exchange rates."""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from cordee.platform.access import Reader
from cordee.platform.models import ExchangeRate
from cordee.platform.registers import Column, Columns, Empty, Register
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.rates import ExchangeRateForm


def _counted(count: int) -> str:
    return ngettext("%(count)s exchange rate", "%(count)s exchange rates", count) % {"count": count}


def _rates(reader: Reader) -> QuerySet[ExchangeRate]:
    return queries.exchange_rates(reader)


RATE = Columns(by=())

EXCHANGE_RATES = Register(
    space="strategy",
    plural="exchange_rates",
    singular="exchange_rate",
    title=gettext_lazy("Exchange rates"),
    new=gettext_lazy("Enter a rate"),
    counted=_counted,
    query=_rates,
    columns=(
        RATE.text("currency", gettext_lazy("Currency"), sort=("currency", "day")),
        RATE.day("day", gettext_lazy("From")),
        Column(key="rate", label=gettext_lazy("Rate"), value=lambda rate: rate.rate, kind="number"),
    ),
    search=("currency",),
    empty=Empty(
        "banknote",
        gettext_lazy("No exchange rate is entered"),
        gettext_lazy(
            "Amounts in another currency than your organisation’s count as unknown "
            "until a rate is entered here."
        ),
    ),
    may_edit=rules.may_edit_spend,
    form=ExchangeRateForm,
    save=services.save_exchange_rate,
    remove=services.remove_exchange_rate,
    initial=lambda _reader, _asked: {"day": timezone.localdate()},
    path="exchange-rates",
)
