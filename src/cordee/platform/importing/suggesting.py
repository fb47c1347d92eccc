"""Which column of a stranger's file is which field? A suggestion, each choice with its evidence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cordee.platform.importing.columns import (
    Profile,
    content_evidence,
    fits,
    profiles_of,
    spells_out,
)
from cordee.platform.importing.fields import Field
from cordee.platform.importing.headers import header_match
from cordee.platform.importing.mapping import Mapping, Served, SpendColumn
from cordee.platform.importing.scales import Stated
from cordee.platform.importing.spending import suggested_spend
from cordee.platform.importing.table import Table
from cordee.platform.importing.units import unit_in
from cordee.platform.importing.values import currency_code

_LEAST_MATCH = 0.4
_CODE_SHARE = 0.9


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A field and a column that could serve it."""

    score: float
    field: Field
    profile: Profile
    evidence: tuple[str, ...]


def suggested_mapping(
    table: Table, *, fields: Sequence[Field], today: date, currency: str
) -> Mapping:
    """The best column for each field; `currency` is the organisation's, taken when none is found.

    A column serves one field only. Where no column is a code, the name is the key, and says so.
    """
    profiles = profiles_of(table)
    money = next((field for field in fields if field.kind == "money"), None)
    stated = _stated_currency(profiles, fields)
    spend = suggested_spend(
        table, profiles, field=money, today=today, currency=currency, stated=stated
    )
    fields = [each for each in fields if each.kind != "currency" or not _say_currency(table, spend)]
    spent = {each.column for each in spend}
    free = [profile for profile in profiles if profile.column.name not in spent]
    served = _assigned(free, [field for field in fields if field is not money])
    served = [_spelled_out(each, free, served) for each in served]
    served += _without_header(served, free, fields)
    served = _with_key(served, free, fields)
    ranks = {field.name: rank for rank, field in enumerate(fields)}
    served.sort(key=lambda each: ranks[each.field.name])
    return Mapping(
        served=tuple(
            Served(each.field.name, each.profile.column.name, each.evidence) for each in served
        ),
        spend=spend,
        sheet=table.origin.sheet,
    )


def _stated_currency(profiles: list[Profile], fields: Sequence[Field]) -> Stated | None:
    """What most rows of a column of currencies say."""
    wanted = [field for field in fields if field.kind == "currency"]
    for chosen in _assigned(profiles, wanted):
        codes = [currency_code(cell).value for cell in chosen.profile.cells]
        (code, _count), *_others = Counter(filter(None, codes)).most_common()
        return Stated(code, chosen.profile.column.name)
    return None


def _say_currency(table: Table, spend: Sequence[SpendColumn]) -> bool:
    """Whether the headers of the amounts name their currency: a column of currencies is then
    about something else, a contract in dollars whose budget is in euros."""
    headers = [table.column(each.column).original for each in spend]
    return bool(headers) and all(unit_in(header).currency for header in headers)


def _assigned(profiles: list[Profile], fields: list[Field]) -> list[_Candidate]:
    candidates = [
        _Candidate(score, field, profile, _evidence(field, profile, profiles))
        for field in fields
        for profile in profiles
        if (score := _score(field, profile)) >= _LEAST_MATCH
    ]
    candidates.sort(key=lambda each: (-each.score, each.profile.column.index))
    chosen: list[_Candidate] = []
    for each in candidates:
        if all(
            each.field is not other.field and each.profile is not other.profile for other in chosen
        ):
            chosen.append(each)
    return chosen


def _score(field: Field, profile: Profile) -> float:
    match = header_match(profile.column.original, field=field)
    return match * fits(field, profile) if match else 0.0


def _evidence(field: Field, profile: Profile, profiles: list[Profile]) -> tuple[str, ...]:
    header = profile.column.original
    exact = header_match(header, field=field) >= 1
    said = (
        _("its header “%(header)s” is a known name of it")
        if exact
        else _("its header “%(header)s” resembles a known name of it")
    )
    twins = sum(other.column.original == header for other in profiles)
    evidence = [said % {"header": header}, content_evidence(field, profile)]
    if twins > 1:
        evidence.append(
            ngettext(
                "the only column named “%(header)s”",
                "first of %(count)d columns named “%(header)s”",
                twins,
            )
            % {"count": twins, "header": header}
        )
    return tuple(evidence)


def _spelled_out(
    chosen: _Candidate, profiles: list[Profile], served: list[_Candidate]
) -> _Candidate:
    """A unit given by its code and by its full name is taken by its full name."""
    if chosen.field.kind != "unit":
        return chosen
    taken = {each.profile.column.name for each in served}
    for other in profiles:
        if other.column.name not in taken and spells_out(other, chosen.profile):
            said = _("“%(name)s” spells out the codes of “%(code)s”") % {
                "name": other.column.name,
                "code": chosen.profile.column.name,
            }
            evidence = (said, content_evidence(chosen.field, other))
            return _Candidate(chosen.score, chosen.field, other, evidence)
    return chosen


def _without_header(
    served: list[_Candidate], profiles: list[Profile], fields: Sequence[Field]
) -> list[_Candidate]:
    """A required field no header names: the first column of short texts that tells rows apart."""
    found: list[_Candidate] = []
    for field in fields:
        if not field.required or any(each.field is field for each in served):
            continue
        taken = [each.profile for each in (*served, *found)]
        free = [each for each in profiles if each not in taken and each.tells_rows_apart]
        if free:
            said = _("no header names it: first column of short texts that differ")
            evidence = (said, content_evidence(field, free[0]))
            found.append(_Candidate(0, field, free[0], evidence))
    return found


def _with_key(
    served: list[_Candidate], profiles: list[Profile], fields: Sequence[Field]
) -> list[_Candidate]:
    """A column of codes whatever its header; failing that, the name says that it is the key."""
    key = next((field for field in fields if field.kind == "key"), None)
    if key is None or any(each.field is key for each in served):
        return served
    taken = [each.profile for each in served]
    for profile in profiles:
        if profile not in taken and profile.is_unique and profile.codes >= _CODE_SHARE:
            said = _("no header names it: its cells are codes that all differ")
            evidence = (said, content_evidence(key, profile))
            return [*served, _Candidate(0, key, profile, evidence)]
    return [_as_key(each) if each.field.required else each for each in served]


def _as_key(name: _Candidate) -> _Candidate:
    said = _("no code column: the key is the name")
    return _Candidate(name.score, name.field, name.profile, (*name.evidence, said))
