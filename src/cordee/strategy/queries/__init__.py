"""What the spine answers."""

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
from cordee.strategy.queries.picture import bases, chosen_basis, picture
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

__all__ = [
    "Basis",
    "ConflictRow",
    "Coverage",
    "Duplicate",
    "ObjectiveFigure",
    "Picture",
    "Serves",
    "SourceFigure",
    "bases",
    "chosen_basis",
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
    "spend_lines",
    "visions",
]
