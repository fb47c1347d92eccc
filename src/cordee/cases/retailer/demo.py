"""Furnishes Comptoirs Valmorel, the example company."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from django.db import transaction

from cordee.cases.authored import company
from cordee.cases.authored_around import around
from cordee.cases.founding import found_company
from cordee.cases.furnishing import furnish
from cordee.cases.teams import crew, found_teams
from cordee.people.queries import reader_of
from cordee.platform.models import Organisation, User
from cordee.strategy import services
from cordee.strategy.models import Initiative, Objective, Scenario, SpendLine

PACKAGE = "cordee.cases.retailer"


def found_retailer(
    *, by: User, at: datetime, accounts: Mapping[str, User] | None = None
) -> Organisation:
    """Open the retailer, whose owner is `by`; `accounts` gives the users of some of its people."""
    with transaction.atomic():
        retailer = found_company(company(PACKAGE), by=by, at=at, accounts=accounts)
        found_teams(crew(PACKAGE), organisation=retailer, by=by, at=at)
        furnish(retailer, told=around(PACKAGE), by=by, at=at)
        _remember_committee(retailer, by=by, at=at)
    return retailer


def _remember_committee(retailer: Organisation, *, by: User, at: datetime) -> None:
    """Freeze what the last committee saw, then let the portfolio move to what it is now."""
    text = files(PACKAGE).joinpath("committee.toml").read_text("utf-8")
    told = tomllib.loads(text)
    moving = [
        (Initiative.objects.get(organisation=retailer, code=said["code"]), said)
        for said in told["initiatives"]
    ]
    lines = {i.pk: _capex(i, year=retailer.fiscal_year or 0) for i, said in moving}
    for initiative, said in moving:
        Initiative.objects.filter(pk=initiative.pk).update(end=said["end"])
        if "capex" in said:
            SpendLine.objects.filter(pk=lines[initiative.pk].pk).update(amount=said["capex"])
    reader = reader_of(by, organisation_id=retailer.pk)
    assert reader is not None
    services.freeze_edition(
        reader, name=told["name"], note=told["note"], at=at - timedelta(days=told["days_before"])
    )
    for initiative, said in moving:
        services.save_initiative(initiative, by=by, at=at)
        if "capex" in said:
            services.save_spend_line(lines[initiative.pk], by=by, at=at)
    _imagine(retailer, told["scenario"], by=by, at=at)


def _imagine(retailer: Organisation, said: dict[str, Any], *, by: User, at: datetime) -> None:
    """A scenario of priorities that the next committee will look at."""
    objectives = {o.code: o for o in Objective.objects.filter(organisation=retailer)}
    services.save_scenario(
        Scenario(organisation=retailer, name=said["name"], reason=said["reason"]),
        points={objectives[code]: points for code, points in said["points"].items()},
        by=by,
        at=at,
    )


def _capex(initiative: Initiative, *, year: int) -> SpendLine:
    return SpendLine.objects.get(
        initiative=initiative,
        fiscal_year=year,
        stage=SpendLine.Stage.PLANNED,
        nature=SpendLine.Nature.CAPEX,
    )
