"""What the spine answers."""

from cordee.strategy.queries.bases import bases, chosen_basis
from cordee.strategy.queries.discussion import comments, referral_lines, referrals
from cordee.strategy.queries.figures import (
    ConflictRow,
    Coverage,
    Duplicate,
    ObjectiveFigure,
    Picture,
    Serves,
    SourceFigure,
)
from cordee.strategy.queries.lifecycle import is_let_run, next_states
from cordee.strategy.queries.picture import picture
from cordee.strategy.queries.reach import (
    contributions,
    dependencies,
    exchange_rates,
    indicators,
    initiatives,
    measures,
    needs,
    objectives,
    plans,
    spend_lines,
    visions,
)
from cordee.strategy.queries.rows import Basis
from cordee.strategy.queries.standing import Standing, standing

__all__ = [
    "Basis",
    "ConflictRow",
    "Coverage",
    "Duplicate",
    "ObjectiveFigure",
    "Picture",
    "Serves",
    "SourceFigure",
    "Standing",
    "bases",
    "chosen_basis",
    "comments",
    "contributions",
    "dependencies",
    "exchange_rates",
    "indicators",
    "initiatives",
    "is_let_run",
    "measures",
    "needs",
    "next_states",
    "objectives",
    "picture",
    "plans",
    "referral_lines",
    "referrals",
    "spend_lines",
    "standing",
    "visions",
]
