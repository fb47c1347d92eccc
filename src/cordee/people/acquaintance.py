"""Who is who: the person of an account, the account of a person, who reaches a unit."""

from django.db.models import Q, QuerySet

from cordee.people.models import Membership, Person, Unit
from cordee.platform.access import Reader
from cordee.platform.models import Organisation, User


def own_persons(reader: Reader) -> QuerySet[Person]:
    """Who the reader is among the people: linked to the account, else of its e-mail."""
    user, here = reader.user, Person.objects.filter(organisation=reader.organisation)
    mine = here.filter(user=user).values("pk")
    if user.email:  # compared as typed and in small letters, which an index can answer
        emails = {user.email, user.email.lower()}
        mine = mine.union(here.filter(user__isnull=True, email__in=emails).values("pk"))
    return Person.objects.filter(pk__in=mine)


def account_of(person: Person) -> User | None:
    """The account of a person, if it still belongs to a member of the organisation."""
    members = User.objects.filter(is_active=True, memberships__organisation=person.organisation_id)
    if person.user_id:
        return members.filter(pk=person.user_id).first()
    return (
        members.filter(email__iexact=person.email).order_by("pk").first() if person.email else None
    )


def members_reaching(unit: Unit | None, *, organisation: Organisation) -> QuerySet[User]:
    """The members whose perimeter holds this unit; without unit, those who reach everything."""
    parents = dict(Unit.objects.filter(organisation=organisation).values_list("pk", "parent_id"))
    above, node = set[int](), unit.pk if unit else None
    while node is not None and node not in above:
        above.add(node)
        node = parents.get(node)
    memberships = Membership.objects.filter(organisation=organisation)
    reaching = memberships.filter(Q(units__isnull=True) | Q(units__in=above))
    members = User.objects.filter(is_active=True, memberships__in=reaching)
    return members.distinct().order_by("last_name", "first_name", "email")
