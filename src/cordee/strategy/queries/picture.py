"""The golden thread: what the spend serves, against the priorities, with coverage."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cordee.engine.alignment import Alignment, NetSpend, Share, conflicts, net_spend, share_where
from cordee.engine.similarity import UNKNOWN_GROUP, shared_terms, similar_pairs, word_frequency
from cordee.platform.access import Reader
from cordee.strategy.models import DuplicateVerdict, Initiative, SpendLine
from cordee.strategy.queries import reach, rows
from cordee.strategy.queries.figures import (
    ConflictRow,
    Coverage,
    Duplicate,
    Picture,
    Serves,
    SourceFigure,
)
from cordee.strategy.queries.rows import Basis, Line, Source
from cordee.strategy.queries.threads import (
    CENT,
    Linked,
    ObjectiveRow,
    money,
    number,
    objective_figures,
    objective_rows,
    thread,
)

ALIKE = 0.5
"""Cosine from which two initiatives of different units are shown as possible duplicates."""
MOST_PAIRS = 50
DESCRIBED = 300
"""Characters of the description that are compared, after the name."""
DESCRIBED_UP_TO = 2_000
"""Initiatives beyond which names alone are compared: the page must answer."""
PROVIDED = frozenset(
    {Initiative.Status.DELIVERED, Initiative.Status.BENEFITS_REVIEW, Initiative.Status.CLOSED}
)


@dataclass(frozen=True, slots=True)
class _Rows:
    """What was read, placed in arrays."""

    lines: list[Line]
    sources: list[Source]
    place: dict[tuple[str, int], int]
    objectives: list[ObjectiveRow]
    links: list[Linked]
    net: NetSpend


def picture(
    reader: Reader, *, basis: Basis, on: date, points: Mapping[int, Decimal] | None = None
) -> Picture:
    """The golden thread of what this reader may see, in a constant number of SQL queries.

    `points` are other weights than those written, by objective id: a scenario.
    """
    read = _weighed(_read(reader, basis=basis, on=on), points or {})
    found = thread(read.net, objectives=read.objectives, links=read.links)
    told = found.alignment
    duplicates = _duplicates(read, verdicts=rows.verdicts(reader))
    clash, clash_rows = _conflicts(read, rows.dependencies(reader), duplicates=duplicates)
    joint, run = _joint_sponsorship(read), _run_share(read)
    return Picture(
        basis=basis,
        on=on,
        currency=reader.organisation.currency,
        objectives=objective_figures(read.objectives, found=found),
        sources=_source_figures(read, told, changes=rows.applications_of_initiatives(reader)),
        total=money(told.total),
        coverage=Coverage(int(read.net.known.sum()), len(read.sources)),
        score=number(told.score),
        orphan_spend=money(told.orphan),
        orphan_share=number(told.orphan_share),
        concentration=number(told.concentration),
        joint_sponsorship=number(joint.value),
        joint_covered=number(joint.covered),
        run_share=number(run.value),
        run_covered=number(run.covered),
        conflict_spend=clash,
        conflicts=clash_rows,
        duplicates=duplicates,
    )


def scores_under(
    reader: Reader, *, basis: Basis, on: date, points: Iterable[Mapping[int, Decimal]]
) -> list[float | None]:
    """The alignment each set of weights would give; the spend is read once for all of them."""
    read = _read(reader, basis=basis, on=on)
    judged = (_weighed(read, other).objectives for other in points)
    return [
        number(thread(read.net, objectives=weighed, links=read.links).alignment.score)
        for weighed in judged
    ]


def _weighed(read: _Rows, points: Mapping[int, Decimal]) -> _Rows:
    return replace(
        read, objectives=[(*row[:4], points.get(row[0], row[4])) for row in read.objectives]
    )


def _read(reader: Reader, *, basis: Basis, on: date) -> _Rows:
    lines = rows.lines(reader, basis=basis, on=on)
    sources = rows.sources(reader, spent={line.source for line in lines})
    place = {source.key: n for n, source in enumerate(sources)}
    objectives = objective_rows(reader)
    net = net_spend(
        [np.nan if line.amount is None else float(line.amount) for line in lines],
        source=[place[line.source] for line in lines],
        sources=len(sources),
    )
    links = _links(reader, place=place, objectives=[row[0] for row in objectives])
    costed = replace(net, known=net.known & net.stated)
    return _Rows(lines, sources, place, objectives, links, costed)


def _links(
    reader: Reader, *, place: dict[tuple[str, int], int], objectives: list[int]
) -> list[Linked]:
    objective_place = {pk: n for n, pk in enumerate(objectives)}
    found = reach.contributions(reader).select_related(None).order_by("pk")
    links: list[Linked] = []
    for initiative, application, objective, share in found.values_list(
        "initiative_id", "application_id", "objective_id", "share"
    ):
        key = ("initiative", initiative) if initiative else ("application", application)
        if key in place:
            links.append((place[key], objective_place[objective], share))
    return links


def _source_figures(
    read: _Rows, told: Alignment, *, changes: dict[int, list[tuple[int, str, str]]]
) -> tuple[SourceFigure, ...]:
    reasons, natures = _said_of_spend(read)
    links = defaultdict(list)
    for source, objective, share in read.links:
        links[source].append((read.objectives[objective][0], share))
    return tuple(
        _source_figure(
            source,
            spend=money(read.net.amount[n]),
            known=bool(read.net.known[n]),
            reason="; ".join(dict.fromkeys(reasons[n])),
            natures=dict(natures[n]),
            links=links[n],
            orphan=bool(told.orphan_sources[n]),
            applications=tuple(changes.get(source.key[1], ()))
            if source.key[0] == "initiative"
            else (),
        )
        for n, source in enumerate(read.sources)
    )


def _source_figure(
    source: Source,
    *,
    spend: Decimal,
    known: bool,
    reason: str,
    natures: dict[str, Decimal],
    links: list[tuple[int, Decimal]],
    orphan: bool,
    applications: tuple[tuple[int, str, str], ...],
) -> SourceFigure:
    serves = tuple(Serves(pk, share, (spend * share).quantize(CENT)) for pk, share in links)
    return SourceFigure(
        kind=source.key[0],
        pk=source.key[1],
        code=source.code,
        name=source.name,
        status=source.status,
        unit=source.unit,
        business_sponsor=source.business_sponsor,
        it_sponsor=source.it_sponsor,
        spend=spend,
        known=known,
        unknown_reason=reason,
        natures=natures,
        serves=serves,
        orphan_spend=spend - sum((s.spend for s in serves), Decimal(0)),
        is_orphan=orphan,
        applications=applications,
    )


def _said_of_spend(
    read: _Rows,
) -> tuple[dict[int, list[str]], dict[int, dict[str, Decimal]]]:
    reasons: dict[int, list[str]] = defaultdict(list)
    natures: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in read.lines:
        n = read.place[line.source]
        if line.amount is None:
            reasons[n].append(line.unknown_reason)
        else:
            natures[n][line.nature] += line.amount
    return reasons, natures


def _joint_sponsorship(read: _Rows) -> Share:
    """Share of the initiatives' spend with both sponsors; unknown when no sponsor is named."""
    named = any(s.business_sponsor or s.it_sponsor for s in read.sources)
    return share_where(
        read.net.amount,
        np.array([bool(s.business_sponsor and s.it_sponsor) for s in read.sources], dtype=bool),
        stated=np.array([named and s.key[0] == "initiative" for s in read.sources], dtype=bool),
    )


