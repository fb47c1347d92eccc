"""The golden thread as flows: one objective, one source, one application and an amount each."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.strategy.queries import Picture, SourceFigure

NO_OBJECTIVE = "no-objective"
NO_APPLICATION = "no-application"
OWN_SPEND = "own-spend"
"""Applications that serve objectives by their own spend, between the two."""
OTHERS = "others"

MOST_OBJECTIVES = 40
MOST_SOURCES = 40
MOST_APPLICATIONS = 30
MOST_GROUPS = 10
"""Groups of small initiatives, one an objective; beyond, the smallest groups are one."""
NATURES = ("capex", "opex", "unstated")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Place:
    """A node of a column before it has coordinates."""

    key: str
    kind: str
    """`objective`, `initiative` or `application` when it has a page; else `group` or `none`."""
    pk: int | None
    label: str
    mark: str


@dataclass(frozen=True, slots=True)
class Flow:
    """What goes from one objective to one application through one source."""

    objective: str
    source: str
    application: str
    amount: Decimal
    known: bool
    natures: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Flows:
    """Every flow of a picture, and the nodes it passes by."""

    flows: tuple[Flow, ...]
    objectives: tuple[Place, ...]
    sources: tuple[Place, ...]
    applications: tuple[Place, ...]
    """Empty when no initiative names an application and none spends by itself."""


def flows_of(picture: Picture, *, selected: str = "") -> Flows:
    """The flows of a picture, the smallest nodes of each column together; no money is dropped.

    The spend of an initiative that changes several applications is spread evenly over them: the
    picture does not say better. The `selected` node is never grouped.
    """
    flows = [flow for source in picture.sources for flow in _flows_of(source)]
    places = _places(picture)
    found = _grouped_objectives(flows, places, kept=selected)
    found = _grouped_sources(found, places, kept=selected)
    found = _grouped_applications(found, places, kept=selected)
    applications = _met(found, places, "application")
    if all(place.key == NO_APPLICATION for place in applications):
        applications = ()
    return Flows(
        tuple(found),
        _met(found, places, "objective"),
        _by_objective(found, places),
        applications,
    )


def amounts_by(flows: Iterable[Flow], column: Callable[[Flow], str]) -> dict[str, Decimal]:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for flow in flows:
        totals[column(flow)] += flow.amount
    return dict(totals)


def key_of(source: SourceFigure) -> str:
    return f"{source.kind}-{source.pk}"


def _flows_of(source: SourceFigure) -> Iterator[Flow]:
    parts = [(f"objective-{s.objective}", s.spend) for s in source.serves]
    rest = source.spend - sum((spend for _key, spend in parts), ZERO)
    if rest > 0 or not parts:
        parts.append((NO_OBJECTIVE, max(rest, ZERO)))
    if source.kind == "application":
        ends, middle = [key_of(source)], OWN_SPEND
    else:
        ends = [f"application-{pk}" for pk, _code, _name in source.applications]
        ends, middle = ends or [NO_APPLICATION], key_of(source)
    natures = _shares_of_natures(source)
    for objective, amount in parts:
        for application in ends:
            part = amount / len(ends)
            split = {nature: part * share for nature, share in natures.items()}
            yield Flow(objective, middle, application, part, source.known, split)


def _shares_of_natures(source: SourceFigure) -> dict[str, Decimal]:
    """Parts of the spend by nature; credits are netted within the source, so never below zero."""
    positive = {n: source.natures.get(n, ZERO) for n in NATURES if source.natures.get(n, ZERO) > 0}
    whole = sum(positive.values(), ZERO)
    return {nature: amount / whole for nature, amount in positive.items()}


def _places(picture: Picture) -> dict[str, Place]:
    """Every node that may be met, in the order of its column."""
    places = [
        Place(f"objective-{o.pk}", "objective", o.pk, o.name, _hue(o.mark))
        for o in picture.objectives
    ]
    places.append(Place(NO_OBJECTIVE, "none", None, _("No objective"), "orphan"))
    places.append(Place(OWN_SPEND, "group", None, _("Applications, on their own"), "neutral"))
    for source in picture.sources:
        places.append(Place(key_of(source), source.kind, source.pk, source.name, "neutral"))
        places.extend(
            Place(f"application-{pk}", "application", pk, name, "neutral")
            for pk, _code, name in source.applications
        )
    places.append(Place(NO_APPLICATION, "none", None, _("No application named"), "neutral"))
    return {place.key: place for place in places}


def _hue(mark: str) -> str:
    return "neutral" if mark == "other" else mark


def _grouped_objectives(
    flows: Sequence[Flow], places: dict[str, Place], *, kept: str
) -> list[Flow]:
    small = _smallest(flows, "objective", most=MOST_OBJECTIVES, kept={kept, NO_OBJECTIVE})
    if not small:
        return list(flows)
    label = ngettext("%(count)s other objective", "%(count)s other objectives", len(small))
    _add_group(places, f"objective-{OTHERS}", label % {"count": len(small)})
    group = f"objective-{OTHERS}"
    return [replace(f, objective=group) if f.objective in small else f for f in flows]


def _grouped_sources(flows: Sequence[Flow], places: dict[str, Place], *, kept: str) -> list[Flow]:
    """Small initiatives are grouped by the objective they serve most; one alone is itself."""
    small = _smallest(flows, "source", most=MOST_SOURCES, kept={kept, OWN_SPEND})
    main = _main_objectives(flows)
    members: dict[str, set[str]] = defaultdict(set)
    for key in small:
        members[main[key]].add(key)
    amounts = amounts_by(flows, lambda flow: flow.source)
    largest_first = sorted(members, key=lambda o: -sum(amounts[key] for key in members[o]))
    for objective in largest_first[MOST_GROUPS:]:
        members[OTHERS] |= members.pop(objective)
    alone = [o for o, grouped in members.items() if len(grouped) == 1]
    for objective in alone:
        members.pop(objective)
    target = {key: f"{OTHERS}-{objective}" for objective in members for key in members[objective]}
    for objective, grouped in members.items():
        label = ngettext("%(count)s other initiative", "%(count)s other initiatives", len(grouped))
        _add_group(places, f"{OTHERS}-{objective}", label % {"count": len(grouped)})
    return [replace(flow, source=target.get(flow.source, flow.source)) for flow in flows]


def _grouped_applications(
    flows: Sequence[Flow], places: dict[str, Place], *, kept: str
) -> list[Flow]:
    small = _smallest(flows, "application", most=MOST_APPLICATIONS, kept={kept, NO_APPLICATION})
    if not small:
        return list(flows)
    label = ngettext("%(count)s other application", "%(count)s other applications", len(small))
    _add_group(places, f"application-{OTHERS}", label % {"count": len(small)})
    group = f"application-{OTHERS}"
    return [replace(f, application=group) if f.application in small else f for f in flows]


def _smallest(flows: Sequence[Flow], column: str, *, most: int, kept: set[str]) -> set[str]:
    """The keys of a column beyond the `most` largest; none when only one would be grouped."""
    amounts = amounts_by(flows, lambda flow: getattr(flow, column))
    ranked = sorted((key for key in amounts if key not in kept), key=lambda key: -amounts[key])
    beyond = ranked[most:]
    return set(beyond) if len(beyond) > 1 else set()


def _add_group(places: dict[str, Place], key: str, label: str) -> None:
    places[key] = Place(key, "group", None, label, "neutral")


def _main_objectives(flows: Sequence[Flow]) -> dict[str, str]:
    """Per source, the objective it gives most to."""
    given: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for flow in flows:
        given[flow.source, flow.objective] += flow.amount
    main: dict[str, tuple[Decimal, str]] = {}
    for (source, objective), amount in given.items():
        if source not in main or amount > main[source][0]:
            main[source] = (amount, objective)
    return {source: objective for source, (_amount, objective) in main.items()}


def _met(flows: Sequence[Flow], places: Mapping[str, Place], column: str) -> tuple[Place, ...]:
    met = {getattr(flow, column) for flow in flows}
    found = (place for key, place in places.items() if key in met)
    return tuple(sorted(found, key=lambda place: place.key in (NO_OBJECTIVE, NO_APPLICATION)))


def _by_objective(flows: Sequence[Flow], places: Mapping[str, Place]) -> tuple[Place, ...]:
    """Sources in the order of the objective they serve most, the largest first, groups last."""
    main = _main_objectives(flows)
    amounts = amounts_by(flows, lambda flow: flow.source)
    rank = {key: n for n, key in enumerate(sorted(places, key=lambda k: k == NO_OBJECTIVE))}
    place_of = {key: rank[main[key]] for key in amounts}
    met = sorted(
        _met(flows, places, "source"),
        key=lambda p: (place_of[p.key], p.kind == "group", -amounts[p.key]),
    )
    return tuple(replace(place, mark=_mark(place, places[main[place.key]])) for place in met)


def _mark(place: Place, served: Place) -> str:
    """The hue of what it serves most, unless it stands for sources of several objectives."""
    return "neutral" if place.key in (OWN_SPEND, f"{OTHERS}-{OTHERS}") else served.mark
