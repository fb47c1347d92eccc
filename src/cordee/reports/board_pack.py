"""The board pack: the same figures as the pages, composed for the executive committee."""

from collections.abc import Mapping
from datetime import date

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cordee.landscape.models import Application
from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.typography import day_text
from cordee.reports.changes import edition_line
from cordee.reports.contents import BoardPack, writable
from cordee.reports.sections import findings_by_part, sections
from cordee.reports.words import Moved, Words
from cordee.strategy.charts import findings
from cordee.strategy.charts.spend import source_line
from cordee.strategy.models import Initiative
from cordee.strategy.queries import Basis, Picture, initiatives, picture
from cordee.strategy.queries.editions import since_last_edition


def board_pack(
    reader: Reader, *, basis: Basis, on: date, language: str, moved: Moved | None = None
) -> BoardPack:
    """The dossier of what this reader may see, in a constant number of SQL queries.

    It says what changed since the last edition, or since the `moved` that is given."""
    with translation.override(language):
        drawn = picture(reader, basis=basis, on=on)
        moved = moved or _since_last_edition(reader, drawn)
        words = Words(drawn, language, _names(reader, drawn), _states(), moved)
        return BoardPack(
            organisation=writable(reader.organisation.name),
            title=findings.main_finding(drawn),
            on=on,
            day=day_text(on, language=language),
            basis=findings.basis_label(basis),
            coverage=findings.coverage_sentence(drawn),
            source=source_line(drawn),
            journal_head=journal.head(reader.organisation),
            edition=edition_line(moved, language=language) if moved else "",
            moved=moved.comparison if moved else None,
            language=language,
            picture=drawn,
            sections=sections(words),
            findings=findings_by_part(words),
        )


def _since_last_edition(reader: Reader, drawn: Picture) -> Moved | None:
    since = since_last_edition(reader, drawn=drawn)
    if since is None:
        return None
    return Moved(since.edition.name, localdate(since.edition.at), since.moved)


def _names(reader: Reader, drawn: Picture) -> Mapping[int, str]:
    """Names of the initiatives in conflicts and duplicates, those not funded included."""
    spoken_of = {pk for row in drawn.conflicts for pk in (row.first, row.second)}
    spoken_of |= {pk for row in drawn.duplicates for pk in (row.first, row.second)}
    found = initiatives(reader).select_related(None).filter(pk__in=spoken_of)
    names = {pk: writable(name) for pk, name in found.values_list("pk", "name")}
    return {pk: names.get(pk, _("out of your perimeter")) for pk in spoken_of}


def _states() -> Mapping[str, str]:
    choices = (*Application.Status.choices, *Initiative.Status.choices)
    return {value: str(label) for value, label in choices}
