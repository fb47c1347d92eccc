"""The sentences that titles state, each true of one picture."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from cordee.platform.typography import money_text, number_text, percent_text
from cordee.strategy.queries import Basis, ObjectiveFigure, Picture, SourceFigure, Standing

NOTABLE_ORPHANS = 0.10
"""Share of orphan spend from which it is the first thing to say."""
NOTABLE_GAP = 0.05
HALF = 0.5
WHOLE = 0.995
"""A share above this is written 100%."""
NEAR = 0.015
"""How far from a simple fraction a share may be and still be called by its name."""
HUNDREDTH = Decimal("0.01")


def main_finding(picture: Picture) -> str:
    """The sentence that a document or a cockpit opens on."""
    return spend_finding(picture) if picture.score is None else alignment_finding(picture)


def alignment_finding(picture: Picture) -> str:
    if not picture.sources:
        return _nothing_yet()
    if not picture.total:
        return _("No cost is known yet: alignment is not computed")
    if picture.score is None:
        return _("No priority is stated yet: alignment is not computed")
    follows = Decimal(str(picture.score)).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
    if follows == 1:
        return _("%(spend)s follows the priorities") % {"spend": _whole_spend(picture.basis)}
    return _("%(part)s of %(spend)s would have to move to follow the priorities") % {
        "part": percent_text(1 - follows, language=_language()),
        "spend": _spend(picture.basis),
    }


def spend_finding(picture: Picture) -> str:
    """What the spend serves: the orphans when they weigh, else the widest gap or the heaviest."""
    if not picture.sources:
        return _nothing_yet()
    if not picture.total:
        return _("No cost is known yet")
    orphan = picture.orphan_share or 0
    gap = _widest_gap(picture)
    if orphan >= NOTABLE_ORPHANS:
        return _orphan_spend_finding(picture, share=orphan)
    if gap is not None and abs(gap.gap or 0) >= NOTABLE_GAP:
        return _gap_finding(gap, picture)
    return _orphan_spend_finding(picture, share=orphan) if orphan else _heaviest_finding(picture)


def orphans_finding(picture: Picture) -> str:
    """How many initiatives lead to no objective, and what they cost."""
    orphans = picture.orphan_initiatives
    if not picture.initiatives:
        return _nothing_yet()
    if not orphans:
        return _("Every initiative leads to an objective")
    unknown = sum(not source.known for source in orphans)
    told = {
        "count": _count(len(orphans)),
        "amount": _money(_spent(orphans), picture),
        "unknown": number_text(unknown, language=_language()),
    }
    if unknown == len(orphans):
        return _orphans_of_unknown_cost(len(orphans)) % told
    if unknown:
        return _orphans_partly_known(len(orphans)) % told
    return (
        ngettext(
            "One initiative, %(amount)s, leads to no objective",
            "%(count)s initiatives, %(amount)s, lead to no objective",
            len(orphans),
        )
        % told
    )


def unserved_finding(picture: Picture) -> str:
    """Objectives that nothing funded serves, apart from those whose costs are unknown."""
    if not picture.objectives:
        return _("No objective is written yet")
    unserved, unknown = picture.unserved, picture.unknown_objectives
    said = []
    if unserved:
        said.append(_unserved(unserved))
    if unknown:
        said.append(_served_by_unknown(unknown))
    return ". ".join(said) or _("Every objective receives spend")


def conflict_finding(picture: Picture) -> str:
    count = len(picture.conflicts)
    if not count:
        return _("No conflict is known between funded initiatives")
    return ngettext(
        "%(amount)s is in conflict: one pair of initiatives overlap or contradict",
        "%(amount)s is in conflict: %(count)s pairs of initiatives overlap or contradict",
        count,
    ) % {"amount": _money(picture.conflict_spend, picture), "count": _digits(count)}


def duplicates_finding(picture: Picture) -> str:
    """Pairs that look alike across units, those judged distinct left out."""
    count = sum(pair.verdict != "distinct" for pair in picture.duplicates)
    if not count:
        return _("No possible duplicate is left between units")
    return ngettext(
        "One pair of initiatives look alike across units",
        "%(count)s pairs of initiatives look alike across units",
        count,
    ) % {"count": _count(count)}


def concentration_finding(picture: Picture) -> str:
    """The index told as a number of equal objectives."""
    if picture.concentration is None:
        return _("Concentration is not computed: no known spend reaches an objective")
    equal = 1 / picture.concentration
    if equal < 1 + HALF / 10:
        return _("All the spend that is linked serves one objective")
    return _("The spend is as concentrated as if it served %(count)s equal objectives") % {
        "count": number_text(equal, language=_language(), decimals=1)
    }


def sponsorship_finding(picture: Picture) -> str:
    if picture.joint_sponsorship is None:
        return _("No sponsor is named yet: joint sponsorship is unknown")
    return _("%(share)s of the initiatives’ spend has both a business and an IT sponsor") % {
        "share": percent_text(picture.joint_sponsorship, language=_language())
    }


def run_finding(picture: Picture) -> str:
    """How much keeps what exists running, among the spend whose purpose is stated."""
    if picture.run_share is None:
        return _("No spend line says yet whether it is run or change")
    told = {
        "share": percent_text(picture.run_share, language=_language()),
        "covered": percent_text(picture.run_covered, language=_language()),
    }
    if (picture.run_covered or 0) >= WHOLE:
        return _("%(share)s of the spend keeps what exists running") % told
    return _("%(share)s of the spend whose purpose is stated (%(covered)s of it all) is run") % told


def unknown_finding(picture: Picture) -> str:
    """How many costs nobody knows yet."""
    unknown = picture.coverage.unknown
    if not picture.sources:
        return _nothing_yet()
    if not unknown:
        return _("Every cost is known")
    return ngettext(
        "One cost is unknown and counts for nothing here",
        "%(count)s costs are unknown and count for nothing here",
        unknown,
    ) % {"count": _count(unknown)}


def costs_finding(picture: Picture) -> str:
    """What is unknown and what the rest adds up to: the title of every page of a long list."""
    unknown = picture.coverage.unknown
    if not unknown or not picture.coverage.known:
        return unknown_finding(picture)
    return ngettext(
        "One cost is unknown, %(known)s known: %(total)s",
        "%(count)s costs are unknown, %(known)s known: %(total)s",
        unknown,
    ) % {
        "count": _count(unknown),
        "known": _digits(picture.coverage.known),
        "total": _money(picture.total, picture),
    }


def coverage_sentence(picture: Picture | Standing) -> str:
    """`60 of 61 initiatives, 1 unknown`: on how much every figure rests."""
    coverage = picture.coverage
    told = {"known": _digits(coverage.known), "of": _digits(coverage.of)}
    measured = _population(picture, coverage.of) % told
    if not coverage.unknown:
        return measured
    return measured + ngettext(", %(count)s unknown", ", %(count)s unknown", coverage.unknown) % {
        "count": _digits(coverage.unknown)
    }


def basis_label(basis: Basis) -> str:
    """`2027, planned` or `Whole-life cost, planned`."""
    stages = {
        "planned": _("planned"),
        "committed": _("committed"),
        "actual": _("actual"),
    }
    period = _("Whole-life cost") if basis.fiscal_year is None else str(basis.fiscal_year)
    return _("%(period)s, %(stage)s") % {"period": period, "stage": stages[basis.stage]}


def _nothing_yet() -> str:
    return _("No initiative has been brought in yet")


def _orphan_spend_finding(picture: Picture, *, share: float) -> str:
    if share >= WHOLE:
        return _("None of %(spend)s is linked to an objective yet") % {
            "spend": _spend(picture.basis)
        }
    return _("%(part)s of %(spend)s serves no objective") % {
        "part": _part(share),
        "spend": _spend(picture.basis),
    }


def _gap_finding(objective: ObjectiveFigure, picture: Picture) -> str:
    return _("“%(objective)s” receives %(share)s of %(spend)s for a priority of %(priority)s") % {
        "objective": objective.name,
        "share": percent_text(objective.share, language=_language()),
        "spend": _spend(picture.basis),
        "priority": percent_text(objective.priority, language=_language()),
    }


def _heaviest_finding(picture: Picture) -> str:
    """How few objectives receive half of the spend or more."""
    shares = sorted((o.share or 0 for o in picture.objectives), reverse=True)
    count = next(n for n in range(1, len(shares) + 1) if sum(shares[:n]) >= HALF - NEAR)
    return ngettext(
        "One objective of %(of)s receives %(share)s of %(spend)s",
        "%(count)s objectives of %(of)s receive %(share)s of %(spend)s",
        count,
    ) % {
        "count": _count(count),
        "of": _digits(len(shares)),
        "share": percent_text(sum(shares[:count]), language=_language()),
        "spend": _spend(picture.basis),
    }


def _orphans_of_unknown_cost(count: int) -> str:
    return ngettext(
        "One initiative of unknown cost leads to no objective",
        "%(count)s initiatives of unknown cost lead to no objective",
        count,
    )


def _orphans_partly_known(count: int) -> str:
    """Said of two at least: a known and an unknown one."""
    return ngettext(
        "%(count)s initiative, %(amount)s and %(unknown)s of unknown cost, leads to no objective",
        "%(count)s initiatives, %(amount)s and %(unknown)s of unknown cost, lead to no objective",
        count,
    )


def _unserved(objectives: Sequence[ObjectiveFigure]) -> str:
    return ngettext(
        "“%(name)s” receives no spend", "%(count)s objectives receive no spend", len(objectives)
    ) % {"name": objectives[0].name, "count": _count(len(objectives))}


def _served_by_unknown(objectives: Sequence[ObjectiveFigure]) -> str:
    return ngettext(
        "“%(name)s” is served by unknown costs only",
        "%(count)s objectives are served by unknown costs only",
        len(objectives),
    ) % {"name": objectives[0].name, "count": _count(len(objectives))}


def _population(picture: Picture | Standing, count: int) -> str:
    if picture.only_initiatives:
        return ngettext("%(known)s of %(of)s initiative", "%(known)s of %(of)s initiatives", count)
    return ngettext(
        "%(known)s of %(of)s initiative or application",
        "%(known)s of %(of)s initiatives and applications",
        count,
    )


def _widest_gap(picture: Picture) -> ObjectiveFigure | None:
    measured = [o for o in picture.objectives if o.gap is not None and o.state != "unknown"]
    return max(measured, key=lambda o: abs(o.gap or 0), default=None)


def _part(share: float) -> str:
    """A simple fraction by its name when the share is near one, else a percentage."""
    named = {
        1 / 10: _("A tenth"),
        1 / 5: _("A fifth"),
        1 / 4: _("A quarter"),
        1 / 3: _("A third"),
        1 / 2: _("Half"),
    }
    nearest = min(named, key=lambda fraction: abs(fraction - share))
    if abs(nearest - share) <= NEAR:
        return named[nearest]
    return percent_text(share, language=_language())


def _spend(basis: Basis) -> str:
    return {
        "planned": _("the planned spend"),
        "committed": _("the committed spend"),
        "actual": _("the actual spend"),
    }[basis.stage]


def _whole_spend(basis: Basis) -> str:
    return {
        "planned": _("All the planned spend"),
        "committed": _("All the committed spend"),
        "actual": _("All the actual spend"),
    }[basis.stage]


def _count(count: int) -> str:
    """A number at the start of a sentence: in letters up to nine."""
    letters = (
        *("", ""),
        pgettext("starts a sentence", "Two"),
        pgettext("starts a sentence", "Three"),
        pgettext("starts a sentence", "Four"),
        pgettext("starts a sentence", "Five"),
        pgettext("starts a sentence", "Six"),
        pgettext("starts a sentence", "Seven"),
        pgettext("starts a sentence", "Eight"),
        pgettext("starts a sentence", "Nine"),
    )
    return letters[count] if 2 <= count < len(letters) else _digits(count)


def _spent(sources: Sequence[SourceFigure]) -> Decimal:
    return sum((source.spend for source in sources), Decimal(0))


def _money(amount: Decimal, picture: Picture) -> str:
    return money_text(amount, picture.currency, language=_language())


def _digits(count: int) -> str:
    return number_text(count, language=_language(), decimals=0)


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
