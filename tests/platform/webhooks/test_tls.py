"""An encrypted delivery: the certificate is checked against the name, not against the address."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cordee.platform.webhooks.sending import send_due
from tests.factories import delivery, webhook
from tests.receiver import receiving

pytestmark = pytest.mark.usefixtures("on_this_machine")


@pytest.fixture
def certificate(tmp_path):
    """The key and the certificate of hooks.example, which only answers for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "hooks.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(pem, form, plain) + made.public_bytes(pem))
    return path


@pytest.mark.parametrize(
    ("host", "is_trusted", "problem"),
    [
        ("hooks.example", True, ""),
        ("other.example", True, "certificate"),
        ("hooks.example", False, "certificate"),
    ],
)
def test_the_certificate_must_be_trusted_and_bear_the_name(
    valmorel, now, names, certificate, monkeypatch, host, is_trusted, problem
):
    names.answers[host] = [["127.0.0.1"]]
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with receiving(certificate=certificate) as server:
        one = delivery(webhook(valmorel, f"https://{host}:{server.server_port}/"))

        send_due(at=now, rng=Random(1), told=lambda webhook: None)

    one.refresh_from_db()
    assert (one.problem, len(server.taken)) == (problem, 0 if problem else 1)
