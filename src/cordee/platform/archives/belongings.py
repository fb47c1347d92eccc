"""Which rows of which tables belong to an organisation: found from the models, not from a list.

A row belongs to an organisation when it names it, or names a row that belongs to it. A table of
which no row does stands in ELSEWHERE with the reason; a new one that is in neither place turns
tests/platform/archives/test_belongings.py red.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Field, ForeignKey, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cordee.platform.models import Organisation, User

ELSEWHERE: dict[str, str | Promise] = {
    "platform.User": _("Accounts belong to people: names and e-mails are in people.jsonl."),
    "platform.MailChoices": _("Chosen by an account, for all its organisations."),
    "platform.Work": _("What is told of work under way."),
    "auth.Permission": _("The same in every installation."),
    "auth.Group": _("Not used."),
    "auth.Group_permissions": _("Not used."),
    "platform.User_groups": _("Not used."),
    "platform.User_user_permissions": _("Not used."),
    "contenttypes.ContentType": _("The same in every installation."),
    "sessions.Session": _("Who is signed in at this moment."),
    "usersessions.UserSession": _("Where an account is signed in."),
    "account.EmailAddress": _("Belongs to the account."),
    "account.EmailConfirmation": _("A secret link to an account."),
    "mfa.Authenticator": _("A secret of an account."),
    "socialaccount.SocialApp": _("Settings of the installation."),
    "socialaccount.SocialAccount": _("Belongs to the account."),
    "socialaccount.SocialToken": _("A secret of an account."),
    "django_tasks_database.DBTaskResult": _("The queue of the worker: numbers only."),
}
"""Tables of which no row belongs to one organisation, and why."""
SECRET = re.compile(r"password|secret|token|digest|prefix|signature|private|salt|credential|_key$")
"""What is left out of every table, unless it is known to open nothing."""
HARMLESS = {
    ("platform.Entry", "digest"),
    ("platform.ImportRun", "digest"),
    ("strategy.Edition", "digest"),
}
WITH_LINKS = {("platform.Letter", "text"), ("platform.Letter", "html")}
"""Their links act for whoever received the mail."""
OF_PEOPLE = ("id", "pseudonym", "first_name", "last_name", "email", "is_active")
"""All that is told of an account."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, the way from its rows to their organisation, and what of them is told."""

    model: type[Model]
    path: str
    columns: tuple[str, ...]
    left_out: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.model._meta.label_lower

    @property
    def accounts(self) -> tuple[str, ...]:
        """The columns that name an account."""
        found = (f for f in self.model._meta.concrete_fields if f.related_model is User)
        return tuple(field.attname for field in found)

    def rows(self, organisation: Organisation) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{self.path: organisation.pk})


@cache
def belongings() -> tuple[Table, ...]:
    """The tables with rows of organisations, those that name others before those that are named."""
    found = (_table(model) for model in apps.get_models(include_auto_created=True))
    tables = [table for table in found if table is not None]
    return tuple(sorted(tables, key=lambda one: (-one.path.count("__"), one.label)))


def _table(model: type[Model]) -> Table | None:
    path = next(_paths(model), None)
    if path is None or not model._meta.managed:
        return None
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    left_out = tuple(f.attname for f in fields if _is_secret(model, f))
    told = tuple(f.attname for f in fields if f.attname not in left_out)
    return Table(model, path, told, left_out)


def _paths(model: type[Model]) -> Iterator[str]:
    """Ways to the organisation, the shortest first; never through an account, which has several."""
    if model is Organisation:
        yield "pk"
    links = [f for f in model._meta.concrete_fields if isinstance(f, ForeignKey)]
    yield from (f.name for f in links if f.related_model is Organisation)
    for field in links:
        if field.related_model not in (Organisation, User, model):
            yield from (f"{field.name}__{path}" for path in _paths(_of(field)))


def _of(field: "ForeignKey[Any, Any]") -> type[Model]:
    related = field.related_model
    assert not isinstance(related, str)
    return related


def _is_secret(model: type[Model], field: "Field[Any, Any]") -> bool:
    here = (model._meta.label, field.name)
    return here in WITH_LINKS or (bool(SECRET.search(field.name)) and here not in HARMLESS)
