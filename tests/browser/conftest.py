import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WIDE, NARROW = (1440, 900), (390, 844)
PATIENCE = 60
"""Seconds that a machine busy with other things may take for anything; nobody waits for nothing."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _absent(reason):
    if os.environ.get("CORDEE_REQUIRE_ALL") == "1":
        pytest.fail(f"{reason} and CORDEE_REQUIRE_ALL=1")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser():
    """The machine's own chromium."""
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        _absent("no chromium on this machine")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)

    # Its loop stays in this thread, and Django would refuse the database to the tests that follow.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def site(migrated_file, tmp_path_factory):
    """The demonstration as `make run` serves it, on a port and a folder of its own."""
    port, folder = _free_port(), tmp_path_factory.mktemp("var")
    shutil.copy(migrated_file, folder)
    environment = os.environ | {"CORDEE_DATA_DIR": str(folder), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "cordee.cli.main", "demo", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


@pytest.fixture(params=[WIDE, NARROW], ids=["1440", "390"])
def page(browser, site, request):
    """A French visitor's page, at the width of a desk or of a phone."""
    width, height = request.param
    context = browser.new_context(
        base_url=site,
        locale="fr-FR",
        viewport={"width": width, "height": height},
        reduced_motion="reduce",
    )
    opened = context.new_page()
    opened.set_default_timeout(PATIENCE * 1000)
    yield opened
    context.close()


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_for(address, server):
    deadline = time.monotonic() + 4 * PATIENCE
    while time.monotonic() < deadline:
        if server.poll() is not None:
            pytest.fail("the server stopped before answering")
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=PATIENCE).close()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.25)
        else:
            return
    pytest.fail(f"the server did not answer within {4 * PATIENCE} seconds")
