"""Long work told to whoever watches: how far it is, whether it still lives, and how to stop it."""

from cordee.platform.jobs.told import Phase, Progress
from cordee.platform.jobs.work import (
    Cancelled,
    Job,
    all_progress,
    announce,
    cancel,
    forget,
    held,
    progress,
    withdraw,
)

__all__ = [
    "Cancelled",
    "Job",
    "Phase",
    "Progress",
    "all_progress",
    "announce",
    "cancel",
    "forget",
    "held",
    "progress",
    "withdraw",
]
