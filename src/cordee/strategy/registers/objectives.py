"""The lists of visions, objectives and plans."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries as people
from cordee.people.registers import face
from cordee.platform.access import Reader
from cordee.platform.registers import Column, Empty, Filter, Link, Mark, Money, Register, Related
from cordee.strategy import queries, rules
from cordee.strategy.models import Objective, Plan, Vision
from cordee.strategy.queries.priorities import Weighed, weighed_objectives


def _visions_counted(count: int) -> str:
    return ngettext("%(count)s vision", "%(count)s visions", count) % {"count": count}


def _objectives_counted(count: int) -> str:
    return ngettext("%(count)s objective", "%(count)s objectives", count) % {"count": count}


def _plans_counted(count: int) -> str:
    return ngettext("%(count)s unit plan", "%(count)s unit plans", count) % {"count": count}


def _visions(reader: Reader) -> QuerySet[Vision]:
    return queries.visions(reader).annotate(followed=Count("objectives", distinct=True))


def _plans(reader: Reader) -> QuerySet[Plan]:
    return queries.plans(reader).annotate(chosen=Count("initiatives", distinct=True))


def _weighed(reader: Reader, objectives: Sequence[Objective]) -> list[tuple[Weighed, str]]:
    """The figures of these objectives on the organisation's own basis."""
    basis = queries.chosen_basis(reader)
    picture = queries.picture(reader, basis=basis, on=timezone.localdate())
    found = weighed_objectives(reader, picture=picture)
    return [(found[objective.pk], picture.currency) for objective in objectives]


def _around_vision(reader: Reader, vision: Vision) -> tuple[Related, ...]:
    following = queries.objectives(reader).filter(vision=vision)
    return (
        Related(
            _("Objectives that follow it"),
            tuple((objective_link(o), o.code) for o in following),
            _("No objective follows it yet."),
        ),
    )


def _around_objective(reader: Reader, objective: Objective) -> tuple[Related, ...]:
    parts = queries.objectives(reader).filter(parent=objective)
    links = queries.contributions(reader).filter(objective=objective).order_by("-share")
    links = links.select_related("initiative", "application")
    return (
        Related(
            _("Its parts"),
            tuple((objective_link(o), o.code) for o in parts),
            _("It has no part: initiatives serve it directly."),
        ),
        Related(
            _("What serves it"),
            tuple(
                (source_link(c), _("%(share)s of it") % {"share": f"{c.share:.0%}"}) for c in links
            ),
            _("Nothing serves it directly."),
        ),
    )


def _around_plan(reader: Reader, plan: Plan) -> tuple[Related, ...]:
    chosen = queries.initiatives(reader).filter(plans=plan).order_by("name")
    return (
        Related(
            _("Initiatives chosen"),
            tuple((initiative_link(i), str(i.get_status_display())) for i in chosen),
            _("No initiative is chosen yet."),
        ),
    )


def objective_link(objective: Objective) -> Link:
    return Link(objective.name, reverse("strategy:objective", args=[objective.pk]))


def initiative_link(initiative: Any) -> Link:
    return Link(initiative.name, reverse("strategy:initiative", args=[initiative.code]))


def source_link(row: Any) -> Link:
    """The initiative or the application a contribution or a spend line belongs to."""
    if row.initiative:
        return initiative_link(row.initiative)
    return Link(row.application.name, reverse("landscape:application", args=[row.application.pk]))


def _unit_link(row: Any) -> Link:
    return Link(row.unit.name, reverse("people:unit", args=[row.unit.pk])) if row.unit else Link("")


VISIONS = Register(
    space="strategy",
    plural="visions",
    singular="vision",
    title=gettext_lazy("Visions"),
    new=gettext_lazy("State a vision"),
    counted=_visions_counted,
    query=_visions,
    columns=(
        Column(key="statement", label=gettext_lazy("Statement"), value=lambda v: v.statement),
        Column(
            key="version",
            label=gettext_lazy("Version"),
            value=lambda v: v.version,
            kind="number",
            sort=("version",),
            narrow=False,
        ),
        Column(key="horizon", label=gettext_lazy("Horizon"), value=lambda v: v.horizon),
        Column(
            key="stated_on",
            label=gettext_lazy("Stated on"),
            value=lambda v: v.stated_on,
            kind="day",
            sort=("stated_on",),
        ),
        Column(
            key="objectives",
            label=gettext_lazy("Objectives"),
            value=lambda v: v.followed,
            kind="number",
            narrow=False,
        ),
    ),
    search=("statement",),
    empty=Empty(
        "mountain",
        gettext_lazy("Where do you want to go?"),
        gettext_lazy(
            "This page will show the vision and its earlier versions: "
            "the objectives follow from it."
        ),
    ),
    may_edit=rules.may_edit_strategy,
    related=_around_vision,
)

