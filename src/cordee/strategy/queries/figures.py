"""The figures of the golden thread, as pages, documents and the command line receive them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cordee.strategy.queries.rows import Basis


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of the population a figure rests on."""

    known: int
    of: int

    @property
    def unknown(self) -> int:
        return self.of - self.known


@dataclass(frozen=True, slots=True)
class Serves:
    """The part of a source that serves one objective."""

    objective: int
    share: Decimal
    spend: Decimal


@dataclass(frozen=True, slots=True)
class ObjectiveFigure:
    """One leaf objective: its priority, what it receives."""

    pk: int
    code: str
    name: str
    mark: str
    """Hue of the palette (o1…o5), or `other`."""
    priority: float | None
    spend: Decimal
    share: float | None
    initiatives: int
    state: str
    """`served`, `unserved`, or `unknown` when only unknown costs serve it."""

    @property
    def gap(self) -> float | None:
        if self.share is None or self.priority is None:
            return None
        return self.share - self.priority


@dataclass(frozen=True, slots=True)
class SourceFigure:
    """An initiative or an application: what it costs, what it serves."""

    kind: str
    pk: int
    code: str
    name: str
    status: str
    unit: str
    business_sponsor: str
    it_sponsor: str
    spend: Decimal
    known: bool
    unknown_reason: str
    natures: dict[str, Decimal]
    serves: tuple[Serves, ...]
    orphan_spend: Decimal
    is_orphan: bool
    applications: tuple[tuple[int, str, str], ...]
    """(id, code, name) of the applications an initiative changes."""


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """Two initiatives that pull against each other; `cause` is excludes, requires or duplicate."""

    cause: str
    first: int
    second: int
    spend: Decimal


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two initiatives of different units written almost alike."""

    first: int
    second: int
    score: float
    shared: tuple[str, ...]
    verdict: str
    """`duplicate`, `distinct`, or empty while nobody said."""


@dataclass(frozen=True, slots=True)
class Picture:
    """Every figure of the golden thread on one basis, with what each rests on."""

    basis: Basis
    on: date
    currency: str
    objectives: tuple[ObjectiveFigure, ...]
    sources: tuple[SourceFigure, ...]
    total: Decimal
    coverage: Coverage
    score: float | None
    orphan_spend: Decimal
    orphan_share: float | None
    concentration: float | None
    joint_sponsorship: float | None
    joint_covered: float | None
    run_share: float | None
    run_covered: float | None
    conflict_spend: Decimal
    conflicts: tuple[ConflictRow, ...]
    duplicates: tuple[Duplicate, ...]

    @property
    def orphans(self) -> tuple[SourceFigure, ...]:
        found = [s for s in self.sources if s.is_orphan]
        return tuple(sorted(found, key=lambda s: -s.spend))

    @property
    def orphan_initiatives(self) -> tuple[SourceFigure, ...]:
        return tuple(s for s in self.orphans if s.kind == "initiative")

    @property
    def initiatives(self) -> tuple[SourceFigure, ...]:
        return tuple(s for s in self.sources if s.kind == "initiative")

    @property
    def only_initiatives(self) -> bool:
        """Whether no application costs anything on the basis."""
        return len(self.initiatives) == len(self.sources)

    @property
    def unserved(self) -> tuple[ObjectiveFigure, ...]:
        return tuple(o for o in self.objectives if o.state == "unserved")

    @property
    def unknown_objectives(self) -> tuple[ObjectiveFigure, ...]:
        return tuple(o for o in self.objectives if o.state == "unknown")
