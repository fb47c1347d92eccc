"""The sections of the board pack: what each page states, and the rows behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.typography import (
    UNKNOWN,
    money_text,
    number_text,
    percent_text,
    points_text,
)
from cordee.reports.contents import Column, KeyFigure, Section, Table, writable
from cordee.reports.method import explanation, method
from cordee.strategy.charts import findings
from cordee.strategy.charts.spend import spend_rows, spend_sub
from cordee.strategy.charts.thread import ThreadRow, thread_rows
from cordee.strategy.queries import Picture, SourceFigure

LARGEST = 12
"""Rows of a table that shows the largest only."""


@dataclass(frozen=True, slots=True)
class Words:
    """A picture with what is needed to write it: language, names of initiatives, states."""

    picture: Picture
    language: str
    names: Mapping[int, str]
    states: Mapping[str, str]

    def money(self, amount: Decimal | None) -> str:
        return money_text(amount, self.picture.currency, language=self.language)

    def percent(self, share: Decimal | float | None) -> str:
        return percent_text(share, language=self.language)

    def digits(self, count: int) -> str:
        return number_text(count, language=self.language, decimals=0)

    def spend(self, source: SourceFigure) -> str:
        """Unknown is never zero; a cost known in part says so."""
        if source.known:
            return self.money(source.spend)
        if not source.spend:
            return _("unknown")
        return _("%(amount)s known") % {"amount": self.money(source.spend)}


Made = Callable[[Words], Section]


def sections(words: Words) -> tuple[Section, ...]:
    """Every section with something to show; what was checked and not found stands in one page."""
    if not words.picture.sources:
        return (_summary(words), _method(words))
    body: tuple[Made, ...] = (
        _spend_chart,
        _spend_table,
        _thread,
        _orphans,
        _unserved,
        _conflicts,
        _duplicates,
        _sponsorship,
    )
    made = [make(words) for make in body]
    shown = [section for section in made if section.has_chart or section.table]
    silent = [section for section in made if section not in shown]
    checked = [_checked(silent)] if silent else []
    return (_summary(words), *shown, *checked, _initiatives(words), _method(words))


def _summary(words: Words) -> Section:
    picture = words.picture
    return Section(
        "summary",
        findings.main_finding(picture),
        lede=_lede(picture),
        figures=() if not picture.sources else _key_figures(words),
        method=explanation("alignment"),
    )


def _lede(picture: Picture) -> str:
    """The next thing to say after the title."""
    said = [findings.spend_finding(picture), findings.orphans_finding(picture)]
    others = [text for text in said if text != findings.main_finding(picture)]
    return ". ".join(others[:2]) + "." if others and picture.sources else ""


def _key_figures(words: Words) -> tuple[KeyFigure, ...]:
    picture = words.picture
    score = _("not computed") if picture.score is None else _score(picture.score, words)
    unserved = words.digits(len(picture.unserved))
    return (
        KeyFigure(_("Alignment"), score, findings.alignment_finding(picture)),
        KeyFigure(findings.basis_label(picture.basis), words.money(picture.total), _known(picture)),
        KeyFigure(
            _("Spend without objective"),
            words.money(picture.orphan_spend),
            findings.orphans_finding(picture),
        ),
        KeyFigure(_("Objectives without spend"), unserved, findings.unserved_finding(picture)),
        KeyFigure(
            _("Spend in conflict"),
            words.money(picture.conflict_spend),
            findings.conflict_finding(picture),
        ),
        KeyFigure(
            _("Joint sponsorship"),
            words.percent(picture.joint_sponsorship),
            findings.sponsorship_finding(picture),
        ),
        KeyFigure(_("Run"), words.percent(picture.run_share), findings.run_finding(picture)),
        KeyFigure(
            _("Unknown costs"),
            words.digits(picture.coverage.unknown),
            findings.unknown_finding(picture),
        ),
    )


def _score(score: float, words: Words) -> str:
    figure = number_text(score * 100, language=words.language, decimals=0)
    return _("%(score)s / 100") % {"score": figure}


def _known(picture: Picture) -> str:
    return _("Cost known for %(coverage)s") % {"coverage": findings.coverage_sentence(picture)}


def _spend_chart(words: Words) -> Section:
    picture = words.picture
    return Section(
        "spend",
        findings.spend_finding(picture),
        lede=spend_sub(picture),
        has_chart=bool(picture.total and picture.objectives),
        method=explanation("alignment"),
    )


def _spend_table(words: Words) -> Section:
    picture = words.picture
    rows = tuple(
        (
            writable(row.label),
            words.percent(row.priority),
            _("unknown") if row.spend is None else words.money(row.spend),
            words.percent(row.share),
            points_text(row.gap, language=words.language),
        )
        for row in spend_rows(picture, most=len(picture.objectives))
    )
    columns = (
        Column(_("Objective"), 5),
        Column(_("Priority"), 1.2, is_number=True),
        Column(_("Spend"), 1.6, is_number=True),
        Column(_("Share of spend"), 1.4, is_number=True),
        Column(_("Gap"), 1.2, is_number=True),
    )
    stated = any(o.priority is not None for o in picture.objectives)
    whole = words.percent(1) if picture.total else UNKNOWN
    total = (
        _("Total"),
        words.percent(1 if stated else None),
        words.money(picture.total),
        whole,
        "",
    )
    return Section(
        "objectives",
        findings.concentration_finding(picture),
        table=Table(columns, rows, total) if picture.objectives else None,
        method=explanation("concentration"),
    )


def _thread(words: Words) -> Section:
    picture = words.picture
    rows = [row for row in thread_rows(picture) if row.spend]
    largest = sorted(rows, key=lambda row: -(row.spend or 0))[:LARGEST]
    columns = (
        Column(_("Objective"), 3),
        Column(_("Initiative or application"), 4),
        Column(_("Applications"), 2.4),
        Column(_("Share"), 0.9, is_number=True),
        Column(_("Spend"), 1.4, is_number=True),
    )
    return Section(
        "thread",
        _largest_finding(largest, words),
        table=Table(columns, tuple(_strand(row, words) for row in largest)) if largest else None,
        method=explanation("thread"),
    )


def _largest_finding(largest: list[ThreadRow], words: Words) -> str:
    total = words.picture.total
    taken = sum((row.spend or Decimal(0) for row in largest), Decimal(0))
    return ngettext(
        "The largest thread carries %(share)s of the spend",
        "The %(count)s largest threads carry %(share)s of the spend",
        len(largest),
    ) % {
        "count": words.digits(len(largest)),
        "share": words.percent(taken / total if total else None),
    }


def _strand(row: ThreadRow, words: Words) -> tuple[str, ...]:
    return (
        writable(row.objective.name) if row.objective else _("No objective"),
        writable(row.source.name),
        writable(", ".join(row.applications)) or UNKNOWN,
        words.percent(row.share),
        words.money(row.spend),
    )


def _orphans(words: Words) -> Section:
    orphans = words.picture.orphan_initiatives
    columns = (
        Column(_("Initiative to link or to stop"), 4.5),
        Column(_("Unit"), 2.5),
        Column(_("State"), 1.4),
        Column(_("Business sponsor"), 1.8),
        Column(_("Spend"), 1.4, is_number=True),
    )
    rows = tuple(
        (
            writable(source.name),
            writable(source.unit) or UNKNOWN,
            words.states.get(source.status, source.status),
            writable(source.business_sponsor) or UNKNOWN,
            words.spend(source),
        )
        for source in orphans
    )
    return Section(
        "orphans",
        findings.orphans_finding(words.picture),
        table=Table(columns, rows) if rows else None,
        method=explanation("orphans"),
    )


def _unserved(words: Words) -> Section:
    picture = words.picture
    columns = (
        Column(_("Objective"), 5),
        Column(_("Priority"), 1.2, is_number=True),
        Column(_("Initiatives that contribute"), 2, is_number=True),
        Column(_("What is known"), 3),
    )
    rows = tuple(
        (
            writable(objective.name),
            words.percent(objective.priority),
            words.digits(objective.initiatives),
            _("unknown costs only") if objective.state == "unknown" else _("nothing funded"),
        )
        for objective in (*picture.unserved, *picture.unknown_objectives)
    )
    return Section(
        "unserved",
        findings.unserved_finding(picture),
        table=Table(columns, rows) if rows else None,
        method=explanation("unserved"),
    )


def _conflicts(words: Words) -> Section:
    causes = {
        "excludes": _("both funded, yet one excludes the other"),
        "requires": _("funded, yet what it requires is not"),
        "duplicate": _("possible duplicates, both funded"),
    }
    columns = (
        Column(_("Initiative"), 3.5),
        Column(_("and"), 3.5),
        Column(_("Why"), 3),
        Column(_("At stake"), 1.4, is_number=True),
    )
    rows = tuple(
        (words.names[c.first], words.names[c.second], causes[c.cause], words.money(c.spend))
        for c in words.picture.conflicts
    )
    return Section(
        "conflicts",
        findings.conflict_finding(words.picture),
        table=Table(columns, rows) if rows else None,
        method=explanation("conflicts"),
    )


def _duplicates(words: Words) -> Section:
    verdicts = {
        "": _("to judge"),
        "duplicate": _("judged duplicate"),
        "distinct": _("judged distinct"),
    }
    columns = (
        Column(_("Initiative"), 3.2),
        Column(_("and"), 3.2),
        Column(_("Words in common"), 2.6),
        Column(_("Score"), 0.8, is_number=True),
        Column(_("Verdict"), 1.4),
    )
    rows = tuple(
        (
            words.names[pair.first],
            words.names[pair.second],
            writable(", ".join(pair.shared)),
            number_text(pair.score, language=words.language, decimals=2),
            verdicts[pair.verdict],
        )
        for pair in words.picture.duplicates
    )
    return Section(
        "duplicates",
        findings.duplicates_finding(words.picture),
        table=Table(columns, rows) if rows else None,
        method=explanation("duplicates"),
    )


def _sponsorship(words: Words) -> Section:
    """The largest initiatives that lack a sponsor, once somebody is named anywhere."""
    picture = words.picture
    columns = (
        Column(_("Initiative without joint sponsorship"), 4.5),
        Column(_("Business sponsor"), 2.2),
        Column(_("IT sponsor"), 2.2),
        Column(_("Spend"), 1.4, is_number=True),
    )
    lacking = [s for s in picture.initiatives if not (s.business_sponsor and s.it_sponsor)]
    largest = sorted(lacking, key=lambda source: -source.spend)[:LARGEST]
    rows = tuple(
        (
            writable(source.name),
            writable(source.business_sponsor) or UNKNOWN,
            writable(source.it_sponsor) or UNKNOWN,
            words.spend(source),
        )
        for source in largest
    )
    is_known = picture.joint_sponsorship is not None
    return Section(
        "sponsorship",
        findings.sponsorship_finding(picture),
        lede=findings.run_finding(picture) + ".",
        table=Table(columns, rows) if rows and is_known else None,
        method=explanation("sponsorship"),
    )


def _checked(silent: list[Section]) -> Section:
    said = tuple(dict.fromkeys(section.title for section in silent))
    return Section("checked", _("What else was checked"), sentences=said)


def _initiatives(words: Words) -> Section:
    columns = (
        Column(_("Code"), 1.1),
        Column(_("Initiative or application"), 4.2),
        Column(_("Unit"), 2.4),
        Column(_("State"), 1.3),
        Column(_("Spend"), 1.4, is_number=True),
        Column(_("Why it is unknown"), 2),
    )
    listed = sorted(words.picture.sources, key=lambda source: -source.spend)
    rows = tuple(_listed(source, words) for source in listed)
    total = (_("Total"), "", "", "", words.money(words.picture.total), "")
    return Section(
        "initiatives",
        _("%(coverage)s: the list") % {"coverage": findings.coverage_sentence(words.picture)},
        table=Table(columns, rows, total),
        method=explanation("initiatives"),
        is_appendix=True,
    )


def _listed(source: SourceFigure, words: Words) -> tuple[str, ...]:
    reason = writable(source.unknown_reason) or _("no amount given")
    return (
        # Where the name stands for the code, it is written once.
        UNKNOWN if source.code == source.name else writable(source.code),
        writable(source.name),
        writable(source.unit) or UNKNOWN,
        words.states.get(source.status, source.status) or UNKNOWN,
        words.spend(source),
        "" if source.known else reason,
    )


def _method(words: Words) -> Section:
    terms = tuple((told.term, told.sentence) for told in method())
    return Section("method", _("How these figures are computed"), terms=terms, is_appendix=True)
