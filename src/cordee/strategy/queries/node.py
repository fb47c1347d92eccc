"""One node of the golden thread: what stands above and below it, from objective to euros."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cordee.strategy.models import Initiative, SpendLine
from cordee.strategy.queries.figures import ObjectiveFigure, Picture, SourceFigure

EVERYTHING = Decimal(1)
LISTED = 30
"""Strands listed per objective; the others are counted and summed."""


@dataclass(frozen=True, slots=True)
class Strand:
    """What one source gives one objective, or none: a share of it, in money."""

    source: SourceFigure
    objective: ObjectiveFigure | None
    share: Decimal
    spend: Decimal | None
    """What is known of it: None when nothing is, a floor when the source is known in part."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An objective with every strand that leads to it; without objective, the orphans."""

    objective: ObjectiveFigure | None
    strands: tuple[Strand, ...]

    @property
    def shown(self) -> tuple[Strand, ...]:
        """The largest strands: those a page lists."""
        return self.strands[:LISTED]

    @property
    def left_out(self) -> tuple[Strand, ...]:
        return self.strands[LISTED:]

    @property
    def left_out_spend(self) -> Decimal | None:
        return _known(self.left_out)

    @property
    def spend(self) -> Decimal | None:
        return _known(self.strands)

    @property
    def unknown(self) -> int:
        """Strands whose source has an unknown cost."""
        return _unknown(self.strands)


@dataclass(frozen=True, slots=True)
class Touched:
    """An application at the end of the thread."""

    pk: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """A chosen node with the strands that pass through it."""

    kind: str
    """`objective`, `initiative` or `application`."""
    pk: int
    code: str
    name: str
    objective: ObjectiveFigure | None
    """The figures of the objective chosen, when it receives contributions itself."""
    source: SourceFigure | None
    """The figures of the initiative or application chosen, when it costs something here."""
    strands: tuple[Strand, ...]
    initiatives: tuple[SourceFigure, ...]
    """For an application, the initiatives of the picture that change it."""
    applications: tuple[Touched, ...]
    natures: tuple[tuple[str, Decimal], ...]
    """Label and amount of each nature of spend of the source."""
    state: str
    """The label of the state of an initiative."""
    unserved_share: Decimal | None
    """The part of the source that serves no objective."""

    @property
    def key(self) -> str:
        """How the drawing names this node."""
        return f"{self.kind}-{self.pk}"

    @property
    def spend(self) -> Decimal | None:
        """The known spend of the strands."""
        return _known(self.strands)

    @property
    def unknown(self) -> int:
        """Strands whose source has an unknown cost."""
        return _unknown(self.strands)


def thread_node(picture: Picture, *, kind: str, pk: int, code: str, name: str) -> ThreadNode:
    """The node of that kind; without figures when it has nothing on the basis of the picture."""
    source = next((s for s in picture.sources if (s.kind, s.pk) == (kind, pk)), None)
    strands = _strands(picture, kind=kind, pk=pk)
    initiatives = _changing(picture, pk) if kind == "application" else ()
    through = [s.source for s in strands] if kind == "objective" else [source] if source else []
    return ThreadNode(
        kind=kind,
        pk=pk,
        code=code,
        name=name,
        objective=next((o for o in picture.objectives if kind == "objective" and o.pk == pk), None),
        source=source,
        strands=strands,
        initiatives=initiatives,
        applications=_touched(through),
        natures=_natures(source) if source else (),
        state=_state(source) if source else "",
        unserved_share=_unserved_share(source) if source else None,
    )


def branches(picture: Picture) -> tuple[Branch, ...]:
    """The whole thread as a list: objectives in their order, then what serves none."""
    objectives = {objective.pk: objective for objective in picture.objectives}
    leading: dict[int | None, list[Strand]] = defaultdict(list)
    for source in picture.sources:
        for strand in _strands_of(source, objectives=objectives):
            leading[strand.objective.pk if strand.objective else None].append(strand)
    served = tuple(Branch(o, _largest_first(leading[o.pk])) for o in picture.objectives)
    orphans = Branch(None, _largest_first(leading[None]))
    return (*served, orphans) if orphans.strands else served


def _strands(picture: Picture, *, kind: str, pk: int) -> tuple[Strand, ...]:
    listed = [strand for branch in branches(picture) for strand in branch.strands]
    if kind == "objective":
        return tuple(s for s in listed if s.objective and s.objective.pk == pk)
    return tuple(s for s in listed if s.objective and (s.source.kind, s.source.pk) == (kind, pk))


def _strands_of(
    source: SourceFigure, *, objectives: Mapping[int, ObjectiveFigure]
) -> Iterator[Strand]:
    """The strands of a source, and what remains of it as a strand to no objective."""
    says_something = source.known or source.spend > 0
    for served in source.serves:
        spend = served.spend if says_something else None
        yield Strand(source, objectives[served.objective], served.share, spend)
    rest = _unserved_share(source)
    if rest > 0:
        yield Strand(source, None, rest, source.orphan_spend if says_something else None)


def _largest_first(strands: Iterable[Strand]) -> tuple[Strand, ...]:
    return tuple(sorted(strands, key=lambda s: (-(s.spend or 0), s.source.name)))


def _unknown(strands: Iterable[Strand]) -> int:
    return sum(not strand.source.known for strand in strands)


def _known(strands: Sequence[Strand]) -> Decimal | None:
    """What is known of the spend of these strands; None when nothing of it is."""
    amounts = [strand.spend for strand in strands if strand.spend is not None]
    return sum(amounts, Decimal(0)) if amounts or not strands else None


def _changing(picture: Picture, application: int) -> tuple[SourceFigure, ...]:
    return tuple(
        source
        for source in picture.initiatives
        if application in {pk for pk, _code, _name in source.applications}
    )


def _touched(sources: Iterable[SourceFigure]) -> tuple[Touched, ...]:
    found = {pk: Touched(pk, code, name) for s in sources for pk, code, name in s.applications}
    return tuple(sorted(found.values(), key=lambda application: application.name))


def _natures(source: SourceFigure) -> tuple[tuple[str, Decimal], ...]:
    return tuple(
        (str(nature.label), source.natures[nature.value])
        for nature in SpendLine.Nature
        if nature.value in source.natures
    )


def _state(source: SourceFigure) -> str:
    return str(Initiative.Status(source.status).label) if source.kind == "initiative" else ""


def _unserved_share(source: SourceFigure) -> Decimal:
    return EVERYTHING - sum((s.share for s in source.serves), Decimal(0))
