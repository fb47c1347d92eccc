"""The grid initiative × objective: which share of each initiative serves what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cordee.platform.access import ReaderRequest, allowed, any_member
from cordee.platform.errors import Refused
from cordee.platform.forms import AmountField
from cordee.platform.registers import read_or_write
from cordee.platform.typography import number_text
from cordee.strategy import queries, rules, services
from cordee.strategy.models import Initiative, Objective
from cordee.strategy.queries.grid import (
    Grid,
    GridRow,
    contribution_grid,
    grid_rows,
    leaf_objectives,
)

WHOLE = Decimal(100)
SHARE = re.compile(r"share-([0-9]{1,18})-([0-9]{1,18})")
NUMBER = re.compile(r"[0-9]{1,18}")
PERCENT = AmountField(required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2)


@dataclass(frozen=True, slots=True)
class Box:
    """One input: the part of an initiative that serves an objective, as it is written."""

    objective: Objective
    name: str
    text: str
    is_wrong: bool


@dataclass(frozen=True, slots=True)
class BoxRow:
    """The inputs of one initiative, what they add up to, what is wrong with them."""

    initiative: Initiative
    boxes: tuple[Box, ...]
    total: str
    before: str
    """What was stored when the page was drawn."""
    problem: str
    is_orphan: bool
    is_chosen: bool


@dataclass(slots=True)
class Typed:
    """What came back from the grid: texts by initiative and objective, and what is wrong."""

    texts: dict[int, dict[int, str]]
    before: dict[int, str]
    chosen: frozenset[int] = frozenset()
    problems: dict[int, str] = field(default_factory=dict)
    wrong: set[tuple[int, int]] = field(default_factory=set)


@allowed(any_member)
@read_or_write
def contribution_grid_page(request: ReaderRequest) -> HttpResponseBase:
    if request.method == "POST":
        return _linked(request)
    return _page(request, typed=None, refusal="")


@allowed(rules.may_link_initiatives)
def _linked(request: ReaderRequest) -> HttpResponse:
    """Save the rows that changed, all of them or none."""
    typed = _typed(request.POST)
    initiatives = _named(request, typed)
    objectives = {o.pk: o for o in leaf_objectives(request.reader)}
    refusal = _quick_link(typed, request.POST, objectives=objectives)
    changed = _changed(typed, initiatives=initiatives, objectives=objectives)
    if not refusal and not typed.problems and changed:
        refusal = _refusal(changed, request)
    if refusal or typed.problems:
        return _page(request, typed=typed, refusal=refusal)
    _tell(request, len(changed))
    return redirect(request.get_full_path())


def _typed(posted: QueryDict) -> Typed:
    texts: dict[int, dict[int, str]] = {}
    for name in posted:
        found = SHARE.fullmatch(name)
        if found:
            texts.setdefault(int(found[1]), {})[int(found[2])] = str(posted[name]).strip()
    before = {pk: posted.get(f"before-{pk}", "") for pk in texts}
    chosen = frozenset(int(pk) for pk in posted.getlist("chosen") if NUMBER.fullmatch(pk))
    return Typed(texts, before, chosen)


def _named(request: ReaderRequest, typed: Typed) -> dict[int, Initiative]:
    """The initiatives the grid names; one out of reach is not found."""
    wanted = typed.texts.keys() | typed.chosen
    found = queries.initiatives(request.reader).in_bulk(list(wanted))
    if wanted - found.keys():
        raise Http404
    return found


def _quick_link(typed: Typed, posted: QueryDict, *, objectives: Mapping[int, Objective]) -> str:
    """Have the chosen rows serve one objective entirely; says what is missing to do it."""
    wanted = posted.get("objective", "")
    if "quick" not in posted or not (wanted or typed.chosen):
        # A browser presses the first button when Enter is struck in a box: it is then a plain save.
        return ""
    objective = next((o for pk, o in objectives.items() if str(pk) == wanted), None)
    if objective is None:
        return _("Choose the objective that the chosen initiatives serve.")
    if not typed.chosen:
        return _("Tick the initiatives that serve “%(objective)s”.") % {"objective": objective.name}
    for pk in typed.chosen:
        boxes = typed.texts.setdefault(pk, {})
        typed.texts[pk] = dict.fromkeys(boxes, "") | {objective.pk: "100"}
    return ""


def _changed(
    typed: Typed,
    *,
    initiatives: Mapping[int, Initiative],
    objectives: Mapping[int, Objective],
) -> dict[Initiative, dict[Objective, Decimal]]:
    """The rows that no longer say what they said; the wrong ones are written into `typed`."""
    stored = {row.initiative.pk: row for row in grid_rows(list(initiatives.values()))}
    changed: dict[Initiative, dict[Objective, Decimal]] = {}
    for pk, texts in typed.texts.items():
        if texts.keys() - objectives.keys():
            raise Http404
        shares = _shares(typed, pk=pk, texts=texts)
        if shares is None or _key(shares) == typed.before.get(pk, ""):
            continue
        if pk in typed.before and _key(stored[pk].shares) != typed.before[pk]:
            typed.problems[pk] = _(
                "Someone changed this row meanwhile: reload the page to see what it says now."
            )
        else:
            changed[initiatives[pk]] = {objectives[o]: share for o, share in shares.items()}
    return changed


def _shares(typed: Typed, *, pk: int, texts: Mapping[int, str]) -> dict[int, Decimal] | None:
    """The shares of a row; None when a box or the sum is wrong."""
    percents: dict[int, Decimal] = {}
    for objective, text in texts.items():
        try:
            percents[objective] = PERCENT.clean(text) or Decimal(0)
        except ValidationError:
            typed.wrong.add((pk, objective))
            typed.problems[pk] = _("Write a share from 0 to 100, for example 50 or 33.3.")
    if pk in typed.problems:
        return None
    total = sum(percents.values(), Decimal(0))
    if total > WHOLE:
        typed.problems[pk] = _("This row adds up to %(total)s%%: at most 100%%.") % {
            "total": _written(total)
        }
        return None
    return {o: percent / WHOLE for o, percent in percents.items() if percent > 0}


def _refusal(
    changed: Mapping[Initiative | Any, Mapping[Objective, Decimal]], request: ReaderRequest
) -> str:
    try:
        services.link_to_objectives(changed, by=request.user, at=timezone.now())
    except Refused as refusal:
        return str(refusal)
    return ""


def _tell(request: ReaderRequest, count: int) -> None:
    told = ngettext(
        "%(count)s initiative is linked as you wrote.",
        "%(count)s initiatives are linked as you wrote.",
        count,
    )
    if count:
        messages.success(request, told % {"count": count})
    else:
        messages.info(request, _("Nothing had changed."))


def _page(request: ReaderRequest, *, typed: Typed | None, refusal: str) -> HttpResponse:
    searched = request.GET.get("q", "").replace("\0", "").strip()
    grid = contribution_grid(request.reader, searched=searched, page=request.GET.get("page", ""))
    context = {
        "grid": grid,
        "rows": _rows(grid, typed=typed),
        "searched": searched,
        "refusal": refusal,
        "problems": len(typed.problems) if typed else 0,
        "quick_objective": request.POST.get("objective", ""),
        "may_link": rules.may_link_initiatives(request.reader),
    }
    return render(request, "strategy/contribution_grid.html", context)


def _rows(grid: Grid, *, typed: Typed | None) -> tuple[BoxRow, ...]:
    return tuple(_row(row, grid=grid, typed=typed) for row in grid.rows)


def _row(row: GridRow, *, grid: Grid, typed: Typed | None) -> BoxRow:
    pk = row.initiative.pk
    stored = {o: _written(share * WHOLE) for o, share in row.shares.items()}
    texts = typed.texts.get(pk, stored) if typed else stored
    return BoxRow(
        initiative=row.initiative,
        boxes=tuple(
            Box(
                objective=objective,
                name=f"share-{pk}-{objective.pk}",
                text=texts.get(objective.pk, ""),
                is_wrong=typed is not None and (pk, objective.pk) in typed.wrong,
            )
            for objective in grid.objectives
        ),
        total=_written(row.total * WHOLE),
        before=typed.before.get(pk, _key(row.shares)) if typed else _key(row.shares),
        problem=typed.problems.get(pk, "") if typed else "",
        is_orphan=not row.shares,
        is_chosen=typed is not None and pk in typed.chosen,
    )


def _key(shares: Mapping[int, Decimal]) -> str:
    """The shares of a row in a few characters, the same for equal shares."""
    told = sorted((objective, (share * WHOLE).normalize()) for objective, share in shares.items())
    return ";".join(f"{objective}:{percent:f}" for objective, percent in told)


def _written(percent: Decimal) -> str:
    return number_text(percent, language=get_language() or "en")
