"""The sections of the board pack: what each page states, and the rows behind it."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.typography import (
    UNKNOWN,
    number_text,
    percent_text,
    points_text,
)
from cordee.reports.changes import changes
from cordee.reports.contents import Column, Section, Table, without_silent_columns, writable
from cordee.reports.method import explanation, method
from cordee.reports.summary import summary
from cordee.reports.words import Words
from cordee.strategy.charts import findings
from cordee.strategy.charts.spend import SpendRow, spend_rows, spend_sub
from cordee.strategy.charts.thread import ThreadRow, thread_rows
from cordee.strategy.queries import SourceFigure

LARGEST = 12
"""Rows of a table that shows the largest only."""


Made = Callable[[Words], Section]


def sections(words: Words) -> tuple[Section, ...]:
    """Every section with something to show; what was checked and not found stands in one page."""
    if not words.picture.sources:
        return (summary(words), _method(words))
    made = _body(words)
    shown = [section for section in made if section.has_chart or section.table]
    silent = [section for section in made if section not in shown]
    checked = [_checked(silent)] if silent else []
    return (summary(words), *shown, *checked, _initiatives(words), _method(words))


def findings_by_part(words: Words) -> dict[str, str]:
    """What each part states, those that have no page of their own included."""
    told = {} if words.moved else {"changes": _("No edition was frozen yet")}
    made = _body(words) if words.picture.sources else []
    return told | {section.key: section.title for section in made}


def _body(words: Words) -> list[Section]:
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
    moved = changes(words)
    return [*([moved] if moved else []), *(make(words) for make in body)]


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
    """Every objective; priorities and gaps only once they are stated."""
    picture = words.picture
    stated = any(objective.priority is not None for objective in picture.objectives)
    rows = spend_rows(picture, most=len(picture.objectives))
    columns = [Column(_("Objective"), 5), Column(_("Spend"), 1.6, is_number=True)]
    columns.append(Column(_("Share of spend"), 1.4, is_number=True))
    whole = words.percent(1) if picture.total else UNKNOWN
    total = [_("Total"), words.money(picture.total), whole]
    if stated:
        columns.append(Column(_("Priority"), 1.2, is_number=True))
        columns.append(Column(_("Gap"), 1.2, is_number=True))
        total += [words.percent(1), ""]
    told = tuple(_objective(row, words, stated=stated) for row in rows)
    return Section(
        "objectives",
        findings.concentration_finding(picture),
        table=Table(tuple(columns), told, tuple(total)) if picture.objectives else None,
        method=explanation("concentration"),
    )


def _objective(row: SpendRow, words: Words, *, stated: bool) -> tuple[str, ...]:
    is_unknown = row.spend is None
    share = percent_text(row.share, language=words.language, decimals=1)
    told = (
        writable(row.label),
        _("unknown") if is_unknown else words.money(row.spend),
        _("unknown") if is_unknown else share,
    )
    if not stated:
        return told
    gap = points_text(row.gap, language=words.language)
    return (*told, words.percent(row.priority), gap)


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
    told = tuple(_strand(row, words) for row in largest)
    return Section(
        "thread",
        _largest_finding(largest, words),
        table=without_silent_columns(Table(columns, told)) if told else None,
        method=explanation("thread"),
    )


def _largest_finding(largest: list[ThreadRow], words: Words) -> str:
    total = words.picture.total
    taken = sum((row.spend or Decimal(0) for row in largest), Decimal(0))
    if taken >= total:
        return ngettext(
            "One thread carries all the spend",
            "%(count)s threads carry all the spend",
            len(largest),
        ) % {"count": words.digits(len(largest))}
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
        table=without_silent_columns(Table(columns, rows)) if rows else None,
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
        Column(_("Code"), 2),
        Column(_("Initiative or application"), 4.2),
        Column(_("Unit"), 2.4),
        Column(_("State"), 1.3),
        Column(_("Spend"), 1.4, is_number=True),
        Column(_("Why it is unknown"), 2),
    )
    listed = sorted(words.picture.sources, key=lambda source: (source.known, -source.spend))
    rows = tuple(_listed(source, words) for source in listed)
    total = (_("Total"), "", "", "", words.money(words.picture.total), "")
    return Section(
        "initiatives",
        findings.costs_finding(words.picture),
        lede=_listed_as(words),
        table=without_silent_columns(Table(columns, rows, total)),
        method=explanation("initiatives"),
        is_appendix=True,
    )


def _listed_as(words: Words) -> str:
    if words.picture.coverage.unknown:
        return _(
            "Every initiative and application of this picture: unknown costs first, "
            "then the largest."
        )
    return _("Every initiative and application of this picture, the largest first.")


def _listed(source: SourceFigure, words: Words) -> tuple[str, ...]:
    reason = writable(source.unknown_reason) or _("no amount given")
    return (
        # Where the code was made from the name, the name is enough.
        UNKNOWN if slugify(source.code) == slugify(source.name) else writable(source.code),
        writable(source.name),
        writable(source.unit) or UNKNOWN,
        words.states.get(source.status, source.status) or UNKNOWN,
        words.spend(source),
        "" if source.known else reason,
    )


def _method(words: Words) -> Section:
    terms = tuple((told.term, told.sentence) for told in method())
    return Section("method", _("How these figures are computed"), terms=terms, is_appendix=True)
