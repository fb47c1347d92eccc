"""A company's SAML identity provider, played with xmlsec: what it signs, a test may spoil."""

import base64
import zlib
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlparse

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from lxml import etree

ENTITY, DOOR = "https://identity.valmorel.example", "https://identity.valmorel.example/sso"
HOST = "cordee.valmorel.example"
HERE = f"http://{HOST}/accounts/saml/company"
EMAIL = "sophie@valmorel.example"
RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
 xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r{n}" Version="2.0" IssueInstant="{now}"
 Destination="{here}/acs/" InResponseTo="{asked}"><saml:Issuer>{entity}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
<saml:Assertion ID="_a{n}" Version="2.0" IssueInstant="{now}"><saml:Issuer>{entity}</saml:Issuer>
<saml:Subject><saml:NameID
 Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress">{email}</saml:NameID>
<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"
><saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{here}/acs/"
 InResponseTo="{asked}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction
><saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{now}"><saml:AuthnContext><saml:AuthnContextClassRef
>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></saml:AuthnContext
></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute Name="urn:oid:2.5.4.42"
><saml:AttributeValue>Sophie</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>
</saml:Assertion></samlp:Response>"""


class Identity:
    """The provider: its key, its certificate, and the answers it gives."""

    def __init__(self):
        self.key = rsa.generate_private_key(65537, 2048)
        self.certificate = _certificate(self.key)

    def answer(self, asked, *, number=1, age=timedelta(0), audience=f"{HERE}/metadata/", key=None):
        now = datetime.now(UTC) - age
        told = RESPONSE.format(
            n=number,
            now=_written(now),
            since=_written(now - timedelta(minutes=1)),
            until=_written(now + timedelta(minutes=5)),
            here=HERE,
            entity=ENTITY,
            asked=asked,
            email=EMAIL,
            audience=audience,
        )
        response = etree.fromstring(told)
        _sign(response, key or self.key)
        return etree.tostring(response)


def question_of(url):
    """The number of the question that the browser was sent with."""
    (packed,) = parse_qs(urlparse(url).query)["SAMLRequest"]
    return etree.fromstring(zlib.decompress(base64.b64decode(packed), -15)).get("ID")


def _sign(response, key):
    assertion = response.find("{*}Assertion")
    signature = xmlsec.template.create(
        assertion, xmlsec.Transform.EXCL_C14N, xmlsec.Transform.RSA_SHA256, ns="ds"
    )
    assertion.insert(1, signature)
    reference = xmlsec.template.add_reference(
        signature, xmlsec.Transform.SHA256, uri=f"#{assertion.get('ID')}"
    )
    xmlsec.template.add_transform(reference, xmlsec.Transform.ENVELOPED)
    xmlsec.template.add_transform(reference, xmlsec.Transform.EXCL_C14N)
    xmlsec.tree.add_ids(assertion, ["ID"])
    signer = xmlsec.SignatureContext()
    written = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signer.key = xmlsec.Key.from_memory(written, xmlsec.KeyFormat.PEM)
    signer.sign(signature)


def _written(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _certificate(key):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "identity")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()
