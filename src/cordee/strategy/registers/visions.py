"""The lists of visions and unit plans."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cordee.people import queries as people
from cordee.people.registers import unit_link
from cordee.platform.access import Reader
from cordee.platform.registers import (
    Column,
    Columns,
    Empty,
    Register,
    Related,
    number_of,
    row_filter,
)
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.objectives import PlanForm, VisionForm
from cordee.strategy.models import Objective, Plan, Vision
from cordee.strategy.registers.links import initiative_link, objective_link


def _visions_counted(count: int) -> str:
    return ngettext("%(count)s vision", "%(count)s visions", count) % {"count": count}


def _plans_counted(count: int) -> str:
    return ngettext("%(count)s unit plan", "%(count)s unit plans", count) % {"count": count}


def _around_vision(reader: Reader, vision: Vision) -> tuple[Related, ...]:
    following = queries.objectives(reader).filter(vision=vision)
    return (
        Related(
            _("Objectives that follow it"),
            tuple((objective_link(o), o.code) for o in following),
            _("No objective follows it yet."),
        ),
    )


def _around_plan(reader: Reader, plan: Plan) -> tuple[Related, ...]:
    chosen = queries.initiatives(reader).filter(plans=plan).order_by("sort_name")
    return (
        Related(
            _("Initiatives chosen"),
            tuple((initiative_link(i), str(i.get_status_display())) for i in chosen),
            _("No initiative is chosen yet."),
        ),
    )


VISION = Columns(by=())
PLAN = Columns()

VISIONS = Register(
    space="strategy",
    plural="visions",
    singular="vision",
    title=gettext_lazy("Visions"),
    new=gettext_lazy("State a vision"),
    counted=_visions_counted,
    query=queries.visions,
    figures=lambda _reader: {"followed": number_of(Objective, by="vision")},
    columns=(
        VISION.text("statement", gettext_lazy("Statement")),
        Column(
            key="version",
            label=gettext_lazy("Version"),
            value=lambda v: v.version,
            kind="number",
            sort=("version",),
            narrow=False,
        ),
        VISION.text("horizon", gettext_lazy("Horizon")),
        VISION.day("stated_on", gettext_lazy("Stated on")),
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
    form=VisionForm,
    save=services.save_vision,
    remove=services.remove_vision,
    initial=lambda _reader, _asked: {"stated_on": timezone.localdate()},
    related=_around_vision,
)

PLANS = Register(
    space="strategy",
    plural="plans",
    singular="plan",
    title=gettext_lazy("Plans"),
    new=gettext_lazy("Write a unit plan"),
    counted=_plans_counted,
    query=queries.plans,
    figures=lambda _reader: {"chosen": number_of(Plan.initiatives.through, by="plan")},
    columns=(
        Column(key="plan", label=gettext_lazy("Plan"), value=str, sort=("unit__name",)),
        Column(
            key="unit",
            label=gettext_lazy("Unit"),
            value=lambda plan: unit_link(plan.unit),
            kind="link",
            narrow=False,
        ),
        Column(
            key="year",
            label=gettext_lazy("Fiscal year"),
            value=lambda plan: plan.fiscal_year,
            sort=("fiscal_year", "unit__name"),
        ),
        PLAN.text("intent", gettext_lazy("Intent"), narrow=False),
        Column(
            key="initiatives",
            label=gettext_lazy("Initiatives"),
            value=lambda plan: plan.chosen,
            kind="number",
        ),
    ),
    search=("unit__name", "intent"),
    filters=(row_filter("unit", gettext_lazy("Unit"), gettext_lazy("All units"), people.units),),
    empty=Empty(
        "calendar-range",
        gettext_lazy("No unit has said yet what it will do"),
        gettext_lazy(
            "This page will show, unit by unit and year by year, "
            "by which initiatives the objectives are served."
        ),
    ),
    may_edit=rules.may_edit_strategy,
    form=PlanForm,
    save=services.save_plan,
    remove=services.remove_plan,
    initial=lambda reader, _asked: {"fiscal_year": reader.organisation.fiscal_year},
    related=_around_plan,
)
