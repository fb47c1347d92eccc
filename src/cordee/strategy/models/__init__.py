"""What the spine remembers."""

from cordee.strategy.models.editions import Edition, Scenario
from cordee.strategy.models.indicators import Indicator, Measure
from cordee.strategy.models.initiatives import (
    Dependency,
    DuplicateVerdict,
    Initiative,
    Waiver,
)
from cordee.strategy.models.needs import Need
from cordee.strategy.models.objectives import Objective, Plan, Vision
from cordee.strategy.models.spend import Contribution, SpendLine
from cordee.strategy.models.talks import Comment, Mention, Referral, SetAside

__all__ = [
    "Contribution",
    "Dependency",
    "DuplicateVerdict",
    "Edition",
    "Indicator",
    "Initiative",
    "Measure",
    "Need",
    "Objective",
    "Plan",
    "Scenario",
    "SpendLine",
    "Vision",
    "Waiver",
]
__all__ += ["Comment", "Mention", "Referral", "SetAside"]
