"""Webhooks through the API."""

from cordee.platform.models import Entry, Webhook, WebhookDelivery
from tests.factories import delivery, webhook

URL = "https://8.8.8.8/hook"


def test_a_webhook_is_declared_changed_tried_and_removed(call, valmorel):
    made = call("post", "/webhooks/", {"url": URL, "families": ["spend"]})
    path = f"/webhooks/{made.json()['id']}/"
    changed = call("patch", path, {"families": ["talks"]}, **{"If-Match": made["ETag"]})
    late = call("patch", path, {"families": ["spend"]}, **{"If-Match": made["ETag"]})
    renewed = call("post", f"{path}secret/", {}, **{"If-Match": changed["ETag"]})
    tried = call("post", f"{path}test/", {})
    read = call("get", path).json()
    listed = call("get", f"{path}deliveries/").json()
    blind = call("delete", path)
    gone = call("delete", path, **{"If-Match": renewed["ETag"]})

    assert [a.status_code for a in (made, changed, late, renewed, tried, blind, gone)] == [
        *(201, 200, 412, 200, 200, 428, 204)
    ]
    secrets = [made.json()["secret"], renewed.json()["secret"]]
    assert [secret[:6] for secret in secrets] == ["whsec_", "whsec_"]
    assert len(set(secrets)) == 2
    assert (read["secret"], read["families"], read["url"]) == (None, ["talks"], URL)
    assert [(d["event"], d["state"]) for d in listed["rows"]] == [("webhook.test", "queued")]
    assert Webhook.objects.count() == 0
    assert Entry.objects.filter(action="people.save_webhook").count() == 2


def test_what_the_page_refuses_is_refused(call, valmorel):
    inside = call("post", "/webhooks/", {"url": "https://10.0.0.1/", "families": ["spend"]})
    nothing = call("post", "/webhooks/", {"url": URL, "families": []})
    unknown = call("post", "/webhooks/", {"url": URL, "families": ["rêves"]})
    running = call("post", f"/webhooks/{webhook(valmorel).pk}/resume/", {}, **{"If-Match": "*"})

    assert [a.status_code for a in (inside, nothing, unknown, running)] == [409, 409, 422, 409]
    assert "leads into a private network" in inside.json()["detail"]
    assert unknown.json()["fields"] == {"families": "“rêves” is not known here."}


def test_an_event_is_sent_again_under_its_identifier(call, valmorel, now):
    one = delivery(webhook(valmorel), state="abandoned", attempts=10, tried_at=now)

    again = call("post", f"/deliveries/{one.pk}/again/", {})

    assert again.json()["message"] == f"msg_{one.key.hex}"
    one.refresh_from_db()
    assert (one.state, one.attempts) == (WebhookDelivery.State.QUEUED, 0)
