"""The names a template may give to its places, declared once for the code, the page and the doc."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

START = "cordee:"
BODY = "cordee:body"
CONTENTS = ("chart", "table", "figures", "text")
"""What a page shows under its title: each may have a layout of its own."""
KEEP, END = "cordee:keep", "cordee:end"


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and what its place receives."""

    name: str
    holds: str


def names() -> tuple[Name, ...]:
    """Every name there is, in the order a template is made."""
    return (*_of_the_page(), *_of_the_pack(), *_of_the_sections(), *_of_the_figures(), *_marks())


def known_names() -> frozenset[str]:
    return frozenset(found.name for found in names())


def section_labels() -> dict[str, str]:
    """The parts of the pack, under the keys that names end with."""
    return {
        "summary": _("Summary"),
        "changes": _("What changed since the last edition"),
        "spend": _("Spend against priority"),
        "objectives": _("Spend by objective"),
        "thread": _("Largest threads"),
        "orphans": _("Initiatives without objective"),
        "unserved": _("Objectives without spend"),
        "conflicts": _("Spend in conflict"),
        "duplicates": _("Possible duplicates"),
        "sponsorship": _("Joint sponsorship"),
        "checked": _("What else was checked"),
        "initiatives": _("List of the initiatives"),
        "method": _("Method"),
    }


CHARTS = ("spend",)
TABLES = (
    *("changes", "objectives", "thread", "orphans", "unserved"),
    *("conflicts", "duplicates", "sponsorship", "initiatives"),
)


def figure_labels() -> dict[str, str]:
    """The figures of the summary, under the keys that names end with."""
    return {
        "alignment": _("Alignment"),
        "spend": _("Spend"),
        "orphans": _("Spend without objective"),
        "unserved": _("Objectives without spend"),
        "conflicts": _("Spend in conflict"),
        "sponsorship": _("Joint sponsorship"),
        "run": _("Share of run"),
        "unknown": _("Unknown costs"),
    }


def _of_the_page() -> tuple[Name, ...]:
    return (
        Name("cordee:title", _("The finding that the page states")),
        Name("cordee:lede", _("The sentence under the title")),
        Name(BODY, _("The chart, table, figures or sentences of the page")),
        Name("cordee:chart", _("The chart of the page: a layout for charts only")),
        Name("cordee:table", _("The table of the page: a layout for tables only")),
        Name("cordee:figures", _("The figures of the summary: a layout for them only")),
        Name("cordee:text", _("The sentences of the page: a layout for them only")),
        Name("cordee:source", _("Date, basis and coverage of the figures")),
        Name("cordee:page", _("Number of the page, and of how many")),
    )


def _of_the_pack() -> tuple[Name, ...]:
    return (
        Name("cordee:heading", _("Board pack, organisation, date and basis in one line")),
        Name("cordee:organisation", _("Name of the organisation")),
        Name("cordee:day", _("Date of the pack")),
        Name("cordee:basis", _("Fiscal year and stage of the spend")),
        Name("cordee:coverage", _("How many costs are known")),
        Name("cordee:edition", _("Last edition frozen, with its date")),
        Name("cordee:head", _("Head of the journal that day")),
    )


def _of_the_sections() -> tuple[Name, ...]:
    labels = section_labels()
    findings = [
        Name(f"cordee:finding:{key}", _("Finding of the part “%(part)s”") % {"part": label})
        for key, label in labels.items()
    ]
    charts = [
        Name(f"cordee:chart:{key}", _("Chart of the part “%(part)s”") % {"part": labels[key]})
        for key in CHARTS
    ]
    tables = [
        Name(f"cordee:table:{key}", _("Table of the part “%(part)s”") % {"part": labels[key]})
        for key in TABLES
    ]
    return (*findings, *charts, *tables)


def _of_the_figures() -> tuple[Name, ...]:
    return tuple(
        Name(f"cordee:figure:{key}", _("Figure “%(label)s”") % {"label": label})
        for key, label in figure_labels().items()
    )


def _marks() -> tuple[Name, ...]:
    return (
        Name(KEEP, _("On any shape of a slide: the slide is kept, before the pages of the pack")),
        Name(END, _("On any shape of a slide: the slide is kept, after the pages of the pack")),
    )
