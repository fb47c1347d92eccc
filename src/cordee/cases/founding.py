"""Founds a company of a case study through the services, so that its journal tells everything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from cordee.cases.authored import AuthoredApplication, AuthoredInitiative, Company, Spending
from cordee.landscape.models import Application
from cordee.landscape.services import save_application
from cordee.people.models import Person, Unit
from cordee.people.services import found_organisation, save_person, save_unit
from cordee.platform.models import Organisation, User
from cordee.strategy import services
from cordee.strategy.models import Dependency, Initiative, Objective, Plan, SpendLine, Vision

_Shares = dict[Initiative | Application, dict[Objective, Decimal]]


@dataclass(frozen=True, slots=True)
class _Founding:
    """A founding under way: for whom, by whom, when."""

    company: Company
    organisation: Organisation
    by: User
    at: datetime


def found_company(
    company: Company, *, by: User, at: datetime, accounts: Mapping[str, User] | None = None
) -> Organisation:
    """Open the demonstration organisation; `accounts` gives the users of some of its people."""
    with transaction.atomic():
        organisation = found_organisation(company.name, by=by, at=at, currency=company.currency)
        organisation.is_demo, organisation.fiscal_year = True, company.fiscal_year
        organisation.save(update_fields=["is_demo", "fiscal_year"])
        founding = _Founding(company, organisation, by, at)
        units = _units(founding)
        people = _people(founding, units=units, accounts=accounts or {})
        objectives = _objectives(founding, people=people)
        applications = _applications(founding, units=units, people=people, objectives=objectives)
        initiatives = _initiatives(founding, units=units, people=people, applications=applications)
        _link(founding, initiatives, objectives=objectives)
        _depend(founding, initiatives)
        _plan(founding, initiatives, units=units)
    return organisation


def _units(founding: _Founding) -> dict[str, Unit]:
    units: dict[str, Unit] = {}
    for said in founding.company.units:
        unit = Unit(
            organisation=founding.organisation,
            code=said.code,
            name=said.name,
            kind=said.kind,
            parent=units[said.parent] if said.parent else None,
        )
        units[said.code] = save_unit(unit, by=founding.by, at=founding.at)
    return units


def _people(
    founding: _Founding, *, units: Mapping[str, Unit], accounts: Mapping[str, User]
) -> dict[str, Person]:
    people = {}
    for said in founding.company.people:
        account = accounts.get(said.name)
        person = Person(
            organisation=founding.organisation,
            name=said.name,
            email=account.email if account else "",
            unit=units[said.unit],
            user=account,
            college=said.college,
            level=said.level,
        )
        people[said.name] = save_person(person, by=founding.by, at=founding.at)
    return people


def _objectives(founding: _Founding, *, people: Mapping[str, Person]) -> dict[str, Objective]:
    company, organisation, by, at = (
        founding.company,
        founding.organisation,
        founding.by,
        founding.at,
    )
    vision = services.save_vision(
        Vision(
            organisation=organisation,
            statement=company.statement,
            horizon=company.vision_horizon,
            stated_on=company.stated_on,
        ),
        by=by,
        at=at,
    )
    objectives = {}
    for said in company.objectives:
        objective = Objective(
            organisation=organisation,
            vision=vision,
            code=said.code,
            name=said.name,
            theme=said.theme,
            owner=people[said.owner],
            horizon=said.horizon,
        )
        objectives[said.code] = services.save_objective(objective, by=by, at=at)
    points = {objectives[said.code]: Decimal(said.points) for said in company.objectives}
    services.allot_priorities(
        organisation, points=points, by=by, at=at, reason=company.points_because
    )
    return objectives


def _applications(
    founding: _Founding,
    *,
    units: Mapping[str, Unit],
    people: Mapping[str, Person],
    objectives: Mapping[str, Objective],
) -> dict[str, Application]:
    applications: dict[str, Application] = {}
    for said in founding.company.applications:
        application = Application(
            organisation=founding.organisation,
            code=said.code,
            name=said.name,
            description=said.description,
            unit=units[said.unit],
            owner=people[said.owner],
            status=said.status,
        )
        applications[said.code] = save_application(application, by=founding.by, at=founding.at)
        _spend(founding, application, lines=said.spend)
    shares: _Shares = {
        applications[said.code]: _shares(said, objectives) for said in founding.company.applications
    }
    services.link_to_objectives(shares, by=founding.by, at=founding.at)
    return applications


def _initiatives(
    founding: _Founding,
    *,
    units: Mapping[str, Unit],
    people: Mapping[str, Person],
    applications: Mapping[str, Application],
) -> dict[str, Initiative]:
    initiatives = {}
    for said in founding.company.initiatives:
        initiative = Initiative(
            organisation=founding.organisation,
            code=said.code,
            name=said.name,
            description=said.description,
            kind=said.kind,
            unit=units[said.unit],
            business_sponsor=people.get(said.business_sponsor),
            it_sponsor=people.get(said.it_sponsor),
            start=said.start,
            end=said.end,
            tags=list(said.tags),
        )
        changed = [applications[code] for code in said.applications]
        initiatives[said.code] = services.save_initiative(
            initiative, applications=changed, by=founding.by, at=founding.at
        )
        _spend(founding, initiative, lines=said.spend)
    _inherit(founding, initiatives)
    return initiatives


def _inherit(founding: _Founding, initiatives: Mapping[str, Initiative]) -> None:
    found_under_way = {
        initiatives[said.code]: Initiative.Status(said.status)
        for said in founding.company.initiatives
        if said.status != Initiative.Status.CANDIDATE
    }
    services.inherit_initiatives(
        found_under_way,
        organisation=founding.organisation,
        reason=founding.company.inherited_because,
        by=founding.by,
        at=founding.at,
    )


def _spend(
    founding: _Founding, source: Initiative | Application, *, lines: tuple[Spending, ...]
) -> None:
    for fiscal_year, stage, nature, purpose, amount in lines:
        known = isinstance(amount, int)
        line = SpendLine(
            organisation=founding.organisation,
            initiative=source if isinstance(source, Initiative) else None,
            application=source if isinstance(source, Application) else None,
            fiscal_year=fiscal_year,
            stage=stage,
            nature=nature,
            purpose=purpose,
            amount=Decimal(amount) if known else None,
            unknown_reason="" if known else str(amount),
            currency=founding.company.currency,
        )
        services.save_spend_line(line, by=founding.by, at=founding.at)


def _link(
    founding: _Founding,
    initiatives: Mapping[str, Initiative],
    *,
    objectives: Mapping[str, Objective],
) -> None:
    shares: _Shares = {
        initiatives[said.code]: _shares(said, objectives) for said in founding.company.initiatives
    }
    services.link_to_objectives(shares, by=founding.by, at=founding.at)


def _shares(
    said: AuthoredApplication | AuthoredInitiative, objectives: Mapping[str, Objective]
) -> dict[Objective, Decimal]:
    return {objectives[code]: share for code, share in said.serves.items()}


def _depend(founding: _Founding, initiatives: Mapping[str, Initiative]) -> None:
    for said in founding.company.dependencies:
        dependency = Dependency(
            organisation=founding.organisation,
            source=initiatives[said.source],
            target=initiatives[said.target],
            kind=said.kind,
        )
        services.save_dependency(dependency, by=founding.by, at=founding.at)


def _plan(
    founding: _Founding, initiatives: Mapping[str, Initiative], *, units: Mapping[str, Unit]
) -> None:
    for said in founding.company.plans:
        plan = Plan(
            organisation=founding.organisation,
            unit=units[said.unit],
            fiscal_year=said.fiscal_year,
            intent=said.intent,
        )
        chosen = [initiatives[code] for code in said.initiatives]
        services.save_plan(plan, initiatives=chosen, by=founding.by, at=founding.at)
