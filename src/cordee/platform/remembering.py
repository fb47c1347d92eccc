"""Remembers what is long to compute, until the organisation's next deed makes it untrue.

Every change goes through a service, and every service writes one line in the journal: as long as
the last line is the same, so are the answers. An organisation without a journal is not remembered.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock, RLock
from typing import Any, TypeVar

from cordee.platform.models import Entry, Organisation

Answer = TypeVar("Answer")
Answers = OrderedDict[Hashable, Any]
MOST_ANSWERS, MOST_COUNTS, MOST_ORGANISATIONS = 48, 4_096, 16
SETTLED = "_memory"
_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is true of one organisation as long as its journal ends with this line."""

    number: int
    answers: Answers = field(default_factory=OrderedDict)
    counts: Answers = field(default_factory=OrderedDict)
    computing: Any = field(default_factory=RLock)
    """Held by who computes: the others wait for that answer rather than compute it as well."""


_KEPT: OrderedDict[int, _Kept] = OrderedDict()


@dataclass(frozen=True, slots=True)
class Memory:
    """What this process knows of an organisation since the last line of its journal."""

    organisation: int
    number: int | None

    def recall(self, key: Hashable, compute: Callable[[], Answer]) -> Answer:
        """The answer kept under this key, else the one computed now."""
        if self.number is None:
            return compute()
        kept = _kept(self.organisation, number=self.number)
        return _remembered(kept, kept.answers, key, compute, most=MOST_ANSWERS)

    def recount(self, key: Hashable, compute: Callable[[], int]) -> int:
        """As `recall`, of a number: it takes no room, thousands are kept."""
        if self.number is None:
            return compute()
        kept = _kept(self.organisation, number=self.number)
        return _remembered(kept, kept.counts, key, compute, most=MOST_COUNTS)


def memory_of(organisation: Organisation) -> Memory:
    settled: Memory | None = organisation.__dict__.get(SETTLED)
    if settled is not None:
        return settled
    entries = Entry.objects.filter(organisation=organisation).order_by("-number")
    return Memory(organisation.pk, entries.values_list("number", flat=True).first())


def settle(organisation: Organisation, *, number: int | None) -> None:
    """Tell where its journal stands, for as long as this object lives: only for who just reads."""
    organisation.__dict__[SETTLED] = Memory(organisation.pk, number)


def forget() -> None:
    """Start again from nothing, as a new process does."""
    with _LOCK:
        _KEPT.clear()


def _kept(organisation: int, *, number: int) -> _Kept:
    with _LOCK:
        if organisation not in _KEPT or _KEPT[organisation].number != number:
            _KEPT[organisation] = _Kept(number)
        _KEPT.move_to_end(organisation)
        while len(_KEPT) > MOST_ORGANISATIONS:
            _KEPT.popitem(last=False)
        return _KEPT[organisation]


def _remembered(
    kept: _Kept, answers: Answers, key: Hashable, compute: Callable[[], Answer], *, most: int
) -> Answer:
    known: tuple[Answer, ...] = _known(answers, key)
    if known:
        return known[0]
    with kept.computing:
        known = _known(answers, key)
        if known:
            return known[0]
        computed = compute()
        with _LOCK:
            answers[key] = computed
            while len(answers) > most:
                answers.popitem(last=False)
    return computed


def _known(answers: Answers, key: Hashable) -> tuple[Any, ...]:
    """The answer kept under this key, alone; nothing when there is none."""
    with _LOCK:
        if key not in answers:
            return ()
        answers.move_to_end(key)
        return (answers[key],)
