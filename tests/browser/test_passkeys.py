"""A passkey made and used in a real browser, with an authenticator that Chromium plays."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, PATIENCE, WIDE
from tests.browser.test_main_job import enter, fits

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(params=[WIDE, NARROW], ids=["1440", "390"])
def visitor(browser, site, request):
    """A page on localhost, the only plain address where browsers allow passkeys."""
    width, height = request.param
    context = browser.new_context(
        base_url=site.replace("127.0.0.1", "localhost"),
        locale="fr-FR",
        viewport={"width": width, "height": height},
    )
    page = context.new_page()
    page.problems = []
    page.on("console", lambda said: page.problems.append(said.text) if said.type == "error" else 0)
    page.set_default_timeout(PATIENCE * 1000)
    yield page
    context.close()


def plugged_in(page):
    """The virtual authenticator, and the way to talk to it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return devtools, made["authenticatorId"]


def add_a_passkey(page, name):
    page.goto("/account/passkeys/new/")
    page.fill("input[name=name]", name)
    page.check("input[name=passwordless]")
    assert fits(page)
    page.click("form[data-passkey] button.primary")
    expect(page).to_have_url(re.compile("/account/confirm/passkey/"))
    page.click("form[data-passkey] button.primary")
    expect(page).to_have_url(re.compile("/account/second-factor/codes/$"))
    expect(page.locator(".codes li")).to_have_count(10)


def test_a_passkey_is_made_opens_the_account_alone_and_is_removed(visitor):
    devtools, authenticator = plugged_in(visitor)
    enter(visitor)
    expect(visitor).to_have_url(re.compile(r":\d+/$"))

    add_a_passkey(visitor, "Mon téléphone")
    visitor.goto("/account/passkeys/")
    expect(visitor.locator("main")).to_contain_text("Mon téléphone")
    assert fits(visitor)
    kept = devtools.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})
    assert [one["isResidentCredential"] for one in kept["credentials"]] == [True]

    visitor.context.clear_cookies()
    visitor.goto("/accounts/login/")
    visitor.click("form[data-passkey] button")
    expect(visitor).to_have_url(re.compile(r":\d+/$"))
    expect(visitor.locator("#account strong")).to_have_text("Hélène Brun")

    visitor.goto("/account/passkeys/")
    visitor.locator('a[href$="/remove/"]').first.click()
    expect(visitor).to_have_url(re.compile("/account/confirm/passkey/"))
    visitor.click("form[data-passkey] button.primary")
    expect(visitor).to_have_url(re.compile("/account/passkeys/[0-9]+/remove/"))
    visitor.click("form.card button.primary")
    expect(visitor).to_have_url(re.compile("/account/passkeys/$"))
    visitor.goto("/account/passkeys/")
    expect(visitor.locator("main")).not_to_contain_text("Mon téléphone")
    assert visitor.problems == []


def test_a_passkey_that_the_site_does_not_know_opens_nothing(visitor):
    plugged_in(visitor)
    visitor.goto("/accounts/login/")

    visitor.click("form[data-passkey] button")

    expect(visitor.locator("[data-passkey-failure]")).to_be_visible()
    assert visitor.goto("/account/").url.endswith("/accounts/login/?next=/account/")
