import base64
from datetime import UTC, datetime

from cordee.platform.webhooks.signing import new_secret, signature_of, signed_headers
from tests.factories import SECRET, delivery, webhook
from tests.receiver import is_signed


def test_the_signature_is_the_one_that_the_specification_publishes():
    signature = signature_of(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        moment="1614265330",
        body='{"test": 2432232314}',
        secret="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    )

    assert signature == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_receiver_that_only_read_the_specification_accepts_it_and_nothing_else(valmorel):
    sent = delivery(webhook(valmorel), body='{"name":"Été"}')
    at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    headers = signed_headers(sent, secret=SECRET, at=at)

    assert headers["webhook-timestamp"] == "1795424400"
    assert is_signed(headers, sent.body.encode(), SECRET)
    assert not is_signed(headers, b'{"name":"Hiver"}', SECRET)
    assert not is_signed(headers | {"webhook-timestamp": "1795424401"}, sent.body.encode(), SECRET)
    assert not is_signed(headers, sent.body.encode(), new_secret())


def test_a_secret_is_long_and_never_the_same():
    first, second = new_secret(), new_secret()

    assert first != second
    assert len(base64.b64decode(first.removeprefix("whsec_"))) == 32
