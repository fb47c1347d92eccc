"""Signing in through a company's SAML provider: signed answers, and those that must not pass."""

import base64
import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone
from lxml import etree

from cordee.people import services
from cordee.people.models import Invitation
from cordee.platform.access import Role
from cordee.platform.models import User
from cordee.platform.single_sign_on import providers
from tests.factories import member
from tests.web.account.identity import DOOR, EMAIL, ENTITY, HERE, HOST, Identity, question_of


@pytest.fixture
def company(settings):
    identity = Identity()
    row = {
        "id": "company",
        "name": "Valmorel",
        "entity": ENTITY,
        "url": DOOR,
        "certificate": identity.certificate,
    }
    settings.SOCIALACCOUNT_PROVIDERS = providers({"CORDEE_SAML": json.dumps([row])})
    settings.ALLOWED_HOSTS = [HOST]
    return identity


@pytest.fixture(autouse=True)
def invitation(valmorel):
    owner, at = member(valmorel, Role.OWNER), timezone.now()
    return services.invite(EMAIL, organisation=valmorel, role=Role.CIO, units=[], by=owner, at=at)


def gone():
    """A browser sent to the provider, and the number of the question it carries."""
    client = Client(headers={"accept-language": "en", "host": HOST})
    sent = client.get(f"{HERE}/login/")
    assert sent.url.startswith(f"{DOOR}?")
    return client, question_of(sent.url)


def come_back(client, answer):
    body = {"SAMLResponse": base64.b64encode(answer).decode()}
    posted = client.post(f"{HERE}/acs/", body)
    return client.get(posted.url)


def is_out(client):
    return "_auth_user_id" not in client.session


def test_whoever_is_invited_comes_in_with_the_role_given(company, valmorel):
    client, question = gone()

    answer = come_back(client, company.answer(question))

    reader = client.get("/").wsgi_request.reader
    assert (answer.status_code, answer.url) == (302, "/")
    assert (reader.user.email, reader.organisation, reader.role) == (EMAIL, valmorel, Role.CIO)
    assert list(Invitation.objects.all()) == []


def test_our_side_is_described_to_the_company(company):
    page = Client(headers={"host": HOST}).get(f"{HERE}/metadata/")

    described = etree.fromstring(page.content)
    (service,) = described.findall(".//{*}AssertionConsumerService")
    (ours,) = described.findall(".//{*}SPSSODescriptor")
    assert described.get("entityID") == f"{HERE}/metadata/"
    assert service.get("Location") == f"{HERE}/acs/"
    assert ours.get("WantAssertionsSigned") == "true"


def test_the_same_answer_does_not_open_twice(company):
    client, question = gone()
    answer = company.answer(question)
    come_back(client, answer)
    other = Client(headers={"host": HOST})

    again = [come_back(other, answer), come_back(client, answer)]

    assert [page.status_code for page in again] == [403, 403]
    assert is_out(other)


def tampered(company, question):
    return company.answer(question).replace(EMAIL.encode(), b"owner@valmorel.example")


def unsigned(company, question):
    response = etree.fromstring(company.answer(question))
    signature = response.find(".//{*}Signature")
    signature.getparent().remove(signature)
    return etree.tostring(response)


def wrapped(company, question):
    """A signed assertion hidden behind another, which nobody signed."""
    response = etree.fromstring(company.answer(question))
    signed = response.find("{*}Assertion")
    forged = etree.fromstring(unsigned(company, question)).find("{*}Assertion")
    forged.set("ID", "_forged")
    forged.find(".//{*}NameID").text = "owner@valmorel.example"
    response.insert(response.index(signed), forged)
    return etree.tostring(response)


def signed_by_another(company, question):
    return company.answer(question, key=rsa.generate_private_key(65537, 2048))


def too_old(company, question):
    return company.answer(question, age=timedelta(hours=1))


def for_another(company, question):
    return company.answer(question, audience="https://elsewhere.example")


def of_another_question(company, question):
    return company.answer("_nobody_asked")


@pytest.mark.parametrize(
    "spoilt",
    [tampered, unsigned, wrapped, signed_by_another, too_old, for_another, of_another_question],
)
def test_an_answer_that_proves_nothing_is_refused(company, spoilt):
    client, question = gone()

    answer = come_back(client, spoilt(company, question))

    assert answer.status_code == 403
    assert is_out(client)
    assert list(User.objects.filter(email=EMAIL)) == []
    assert Invitation.objects.count() == 1
