"""The list of objectives."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Empty,
    Link,
    Mark,
    Money,
    Register,
    Related,
    choice_filter,
)
from cordee.platform.typography import Figure, percent_text
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.objectives import ObjectiveForm
from cordee.strategy.models import Objective, Vision
from cordee.strategy.queries.priorities import Weighed, weighed_objectives
from cordee.strategy.registers.around import around_objective
from cordee.strategy.registers.links import SpineColumns, objective_link, source_link


def _objectives_counted(count: int) -> str:
    return ngettext("%(count)s objective", "%(count)s objectives", count) % {"count": count}


@dataclass(frozen=True, slots=True)
class _Listed:
    """What the list and the sheet read of an objective."""

    weighed: Weighed
    currency: str


def _listed(reader: Reader, objectives: Sequence[Objective]) -> list[_Listed]:
    """The figures of these objectives on the organisation's own basis."""
    basis = queries.chosen_basis(reader)
    standing = queries.standing(reader, basis=basis, on=timezone.localdate())
    found = weighed_objectives(reader, standing=standing)
    return [_Listed(found[objective.pk], standing.currency) for objective in objectives]


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


def _finding(row: _Listed) -> str:
    """What an objective receives for its priority, when both are known."""
    weighed = row.weighed
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


def _vision_link(vision: Vision) -> Link:
    return Link(vision.statement, reverse("strategy:vision", args=[vision.pk]))


OBJECTIVE = SpineColumns(of="weighed.objective")

OBJECTIVES = Register(
    space="strategy",
    plural="objectives",
    singular="objective",
    title=gettext_lazy("Objectives"),
    new=gettext_lazy("Add an objective"),
    is_in_portfolio=True,
    counted=_objectives_counted,
    query=queries.objectives,
    rows=_listed,
    columns=(
        OBJECTIVE.name(gettext_lazy("Objective")),
        OBJECTIVE.code(),
        OBJECTIVE.choice("theme", gettext_lazy("Theme"), narrow=False),
        OBJECTIVE.owner(),
        Column(
            key="weight",
            label=gettext_lazy("Weight"),
            value=OBJECTIVE.read("weight"),
            kind="number",
            narrow=False,
        ),
        Column(
            key="priority",
            label=gettext_lazy("Priority"),
            value=lambda row: row.weighed.priority,
            kind="share",
        ),
        Column(
            key="share",
            label=gettext_lazy("Share of spend"),
            value=lambda row: row.weighed.share,
            kind="share",
        ),
        Column(
            key="spend",
            label=gettext_lazy("Known spend"),
            value=lambda row: Money(row.weighed.spend, row.currency),
            kind="money",
            narrow=False,
        ),
        Column(
            key="initiatives",
            label=gettext_lazy("Initiatives"),
            value=lambda row: row.weighed.initiatives,
            kind="number",
            narrow=False,
        ),
    ),
    search=("name", "code"),
    filters=(
        choice_filter(
            "theme", gettext_lazy("Theme"), gettext_lazy("All themes"), Objective.Theme.choices
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
            value=lambda row: [Mark(row.weighed.objective.name, row.weighed.hue)],
            kind="objectives",
        ),
        "code",
        OBJECTIVE.link("parent", gettext_lazy("Part of"), objective_link),
        OBJECTIVE.link("vision", gettext_lazy("Vision"), _vision_link),
        *("theme", "owner"),
        OBJECTIVE.text("horizon", gettext_lazy("Horizon")),
        Column(
            key="weight_among",
            label=gettext_lazy("Weight among its siblings"),
            value=OBJECTIVE.read("weight"),
            kind="number",
        ),
        Column(
            key="priority_in_all",
            label=gettext_lazy("Priority in the whole"),
            value=lambda row: row.weighed.priority,
            kind="share",
        ),
        *("share", "spend", "initiatives"),
    ),
    related=_around_objective,
)
