"""Make one thing, with every default visible here. No factory does anything clever."""

import zlib
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from uuid import UUID, uuid4

from allauth.usersessions.models import UserSession
from django.utils import timezone

from cordee.landscape.models import (
    Application,
    Interface,
    Supplier,
    Supply,
    Technology,
    TechnologyUse,
)
from cordee.people.models import (
    Absence,
    Allocation,
    Invitation,
    Membership,
    Person,
    PersonalToken,
    Reserve,
    Team,
    Unit,
    WorkingCalendar,
)
from cordee.platform.access import Role
from cordee.platform.models import (
    Archive,
    BulkChange,
    ExchangeRate,
    Organisation,
    SavedView,
    User,
    Webhook,
    WebhookDelivery,
)
from cordee.platform.sealing import sealed
from cordee.reports.models import Pack, SlideTemplate
from cordee.reports.queries import path_of
from cordee.reports.slides.starter import starter_file
from cordee.strategy.models import (
    Contribution,
    Dependency,
    Edition,
    Indicator,
    Initiative,
    Measure,
    Need,
    Objective,
    Scenario,
    SpendLine,
    Vision,
)
from cordee.strategy.models.talks import Comment, Referral


def organisation(name="Comptoirs Valmorel", slug="valmorel", **fields):
    return Organisation.objects.create(name=name, slug=slug, **fields)


def user(username="camille", **fields):
    fields.setdefault("email", f"{username}@valmorel.example")
    return User.objects.create_user(username, **fields)


def member(organisation, role=Role.READER, username="", units=()):
    username = username or f"{role.value}-{organisation.slug}"
    account = User.objects.filter(username=username).first() or user(username)
    membership = Membership.objects.create(user=account, organisation=organisation, role=role)
    membership.units.set(units)
    return account


def invitation(organisation, email="sophie@valmorel.example", role=Role.READER):
    return Invitation.objects.create(
        organisation=organisation,
        email=email,
        role=role,
        digest=f"of a link to {email}",
        sent_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        expires_at=datetime(2026, 11, 27, 9, tzinfo=UTC),
    )


def personal_token(organisation, user):
    return PersonalToken.objects.create(
        organisation=organisation,
        user=user,
        name="Tableau de bord",
        prefix="cordee_abc",
        digest=f"of a token of {user.pk}",
        created_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        expires_at=datetime(2027, 11, 20, 9, tzinfo=UTC),
    )


def archive(organisation):
    return Archive.objects.create(
        organisation=organisation,
        asked_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        expires_at=datetime(2026, 11, 27, 9, tzinfo=UTC),
        stored_as="nowhere.zip",
    )


def user_session(user, key="elsewhere"):
    return UserSession.objects.create(
        user=user, session_key=f"{key}-{user.pk}", ip="192.0.2.7", user_agent="Firefox/140 Linux"
    )


def unit(organisation, code="COM", name="Commerce", **fields):
    return Unit.objects.create(organisation=organisation, code=code, name=name, **fields)


def person(organisation, name="Claire Ansel", **fields):
    return Person.objects.create(organisation=organisation, name=name, **fields)


def calendar(organisation, name="France", **fields):
    return WorkingCalendar.objects.create(organisation=organisation, name=name, **fields)


def team(organisation, code="PAY", name="Paiement", **fields):
    return Team.objects.create(organisation=organisation, code=code, name=name, **fields)


def allocation(person, team, percent=100, start=date(2026, 1, 1), end=None):
    return Allocation.objects.create(
        organisation=team.organisation,
        person=person,
        team=team,
        percent=percent,
        start=start,
        end=end,
    )


def absence(person, start, end=None, **fields):
    return Absence.objects.create(
        organisation=person.organisation, person=person, start=start, end=end or start, **fields
    )


def reserve(team, run=30, unplanned=10, since=date(2026, 1, 1)):
    return Reserve.objects.create(
        organisation=team.organisation, team=team, run=run, unplanned=unplanned, since=since
    )


def vision(organisation, statement="Le magasin préféré", version=1, **fields):
    fields.setdefault("stated_on", date(2026, 1, 5))
    return Vision.objects.create(
        organisation=organisation, statement=statement, version=version, **fields
    )


def objective(organisation, code="O1", name="Croissance", weight=None, **fields):
    return Objective.objects.create(
        organisation=organisation, code=code, name=name, weight=weight, **fields
    )


def application(organisation, code="APP", name="Application", **fields):
    return Application.objects.create(organisation=organisation, code=code, name=name, **fields)


def initiative(organisation, code="I-01", name="Refonte de l’application", **fields):
    return Initiative.objects.create(organisation=organisation, code=code, name=name, **fields)


def contribution(source, objective, share="1"):
    kind = "initiative" if isinstance(source, Initiative) else "application"
    return Contribution.objects.create(
        organisation=source.organisation,
        objective=objective,
        share=Decimal(share),
        **{kind: source},
    )


def exchange_rate(organisation, currency="USD", rate="0.9", day=date(2026, 1, 1)):
    return ExchangeRate.objects.create(
        organisation=organisation, currency=currency, rate=Decimal(rate), day=day
    )


def spend(source, amount="100", **fields):
    kind = "initiative" if isinstance(source, Initiative) else "application"
    fields.setdefault("currency", source.organisation.currency)
    value = None if amount is None else Decimal(amount)
    return SpendLine.objects.create(
        organisation=source.organisation, amount=value, **{kind: source}, **fields
    )


