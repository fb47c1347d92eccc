"""The list of initiatives: saved views, filters, spend on the chosen basis."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.registers import (
    PAGE_SIZE,
    Asked,
    Choice,
    Column,
    Empty,
    Filter,
    Line,
    Listing,
    Mark,
    Money,
    Register,
    Sponsors,
    State,
    Tab,
    Total,
    choices,
    headings,
    kept,
    line,
)
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.initiatives import InitiativeForm
from cordee.strategy.models import Initiative
from cordee.strategy.queries import Picture
from cordee.strategy.queries.portfolio import ListedInitiative, listed_initiatives

Test = Callable[[ListedInitiative], bool]
VIEWS: tuple[tuple[str, str | Promise, Test], ...] = (
    ("", gettext_lazy("All"), lambda _initiative: True),
    ("funded", gettext_lazy("Funded"), lambda initiative: initiative.is_funded),
    ("orphan", gettext_lazy("Without objective"), lambda initiative: initiative.is_orphan),
    ("unknown", gettext_lazy("Unknown cost"), lambda initiative: initiative.is_unknown),
    ("candidates", gettext_lazy("Candidates"), lambda initiative: initiative.is_candidate),
)
PROBLEMS = frozenset({"orphan", "unknown"})
"""Views that ask for something to be done: their count is red."""
NONE = "none"


def initiative_listing(
    reader: Reader, *, picture: Picture, asked: Asked
) -> tuple[Listing, tuple[ListedInitiative, ...]]:
    """The page the address asks for, and every initiative the saved views count."""
    everything = listed_initiatives(reader, picture=picture)
    chosen = choices(INITIATIVES.filters, reader, asked=asked)
    searched = asked.get("q", "").strip()
    matching = [i for i in everything if _matches(i, searched=searched, chosen=chosen)]
    view = _view(asked.get("view", ""))
    shown = [i for i in matching if view[2](i)]
    sort, ordered = _sorted(shown, asked.get("sort", ""))
    page = Paginator(ordered, PAGE_SIZE).get_page(asked.get("page"))
    found = Listing(
        register=INITIATIVES,
        headings=headings(INITIATIVES.columns, sorted_by=sort),
        choices=chosen,
        searched=searched,
        sorted_by=sort,
        page=page,
        lines=tuple(_line(i, currency=picture.currency) for i in page.object_list),
        totals=_totals(shown, currency=picture.currency),
        is_narrowed=len(shown) < len(everything) or bool(searched),
        tabs=_tabs(matching, current=view[0]),
        kept=kept(asked),
    )
    return found, everything


def _line(initiative: ListedInitiative, *, currency: str) -> Line:
    url = reverse("strategy:initiative", args=[initiative.code])
    return line(INITIATIVES.columns, (initiative, currency), url=url)


def _tabs(matching: Sequence[ListedInitiative], *, current: str) -> tuple[Tab, ...]:
    return tuple(
        Tab(key, str(label), sum(map(test, matching)), key == current, key in PROBLEMS)
        for key, label, test in VIEWS
    )


def _view(key: str) -> tuple[str, str | Promise, Test]:
    return next((view for view in VIEWS if view[0] == key), VIEWS[0])


def _matches(initiative: ListedInitiative, *, searched: str, chosen: Iterable[Choice]) -> bool:
    text = f"{initiative.name} {initiative.code}".casefold()
    wanted = {choice.key: choice.chosen for choice in chosen if choice.chosen}
    said = {
        "objective": {str(o.pk) for o in initiative.objectives} or {NONE},
        "unit": {str(initiative.unit_id or NONE)},
        "state": {initiative.status},
    }
    return all(word in text for word in searched.casefold().split()) and all(
        value in said[key] for key, value in wanted.items()
    )


def _sorted(initiatives: list[ListedInitiative], asked: str) -> tuple[str, list[ListedInitiative]]:
    """In the order asked for; else as the query gives them, problems first."""
    states = {state.value: n for n, state in enumerate(Initiative.Status)}
    keys: dict[str, Callable[[ListedInitiative], Any]] = {
        "name": lambda i: i.name.casefold(),
        "unit": lambda i: (i.unit.casefold(), i.name.casefold()),
        "state": lambda i: (states[i.status], i.name.casefold()),
        "spend": lambda i: Decimal("-Infinity") if i.spend is None else i.spend,
    }
    key = keys.get(asked.removeprefix("-"))
    if key is None:
        return "", initiatives
    return asked, sorted(initiatives, key=key, reverse=asked.startswith("-"))


def _totals(initiatives: Iterable[ListedInitiative], *, currency: str) -> tuple[Total, ...]:
    listed = list(initiatives)
    known = sum((i.spend for i in listed if i.spend is not None), Decimal(0))
    return (Total(known, currency, sum(i.is_unknown for i in listed)),)


def _spend(row: tuple[ListedInitiative, str]) -> Money | None:
    initiative, currency = row
    if not initiative.in_basis:
        return None
    return Money(initiative.spend, currency, "" if initiative.known else _why(initiative))


def _why(initiative: ListedInitiative) -> str:
    return initiative.unknown_reason or str(gettext_lazy("No amount is written yet."))


def _counted(count: int) -> str:
    return ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": count}


def _objective_options(reader: Reader) -> list[tuple[str, str | Promise]]:
    rows = queries.objectives(reader).filter(children__isnull=True).values_list("pk", "name")
    return [(NONE, gettext_lazy("Without objective")), *((str(pk), name) for pk, name in rows)]


def _unit_options(reader: Reader) -> list[tuple[str, str | Promise]]:
    rows = people.units(reader).values_list("pk", "name")
    return [(NONE, gettext_lazy("Without unit")), *((str(pk), name) for pk, name in rows)]


def _serving(objective: str) -> Q:
    return Q(contributions__objective=None if objective == NONE else objective)


def _in_unit(unit: str) -> Q:
    return Q(unit=None if unit == NONE else unit)


INITIATIVES = Register(
    space="strategy",
    plural="initiatives",
    singular="initiative",
    key="code",
    title=gettext_lazy("Initiatives"),
    new=gettext_lazy("Propose an initiative"),
    counted=_counted,
    query=queries.initiatives,
    columns=(
        Column(
            key="name",
            label=gettext_lazy("Initiative"),
            value=lambda row: row[0].name,
            sort=("name",),
        ),
        Column(
            key="objectives",
            label=gettext_lazy("Objectives"),
            value=lambda row: [Mark(o.name, o.mark) for o in row[0].objectives],
            kind="objectives",
        ),
        Column(
            key="sponsors",
            label=gettext_lazy("Sponsors"),
            value=lambda row: Sponsors(row[0].business_sponsor, row[0].it_sponsor),
            kind="sponsors",
            narrow=False,
        ),
        Column(
            key="unit",
            label=gettext_lazy("Unit"),
            value=lambda row: row[0].unit,
            sort=("unit__name",),
            narrow=False,
        ),
        Column(
            key="state",
            label=gettext_lazy("State"),
            value=lambda row: State(row[0].status, str(Initiative.Status(row[0].status).label)),
            kind="state",
            sort=("status",),
        ),
        Column(
            key="spend",
            label=gettext_lazy("Spend"),
            value=_spend,
            kind="money",
            sort=("spend",),
        ),
    ),
    search=("name", "code"),
    filters=(
        Filter(
            key="objective",
            label=gettext_lazy("Objective"),
            every=gettext_lazy("All objectives"),
            options=_objective_options,
            condition=_serving,
        ),
        Filter(
            key="unit",
            label=gettext_lazy("Unit"),
            every=gettext_lazy("All units"),
            options=_unit_options,
            condition=_in_unit,
        ),
        Filter(
            key="state",
            label=gettext_lazy("State"),
            every=gettext_lazy("All states"),
            options=lambda _reader: Initiative.Status.choices,
            condition=lambda value: Q(status=value),
        ),
    ),
    empty=Empty(
        "spline",
        gettext_lazy("The golden thread starts here"),
        gettext_lazy(
            "Import your project spreadsheet: Cordée recognises the columns "
            "and lets you correct before anything is written."
        ),
    ),
    may_edit=rules.may_edit_initiatives,
    form=InitiativeForm,
    save=services.save_initiative,
    remove=services.remove_initiative,
)
