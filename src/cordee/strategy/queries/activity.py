"""What moved lately, told from the journal, and what runs without an approval."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, Max, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from cordee.landscape import queries as landscape
from cordee.people import queries as people
from cordee.platform.access import Reader
from cordee.platform.models import Entry, ImportRun, User
from cordee.strategy.models import Initiative
from cordee.strategy.queries import activity_words, reach

LATELY = timedelta(days=30)
MOST_TOLD = 7

ONE: dict[str, str | Promise] = {
    "landscape.remove_application": gettext_lazy("Application “%(name)s” removed"),
    "landscape.save_application": gettext_lazy("Application “%(name)s” written"),
    "strategy.adopt_scenario": gettext_lazy("Priorities of the scenario “%(name)s” adopted"),
    "strategy.freeze_edition": gettext_lazy("Edition “%(name)s” frozen"),
    "strategy.remove_scenario": gettext_lazy("Scenario “%(name)s” removed"),
    "strategy.save_scenario": gettext_lazy("Scenario “%(name)s” written"),
    "platform.bring_back": gettext_lazy("Edited export “%(name)s” brought back"),
    "platform.undo_bring_back": gettext_lazy("Import of “%(name)s” undone"),
    "strategy.allot_priorities": gettext_lazy("Priorities allotted: 100 points shared"),
    "strategy.apply_import": gettext_lazy("File “%(name)s” imported"),
    "strategy.apply_strategy": gettext_lazy("Strategy file applied"),
    "strategy.inherit_initiative": gettext_lazy("“%(name)s” taken in as already under way"),
    "strategy.inherit_initiatives": gettext_lazy("Initiatives already under way taken in"),
    "strategy.link_to_objectives": gettext_lazy("“%(name)s” linked to its objectives"),
    "strategy.move_to_state": gettext_lazy("“%(name)s” changed state"),
    "strategy.remove_initiative": gettext_lazy("Initiative “%(name)s” removed"),
    "strategy.remove_objective": gettext_lazy("Objective “%(name)s” removed"),
    "strategy.remove_contribution": gettext_lazy("One contribution removed"),
    "strategy.save_contribution": gettext_lazy("One contribution written"),
    "strategy.remove_dependency": gettext_lazy("One dependency removed"),
    "strategy.remove_exchange_rate": gettext_lazy("One exchange rate removed"),
    "strategy.save_exchange_rate": gettext_lazy("One exchange rate written"),
    "strategy.remove_plan": gettext_lazy("One unit plan removed"),
    "strategy.remove_spend_line": gettext_lazy("One spend line removed"),
    "strategy.remove_vision": gettext_lazy("One vision removed"),
    "strategy.rule_on_duplicates": gettext_lazy("Verdict given on one possible duplicate"),
    "strategy.save_dependency": gettext_lazy("One dependency written"),
    "strategy.save_initiative": gettext_lazy("Initiative “%(name)s” written"),
    "strategy.save_objective": gettext_lazy("Objective “%(name)s” written"),
    "strategy.save_plan": gettext_lazy("One unit plan written"),
    "strategy.save_spend_line": gettext_lazy("One spend line written"),
    "strategy.save_vision": gettext_lazy("Vision stated"),
    "strategy.undo_import": gettext_lazy("Import of “%(name)s” undone"),
    **activity_words.ONE,
}
"""What one line of the journal says, by action."""

MANY = {
    "landscape.remove_application": ngettext_lazy(
        "%(count)s application removed", "%(count)s applications removed", "count"
    ),
    "landscape.save_application": ngettext_lazy(
        "%(count)s application written", "%(count)s applications written", "count"
    ),
    "strategy.adopt_scenario": ngettext_lazy(
        "%(count)s scenario adopted", "%(count)s scenarios adopted", "count"
    ),
    "strategy.freeze_edition": ngettext_lazy(
        "%(count)s edition frozen", "%(count)s editions frozen", "count"
    ),
    "strategy.remove_scenario": ngettext_lazy(
        "%(count)s scenario removed", "%(count)s scenarios removed", "count"
    ),
    "strategy.save_scenario": ngettext_lazy(
        "%(count)s scenario written", "%(count)s scenarios written", "count"
    ),
    "platform.bring_back": ngettext_lazy(
        "%(count)s edited export brought back", "%(count)s edited exports brought back", "count"
    ),
    "platform.undo_bring_back": ngettext_lazy(
        "%(count)s import undone", "%(count)s imports undone", "count"
    ),
    "strategy.allot_priorities": ngettext_lazy(
        "Priorities allotted %(count)s time", "Priorities allotted %(count)s times", "count"
    ),
    "strategy.apply_import": ngettext_lazy(
        "%(count)s file imported", "%(count)s files imported", "count"
    ),
    "strategy.apply_strategy": ngettext_lazy(
        "%(count)s strategy file applied", "%(count)s strategy files applied", "count"
    ),
    "strategy.inherit_initiative": ngettext_lazy(
        "%(count)s initiative taken in as already under way",
        "%(count)s initiatives taken in as already under way",
        "count",
    ),
    "strategy.inherit_initiatives": ngettext_lazy(
        "Initiatives already under way taken in %(count)s time",
        "Initiatives already under way taken in %(count)s times",
        "count",
    ),
    "strategy.link_to_objectives": ngettext_lazy(
        "%(count)s initiative or application linked to objectives",
        "%(count)s initiatives or applications linked to objectives",
        "count",
    ),
    "strategy.move_to_state": ngettext_lazy(
        "%(count)s initiative changed state", "%(count)s initiatives changed state", "count"
    ),
    "strategy.remove_initiative": ngettext_lazy(
        "%(count)s initiative removed", "%(count)s initiatives removed", "count"
    ),
    "strategy.remove_objective": ngettext_lazy(
        "%(count)s objective removed", "%(count)s objectives removed", "count"
    ),
    "strategy.remove_plan": ngettext_lazy(
        "%(count)s unit plan removed", "%(count)s unit plans removed", "count"
    ),
    "strategy.remove_contribution": ngettext_lazy(
        "%(count)s contribution removed", "%(count)s contributions removed", "count"
    ),
    "strategy.save_contribution": ngettext_lazy(
        "%(count)s contribution written", "%(count)s contributions written", "count"
    ),
    "strategy.remove_dependency": ngettext_lazy(
        "%(count)s dependency removed", "%(count)s dependencies removed", "count"
    ),
    "strategy.remove_exchange_rate": ngettext_lazy(
        "%(count)s exchange rate removed", "%(count)s exchange rates removed", "count"
    ),
    "strategy.save_exchange_rate": ngettext_lazy(
        "%(count)s exchange rate written", "%(count)s exchange rates written", "count"
    ),
    "strategy.remove_spend_line": ngettext_lazy(
        "%(count)s spend line removed", "%(count)s spend lines removed", "count"
    ),
    "strategy.remove_vision": ngettext_lazy(
        "%(count)s vision removed", "%(count)s visions removed", "count"
    ),
    "strategy.rule_on_duplicates": ngettext_lazy(
        "Verdict given on %(count)s possible duplicate",
        "Verdicts given on %(count)s possible duplicates",
        "count",
    ),
    "strategy.save_dependency": ngettext_lazy(
        "%(count)s dependency written", "%(count)s dependencies written", "count"
    ),
    "strategy.save_initiative": ngettext_lazy(
        "%(count)s initiative written", "%(count)s initiatives written", "count"
    ),
    "strategy.save_objective": ngettext_lazy(
        "%(count)s objective written", "%(count)s objectives written", "count"
    ),
    "strategy.save_plan": ngettext_lazy(
        "%(count)s unit plan written", "%(count)s unit plans written", "count"
    ),
    "strategy.save_spend_line": ngettext_lazy(
        "%(count)s spend line written", "%(count)s spend lines written", "count"
    ),
    "strategy.undo_import": ngettext_lazy(
        "%(count)s import undone", "%(count)s imports undone", "count"
    ),
    **activity_words.MANY,
}
"""What several lines of one day and one author say together, by action."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one person did of one kind in one day, in a sentence."""

    sentence: str
    who: str
    at: datetime
    reason: str
    """Why, when all of it was done for one reason."""
    initiative_code: str
    """The initiative it is about, when there is only one."""