def saved_view(author, organisation, name="À voir", asked="q=caisse", **fields):
    fields = {"space": "strategy", "plural": "initiatives"} | fields
    return SavedView.objects.create(
        author=author, organisation=organisation, name=name, asked=asked, **fields
    )


def dependency(source, target, kind="requires"):
    return Dependency.objects.create(
        organisation=source.organisation, source=source, target=target, kind=kind
    )


def supplier(organisation, code="EDI", name="Éditeur", **fields):
    return Supplier.objects.create(organisation=organisation, code=code, name=name, **fields)


def technology(organisation, code="PG", name="PostgreSQL", **fields):
    return Technology.objects.create(organisation=organisation, code=code, name=name, **fields)


def technology_use(application, technology, purpose="build", **fields):
    return TechnologyUse.objects.create(
        organisation=application.organisation,
        application=application,
        technology=technology,
        purpose=purpose,
        **fields,
    )


def supply(application, supplier, purpose="edits"):
    return Supply.objects.create(
        organisation=application.organisation,
        application=application,
        supplier=supplier,
        purpose=purpose,
    )


def interface(source, target, code="F1", name="Commandes", style="api", **fields):
    return Interface.objects.create(
        organisation=source.organisation,
        source=source,
        target=target,
        code=code,
        name=name,
        style=style,
        **fields,
    )


def indicator(organisation, code="K1", name="Satisfaction", **fields):
    return Indicator.objects.create(organisation=organisation, code=code, name=name, **fields)


def measure(indicator, day=date(2026, 9, 30), value="50", **fields):
    return Measure.objects.create(
        organisation=indicator.organisation,
        indicator=indicator,
        day=day,
        value=Decimal(value),
        **fields,
    )


def need(organisation, code="N1", name="Retrait en deux heures", **fields):
    return Need.objects.create(organisation=organisation, code=code, name=name, **fields)


def comment(initiative, text="Où en est la recette ?", author=None, **fields):
    fields.setdefault("said_at", datetime(2026, 11, 23, 9, tzinfo=UTC))
    return Comment.objects.create(
        organisation=initiative.organisation,
        initiative=initiative,
        author=author,
        text=text,
        **fields,
    )


def referral(person, question="Faut-il continuer ?", **fields):
    fields.setdefault("asked_at", datetime(2026, 11, 23, 9, tzinfo=UTC))
    return Referral.objects.create(
        organisation=person.organisation, person=person, question=question, **fields
    )


def slide_template(organisation, file_name="Modèle.pptx", number=1, **kwargs):
    content = _slides()
    return SlideTemplate.objects.create(
        organisation=organisation,
        number=number,
        file_name=file_name,
        content=content,
        size=len(content),
        digest="0" * 64,
        at=datetime(2026, 11, 2, tzinfo=UTC),
        **kwargs,
    )


def pack(organisation, by, units=None, files=("pdf", "pptx", "xlsx"), template=None):
    """A pack that is made, its files included."""
    made = Pack.objects.create(
        organisation=organisation,
        by=by,
        asked_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=7),
        basis="2027-planned",
        language="fr",
        kinds=list(files),
        units=units,
        template=template,
        state=Pack.State.READY,
        title=f"Dossier de {organisation.name}",
        stored_as=uuid4().hex,
        files={kind: {"name": f"pack.{kind}", "size": 4} for kind in files},
    )
    for kind in files:
        path = path_of(made, kind=kind)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(organisation.name.encode())
    return made


@cache
def _slides():
    """A file of slides, long to make: every template of the tests has the same."""
    return starter_file()


def edition(organisation, name="Comité de mars", at=datetime(2026, 3, 12, tzinfo=UTC)):
    content = {"version": 1, "on": "2026-03-12", "currency": "EUR"}
    return Edition.objects.create(
        organisation=organisation,
        name=name,
        at=at,
        by=UUID(int=1),
        head="0" * 64,
        digest="0" * 64,
        content=content | {"initiatives": [], "figures": []},
    )


def scenario(objective, name="Résilience d’abord", points="100.00"):
    return Scenario.objects.create(
        organisation=objective.organisation,
        name=name,
        reason="Pour voir",
        points={str(objective.pk): points},
    )


def bulk_change(organisation, register, refusal="", **fields):
    fields.setdefault("at", datetime(2026, 11, 23, 9, tzinfo=UTC))
    return BulkChange.objects.create(
        organisation=organisation,
        register=register,
        field="owner",
        changed=0,
        refused=1,
        refusals=[refusal],
        changes=zlib.compress(b"[]"),
        **fields,
    )


SECRET = "whsec_" + "Q29yZGVlQ29yZGVlQ29yZGVlQ29yZGVlQ29yZGVl"


def webhook(organisation, url="https://8.8.8.8/hook", **fields):
    fields.setdefault("declared_at", datetime(2026, 11, 23, 9, tzinfo=UTC))
    fields.setdefault("families", ["initiatives"])
    kept = sealed(SECRET, purpose="webhooks")
    return Webhook.objects.create(organisation=organisation, url=url, sealed_secret=kept, **fields)


def delivery(webhook, event="strategy.save_initiative", **fields):
    at = webhook.declared_at
    told = {"body": "{}", "queued_at": at, "due_at": at} | fields
    return WebhookDelivery.objects.create(webhook=webhook, event=event, **told)
