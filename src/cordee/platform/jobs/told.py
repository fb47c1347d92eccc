"""What is told of a piece of long work."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

Phase = Literal["waiting", "running", "interrupted"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a piece of long work is."""

    phase: Phase
    step: str
    """What is being done, in words."""
    done: int
    total: int
    """Zero while nobody knows."""
    since: datetime
    """When this step began."""

    def remaining(self, *, at: datetime) -> timedelta | None:
        """The time left at the present pace; None before there is a pace."""
        elapsed = at - self.since
        if self.phase != "running" or not 0 < self.done <= self.total or elapsed <= timedelta(0):
            return None
        return elapsed * (self.total - self.done) / self.done

    def written(self) -> str:
        return json.dumps(asdict(self) | {"since": self.since.isoformat()})


def read(text: str) -> Progress:
    content = json.loads(text)
    return Progress(**content | {"since": datetime.fromisoformat(content["since"])})
