from datetime import timedelta

import pytest
from django.utils import timezone

from cordee.people.models import Membership, PersonalToken
from cordee.people.queries import reader_of
from cordee.people.services import make_token
from cordee.platform.access import Role
from tests.factories import member


@pytest.fixture
def bearer(valmorel):
    """The header of a token made for a role, or for a user, in an organisation."""

    def header(role=Role.CIO, *, organisation=valmorel, scope=PersonalToken.Scope.WRITE, user=None):
        known = Membership.objects.filter(organisation=organisation, role=role).first()
        user = user or (known.user if known else member(organisation, role))
        reader = reader_of(user, organisation_id=organisation.pk)
        now = timezone.now()
        minted = make_token(
            reader, name="essai", scope=scope, expires_at=now + timedelta(days=1), at=now
        )
        return {"Authorization": f"Bearer {minted.text}"}

    return header


@pytest.fixture
def call(client, bearer):
    """Calls the API with a token; the header of another one may be given."""
    own = {}

    def ask(method, path, body=None, *, headers=None, **more):
        if headers is None and not own:
            own.update(bearer())
        said = {"Accept-Language": "en"} | (own if headers is None else headers) | more
        verb = getattr(client, method)
        if method in ("get", "delete"):
            return verb(f"/api/v1{path}", body, headers=said)
        return verb(f"/api/v1{path}", body, content_type="application/json", headers=said)

    return ask
