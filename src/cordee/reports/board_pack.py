"""The board pack: the same figures as the pages, composed for the executive committee."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from cordee.landscape.models import Application
from cordee.platform import journal
from cordee.platform.access import Reader
from cordee.platform.errors import Refused
from cordee.platform.typography import day_text
from cordee.reports.changes import edition_line
from cordee.reports.contents import BoardPack, writable
from cordee.reports.sections import findings_by_part, sections
from cordee.reports.words import Moved, Words
from cordee.strategy.charts import findings
from cordee.strategy.charts.spend import source_line
from cordee.strategy.models import Edition, Initiative
from cordee.strategy.queries import Basis, Picture, chosen_basis, initiatives, picture
from cordee.strategy.queries.comparison import comparison
from cordee.strategy.queries.editions import editions, since_last_edition
from cordee.strategy.queries.freezing import portfolio_of
from cordee.strategy.queries.keeping import NAMED, kept_of


def asked_pack(
    reader: Reader, *, basis: str, edition: int | None, on: date, language: str
) -> BoardPack | None:
    """The dossier of today, or of an edition; None when no such edition is in reach."""
    if edition is None:
        chosen = chosen_basis(reader, key=basis)
        return board_pack(reader, basis=chosen, on=on, language=language)
    frozen = editions(reader).filter(pk=edition).first()
    if frozen is None:
        return None
    pack = edition_pack(reader, frozen, basis=basis, language=language)
    if pack is None:
        raise Refused(_("This edition kept too little to make its board pack again."))
    return pack


def board_pack(
    reader: Reader, *, basis: Basis, on: date, language: str, moved: Moved | None = None
) -> BoardPack:
    """The dossier of what this reader may see, in a constant number of SQL queries.

    It says what changed since the last edition, or since the `moved` that is given."""
    with translation.override(language):
        drawn = picture(reader, basis=basis, on=on)
        moved = moved or _since_last_edition(reader, drawn)
        words = Words(drawn, language, _names(reader, drawn), _states(), moved)
        return _composed(reader, words, head=journal.head(reader.organisation))


def edition_pack(
    reader: Reader, edition: Edition, *, basis: str, language: str
) -> BoardPack | None:
    """The dossier of an edition as it was frozen, against the edition before it.

    None when that edition kept too little to make it."""
    with translation.override(language):
        kept = kept_of(edition)
        if kept is None or not kept.pictures:
            return None
        wanted = (one for one in kept.pictures if one.basis.key == basis)
        drawn = _with_sponsors_unnamed(next(wanted, kept.pictures[0]))
        names = {pk: writable(name) for pk, name in kept.names.items()}
        moved = _since_edition_before(reader, edition, drawn)
        words = Words(drawn, language, names, _states(), moved)
        return _composed(reader, words, head=edition.head, frozen=writable(edition.name))


def _composed(reader: Reader, words: Words, *, head: str, frozen: str = "") -> BoardPack:
    drawn, language, moved = words.picture, words.language, words.moved
    name = [_("Edition “%(name)s”") % {"name": frozen}] if frozen else []
    return BoardPack(
        organisation=writable(reader.organisation.name),
        title=findings.main_finding(drawn),
        on=drawn.on,
        day=day_text(drawn.on, language=language),
        basis=findings.basis_label(drawn.basis),
        coverage=findings.coverage_sentence(drawn),
        source=" · ".join((*name, source_line(drawn))),
        journal_head=head,
        frozen=frozen,
        edition=edition_line(moved, language=language) if moved else "",
        moved=moved.comparison if moved else None,
        language=language,
        picture=drawn,
        sections=sections(words),
        findings=findings_by_part(words),
    )


def _since_edition_before(reader: Reader, edition: Edition, drawn: Picture) -> Moved | None:
    earlier = editions(reader).filter(at__lt=edition.at).first()
    if earlier is None:
        return None
    then, now = portfolio_of(earlier.content), portfolio_of(edition.content)
    moved = comparison(then, now, basis=drawn.basis)
    return Moved(earlier.name, localdate(earlier.at), moved)


def _with_sponsors_unnamed(drawn: Picture) -> Picture:
    """An edition keeps that somebody answers for an initiative, never who."""
    said = {NAMED: _("named"), "": ""}
    sources = tuple(
        replace(
            source,
            business_sponsor=said[source.business_sponsor],
            it_sponsor=said[source.it_sponsor],
        )
        for source in drawn.sources
    )
    return replace(drawn, sources=sources)


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
