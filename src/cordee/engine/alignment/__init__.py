"""Golden thread: what does the spend serve, how far is that from the priorities, does it clash?

Units: spend in one currency, any unit; shares, priorities and scores are fractions of 1.
Rows: S sources (initiatives and applications), O objectives, L spend lines, C contributions.
nan is an unknown number; it is never read as zero, it is reported beside the figure.
Method, hypotheses and worked example: docs/algorithms/alignment.md.
"""

from cordee.engine.alignment.coherence import Conflict, conflicts
from cordee.engine.alignment.priorities import NO_PARENT, leaf_priorities, leaves
from cordee.engine.alignment.spend import NetSpend, Share, net_spend, share_where
from cordee.engine.alignment.thread import Alignment, aligned

__all__ = [
    "NO_PARENT",
    "Alignment",
    "Conflict",
    "NetSpend",
    "Share",
    "aligned",
    "conflicts",
    "leaf_priorities",
    "leaves",
    "net_spend",
    "share_where",
]
