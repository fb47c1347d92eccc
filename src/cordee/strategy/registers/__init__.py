"""The lists of the spine."""

from cordee.strategy.registers.initiatives import INITIATIVES
from cordee.strategy.registers.objectives import OBJECTIVES, PLANS, VISIONS
from cordee.strategy.registers.spend import CONTRIBUTIONS, SPEND_LINES

__all__ = ["CONTRIBUTIONS", "INITIATIVES", "OBJECTIVES", "PLANS", "SPEND_LINES", "VISIONS"]
