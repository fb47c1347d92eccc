"""The sentences that say what moved between two portfolios."""

from decimal import Decimal

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cordee.platform.typography import money_text, number_text, percent_text
from cordee.strategy.queries.comparison import Comparison


def moved_finding(moved: Comparison, *, since: str) -> str:
    """What moved first: the spend, else the rest, else that nothing did."""
    if moved.is_still and not (moved.bridge and moved.bridge.difference):
        return _("Nothing moved since “%(name)s”") % {"name": since}
    difference = moved.bridge.difference if moved.bridge else Decimal(0)
    if not difference:
        return _("Known spend is the same as in “%(name)s”, what it pays for moved") % {
            "name": since
        }
    told = {
        "amount": money_text(abs(difference), moved.currency, language=_language()),
        "name": since,
    }
    if difference > 0:
        return _("Known spend rises by %(amount)s since “%(name)s”") % told
    return _("Known spend falls by %(amount)s since “%(name)s”") % told


def moved_summary(moved: Comparison) -> str:
    """The counts of what moved, in one line."""
    said = [*_population(moved), *_drifts(moved), *_alignment(moved)]
    return ", ".join(said).capitalize() + "." if said else ""


def score_text(score: float | None) -> str:
    """An alignment out of 100; a dash when it is not computed."""
    points = None if score is None else Decimal(str(score)) * 100
    return number_text(points, language=_language(), decimals=0)


def growth_text(moved: Comparison) -> str:
    """The difference of known spend as a share of what it was; empty when there was none."""
    if moved.bridge is None or not moved.bridge.before:
        return ""
    share = float(moved.bridge.difference / moved.bridge.before)
    text = percent_text(share, language=_language(), decimals=1)
    return f"+{text}" if share > 0 else text


def _population(moved: Comparison) -> list[str]:
    said = []
    if moved.added:
        said.append(
            ngettext("%(count)s initiative added", "%(count)s initiatives added", len(moved.added))
            % {"count": _count(len(moved.added))}
        )
    if moved.removed:
        said.append(
            ngettext(
                "%(count)s initiative removed", "%(count)s initiatives removed", len(moved.removed)
            )
            % {"count": _count(len(moved.removed))}
        )
    if moved.states:
        said.append(
            ngettext(
                "%(count)s initiative changed state",
                "%(count)s initiatives changed state",
                len(moved.states),
            )
            % {"count": _count(len(moved.states))}
        )
    return said


def _drifts(moved: Comparison) -> list[str]:
    said = []
    if moved.spend:
        said.append(
            ngettext("%(count)s cost moved", "%(count)s costs moved", len(moved.spend))
            % {"count": _count(len(moved.spend))}
        )
    if moved.later:
        said.append(
            ngettext("%(count)s end comes later", "%(count)s ends come later", len(moved.later))
            % {"count": _count(len(moved.later))}
        )
    if moved.priorities:
        said.append(
            ngettext(
                "%(count)s priority moved", "%(count)s priorities moved", len(moved.priorities)
            )
            % {"count": _count(len(moved.priorities))}
        )
    return said


def _alignment(moved: Comparison) -> list[str]:
    if moved.before is None or moved.after is None:
        return []
    then, now = score_text(moved.before.score), score_text(moved.after.score)
    if then == now:
        return []
    return [_("alignment goes from %(then)s to %(now)s") % {"then": then, "now": now}]


def _count(count: int) -> str:
    return number_text(count, language=_language())


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
