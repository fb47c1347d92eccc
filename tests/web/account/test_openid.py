"""Signing in through a company's OpenID provider, spoken to over real HTTP."""

import json
import time
from urllib.parse import parse_qs, urlparse

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cordee.people import services
from cordee.people.models import Invitation
from cordee.platform.access import Role
from cordee.platform.models import Entry, Organisation, User
from cordee.platform.single_sign_on import Joining, joining, providers
from tests.factories import member, user
from tests.pages import IN_ENGLISH, words
from tests.web.account.provider import CLIENT, CODE, SECRET, Provider

EMAIL = "sophie@valmorel.example"
BACK = "/accounts/oidc/company/login/callback/"


@pytest.fixture
def company(settings):
    with Provider() as provider:
        row = {
            "id": "company",
            "name": "Valmorel",
            "url": provider.url,
            "client": CLIENT,
            "secret": SECRET,
        }
        settings.SOCIALACCOUNT_PROVIDERS = providers({"CORDEE_OIDC": json.dumps([row])})
        yield provider
        provider.shutdown()


@pytest.fixture
def owner(valmorel):
    return member(valmorel, Role.OWNER)


@pytest.fixture
def invitation(valmorel, owner):
    at = timezone.now()
    return services.invite(EMAIL, organisation=valmorel, role=Role.CIO, units=[], by=owner, at=at)


def gone(company):
    """A browser sent to the provider, and what it was sent with."""
    client = Client(headers=IN_ENGLISH)
    sent = client.get("/accounts/oidc/company/login/")
    asked = {key: value for key, (value,) in parse_qs(urlparse(sent.url).query).items()}
    company.nonce = asked["nonce"]
    return client, asked


def come_back(client, asked, **more):
    return client.get(BACK, {"code": CODE, "state": asked["state"], **more})


def entered(company):
    client, asked = gone(company)
    answer = come_back(client, asked)
    return client, answer


def test_the_sign_in_page_offers_the_company(company, db):
    page = Client(headers=IN_ENGLISH).get(reverse("account_login"))

    assert "Sign in with Valmorel" in words(page)
    assert 'href="/accounts/oidc/company/login/"' in page.content.decode()


def test_whoever_is_invited_comes_in_with_the_role_given(company, invitation, valmorel):
    client, answer = entered(company)

    account = User.objects.get(email=EMAIL)
    reader = client.get("/").wsgi_request.reader
    assert (answer.status_code, answer.url) == (302, "/")
    assert (reader.user, reader.organisation, reader.role) == (account, valmorel, Role.CIO)
    assert (str(account), account.has_usable_password()) == ("Sophie Marchal", False)
    assert list(Invitation.objects.all()) == []
    assert Entry.objects.last().action == "people.accept_invitation"


def test_the_code_is_exchanged_with_its_proof(company, invitation):
    _client, asked = gone(company)
    come_back(_client, asked)

    (sent,) = company.asked
    assert (asked["code_challenge_method"], asked["client_id"]) == ("S256", CLIENT)
    assert (sent["code"], sent["client_secret"]) == ([CODE], [SECRET])
    assert len(sent["code_verifier"][0]) >= 43


def test_the_second_time_the_account_is_known_by_its_number(company, invitation):
    entered(company)
    company.changes = {"email": "autre@valmorel.example", "email_verified": False}

    client, _answer = entered(company)

    assert client.get("/").wsgi_request.user == User.objects.get(email=EMAIL)
    assert SocialAccount.objects.count() == 1


def test_a_proven_account_is_found_again(company, owner, valmorel):
    known = member(valmorel, Role.CIO, username="sophie")
    services.prove_email(known)

    client, _answer = entered(company)

    assert client.get("/").wsgi_request.user == known


def test_an_account_that_nobody_proved_is_not_given_away(company, valmorel):
    squatted = user("sophie", email=EMAIL, password="une corde bien longue")

    client, answer = entered(company)

    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert list(SocialAccount.objects.filter(user=squatted)) == []


def test_a_stranger_of_the_company_is_told_to_ask(company, valmorel):
    _client, answer = entered(company)

    assert answer.status_code == 403
    assert f"{EMAIL} is not invited: ask an owner." in answer.content.decode()
    assert list(User.objects.all()) == []


def test_an_email_that_the_company_does_not_vouch_for_opens_nothing(company, invitation):
    company.changes = {"email_verified": False}

    client, answer = entered(company)

    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert EmailAddress.objects.filter(email=EMAIL).count() == 0


