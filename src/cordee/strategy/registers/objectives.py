"""The list of objectives."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cordee.people.registers import face
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Edit,
    Empty,
    Filter,
    Link,
    Mark,
    Money,
    Register,
    Related,
)
from cordee.platform.typography import Figure, percent_text
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.objectives import ObjectiveForm
from cordee.strategy.models import Objective, Vision
from cordee.strategy.queries.priorities import Weighed, weighed_objectives
from cordee.strategy.registers.around import around_objective
from cordee.strategy.registers.links import objective_link, source_link


def _objectives_counted(count: int) -> str:
    return ngettext("%(count)s objective", "%(count)s objectives", count) % {"count": count}


def _weighed(reader: Reader, objectives: Sequence[Objective]) -> list[tuple[Weighed, str]]:
    """The figures of these objectives on the organisation's own basis."""
    basis = queries.chosen_basis(reader)
    standing = queries.standing(reader, basis=basis, on=timezone.localdate())
    found = weighed_objectives(reader, standing=standing)
    return [(found[objective.pk], standing.currency) for objective in objectives]


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
                (source_link(c), _("%(share)s of it") % {"share": _percent(c.share)}) for c in links
            ),
            _("Nothing serves it directly."),
        ),
        *around_objective(reader, objective),
    )


def _finding(row: Any) -> str:
    """What an objective receives for its priority, when both are known."""
    weighed, _currency = row
    told = {
        "objective": weighed.objective.name,
        "share": _percent(weighed.share),
        "priority": _percent(weighed.priority),
    }
    if weighed.share is None or weighed.priority is None:
        return str(weighed.objective.name)
    return (
        _("“%(objective)s” receives %(share)s of the spend for a priority of %(priority)s") % told
    )


def _part(share: Figure) -> str:
    return _("%(share)s of it") % {"share": _percent(share)}


def _percent(share: Figure) -> str:
    return percent_text(share, language=get_language() or settings.LANGUAGE_CODE)


def _vision_link(vision: Vision | None) -> Link:
    if vision is None:
        return Link("")
    return Link(vision.statement, reverse("strategy:vision", args=[vision.pk]))


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
            edit=Edit(fields=("owner",)),
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
    form=ObjectiveForm,
    save=services.save_objective,
    remove=services.remove_objective,
    is_tree=True,
    finding=_finding,
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
            value=lambda row: _vision_link(row[0].objective.vision),
            kind="link",
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