@dataclass(frozen=True, slots=True)
class Unapproved:
    """An initiative that runs without an approval, and how long its waiver still lets it."""

    code: str
    name: str
    unit: str
    expires_on: date | None
    days_left: int | None


_Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Group:
    """Lines of one action, author and day."""

    action: str
    actor: UUID
    lines: int
    subjects: int
    last: int
    reasons: int


def told_lately(reader: Reader, *, on: date, within: timedelta = LATELY) -> tuple[Told, ...]:
    """The last things done within this reader's reach in the last 30 days, latest first."""
    entries = _entries_in_reach(reader).filter(at__date__gt=on - within, at__date__lte=on)
    rows = (
        entries.order_by()
        .annotate(day=TruncDate("at"))
        .values_list("action", "actor", "day")
        .annotate(
            lines=Count("pk"),
            subjects=Count("subject", distinct=True),
            last=Max("number"),
            reasons=Count("reason", distinct=True),
        )
        .order_by("-last")[:MOST_TOLD]
    )
    groups = [_Group(a, actor, *counts) for a, actor, _day, *counts in rows]
    last = {e.number: e for e in entries.filter(number__in=[g.last for g in groups])}
    names = _names(reader, (last[g.last] for g in groups if g.subjects == 1))
    users = User.objects.filter(pseudonym__in={g.actor for g in groups})
    authors = {user.pseudonym: str(user) for user in users}
    return tuple(_told(g, entry=last[g.last], names=names, authors=authors) for g in groups)


