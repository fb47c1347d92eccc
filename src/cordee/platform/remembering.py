"""Remembers what is long to compute, until the organisation's next deed makes it untrue.

Every change goes through a service, and every service writes one line in the journal: as long as
the last line is the same, so are the answers. An organisation without a journal is not remembered.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any, TypeVar

from cordee.platform.models import Entry, Organisation

Answer = TypeVar("Answer")
Answers = OrderedDict[Hashable, Any]
MOST_ANSWERS, MOST_ORGANISATIONS = 48, 16
_LOCK = Lock()
_KEPT: "OrderedDict[int, tuple[int, Answers]]" = OrderedDict()


@dataclass(frozen=True, slots=True)
class Memory:
    """What this process knows of an organisation since the last line of its journal."""

    organisation: int
    number: int | None

    def recall(self, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer kept under this key, else the one computed now."""
        if self.number is None:
            return compute()
        answers = _answers(self.organisation, number=self.number)
        with _LOCK:
            if key in answers:
                answers.move_to_end(key)
                kept: Answer = answers[key]
                return kept
        computed = compute()
        with _LOCK:
            answers[key] = computed
            while len(answers) > MOST_ANSWERS:
                answers.popitem(last=False)
        return computed


def memory_of(organisation: Organisation) -> Memory:
    entries = Entry.objects.filter(organisation=organisation).order_by("-number")
    return Memory(organisation.pk, entries.values_list("number", flat=True).first())


def forget() -> None:
    """Start again from nothing, as a new process does."""
    with _LOCK:
        _KEPT.clear()


def _answers(organisation: int, *, number: int) -> Answers:
    with _LOCK:
        if _KEPT.get(organisation, (None,))[0] != number:
            _KEPT[organisation] = (number, OrderedDict())
        _KEPT.move_to_end(organisation)
        while len(_KEPT) > MOST_ORGANISATIONS:
            _KEPT.popitem(last=False)
        return _KEPT[organisation][1]
