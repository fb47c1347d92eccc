"""The sheets that hold the golden thread: objectives, initiatives, and what ties them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cordee.reports.sheets import FIRST_ROW, Book, Cell, Formula, Heading, Number, Sheet
from cordee.strategy.charts import findings
from cordee.strategy.queries import ObjectiveFigure, Serves, SourceFigure


@dataclass(frozen=True, slots=True)
class ContributionRow:
    """What one source gives one objective, with the numbers that tie the sheets together."""

    source_number: int
    source: SourceFigure
    objective_number: int
    objective: ObjectiveFigure
    serves: Serves

    @property
    def is_unknown(self) -> bool:
        return not self.source.known and not self.source.spend


def contribution_rows(book: Book) -> list[ContributionRow]:
    picture = book.pack.picture
    numbered = {o.pk: (n, o) for n, o in enumerate(picture.objectives, start=1)}
    return [
        ContributionRow(number, source, *numbered[served.objective], served)
        for number, source in enumerate(picture.sources, start=1)
        for served in source.serves
    ]


def add_objectives(sheet: Sheet, book: Book) -> None:
    picture = book.pack.picture
    headings = (
        *(Heading(_("No."), 6), Heading(_("Code"), 16), Heading(_("Objective"), 48)),
        *(Heading(_("Priority"), 11), Heading(book.with_unit(_("Spend")), 20)),
        *(Heading(_("Share of spend"), 11), Heading(_("Gap"), 11)),
        *(Heading(_("Initiatives"), 11), Heading(_("What is known"), 22)),
    )
    sheet.start(findings.spend_finding(picture), headings)
    contributions = len(contribution_rows(book))
    for number, objective in enumerate(picture.objectives, start=1):
        sheet.row(_objective(objective, number, book, contributions=contributions))
    first, last = FIRST_ROW + 1, FIRST_ROW + max(len(picture.objectives), 1)
    served = float(sum(o.spend for o in picture.objectives))
    stated = sum(o.priority or 0 for o in picture.objectives)
    share = sum(o.share or 0 for o in picture.objectives)
    total = (
        *("", "", _("Total")),
        Formula(f"=SUM(D{first}:D{last})", stated, "percent"),
        Formula(f"=SUM(E{first}:E{last})", served, "money"),
        Formula(f"=SUM(F{first}:F{last})", share, "percent"),
    )
    sheet.finish(total=total if picture.objectives else ())


def add_initiatives(sheet: Sheet, book: Book) -> None:
    picture = book.pack.picture
    headings = (
        *(Heading(_("No."), 6), Heading(_("Kind"), 13), Heading(_("Code"), 16)),
        *(Heading(_("Name"), 48), Heading(_("Unit"), 28), Heading(_("Business sponsor"), 20)),
        *(Heading(_("IT sponsor"), 20), Heading(book.with_unit(_("Spend")), 20)),
        Heading(_("Share that serves objectives"), 13),
        *(Heading(book.with_unit(_("Without objective")), 20), Heading(_("Cost"), 16)),
        *(Heading(_("Why it is unknown"), 40), Heading(_("Applications"), 40)),
    )
    sheet.start(findings.orphans_finding(picture), headings)
    contributions = len(contribution_rows(book))
    for number, source in enumerate(picture.sources, start=1):
        sheet.row(_source(source, number, book, contributions=contributions))
    first, last = FIRST_ROW + 1, FIRST_ROW + max(len(picture.sources), 1)
    total = (
        *("", "", "", _("Total"), "", "", ""),
        Formula(f"=SUM(H{first}:H{last})", float(picture.total), "money"),
        "",
        Formula(f"=SUM(J{first}:J{last})", float(picture.orphan_spend), "money"),
    )
    sheet.finish(total=total if picture.sources else ())


def add_contributions(sheet: Sheet, book: Book) -> None:
    headings = (
        *(Heading(_("Source no."), 10), Heading(_("Initiative or application"), 48)),
        *(Heading(_("Objective no."), 12), Heading(_("Objective"), 48)),
        *(Heading(_("Share"), 10), Heading(book.with_unit(_("Spend")), 20)),
    )
    sheet.start(findings.spend_finding(book.pack.picture), headings)
    sources = len(book.pack.picture.sources)
    spends = book.column(book.names.initiatives, "H", sources)
    numbers = book.column(book.names.initiatives, "A", sources)
    for row in contribution_rows(book):
        at = sheet.next_row + 1
        formula = f"=E{at}*INDEX({spends},MATCH(A{at},{numbers},0))"
        spend = Formula(formula, float(row.source.spend * row.serves.share), "money")
        share = Number(float(row.serves.share), "percent")
        names = (row.source_number, row.source.name, row.objective_number, row.objective.name)
        sheet.row((*names, share, _("unknown") if row.is_unknown else spend))
    sheet.finish()


def _objective(
    objective: ObjectiveFigure, number: int, book: Book, *, contributions: int
) -> tuple[Cell, ...]:
    at = FIRST_ROW + number
    numbers = book.column(book.names.contributions, "C", contributions)
    spends = book.column(book.names.contributions, "F", contributions)
    spend = Formula(f"=SUMIFS({spends},{numbers},A{at})", float(objective.spend), "money")
    share = Formula(f"=E{at}/SUM({book.spend})", objective.share or 0.0, "percent")
    gap = Formula(f"=F{at}-D{at}", objective.gap or 0.0, "percent")
    is_stated = objective.priority is not None
    is_shared = objective.share is not None
    states = {
        "served": _("spend known"),
        "unserved": _("nothing funded"),
        "unknown": _("unknown costs only"),
    }
    return (
        *(number, objective.code, objective.name),
        Number(objective.priority or 0.0, "percent") if is_stated else "",
        spend,
        share if is_shared else "",
        gap if is_stated and is_shared else "",
        *(objective.initiatives, states[objective.state]),
    )


def _source(
    source: SourceFigure, number: int, book: Book, *, contributions: int
) -> tuple[Cell, ...]:
    at = FIRST_ROW + number
    numbers = book.column(book.names.contributions, "A", contributions)
    shares = book.column(book.names.contributions, "E", contributions)
    linked = float(sum(served.share for served in source.serves))
    orphan = Formula(f"=H{at}*(1-I{at})", float(source.orphan_spend), "money")
    is_unknown = not source.known and not source.spend
    kinds = {"initiative": _("Initiative"), "application": _("Application")}
    return (
        *(number, kinds[source.kind], source.code, source.name, source.unit),
        *(source.business_sponsor, source.it_sponsor),
        _("unknown") if is_unknown else book.money(source.spend),
        Formula(f"=SUMIFS({shares},{numbers},A{at})", linked, "percent"),
        _("unknown") if is_unknown else orphan,
        _cost(source),
        source.unknown_reason,
        ", ".join(name for _pk, _code, name in source.applications),
    )


def _cost(source: SourceFigure) -> str:
    if source.known:
        return _("known")
    return _("known in part") if source.spend else _("unknown")
