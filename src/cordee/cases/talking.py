"""Has the people of a case study talk through the services: comments, questions, answers."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any

from cordee.people.models import Person
from cordee.platform.days import day_of
from cordee.platform.models import Letter, Organisation, User
from cordee.strategy import services
from cordee.strategy.models import Initiative, Referral


def talk(
    package: str, *, organisation: Organisation, accounts: Mapping[str, User], at: datetime
) -> None:
    """Say what `talks.toml` of a case's package says; nobody is mailed what came before them."""
    told = tomllib.loads((files(package) / "talks.toml").read_text(encoding="utf-8"))
    initiatives = {i.code: i for i in Initiative.objects.filter(organisation=organisation)}
    people = {p.name: p for p in Person.objects.filter(organisation=organisation)}
    for said in told["comments"]:
        services.comment_on(
            initiatives[said["initiative"]],
            text=said["text"],
            by=accounts[said["author"]],
            at=at - timedelta(days=said["days"]),
        )
    for asked in told["referrals"]:
        subject, person = initiatives[asked["initiative"]], people[asked["person"]]
        _refer(asked, initiative=subject, person=person, accounts=accounts, at=at)
    Letter.objects.filter(organisation=organisation).delete()


def _refer(
    said: dict[str, Any],
    *,
    initiative: Initiative,
    person: Person,
    accounts: Mapping[str, User],
    at: datetime,
) -> None:
    referral = Referral(
        organisation=initiative.organisation,
        kind=said["kind"],
        initiative=initiative,
        person=person,
        question=said["question"],
        due_on=day_of(at + timedelta(days=said["due"])),
    )
    asked_at = at - timedelta(days=said["days"])
    services.refer(referral, by=accounts[said["asker"]], at=asked_at)
    if "answer" in said:
        answered_at = at - timedelta(days=1)
        services.answer(referral, outcome=said["answer"], by=accounts[person.name], at=answered_at)
