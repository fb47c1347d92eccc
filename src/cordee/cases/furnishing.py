"""Furnishes a founded company, through the services, with its landscape, indicators and needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from cordee.cases.authored_around import Around, AuthoredIndicator
from cordee.landscape import services as landscape
from cordee.landscape.models import (
    Application,
    Interface,
    Supplier,
    Supply,
    Technology,
    TechnologyUse,
)
from cordee.people.models import Person, Unit
from cordee.platform.days import day_of
from cordee.platform.models import Organisation, User
from cordee.strategy import services
from cordee.strategy.models import Indicator, Initiative, Measure, Need, Objective

PUBLISHED = "https://endoflife.date, 23/11/2026"
"""Where the ends of support of the case studies were read, unless they say otherwise."""


@dataclass(frozen=True, slots=True)
class _Company:
    """A company already founded, its rows by their codes or names."""

    organisation: Organisation
    units: Mapping[str, Unit]
    people: Mapping[str, Person]
    applications: Mapping[str, Application]
    objectives: Mapping[str, Objective]
    initiatives: Mapping[str, Initiative]


def furnish(organisation: Organisation, *, told: Around, by: User, at: datetime) -> None:
    """Write everything that is told of this company."""
    company = _company(organisation)
    suppliers = _suppliers(company, told, by=by, at=at)
    technologies = _technologies(company, told, suppliers=suppliers, by=by, at=at)
    _made_of(company, told, technologies=technologies, by=by, at=at)
    _supplied(company, told, suppliers=suppliers, by=by, at=at)
    _interfaces(company, told, by=by, at=at)
    for indicator in told.indicators:
        _indicator(company, indicator, by=by, at=at)
    _needs(company, told, by=by, at=at)


def _company(organisation: Organisation) -> _Company:
    of = {"organisation": organisation}
    return _Company(
        organisation=organisation,
        units={row.code: row for row in Unit.objects.filter(**of)},
        people={row.name: row for row in Person.objects.filter(**of)},
        applications={row.code: row for row in Application.objects.filter(**of)},
        objectives={row.code: row for row in Objective.objects.filter(**of)},
        initiatives={row.code: row for row in Initiative.objects.filter(**of)},
    )


def _suppliers(company: _Company, told: Around, *, by: User, at: datetime) -> dict[str, Supplier]:
    return {
        said.code: landscape.save_supplier(
            Supplier(
                organisation=company.organisation,
                code=said.code,
                name=said.name,
                kind=said.kind,
                country=said.country,
                owner=company.people.get(said.owner),
                contract_end=said.contract_end,
                note=said.note,
            ),
            by=by,
            at=at,
        )
        for said in told.suppliers
    }


def _technologies(
    company: _Company, told: Around, *, suppliers: Mapping[str, Supplier], by: User, at: datetime
) -> dict[str, Technology]:
    return {
        said.code: landscape.save_technology(
            Technology(
                organisation=company.organisation,
                code=said.code,
                name=said.name,
                version=said.version,
                category=said.category,
                status=said.status,
                supplier=suppliers.get(said.supplier),
                support_end=said.ends,
                is_open_ended=said.open_ended,
                support_source=said.source or (PUBLISHED if said.ends else ""),
                note=said.note,
            ),
            by=by,
            at=at,
        )
        for said in told.technologies
    }


def _made_of(
    company: _Company,
    told: Around,
    *,
    technologies: Mapping[str, Technology],
    by: User,
    at: datetime,
) -> None:
    for said in told.uses:
        use = TechnologyUse(
            organisation=company.organisation,
            application=company.applications[said.application],
            technology=technologies[said.technology],
            purpose=said.purpose,
            version=said.version,
        )
        landscape.save_technology_use(use, by=by, at=at)


def _supplied(
    company: _Company, told: Around, *, suppliers: Mapping[str, Supplier], by: User, at: datetime
) -> None:
    for said in told.supplies:
        supply = Supply(
            organisation=company.organisation,
            application=company.applications[said.application],
            supplier=suppliers[said.supplier],
            purpose=said.purpose,
        )
        landscape.save_supply(supply, by=by, at=at)


def _interfaces(company: _Company, told: Around, *, by: User, at: datetime) -> None:
    for said in told.interfaces:
        interface = Interface(
            organisation=company.organisation,
            code=said.code,
            name=said.name,
            source=company.applications[said.source],
            target=company.applications[said.target],
            style=said.style,
            frequency=said.frequency,
            owner=company.people.get(said.owner),
            data=said.data,
            status=said.status,
        )
        landscape.save_interface(interface, by=by, at=at)


def _indicator(company: _Company, said: AuthoredIndicator, *, by: User, at: datetime) -> None:
    """An indicator and its measures; those of days that have not come yet are left out."""
    baseline, target = said.baseline or (None, None), said.target or (None, None)
    indicator = Indicator(
        organisation=company.organisation,
        code=said.code,
        name=said.name,
        definition=said.definition,
        kind=said.kind,
        unit_of_measure=said.unit,
        direction=said.direction,
        baseline=baseline[0],
        baseline_on=baseline[1],
        target=target[0],
        target_on=target[1],
        owner=company.people[said.owner],
        objective=company.objectives[said.objective],
    )
    measured = [company.initiatives[code] for code in said.initiatives]
    services.save_indicator(indicator, initiatives=measured, by=by, at=at)
    for day, value in said.measures:
        if day <= day_of(at):
            taken = Measure(
                organisation=company.organisation,
                indicator=indicator,
                day=day,
                value=value,
                source=said.source,
            )
            services.save_measure(taken, by=by, at=at)


def _needs(company: _Company, told: Around, *, by: User, at: datetime) -> None:
    for said in told.needs:
        need = Need(
            organisation=company.organisation,
            code=said.code,
            name=said.name,
            status=said.status,
            unit=company.units[said.unit],
            requester=company.people[said.requester],
            owner=company.people.get(said.owner),
            objective=company.objectives.get(said.objective),
            initiative=company.initiatives.get(said.initiative),
            asked_on=said.asked_on,
            wanted_by=said.wanted_by,
            worth=said.worth,
            value=None if said.value is None else Decimal(said.value),
            days=None if said.days is None else Decimal(said.days),
            answer=said.answer,
        )
        services.save_need(need, by=by, at=at)