def _run_share(read: _Rows) -> Share:
    """Share of run in the spend whose purpose is stated."""
    purposes = [SpendLine.Purpose.RUN, SpendLine.Purpose.CHANGE, SpendLine.Purpose.UNSTATED]
    size = len(read.sources)
    net = net_spend(
        [np.nan if line.amount is None else float(line.amount) for line in read.lines],
        source=[
            purposes.index(SpendLine.Purpose(line.purpose)) * size + read.place[line.source]
            for line in read.lines
        ],
        sources=size * len(purposes),
    )
    bucket = np.repeat(np.arange(len(purposes)), size)
    return share_where(net.amount, bucket == 0, stated=bucket < 2)


def _conflicts(
    read: _Rows, dependencies: list[tuple[int, int, str]], *, duplicates: tuple[Duplicate, ...]
) -> tuple[Decimal, tuple[ConflictRow, ...]]:
    pairs: dict[str, list[tuple[int, int]]] = {"excludes": [], "requires": [], "duplicate": []}
    for source, target, kind in dependencies:
        pairs[kind].append((source, target))
    said_distinct = DuplicateVerdict.Verdict.DISTINCT
    pairs["duplicate"] = [(d.first, d.second) for d in duplicates if d.verdict != said_distinct]
    places, extra = _placed(read, pairs)
    found = conflicts(
        np.concatenate([read.net.amount, np.zeros(extra.size)]),
        np.concatenate([read.net.known, np.ones(extra.size, dtype=bool)]),
        excludes=places["excludes"],
        requires=places["requires"],
        duplicates=places["duplicate"],
        satisfied=np.concatenate(
            [np.array([s.status in PROVIDED for s in read.sources], dtype=bool), extra]
        ),
    )
    broken = {
        "excludes": found.broken_excludes,
        "requires": found.broken_requires,
        "duplicate": found.broken_duplicates,
    }
    return money(found.spend), tuple(
        ConflictRow(cause, *pair, spend=_at_stake(read, cause, pair))
        for cause, listed in pairs.items()
        for pair, is_broken in zip(listed, broken[cause], strict=True)
        if is_broken
    )


