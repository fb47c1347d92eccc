"""How each figure of the board pack is computed, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Explanation:
    """One notion: its name, and the formula in words."""

    key: str
    term: str
    sentence: str


def method() -> tuple[Explanation, ...]:
    """The page of method, from the euro to the score."""
    return (*_money_explained(), *_alignment_explained(), *_coherence_explained())


def explanation(key: str) -> str:
    """The sentence of one notion, for the notes of a slide."""
    return next(found.sentence for found in method() if found.key == key)


def _money_explained() -> tuple[Explanation, ...]:
    return (
        Explanation(
            "spend",
            _("Spend"),
            _(
                "Lines of one fiscal year, or whole-life costs, at one stage, in one currency. "
                "Credits are netted within an initiative and never make it negative. "
                "An unknown cost counts for nothing and is counted beside every figure."
            ),
        ),
        Explanation(
            "thread",
            _("Golden thread"),
            _(
                "The spend of an initiative or an application flows to the objectives it "
                "contributes to, by the share written for each. What is left over serves no "
                "objective."
            ),
        ),
        Explanation(
            "orphans",
            _("No objective"),
            _(
                "An initiative is an orphan when it contributes to no objective at all. "
                "Spend without objective also counts the part that other initiatives leave over."
            ),
        ),
        Explanation(
            "initiatives",
            _("Initiatives"),
            _(
                "Every initiative with a spend line on this basis, and those under way without "
                "any line, whose cost is unknown."
            ),
        ),
    )


def _alignment_explained() -> tuple[Explanation, ...]:
    return (
        Explanation(
            "priority",
            _("Priority"),
            _(
                "The weight of an objective divided by the weights of its siblings, times the "
                "priority of its parent. Priorities of the last level sum to 100%."
            ),
        ),
        Explanation(
            "alignment",
            _("Alignment"),
            _(
                "Add up the gaps between the share of spend and the priority of each objective, "
                "all counted positive, with the spend without objective as one more gap. "
                "Alignment is one less half of that sum: the part of the spend that would not "
                "have to move. It is not computed without stated priorities."
            ),
        ),
        Explanation(
            "concentration",
            _("Concentration"),
            _(
                "Sum of the squared shares of the spend that reaches objectives (Herfindahl-"
                "Hirschman index). One divided by it is the number of equal objectives that would "
                "be as concentrated."
            ),
        ),
        Explanation(
            "unserved",
            _("Objective without spend"),
            _(
                "No funded initiative contributes to it. When an initiative of unknown cost does, "
                "the objective is unknown, and not without spend."
            ),
        ),
    )


def _coherence_explained() -> tuple[Explanation, ...]:
    return (
        Explanation(
            "sponsorship",
            _("Joint sponsorship, run and change"),
            _(
                "Share of the initiatives’ spend that has both a business and an IT sponsor; "
                "share of run in the spend whose purpose is stated."
            ),
        ),
        Explanation(
            "conflicts",
            _("Spend in conflict"),
            _(
                "Both sides of an exclusion are funded; or an initiative is funded and what it "
                "requires is neither funded nor delivered; or two possible duplicates of "
                "different units are both funded. An initiative counts once."
            ),
        ),
        Explanation(
            "duplicates",
            _("Possible duplicates"),
            _(
                "Names and descriptions of initiatives of different units are compared by the "
                "groups of letters they share (TF-IDF, cosine). The score goes from 0 to 1; "
                "people judge, nothing is merged."
            ),
        ),
    )
