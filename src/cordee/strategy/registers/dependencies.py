"""The list of dependencies between initiatives."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy, ngettext

from cordee.platform.access import Reader
from cordee.platform.registers import Asked, Column, Empty, Register
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.dependencies import DependencyForm
from cordee.strategy.models import Dependency
from cordee.strategy.registers.links import initiative_link


def _source(_reader: Reader, asked: Asked) -> dict[str, Any]:
    """The address may name the first initiative by its number: ?source=12."""
    chosen = asked.get("source", "")
    return {"source": chosen} if chosen.isdecimal() else {}


def _counted(count: int) -> str:
    return ngettext("%(count)s dependency", "%(count)s dependencies", count) % {"count": count}


def _dependencies(reader: Reader) -> QuerySet[Dependency]:
    return queries.dependencies(reader)


DEPENDENCIES = Register(
    space="strategy",
    plural="dependencies",
    singular="dependency",
    title=gettext_lazy("Dependencies"),
    new=gettext_lazy("Write a dependency"),
    counted=_counted,
    query=_dependencies,
    columns=(
        Column(
            key="dependency",
            label=gettext_lazy("Dependency"),
            value=str,
            sort=("source__name", "target__name"),
        ),
        Column(
            key="source",
            label=gettext_lazy("Initiative"),
            value=lambda row: initiative_link(row.source),
            kind="link",
            narrow=False,
        ),
        Column(
            key="kind", label=gettext_lazy("Tie"), value=lambda row: str(row.get_kind_display())
        ),
        Column(
            key="target",
            label=gettext_lazy("Other initiative"),
            value=lambda row: initiative_link(row.target),
            kind="link",
            narrow=False,
        ),
    ),
    search=("source__name", "target__name"),
    empty=Empty(
        "git-branch",
        gettext_lazy("No dependency is written"),
        gettext_lazy(
            "This page will show which initiatives require or exclude one another: "
            "spend in conflict comes from there."
        ),
    ),
    may_edit=rules.may_edit_initiatives,
    form=DependencyForm,
    save=services.save_dependency,
    remove=services.remove_dependency,
    initial=_source,
)
