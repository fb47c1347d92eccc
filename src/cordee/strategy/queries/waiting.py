"""What waits for someone: questions, names called, what is theirs and lacks something."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from cordee.people.acquaintance import own_persons
from cordee.platform.access import Reader
from cordee.platform.days import day_of
from cordee.platform.models import ImportRun
from cordee.platform.remembering import memory_of
from cordee.strategy.models import (
    Contribution,
    Initiative,
    Mention,
    Need,
    Referral,
    SetAside,
    Waiver,
)
from cordee.strategy.queries import reach
from cordee.strategy.queries.discussion import comments, referrals, subject_url

Kind = SetAside.Kind
ALIVE = (
    Initiative.Status.CANDIDATE,
    Initiative.Status.APPROVED,
    Initiative.Status.RUNNING,
    Initiative.Status.PAUSED,
)
"""States in which an initiative still asks something of its sponsors."""
UNAPPROVED = (Initiative.Status.APPROVED, Initiative.Status.RUNNING, Initiative.Status.PAUSED)
AHEAD = timedelta(days=14)
"""How long before its end a waiver waits for its sponsors."""
TOLD_FOR = timedelta(days=30)
"""How long the answer to a question stays in the inbox of who asked."""
SHOWN = 50
MOST = 99
"""The frame counts no further."""


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom things wait: a reader, who they are among the people, on which day."""

    reader: Reader
    persons: tuple[int, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what it is, why, since when, by when, and where it is done."""

    kind: SetAside.Kind
    pk: int
    what: str
    why: str
    since: date | None
    due: date | None
    url: str
    """Where it is done."""

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.pk}"

    @property
    def icon(self) -> str:
        return ICONS[self.kind]

    @property
    def may_end(self) -> bool:
        """Whether saying "done" is enough; the others leave by themselves once they are done."""
        return self.kind in ENDED_BY_A_WORD


@dataclass(frozen=True, slots=True)
class Group:
    """What waits for one reason."""

    kind: SetAside.Kind
    items: tuple[Waiting, ...]
    total: int

    @property
    def label(self) -> str:
        return str(self.kind.label)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where one kind of waiting things is found."""

    field: str
    """What the row is called where it is set aside."""
    rows: Callable[[Asker], QuerySet[Any]]
    told: Callable[[Any], Waiting]


ICONS = {
    Kind.REFERRAL: "message-circle-question-mark",
    Kind.MENTION: "at-sign",
    Kind.ANSWER: "reply",
    Kind.NEED: "hand-helping",
    Kind.WAIVER: "clock-alert",
    Kind.OBJECTIVE: "unlink",
    Kind.SPONSOR: "user-search",
    Kind.IMPORT: "file-input",
}
OF_ACCOUNTS = frozenset({Kind.MENTION, Kind.ANSWER, Kind.IMPORT})
"""What waits for an account itself; the rest waits for the person it belongs to."""
ENDED_BY_A_WORD = frozenset({Kind.MENTION, Kind.ANSWER, Kind.IMPORT})


def asker(reader: Reader, *, on: date) -> Asker:
    return Asker(reader, tuple(own_persons(reader).values_list("pk", flat=True)), on)


def waiting_for(reader: Reader, *, on: date, aside: bool = False) -> tuple[Group, ...]:
    """What waits for this reader, or what they put off, by kind; what presses first."""
    found = asker(reader, on=on)
    groups = (_group(kind, source, found, aside=aside) for kind, source in _open_to(found))
    return tuple(group for group in groups if group.items)


def waiting_count(reader: Reader, *, on: date) -> int:
    """How many things wait, up to 100. The frame of every page says it: it is remembered."""
    who = (reader.user.pk, reader.user.email, reader.role, reader.units, reader.inbox_revision)
    others = memory_of(reader.organisation).recount(
        ("waiting", who, on), lambda: _counted(reader, on=on)
    )
    return min(others + _imports_waiting(Asker(reader, (), on)), MOST + 1)


def _imports_waiting(found: Asker) -> int:
    """Most often there is none: that is asked in few words, as every page asks it."""
    if not _imported(found).exists():
        return 0
    return _rows(Kind.IMPORT, SOURCES[Kind.IMPORT], found, aside=False).count()


def waiting_counts(readers: Iterable[Reader], *, on: date) -> dict[int, int]:
    """How many things wait in each organisation, by its number: two queries for all of them."""
    found = _askers(readers, on=on)
    rows = [
        _rows(kind, source, one, aside=False)
        .order_by()
        .annotate(place=Value(one.reader.organisation.pk, output_field=IntegerField()))
        .values_list("place")
        for one in found
        for kind, source in _open_to(one)
    ]
    return Counter(place for (place,) in rows[0].union(*rows[1:], all=True)) if rows else {}


def _askers(readers: Iterable[Reader], *, on: date) -> list[Asker]:
    """Who each of them is among the people of their organisation, asked at once."""
    listed = list(readers)
    if not listed:
        return []
    asked = [own_persons(one).values_list("organisation_id", "pk") for one in listed]
    persons: dict[int, list[int]] = {}
    for organisation, pk in asked[0].union(*asked[1:]):
        persons.setdefault(organisation, []).append(pk)
    return [Asker(one, tuple(persons.get(one.organisation.pk, ())), on) for one in listed]


def waiting(reader: Reader, *, key: str, on: date) -> Waiting | None:
    """The thing of this key, put off or not; None when it does not wait for this reader."""
    kind, _colon, pk = key.partition(":")
    if kind not in Kind.values or not pk.isdecimal():
        return None
    source = SOURCES[Kind(kind)]
    row = source.rows(asker(reader, on=on)).filter(pk=int(pk)).first()
    return source.told(row) if row else None


def late_initiatives(reader: Reader, *, on: date) -> tuple[Waiting, ...]:
    """Those this reader sponsors that are under way after their end."""
    late = _sponsored(asker(reader, on=on)).filter(status__in=UNAPPROVED, end__lt=on)
    return tuple(
        Waiting(Kind.SPONSOR, row.pk, row.name, "", None, row.end, subject_url(row))
        for row in late.order_by("end", "sort_code", "pk")[:SHOWN]
    )


def commented(reader: Reader, *, since: date, on: date) -> tuple[Waiting, ...]:
    """What others said since that day of the initiatives this reader sponsors."""
    mine = _sponsored(asker(reader, on=on)).order_by().values("pk")
    said = comments(reader).filter(initiative__in=mine, said_at__date__gt=since)
    rows = said.exclude(author=reader.user).order_by("-said_at")[:SHOWN]
    return tuple(
        Waiting(
            Kind.MENTION,
            row.pk,
            row.text[:200],
            _("%(who)s on “%(subject)s”")
            % {"who": row.author or _("Someone whose name was erased"), "subject": row.subject},
            _day(row.said_at),
            None,
            f"{subject_url(row.subject)}#comment-{row.pk}",
        )
        for row in rows
    )


def _open_to(found: Asker) -> list[tuple[SetAside.Kind, _Source]]:
    """Who is nobody among the people answers for nothing: only what names the account waits."""
    return [(k, s) for k, s in SOURCES.items() if found.persons or k in OF_ACCOUNTS]


def _counted(reader: Reader, *, on: date) -> int:
    """Two queries, whatever waits; files on their way in are counted apart, having no journal."""
    found = asker(reader, on=on)
    rows = [
        _rows(kind, source, found, aside=False).order_by().values("pk")
        for kind, source in _open_to(found)
        if kind != Kind.IMPORT
    ]
    return len(rows[0].union(*rows[1:], all=True)[: MOST + 1])


def _group(kind: SetAside.Kind, source: _Source, found: Asker, *, aside: bool) -> Group:
    rows = _rows(kind, source, found, aside=aside)
    shown = list(rows[: SHOWN + 1])
    total = len(shown) if len(shown) <= SHOWN else rows.count()
    return Group(kind, tuple(map(source.told, shown[:SHOWN])), total)


def _rows(kind: SetAside.Kind, source: _Source, found: Asker, *, aside: bool) -> QuerySet[Any]:
    put_off = SetAside.objects.filter(
        Q(until__isnull=True) | Q(until__gt=found.on),
        user=found.reader.user,
        kind=kind,
        **{source.field: OuterRef("pk")},
    )
    if aside:  # what is done for good is not shown again
        put_off = put_off.filter(until__isnull=False)
    condition = Exists(put_off)
    return source.rows(found).filter(condition if aside else ~condition)


def _asked(found: Asker) -> QuerySet[Referral]:
    rows = referrals(found.reader).filter(state=Referral.State.OPEN, person__in=found.persons)
    return rows.order_by(F("due_on").asc(nulls_last=True), "asked_at")


def _called(found: Asker) -> QuerySet[Mention]:
    said = comments(found.reader).order_by().values("pk")
    rows = Mention.objects.filter(user=found.reader.user, done_at__isnull=True, comment__in=said)
    related = ("comment__initiative", "comment__need", "comment__author")
    return rows.select_related(*related).order_by("comment__said_at")


def _answered(found: Asker) -> QuerySet[Referral]:
    rows = referrals(found.reader).filter(
        state=Referral.State.ANSWERED,
        asked_by=found.reader.user,
        answered_at__date__gt=found.on - TOLD_FOR,
    )
    return rows.exclude(answered_by=found.reader.user).order_by("answered_at")


def _given(found: Asker) -> QuerySet[Need]:
    open_states = (Need.Status.CAPTURED, Need.Status.QUALIFIED)
    rows = reach.needs(found.reader).filter(owner__in=found.persons, status__in=open_states)
    return rows.order_by(F("wanted_by").asc(nulls_last=True), "sort_code", "pk")


def _sponsored(found: Asker) -> QuerySet[Initiative]:
    """Found by the sponsor first: a database must not read the whole portfolio for it."""
    rows = Initiative.objects.order_by()
    business = rows.filter(business_sponsor__in=found.persons).values("pk")
    it = rows.filter(it_sponsor__in=found.persons).values("pk")
    mine = reach.initiatives(found.reader).filter(pk__in=business.union(it))
    return mine.filter(status__in=ALIVE).order_by("sort_code", "pk")


def _orphans(found: Asker) -> QuerySet[Initiative]:
    links = Contribution.objects.filter(initiative=OuterRef("pk"))
    return _sponsored(found).filter(~Exists(links))


def _alone(found: Asker) -> QuerySet[Initiative]:
    missing = Q(business_sponsor__isnull=True) | Q(it_sponsor__isnull=True)
    return _sponsored(found).filter(missing)


def _ending(found: Asker) -> QuerySet[Initiative]:
    """No waiver lasts: asked without grouping, so that the few rows are looked up one by one."""
    waivers = Waiver.objects.filter(initiative=OuterRef("pk")).order_by("-expires_on")
    rows = _sponsored(found).filter(
        Exists(waivers),
        ~Exists(waivers.filter(expires_on__gte=found.on + AHEAD)),
        status__in=UNAPPROVED,
    )
    until = Subquery(waivers.values("expires_on")[:1])
    return rows.annotate(waived_until=until).order_by("waived_until", "sort_code", "pk")


def _imported(found: Asker) -> QuerySet[ImportRun]:
    states = (ImportRun.State.DRAFT, ImportRun.State.FAILED)
    rows = ImportRun.objects.filter(organisation=found.reader.organisation, by=found.reader.user)
    return rows.filter(state__in=states).defer("changes").order_by("at")


def _day(moment: datetime | None) -> date | None:
    return day_of(moment) if moment else None


def _tell_question(row: Referral) -> Waiting:
    why = _("%(who)s asks you") % {"who": row.asked_by or _("Someone whose name was erased")}
    url = reverse("strategy:referral", args=[row.pk])
    return Waiting(Kind.REFERRAL, row.pk, row.question, why, _day(row.asked_at), row.due_on, url)


def _tell_call(row: Mention) -> Waiting:
    said = row.comment
    who = said.author or _("Someone whose name was erased")
    why = _("%(who)s calls you about “%(subject)s”") % {"who": who, "subject": said.subject}
    url = f"{subject_url(said.subject)}#comment-{said.pk}"
    return Waiting(Kind.MENTION, row.pk, said.text, why, _day(said.said_at), None, url)


def _tell_answer(row: Referral) -> Waiting:
    who = row.answered_by or _("Someone whose name was erased")
    why = _("%(who)s answered: “%(answer)s”") % {"who": who, "answer": row.outcome[:200]}
    url = reverse("strategy:referral", args=[row.pk])
    return Waiting(Kind.ANSWER, row.pk, row.question, why, _day(row.answered_at), None, url)


def _tell_need(row: Need) -> Waiting:
    why = _("You are its owner: it is “%(state)s”") % {"state": row.get_status_display()}
    return Waiting(Kind.NEED, row.pk, row.name, why, row.asked_on, row.wanted_by, subject_url(row))


def _tell_orphan(row: Initiative) -> Waiting:
    why = _("It serves no objective: link it, or stop it")
    return Waiting(Kind.OBJECTIVE, row.pk, row.name, why, None, None, subject_url(row))


def _tell_alone(row: Initiative) -> Waiting:
    has_business = row.business_sponsor_id is not None
    why = _("No IT sponsor is named") if has_business else _("No business sponsor is named")
    return Waiting(Kind.SPONSOR, row.pk, row.name, why, None, None, subject_url(row))


def _tell_ending(row: Any) -> Waiting:
    why = _("It runs without an approval: a body must have decided by then")
    return Waiting(
        Kind.WAIVER, row.pk, row.name, why, None, row.waived_until, f"{subject_url(row)}#state"
    )


def _tell_import(row: ImportRun) -> Waiting:
    url = reverse("strategy:import", args=[row.pk])
    failed = row.state == ImportRun.State.FAILED
    why = _("It failed: nothing was written") if failed else _("It is read, and not yet applied")
    return Waiting(Kind.IMPORT, row.pk, row.file_name, why, _day(row.at), None, url)


SOURCES: dict[SetAside.Kind, _Source] = {
    Kind.REFERRAL: _Source("referral", _asked, _tell_question),
    Kind.MENTION: _Source("mention", _called, _tell_call),
    Kind.ANSWER: _Source("referral", _answered, _tell_answer),
    Kind.NEED: _Source("need", _given, _tell_need),
    Kind.WAIVER: _Source("initiative", _ending, _tell_ending),
    Kind.OBJECTIVE: _Source("initiative", _orphans, _tell_orphan),
    Kind.SPONSOR: _Source("initiative", _alone, _tell_alone),
    Kind.IMPORT: _Source("import_run", _imported, _tell_import),
}
"""Every kind of thing that may wait, in the order of the page."""
