"""A strategy written by hand: `strategy.toml` with vision, objectives, weights and links."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cordee.landscape.models import Application
from cordee.platform import journal
from cordee.platform.days import day_of
from cordee.platform.errors import Refused
from cordee.platform.importing.fields import plain
from cordee.platform.models import Organisation, User
from cordee.strategy.models import Dependency, Initiative, Objective, Vision
from cordee.strategy.services import link_to_objectives

KEYS = {
    "": {"vision", "objective", "contribution", "dependency"},
    "vision": {"statement", "horizon"},
    "objective": {"code", "name", "weight", "theme", "parent", "horizon", "match"},
    "contribution": {"initiative", "objective", "share"},
    "dependency": {"initiative", "requires", "excludes"},
}


@dataclass(frozen=True, slots=True)
class Strategy:
    """What a strategy file says, checked."""

    vision: dict[str, Any]
    objectives: tuple[dict[str, Any], ...]
    contributions: tuple[dict[str, Any], ...]
    dependencies: tuple[dict[str, Any], ...]


def read_strategy(path: Path) -> Strategy:
    """Read and check a strategy file; refused with the place of the mistake."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(
            _("%(file)s is not valid TOML: %(error)s.") % {"file": path.name, "error": error}
        ) from error
    except OSError as error:
        raise Refused(_("%(file)s cannot be read.") % {"file": path}) from error
    _refuse_unknown(content, where="")
    strategy = Strategy(
        content.get("vision", {}),
        *(_list(content, key) for key in ("objective", "contribution", "dependency")),
    )
    _refuse_unknown(strategy.vision, where="vision")
    _refuse_bad_objectives(strategy)
    return strategy


def apply_strategy(
    strategy: Strategy, *, organisation: Organisation, by: User, at: datetime
) -> None:
    """Write the vision and the objectives, in one transaction, with one line in the journal."""
    with transaction.atomic():
        vision = None
        if strategy.vision:
            vision = Vision.objects.create(
                organisation=organisation,
                version=Vision.objects.filter(organisation=organisation).count() + 1,
                statement=strategy.vision.get("statement", ""),
                horizon=strategy.vision.get("horizon"),
                stated_on=day_of(at),
            )
        for told in strategy.objectives:
            Objective.objects.update_or_create(
                organisation=organisation,
                code=_code(told),
                defaults={
                    "vision": vision,
                    "name": told["name"],
                    "theme": told.get("theme", Objective.Theme.OTHER),
                    "weight": _decimal(told.get("weight")),
                    "horizon": told.get("horizon"),
                    "aliases": [str(text) for text in told.get("match", ())],
                    "parent": _named(organisation, told.get("parent")),
                },
            )
        detail = {"objectives": [_code(told) for told in strategy.objectives]}
        journal.record("strategy.apply_strategy", organisation, by=by, at=at, detail=detail)


def apply_links(strategy: Strategy, *, organisation: Organisation, by: User, at: datetime) -> None:
    """Write the contributions and dependencies of the file, once the initiatives are there."""
    shares: dict[Initiative | Application, dict[Objective, Decimal]] = {}
    for told in strategy.contributions:
        initiative = _initiative(organisation, told["initiative"])
        objective = _named(organisation, told["objective"])
        if objective is None:
            raise Refused(_unknown_objective(told["objective"]))
        share = _decimal(told.get("share", 1))
        shares.setdefault(initiative, {})[objective] = share if share is not None else Decimal(1)
    with transaction.atomic():
        link_to_objectives(shares, by=by, at=at)
        for told in strategy.dependencies:
            source = _initiative(organisation, told["initiative"])
            for kind in (Dependency.Kind.REQUIRES, Dependency.Kind.EXCLUDES):
                for code in told.get(kind.value, ()):
                    Dependency.objects.get_or_create(
                        organisation=organisation,
                        source=source,
                        target=_initiative(organisation, code),
                        kind=kind,
                    )


def _code(told: dict[str, Any]) -> str:
    return str(told.get("code") or told["name"])[:60]


def _list(content: dict[str, Any], key: str) -> tuple[dict[str, Any], ...]:
    found = content.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Refused(_("“%(key)s” is written as sections [[%(key)s]].") % {"key": key})
    for each in found:
        _refuse_unknown(each, where=key)
    return tuple(found)


def _refuse_unknown(content: dict[str, Any], *, where: str) -> None:
    if unknown := sorted(set(content) - KEYS[where]):
        raise Refused(
            _("“%(key)s” is not known here; known: %(known)s.")
            % {"key": unknown[0], "known": ", ".join(sorted(KEYS[where]))}
        )


def _refuse_bad_objectives(strategy: Strategy) -> None:
    codes = set()
    for told in strategy.objectives:
        if not str(told.get("name", "")).strip():
            raise Refused(_("Each [[objective]] needs a name."))
        if _code(told) in codes:
            raise Refused(_("Two objectives have the code “%(code)s”.") % {"code": _code(told)})
        codes.add(_code(told))
        weight = _decimal(told.get("weight"))
        if weight is not None and weight < 0:
            raise Refused(_("The weight of “%(name)s” is negative.") % {"name": told["name"]})


def _decimal(value: Any) -> Decimal | None:
    if value is None:
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation as error:
        raise Refused(_("“%(value)s” is not a number.") % {"value": value}) from error


def _named(organisation: Organisation, name: str | None) -> Objective | None:
    if name is None:
        return None
    for objective in Objective.objects.filter(organisation=organisation):
        if plain(name) in (plain(objective.code), plain(objective.name)):
            return objective
    raise Refused(_unknown_objective(name))


def _initiative(organisation: Organisation, code: str) -> Initiative:
    for initiative in Initiative.objects.filter(organisation=organisation):
        if code == initiative.code or plain(code) == plain(initiative.name):
            return initiative
    raise Refused(_("“%(code)s” is no initiative of the portfolio.") % {"code": code})


def _unknown_objective(name: str) -> str:
    return _("“%(name)s” is no objective of the strategy.") % {"name": name}
