"""The first page: the finding, and eight figures each with the sentence that reads it."""

from django.utils.translation import gettext as _

from cordee.platform.typography import number_text
from cordee.reports.contents import KeyFigure, Section
from cordee.reports.method import explanation
from cordee.reports.words import Words
from cordee.strategy.charts import findings
from cordee.strategy.queries import Picture


def summary(words: Words) -> Section:
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
    return (*_money_figures(words), *_coherence_figures(words))


def _money_figures(words: Words) -> tuple[KeyFigure, ...]:
    picture = words.picture
    score = _("not computed") if picture.score is None else _score(picture.score, words)
    basis, orphans = findings.basis_label(picture.basis), words.money(picture.orphan_spend)
    unserved, alone = words.digits(len(picture.unserved)), findings.orphans_finding(picture)
    return (
        KeyFigure("alignment", _("Alignment"), score, findings.alignment_finding(picture)),
        KeyFigure("spend", basis, words.money(picture.total), _known(picture)),
        KeyFigure("orphans", _("Spend without objective"), orphans, alone),
        KeyFigure(
            "unserved", _("Objectives without spend"), unserved, findings.unserved_finding(picture)
        ),
    )


def _coherence_figures(words: Words) -> tuple[KeyFigure, ...]:
    picture = words.picture
    at_stake, run = words.money(picture.conflict_spend), words.percent(picture.run_share)
    both, unknown = words.percent(picture.joint_sponsorship), picture.coverage.unknown
    sponsored = findings.sponsorship_finding(picture)
    return (
        KeyFigure(
            "conflicts", _("Spend in conflict"), at_stake, findings.conflict_finding(picture)
        ),
        KeyFigure("sponsorship", _("Joint sponsorship"), both, sponsored),
        KeyFigure("run", _("Share of run"), run, findings.run_finding(picture)),
        KeyFigure(
            *("unknown", _("Unknown costs"), words.digits(unknown)),
            findings.unknown_finding(picture),
        ),
    )


def _score(score: float, words: Words) -> str:
    figure = number_text(score * 100, language=words.language, decimals=0)
    return _("%(score)s / 100") % {"score": figure}


def _known(picture: Picture) -> str:
    return _("Cost known for %(coverage)s") % {"coverage": findings.coverage_sentence(picture)}
