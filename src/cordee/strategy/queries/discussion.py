"""What was said about the work, ready to be shown: text, links, names called."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.people.acquaintance import own_persons
from cordee.platform.access import STEERING, Reader
from cordee.platform.models import Entry
from cordee.strategy.models import Comment, Initiative, Need, Referral
from cordee.strategy.queries import reach
from cordee.strategy.queries.mentions import name_spans
from cordee.strategy.rules import may_change_comment

SHOWN = 50
ADDRESS = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)
ENDS_A_SENTENCE = ".,;:!?…)]}'’"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a comment: plain text, the address of a page, or a name called."""

    kind: Literal["text", "link", "mention"]
    text: str


@dataclass(frozen=True, slots=True)
class Said:
    """One comment, as its page shows it."""

    pk: int
    who: str
    at: datetime
    is_changed: bool
    parts: tuple[Part, ...]
    told: tuple[str, ...]
    """Who was called by name."""
    is_mine: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class Discussion:
    """The last things said, the oldest first, and how many stand before them."""

    comments: tuple[Said, ...]
    earlier: int
    referrals: tuple[Referral, ...]

    @property
    def count(self) -> int:
        return self.earlier + len(self.comments)


def comments(reader: Reader) -> QuerySet[Comment]:
    """Those about what the reader may see."""
    found = Comment.objects.filter(
        Q(initiative__in=reach.initiatives(reader).order_by().values("pk"))
        | Q(need__in=reach.needs(reader).order_by().values("pk")),
        organisation=reader.organisation,
    )
    related = ("initiative__unit", "need__unit", "organisation", "author")
    return found.select_related(*related).order_by("said_at", "pk")


def referrals(reader: Reader) -> QuerySet[Referral]:
    """Every question; in a perimeter, those about its initiatives and one's own."""
    found = Referral.objects.filter(organisation=reader.organisation)
    if reader.units is not None:
        seen = reach.initiatives(reader).order_by().values("pk")
        own = own_persons(reader).values("pk")
        general = found.filter(initiative__isnull=True)
        mine = general.filter(person__in=own) | general.filter(asked_by=reader.user)
        found = found.filter(initiative__in=seen) | mine
    related = ("initiative__unit", "person", "asked_by", "answered_by", "organisation")
    return found.select_related(*related).order_by("-asked_at", "-pk")


def referral_lines(referral: Referral, most: int) -> list[Entry]:
    """The lines of the journal about a question: they stand under its initiative if it has one."""
    subject = referral.initiative or referral
    lines = Entry.objects.filter(
        organisation=referral.organisation_id,
        subject=f"{subject._meta.label_lower}:{subject.pk}",
        detail__referral=referral.pk,
    )
    return list(lines.order_by("-number")[:most])


def discussion(
    reader: Reader, subject: Initiative | Need, *, at: datetime, everything: bool = False
) -> Discussion:
    """What was said about one initiative or need, and what was asked about the initiative."""
    said = comments(reader).filter(**about(subject))
    latest = said.order_by("-said_at", "-pk").prefetch_related("mentions__user")
    found = list(latest if everything else latest[: SHOWN + 1])
    shown = found if everything else found[:SHOWN]
    return Discussion(
        comments=tuple(_said(comment, reader=reader, at=at) for comment in reversed(shown)),
        earlier=said.count() - SHOWN if len(found) > len(shown) else 0,
        referrals=_asked(reader, subject) if isinstance(subject, Initiative) else (),
    )


def about(subject: Initiative | Need) -> dict[str, Initiative | Need]:
    """The field of a comment that holds this subject."""
    return {"initiative" if isinstance(subject, Initiative) else "need": subject}


def is_asked(reader: Reader, *, referral: Referral) -> bool:
    """Whether it is for this reader to answer: asked by name, or for those who steer."""
    if reader.role in STEERING:
        return True
    return own_persons(reader).filter(pk=referral.person_id).exists()


def parts(text: str, *, names: Iterable[str]) -> tuple[Part, ...]:
    """The text cut at its addresses and at the names called; joined again it is the same."""
    small = [unicodedata.normalize("NFC", name).lower() for name in names]
    cuts: list[tuple[int, int, Literal["link", "mention"]]] = [
        (start, end, "mention") for start, end, _name in name_spans(text, names=small)
    ]
    cuts += [(m.start(), m.start() + len(_trimmed(m[0])), "link") for m in ADDRESS.finditer(text)]
    found, here = [], 0
    for start, end, kind in sorted(cuts):
        if start >= here:
            found += [Part("text", text[here:start])] if start > here else []
            found.append(Part(kind, text[start:end]))
            here = end
    return (*found, Part("text", text[here:])) if here < len(text) else tuple(found)


def subject_url(subject: Initiative | Need) -> str:
    """The page where a subject is discussed."""
    if isinstance(subject, Need):
        return reverse("strategy:need", args=[subject.pk])
    return reverse("strategy:initiative", args=[subject.code])


def _asked(reader: Reader, initiative: Initiative) -> tuple[Referral, ...]:
    """Its questions, those that wait first."""
    found = referrals(reader).filter(initiative=initiative).exclude(state=Referral.State.WITHDRAWN)
    return tuple(found.order_by("-state", "-asked_at")[:SHOWN])


def _said(comment: Comment, *, reader: Reader, at: datetime) -> Said:
    names = tuple(str(mention.user) for mention in comment.mentions.all())
    return Said(
        pk=comment.pk,
        who=str(comment.author or _("Someone whose name was erased")),
        at=comment.said_at,
        is_changed=comment.changed_at is not None,
        parts=parts(comment.text, names=names),
        told=names,
        is_mine=comment.author_id == reader.user.pk,
        may_change=may_change_comment(reader, comment=comment, at=at),
    )


def _trimmed(address: str) -> str:
    """Without the sign that ends the sentence; a bracket opened in the address stays closed."""
    kept = address.rstrip(ENDS_A_SENTENCE)
    return f"{kept})" if "(" in kept and address[len(kept) :].startswith(")") else kept
