"""The lists of the spine."""

from cordee.strategy.registers.dependencies import DEPENDENCIES
from cordee.strategy.registers.indicators import INDICATORS, MEASURES
from cordee.strategy.registers.initiatives import INITIATIVES
from cordee.strategy.registers.needs import NEEDS
from cordee.strategy.registers.objectives import OBJECTIVES
from cordee.strategy.registers.rates import EXCHANGE_RATES
from cordee.strategy.registers.referrals import REFERRALS
from cordee.strategy.registers.spend import CONTRIBUTIONS, SPEND_LINES
from cordee.strategy.registers.visions import PLANS, VISIONS

REGISTERS = (
    VISIONS,
    OBJECTIVES,
    INDICATORS,
    MEASURES,
    NEEDS,
    PLANS,
    INITIATIVES,
    DEPENDENCIES,
    CONTRIBUTIONS,
    SPEND_LINES,
    EXCHANGE_RATES,
)

__all__ = [
    "CONTRIBUTIONS",
    "DEPENDENCIES",
    "EXCHANGE_RATES",
    "INDICATORS",
    "INITIATIVES",
    "MEASURES",
    "NEEDS",
    "OBJECTIVES",
    "PLANS",
    "REFERRALS",
    "REGISTERS",
    "SPEND_LINES",
    "VISIONS",
]