OBJECTIVES = Register(
    space="strategy",
    plural="objectives",
    singular="objective",
    title=gettext_lazy("Objectives"),
    new=gettext_lazy("Add an objective"),
    counted=_objectives_counted,
    query=queries.objectives,
    rows=_weighed,
    columns=(
        Column(
            key="name",
            label=gettext_lazy("Objective"),
            value=lambda row: row[0].objective.name,
            sort=("name",),
        ),
        Column(
            key="code",
            label=gettext_lazy("Code"),
            value=lambda row: row[0].objective.code,
            sort=("code",),
            narrow=False,
        ),
        Column(
            key="theme",
            label=gettext_lazy("Theme"),
            value=lambda row: row[0].objective.get_theme_display(),
            sort=("theme", "code"),
            narrow=False,
        ),
        Column(
            key="owner",
            label=gettext_lazy("Owner"),
            value=lambda row: face(row[0].objective.owner),
            kind="person",
            sort=("owner__name", "code"),
        ),
        Column(
            key="weight",
            label=gettext_lazy("Weight"),
            value=lambda row: row[0].objective.weight,
            kind="number",
            narrow=False,
        ),
        Column(
            key="priority",
            label=gettext_lazy("Priority"),
            value=lambda row: row[0].priority,
            kind="share",
        ),
        Column(
            key="share",
            label=gettext_lazy("Share of spend"),
            value=lambda row: row[0].share,
            kind="share",
        ),
        Column(
            key="spend",
            label=gettext_lazy("Known spend"),
            value=lambda row: Money(row[0].spend, row[1]),
            kind="money",
            narrow=False,
        ),
        Column(
            key="initiatives",
            label=gettext_lazy("Initiatives"),
            value=lambda row: row[0].initiatives,
            kind="number",
            narrow=False,
        ),
    ),
    search=("name", "code"),
    filters=(
        Filter(
            key="theme",
            label=gettext_lazy("Theme"),
            every=gettext_lazy("All themes"),
            options=lambda _reader: Objective.Theme.choices,
            condition=lambda value: Q(theme=value),
        ),
    ),
    empty=Empty(
        "target",
        gettext_lazy("The golden thread starts with an objective"),
        gettext_lazy(
            "This page will show the objectives, their priority and what is spent on each. "
            "A column of your portfolio file can stand for them."
        ),
    ),
    may_edit=rules.may_edit_strategy,
    is_tree=True,
    facts=(
        Column(
            key="mark",
            label=gettext_lazy("Objective"),
            value=lambda row: [Mark(row[0].objective.name, row[0].hue)],
            kind="objectives",
        ),
        Column(key="code", label=gettext_lazy("Code"), value=lambda row: row[0].objective.code),
        Column(
            key="parent",
            label=gettext_lazy("Part of"),
            value=lambda row: (
                objective_link(row[0].objective.parent) if row[0].objective.parent else Link("")
            ),
            kind="link",
        ),
        Column(
            key="vision",
            label=gettext_lazy("Vision"),
            value=lambda row: row[0].objective.vision,
        ),
        Column(
            key="theme",
            label=gettext_lazy("Theme"),
            value=lambda row: row[0].objective.get_theme_display(),
        ),
        Column(
            key="owner",
            label=gettext_lazy("Owner"),
            value=lambda row: face(row[0].objective.owner),
            kind="person",
        ),
        Column(
            key="horizon",
            label=gettext_lazy("Horizon"),
            value=lambda row: row[0].objective.horizon,
        ),
        Column(
            key="weight",
            label=gettext_lazy("Weight among its siblings"),
            value=lambda row: row[0].objective.weight,
            kind="number",
        ),
        Column(
            key="priority",
            label=gettext_lazy("Priority in the whole"),
            value=lambda row: row[0].priority,
            kind="share",
        ),
        Column(
            key="share",
            label=gettext_lazy("Share of spend"),
            value=lambda row: row[0].share,
            kind="share",
        ),
        Column(
            key="spend",
            label=gettext_lazy("Known spend"),
            value=lambda row: Money(row[0].spend, row[1]),
            kind="money",
        ),
        Column(
            key="initiatives",
            label=gettext_lazy("Initiatives"),
            value=lambda row: row[0].initiatives,
            kind="number",
        ),
    ),
    related=_around_objective,
)

PLANS = Register(
    space="strategy",
    plural="plans",
    singular="plan",
    title=gettext_lazy("Plans"),
    new=gettext_lazy("Write a unit plan"),
    counted=_plans_counted,
    query=_plans,
    columns=(
        Column(key="plan", label=gettext_lazy("Plan"), value=str, sort=("unit__name",)),
        Column(key="unit", label=gettext_lazy("Unit"), value=_unit_link, kind="link", narrow=False),
        Column(
            key="year",
            label=gettext_lazy("Fiscal year"),
            value=lambda plan: plan.fiscal_year,
            sort=("fiscal_year", "unit__name"),
        ),
        Column(
            key="intent", label=gettext_lazy("Intent"), value=lambda plan: plan.intent, narrow=False
        ),
        Column(
            key="initiatives",
            label=gettext_lazy("Initiatives"),
            value=lambda plan: plan.chosen,
            kind="number",
        ),
    ),
    search=("unit__name", "intent"),
    filters=(
        Filter(
            key="unit",
            label=gettext_lazy("Unit"),
            every=gettext_lazy("All units"),
            options=lambda reader: [(str(u.pk), u.name) for u in people.units(reader)],
            condition=lambda value: Q(unit=value),
        ),
    ),
    empty=Empty(
        "calendar-range",
        gettext_lazy("No unit has said yet what it will do"),
        gettext_lazy(
            "This page will show, unit by unit and year by year, "
            "by which initiatives the objectives are served."
        ),
    ),
    may_edit=rules.may_edit_strategy,
    related=_around_plan,
)
