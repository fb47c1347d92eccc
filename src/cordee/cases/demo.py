"""Prepares the demonstration: two companies, and the personas who play a committee."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cordee.cases.programs import tell_a_program
from cordee.cases.retailer.demo import found_retailer
from cordee.cases.talking import talk
from cordee.cases.workshop.demo import found_workshop
from cordee.people.services import add_member, prove_email
from cordee.platform.access import Role
from cordee.platform.models import Organisation, User


@dataclass(frozen=True, slots=True)
class Persona:
    """Someone the visitor of the demonstration may become in one click."""

    username: str
    name: str
    role: Role

    @property
    def label(self) -> str:
        return f"{self.name} ({self.role.label})"


PERSONAS = (
    Persona("helene.brun", "Hélène Brun", Role.CIO),
    Persona("claire.ansel", "Claire Ansel", Role.SPONSOR),
    Persona("luc.morel", "Luc Morel", Role.FINANCE),
    Persona("karim.belhadj", "Karim Belhadj", Role.TEAM_LEAD),
    Persona("jeanne.arnoux", "Jeanne Arnoux", Role.READER),
)
FOUNDERS = (("marianne.valmorel", "Marianne Valmorel"), ("odile.rivaud", "Odile Rivaud"))
"""Who owns each company; nobody becomes them."""
DOMAIN = "valmorel.example"


def prepare_demo(*, at: datetime) -> list[Persona]:
    """Found the companies and their accounts; does nothing when they are there already."""
    if not Organisation.objects.filter(is_demo=True).exists():
        with transaction.atomic():
            _found_companies(at=at)
    return list(PERSONAS)


def persona_user(username: str) -> User | None:
    """The account of a persona in a demonstration organisation; None for anybody else."""
    if username not in {persona.username for persona in PERSONAS}:
        return None
    found = User.objects.filter(username=username, memberships__organisation__is_demo=True)
    user = found.distinct().first()
    return user if user and user.is_active and not user.has_usable_password() else None


def persona_home(user: User) -> Organisation:
    """The company in which a persona works: the first that was founded."""
    first = user.memberships.filter(organisation__is_demo=True).earliest("pk")
    return first.organisation


def _found_companies(*, at: datetime) -> None:
    chair, maker = (_account(username, name=name) for username, name in FOUNDERS)
    accounts = {p.name: _account(p.username, name=p.name) for p in PERSONAS}
    retailer = found_retailer(by=chair, at=at, accounts=accounts)
    for persona in PERSONAS:
        member = accounts[persona.name]
        add_member(member, organisation=retailer, role=persona.role, by=chair, at=at)
    talk("cordee.cases.retailer", organisation=retailer, accounts=accounts, at=at)
    tell_a_program(retailer, by=chair, at=at)
    workshop = found_workshop(by=maker, at=at)
    cio = accounts[PERSONAS[0].name]
    add_member(cio, organisation=workshop, role=PERSONAS[0].role, by=maker, at=at)


def _account(username: str, *, name: str) -> User:
    first, _space, last = name.partition(" ")
    account = User.objects.create_user(
        username, email=f"{username}@{DOMAIN}", first_name=first, last_name=last
    )
    prove_email(account)
    return account
