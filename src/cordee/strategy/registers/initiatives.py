"""The list of initiatives: views, filters, spend on the chosen basis."""

from decimal import Decimal

from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Asked,
    Column,
    Columns,
    Edit,
    Empty,
    Filter,
    Mark,
    Money,
    Register,
    Sponsors,
    State,
    Total,
    View,
    row_filter,
)
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.cells import ObjectiveCellForm, StateCellForm
from cordee.strategy.forms.initiatives import InitiativeForm
from cordee.strategy.models import Initiative
from cordee.strategy.queries.activity import ONE
from cordee.strategy.queries.costs import CANDIDATE, FUNDED, ORPHAN, UNKNOWN, ZERO, known_spend
from cordee.strategy.queries.portfolio import (
    Ground,
    ListedInitiative,
    ground,
    initiative_costs,
    listed_initiative,
    listed_initiatives,
)


def _ground(reader: Reader, asked: Asked) -> Ground:
    return ground(reader, key=asked.get("basis", ""), on=timezone.localdate())


def _totals(ground: Ground, initiatives: QuerySet[Initiative]) -> tuple[Total, ...]:
    found = initiatives.aggregate(known=known_spend(), unknown=Count("pk", filter=UNKNOWN))
    return (Total(found["known"] or Decimal(0), ground.currency, found["unknown"]),)


def _spend(row: ListedInitiative) -> Money | None:
    if not row.in_basis:
        return None
    return Money(row.spend, row.currency, "" if row.known else _why(row))


def _why(row: ListedInitiative) -> str:
    """Why it is not known, or what makes a floor of the part that is."""
    is_floor = row.spend is not None
    return row.unknown_reason or (
        str(gettext_lazy("No amount is written yet.")) if is_floor else ""
    )


def _sponsors(row: ListedInitiative) -> Sponsors:
    business, it = row.initiative.business_sponsor, row.initiative.it_sponsor
    return Sponsors(business.name if business else "", it.name if it else "")


def _unit(row: ListedInitiative) -> str:
    return row.initiative.unit.name if row.initiative.unit else ""


def _state(row: ListedInitiative) -> State:
    return State(row.initiative.status, Initiative.Status(row.initiative.status).label)


def _counted(count: int) -> str:
    return ngettext("%(count)s initiative", "%(count)s initiatives", count) % {"count": count}


def _shared_links(initiative: Initiative) -> str:
    """Shares among several objectives are written in the grid: one choice would lose them."""
    several = initiative.contributions.count() > 1
    return reverse("strategy:contribution_grid") if several else ""


INITIATIVES = Register(
    space="strategy",
    plural="initiatives",
    singular="initiative",
    key="code",
    deeds=ONE,
    title=gettext_lazy("Initiatives"),
    new=gettext_lazy("Propose an initiative"),
    is_in_portfolio=True,
    counted=_counted,
    query=queries.initiatives,
    ground=_ground,
    figures=initiative_costs,
    read=(*("code", "name", "status", "unit__name", "business_sponsor__name", "it_sponsor__name"),),
    rows=listed_initiatives,
    figure_rows=lambda ground, rows: [listed_initiative(ground, row) for row in rows],
    totals=_totals,
    order=(
        Case(When(ORPHAN, then=0), default=1),
        Greatest(Coalesce("net", ZERO), ZERO).desc(),
        "sort_name",
        "pk",
    ),
    views=(
        View("funded", gettext_lazy("Funded"), FUNDED),
        View("orphan", gettext_lazy("Without objective"), ORPHAN, is_problem=True),
        View("unknown", gettext_lazy("Unknown cost"), UNKNOWN, is_problem=True),
        View("candidates", gettext_lazy("Candidates"), CANDIDATE),
    ),
    columns=(
        Columns(of="initiative").name(gettext_lazy("Initiative")),
        Column(
            key="objectives",
            label=gettext_lazy("Objectives"),
            value=lambda row: [Mark(o.name, o.mark) for o in row.objectives],
            kind="objectives",
            edit=Edit(
                fields=("objective",),
                form=ObjectiveCellForm,
                save=services.choose_objective,
                give_back=services.give_back_objectives,
                journalled=("contributions",),
                may_edit=rules.may_link_initiatives,
                elsewhere=_shared_links,
            ),
        ),
        Column(
            key="sponsors",
            label=gettext_lazy("Sponsors"),
            value=_sponsors,
            kind="sponsors",
            edit=Edit(fields=("business_sponsor", "it_sponsor")),
            narrow=False,
        ),
        Column(
            key="unit",
            label=gettext_lazy("Unit"),
            value=_unit,
            sort=("unit__name", "name"),
            narrow=False,
        ),
        Column(
            key="state",
            label=gettext_lazy("State"),
            value=_state,
            kind="state",
            edit=Edit(
                fields=("state",),
                reason="reason",
                form=StateCellForm,
                save=services.choose_state,
                give_back=services.give_back_state,
                journalled=("status",),
                many=lambda: Initiative.Status.choices,
            ),
            sort=("rank", "name"),
        ),
        Column(
            key="spend",
            label=gettext_lazy("Spend"),
            value=_spend,
            kind="money",
            sort=("net", "name"),
        ),
    ),
    search=("name", "code"),
    filters=(
        row_filter(
            "objective",
            gettext_lazy("Objective"),
            gettext_lazy("All objectives"),
            lambda reader: queries.objectives(reader).filter(children__isnull=True),
            path="contributions__objective",
            nothing=gettext_lazy("Without objective"),
        ),
        row_filter(
            "unit",
            gettext_lazy("Unit"),
            gettext_lazy("All units"),
            people.units,
            nothing=gettext_lazy("Without unit"),
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