def unapproved_running(reader: Reader, *, on: date) -> tuple[Unapproved, ...]:
    """Running initiatives no body has approved, the waiver that ends first at the top."""
    running = reach.initiatives(reader).filter(status=Initiative.Status.RUNNING)
    ending = running.annotate(until=Max("waivers__expires_on"))
    rows = ending.order_by(F("until").asc(nulls_first=True), "sort_code", "pk")
    return tuple(
        Unapproved(code, name, unit or "", until, (until - on).days if until else None)
        for code, name, unit, until in rows.values_list("code", "name", "unit__name", "until")
    )


def _entries_in_reach(reader: Reader) -> QuerySet[Entry]:
    """Every line; in a perimeter, those of its initiatives and those everybody may read."""
    entries = Entry.objects.filter(organisation=reader.organisation)
    if reader.units is None:
        return entries
    own = reach.initiatives(reader).order_by().select_related(None)
    label = Concat(Value("strategy.initiative:"), Cast("pk", CharField()), output_field=CharField())
    return entries.filter(
        Q(subject__startswith="strategy.objective:")
        | Q(subject__startswith="strategy.indicator:")
        | Q(subject__startswith="strategy.vision:")
        | Q(action="strategy.allot_priorities")
        | Q(subject__in=own.annotate(label=label).values("label"))
    )


def _names(reader: Reader, entries: Iterable[Entry]) -> dict[str, _Named]:
    """Name, and code for an initiative, of the subjects these lines are about."""
    found: dict[str, _Named] = {}
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        label, _colon, pk = entry.subject.partition(":")
        wanted[label].add(pk)
        before, after = entry.detail.get("name", (None, None))
        found[entry.subject] = after or before or "", ""
    for label, rows in _name_rows(reader).items():
        if wanted[label]:
            kept = rows.filter(pk__in=wanted[label])
            found |= {f"{label}:{pk}": (name, code) for pk, name, code in kept}
    return found


def _name_rows(reader: Reader) -> dict[str, QuerySet[Any, tuple[int, str, str]]]:
    runs = ImportRun.objects.filter(organisation=reader.organisation)
    return {
        "landscape.application": _uncoded(landscape.applications(reader)),
        "landscape.interface": _uncoded(landscape.interfaces(reader)),
        "landscape.supplier": _uncoded(landscape.suppliers(reader)),
        "landscape.technology": _uncoded(landscape.technologies(reader)),
        "people.team": _uncoded(people.teams(reader)),
        "people.unit": _uncoded(people.units(reader)),
        "people.workingcalendar": _uncoded(people.calendars(reader)),
        "platform.importrun": runs.values_list("pk", "file_name", Value("")),
        "strategy.indicator": _uncoded(reach.indicators(reader)),
        "strategy.initiative": reach.initiatives(reader).values_list("pk", "name", "code"),
        "strategy.need": _uncoded(reach.needs(reader)),
        "strategy.objective": _uncoded(reach.objectives(reader)),
    }


def _uncoded(rows: QuerySet[Any]) -> QuerySet[Any, tuple[int, str, str]]:
    return rows.values_list("pk", "name", Value(""))


def _told(
    group: _Group, *, entry: Entry, names: dict[str, _Named], authors: dict[UUID, str]
) -> Told:
    name, code = names.get(entry.subject, ("", ""))
    return Told(
        sentence=_sentence(group.action, count=_counted(group, entry=entry), name=name),
        who=authors.get(group.actor, _("Someone whose name was erased")),
        at=entry.at,
        reason=entry.reason if group.reasons == 1 else "",
        initiative_code=code,
    )


def _counted(group: _Group, *, entry: Entry) -> int:
    """Rows touched; lines where the subject is the organisation itself."""
    is_whole = entry.subject.startswith("platform.organisation:")
    return group.lines if is_whole else group.subjects


def _sentence(action: str, *, count: int, name: str) -> str:
    one, many = ONE[action], MANY.get(action)
    if many and (count > 1 or ("%(name)s" in str(one) and not name)):
        return str(many % {"count": count})
    return str(one) % {"name": name}
