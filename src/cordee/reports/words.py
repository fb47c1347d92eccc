"""A picture with all it takes to write it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from cordee.platform.typography import money_text, number_text, percent_text
from cordee.strategy.queries import Picture, SourceFigure
from cordee.strategy.queries.comparison import Comparison


@dataclass(frozen=True, slots=True)
class Moved:
    """What the pack is compared with: the last edition, or an older file."""

    name: str
    day: date
    comparison: Comparison


@dataclass(frozen=True, slots=True)
class Words:
    """A picture with what is needed to write it: language, names of initiatives, states."""

    picture: Picture
    language: str
    names: Mapping[int, str]
    states: Mapping[str, str]
    moved: Moved | None = None

    def money(self, amount: Decimal | None) -> str:
        return money_text(amount, self.picture.currency, language=self.language)

    def percent(self, share: Decimal | float | None) -> str:
        return percent_text(share, language=self.language)

    def digits(self, count: int) -> str:
        return number_text(count, language=self.language, decimals=0)

    def spend(self, source: SourceFigure) -> str:
        """Unknown is never zero; a cost known in part says so."""
        if source.known:
            return self.money(source.spend)
        if not source.spend:
            return _("unknown")
        return _("%(amount)s known") % {"amount": self.money(source.spend)}
