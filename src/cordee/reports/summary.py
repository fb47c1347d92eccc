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
        KeyFigure(
            _("Share of run"), words.percent(picture.run_share), findings.run_finding(picture)
        ),
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