def _placed(
    read: _Rows, pairs: dict[str, list[tuple[int, int]]]
) -> tuple[dict[str, NDArray[np.intp]], NDArray[np.bool_]]:
    """Indices of the pairs; initiatives outside the basis follow the sources, unfunded."""
    place = {pk: n for (kind, pk), n in read.place.items() if kind == "initiative"}
    outside = {pk for listed in pairs.values() for pair in listed for pk in pair} - place.keys()
    status = dict(Initiative.objects.filter(pk__in=outside).values_list("pk", "status"))
    for pk in sorted(outside):
        place[pk] = len(read.sources) + len(place) - sum(k == "initiative" for k, _ in read.place)
    provided = np.array([status.get(pk) in PROVIDED for pk in sorted(outside)], dtype=bool)
    indices = {
        cause: np.array([(place[a], place[b]) for a, b in listed], dtype=np.intp).reshape(-1, 2)
        for cause, listed in pairs.items()
    }
    return indices, provided


def _at_stake(read: _Rows, cause: str, pair: tuple[int, int]) -> Decimal:
    sides = pair[:1] if cause == "requires" else pair
    places = [read.place[("initiative", pk)] for pk in sides if ("initiative", pk) in read.place]
    return money(float(read.net.amount[places].sum()))


def _duplicates(read: _Rows, *, verdicts: dict[tuple[int, int], str]) -> tuple[Duplicate, ...]:
    compared = [s for s in read.sources if s.key[0] == "initiative"]
    length = DESCRIBED if len(compared) <= DESCRIBED_UP_TO else 0
    texts = tuple(f"{s.name} {s.description[:length]}" for s in compared)
    units = tuple(UNKNOWN_GROUP if s.unit_id is None else s.unit_id for s in compared)
    found = []
    for a, b, score, shared in _alike(texts, units):
        first, second = sorted((compared[a].key[1], compared[b].key[1]))
        verdict = verdicts.get((first, second), "")
        found.append(Duplicate(first, second, score, shared, verdict))
    return tuple(found)


@lru_cache(maxsize=16)
def _alike(
    texts: tuple[str, ...], units: tuple[int, ...]
) -> tuple[tuple[int, int, float, tuple[str, ...]], ...]:
    pairs = similar_pairs(texts, group=units, threshold=ALIKE, limit=MOST_PAIRS)
    frequency = word_frequency(texts)
    return tuple(
        (
            int(a),
            int(b),
            round(float(score), 3),
            shared_terms(texts[a], texts[b], frequency=frequency),
        )
        for a, b, score in zip(pairs.a, pairs.b, pairs.score, strict=True)
    )