def test_a_company_does_not_vouch_for_the_mailboxes_of_another(company, owner, settings):
    services.prove_email(owner)
    company.changes = {"email": owner.email}
    (told,) = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    told["settings"]["domains"] = ["rivaud.example"]

    client, answer = entered(company)

    assert answer.status_code == 403
    assert "does not vouch for your e-mail address" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    assert SocialAccount.objects.count() == 0


def test_a_domain_let_in_by_the_settings_joins_by_itself(company, valmorel, settings):
    settings.JOINING = (Joining("valmorel.example", "valmorel", "reader"),)

    client, _answer = entered(company)

    reader = client.get("/").wsgi_request.reader
    assert (reader.organisation, reader.role) == (valmorel, Role.READER)
    assert [e.action for e in Entry.objects.all()] == ["people.join_by_domain"]


@pytest.mark.parametrize("state", ["erased_at", "erase_on"])
def test_a_domain_joins_no_organisation_that_is_erased_or_to_be(company, valmorel, settings, state):
    settings.JOINING = (Joining("valmorel.example", "valmorel", "reader"),)
    slug = "erased-1" if state == "erased_at" else "valmorel"
    Organisation.objects.filter(pk=valmorel.pk).update(**{state: timezone.now(), "slug": slug})

    _client, answer = entered(company)

    assert answer.status_code == 403
    assert "is not invited: ask an owner." in answer.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


# Tokens that must not pass


def forged(company):
    company.signs_with = rsa.generate_private_key(65537, 2048)


def unsigned(company):
    company.signs_with, company.algorithm = None, "none"


def signed_with_the_shared_secret(company):
    company.signs_with, company.algorithm = SECRET * 3, "HS256"


def for_another(company):
    company.changes = {"aud": "another client"}


def from_another(company):
    company.changes = {"iss": "https://elsewhere.example"}


def too_old(company):
    company.changes = {"exp": time.time() - 3600}


def without_nonce(company):
    company.changes = {"nonce": ""}


def of_another_question(company):
    company.changes = {"nonce": "another question"}


@pytest.mark.parametrize(
    "spoil",
    [
        forged,
        unsigned,
        signed_with_the_shared_secret,
        for_another,
        from_another,
        too_old,
        without_nonce,
        of_another_question,
    ],
)
def test_a_token_that_proves_nothing_is_refused(company, invitation, spoil):
    spoil(company)

    client, answer = entered(company)

    assert answer.status_code == 403
    assert "_auth_user_id" not in client.session
    assert list(User.objects.filter(email=EMAIL)) == []
    assert Invitation.objects.count() == 1


def test_an_answer_to_nobodys_question_is_refused(company, invitation):
    client, asked = gone(company)
    come_back(client, asked)

    replayed = come_back(client, asked)
    elsewhere = come_back(Client(headers=IN_ENGLISH), asked)

    assert [replayed.status_code, elsewhere.status_code] == [403, 403]


# Settings


def test_settings_name_several_providers_and_say_what_is_missing():
    rows = [
        {"id": one, "name": one, "url": "https://id.example", "client": "c", "secret": "s"}
        | {"domains": [f"{one}.Example"]}
        for one in ("keycloak", "entra")
    ]

    found = providers({"CORDEE_OIDC": json.dumps(rows)})

    names = [app["provider_id"] for app in found["openid_connect"]["APPS"]]
    assert names == ["keycloak", "entra"]
    with pytest.raises(ValueError, match="CORDEE_OIDC: keycloak lacks secret"):
        providers({"CORDEE_OIDC": json.dumps([rows[0] | {"secret": ""}])})
    with pytest.raises(ValueError, match="CORDEE_SAML: write a JSON list"):
        providers({"CORDEE_SAML": "[oops"})


def test_of_several_companies_each_names_the_mailboxes_it_vouches_for():
    openid = {"id": "keycloak", "name": "k", "url": "u", "client": "c", "secret": "s"}
    saml = {"id": "entra", "name": "e", "entity": "e", "url": "u", "certificate": "c"}
    rows = {"CORDEE_OIDC": json.dumps([openid]), "CORDEE_SAML": json.dumps([saml])}

    with pytest.raises(ValueError, match="keycloak, entra: several companies sign in here"):
        providers(rows)


def test_nobody_joins_by_domain_unless_the_settings_say_so():
    row = {"domain": "Valmorel.example", "organisation": "valmorel", "role": "reader"}

    assert (joining({}), joining({"CORDEE_JOIN_BY_DOMAIN": json.dumps([row])})) == (
        (),
        (Joining("valmorel.example", "valmorel", "reader"),),
    )
