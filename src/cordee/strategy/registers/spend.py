"""The lists of contributions and spend lines."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy, ngettext

from cordee.platform.access import Reader
from cordee.platform.registers import (
    Asked,
    Column,
    Columns,
    Empty,
    Filter,
    Money,
    Register,
    Total,
    choice_filter,
    row_filter,
)
from cordee.strategy import queries, rules, services
from cordee.strategy.forms.spend import ContributionForm, SpendLineForm
from cordee.strategy.models import Contribution, SpendLine
from cordee.strategy.registers.links import objective_link, source_link


def _contributions_counted(count: int) -> str:
    return ngettext("%(count)s contribution", "%(count)s contributions", count) % {"count": count}


def _lines_counted(count: int) -> str:
    return ngettext("%(count)s spend line", "%(count)s spend lines", count) % {"count": count}


def _contributions(reader: Reader) -> QuerySet[Contribution]:
    rows = queries.contributions(reader).select_related("initiative", "application", "objective")
    return rows.order_by("objective__sort_code", "-share", "pk")


def _years(reader: Reader) -> list[tuple[str, Any]]:
    years = queries.spend_lines(reader).order_by("-fiscal_year")
    found = years.values_list("fiscal_year", flat=True).distinct()
    return [
        ("whole-life", gettext_lazy("Whole life")) if year is None else (str(year), str(year))
        for year in found
    ]


def _in_year(value: str) -> Q:
    if value == "whole-life":
        return Q(fiscal_year__isnull=True)
    return Q(fiscal_year=value)


def _totals(_reader: Reader, lines: QuerySet[SpendLine]) -> tuple[Total, ...]:
    """One total per currency: amounts of different currencies are never added."""
    sums = (
        lines.order_by("currency")
        .values("currency")
        .annotate(amounts=Sum("amount"), unknown=Count("pk", filter=Q(amount__isnull=True)))
    )
    return tuple(Total(s["amounts"] or Decimal(0), s["currency"], s["unknown"]) for s in sums)


def _source(reader: Reader, asked: Asked) -> dict[str, Any]:
    """The address may name the initiative: ?initiative=APP-04."""
    code = asked.get("initiative", "")
    source = queries.initiatives(reader).filter(code=code).first()
    return {"initiative": source.pk} if source else {}


def _name(line: Any) -> str:
    return f"{source_link(line).text}, {_period(line)}"


def _period(line: Any) -> Any:
    return line.fiscal_year or gettext_lazy("Whole life")


LINE = Columns(by=())

CONTRIBUTIONS = Register(
    space="strategy",
    plural="contributions",
    singular="contribution",
    title=gettext_lazy("Contributions"),
    new=gettext_lazy("Link initiatives to objectives"),
    is_in_portfolio=True,
    counted=_contributions_counted,
    query=_contributions,
    columns=(
        Column(
            key="source",
            label=gettext_lazy("Initiative or application"),
            value=source_link,
            kind="link",
            sort=("initiative__name", "application__name"),
        ),
        Column(
            key="share",
            label=gettext_lazy("Share that serves it"),
            value=lambda link: link.share,
            kind="share",
            sort=("share",),
        ),
        Column(
            key="objective",
            label=gettext_lazy("Objective"),
            value=lambda link: objective_link(link.objective),
            kind="link",
            sort=("objective__code",),
        ),
    ),
    search=("initiative__name", "application__name", "objective__name"),
    filters=(
        row_filter(
            "objective",
            gettext_lazy("Objective"),
            gettext_lazy("All objectives"),
            queries.objectives,
        ),
    ),
    empty=Empty(
        "grid-3x3",
        gettext_lazy("Nothing serves an objective yet"),
        gettext_lazy(
            "This page will show which share of each initiative serves which objective. "
            "Fill the grid, or import a file that names the objectives."
        ),
    ),
    may_edit=rules.may_link_initiatives,
    written_by=ContributionForm,
    save=services.save_contribution,
    remove=services.remove_contribution,
)

SPEND_LINES = Register(
    space="strategy",
    plural="spend_lines",
    singular="spend_line",
    title=gettext_lazy("Spend"),
    new=gettext_lazy("Write an amount"),
    is_in_portfolio=True,
    counted=_lines_counted,
    query=queries.spend_lines,
    name=_name,
    columns=(
        Column(
            key="source",
            label=gettext_lazy("Initiative or application"),
            value=lambda line: source_link(line).text,
            sort=("initiative__name", "application__name"),
        ),
        Column(
            key="year", label=gettext_lazy("Year"), value=_period, sort=("fiscal_year", "stage")
        ),
        LINE.choice("stage", gettext_lazy("Stage"), is_edited=True),
        LINE.choice("nature", gettext_lazy("Nature"), narrow=False),
        LINE.choice("purpose", gettext_lazy("Purpose"), narrow=False),
        LINE.shown(
            "amount",
            gettext_lazy("Amount"),
            lambda line: Money(line.amount, line.currency),
            kind="money",
        ),
        Column(
            key="unknown",
            label=gettext_lazy("Why it is unknown"),
            value=lambda line: line.unknown_reason,
            narrow=False,
        ),
    ),
    search=("initiative__name", "initiative__code", "application__name"),
    filters=(
        Filter(
            key="year",
            label=gettext_lazy("Year"),
            every=gettext_lazy("All years"),
            options=_years,
            condition=_in_year,
        ),
        choice_filter(
            "stage", gettext_lazy("Stage"), gettext_lazy("All stages"), SpendLine.Stage.choices
        ),
        Filter(
            key="amount",
            label=gettext_lazy("Amount"),
            every=gettext_lazy("Known or not"),
            options=lambda _reader: [("unknown", gettext_lazy("Unknown amounts"))],
            condition=lambda _value: Q(amount__isnull=True),
        ),
    ),
    empty=Empty(
        "coins",
        gettext_lazy("No amount is written yet"),
        gettext_lazy(
            "This page will show what each initiative and application costs, year by year. "
            "A portfolio file fills it in a minute."
        ),
    ),
    may_edit=rules.may_edit_spend,
    form=SpendLineForm,
    save=services.save_spend_line,
    remove=services.remove_spend_line,
    initial=_source,
    path="spend",
    totals=_totals,
    facts=(
        Column(
            key="opened",
            label=gettext_lazy("Initiative or application"),
            value=source_link,
            kind="link",
        ),
        *("year", "stage", "nature", "purpose", "amount", "unknown"),
    ),
)
