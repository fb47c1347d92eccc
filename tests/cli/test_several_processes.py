"""Two servers and two workers on one PostgreSQL: what is asked of one is done by another, once."""

import os
import re
import socket
import subprocess
import sys
import time

import psycopg
import pytest
import requests

from tests import postgresql

ROWS, FILES, PATIENCE = 3_000, 4, 240
TASKS = "django_tasks_database_dbtaskresult"
PASSWORD = "une corde bien longue"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.2)
    return found


def answers(address):
    try:
        return requests.get(f"{address}/accounts/login/", timeout=30).status_code == 200
    except requests.RequestException:
        return False


@pytest.fixture
def database(migrated_server):
    folder, template = migrated_server
    return postgresql.new_database(folder, template=template)


@pytest.fixture
def servers(cordee, database, tmp_path):
    """Two servers, each of which starts a worker of its own."""
    shared = {"CORDEE_DATABASE": database, "CORDEE_SECRET_KEY": "the same for both"}
    answers_given = f"{PASSWORD}\n{PASSWORD}\n"
    done = cordee("owner", "camille@valmorel.example", stdin=answers_given, **shared)
    assert done.returncode == 0, done.stderr
    environment = os.environ | shared | {"CORDEE_DATA_DIR": str(tmp_path / "var")}
    ports = [free_port(), free_port()]
    command = [sys.executable, "-m", "cordee.cli.main", "serve", "--port"]
    started = [
        subprocess.Popen([*command, str(port)], env=environment, stdout=subprocess.DEVNULL)
        for port in ports
    ]
    addresses = [f"http://127.0.0.1:{port}" for port in ports]
    for address in addresses:
        until(lambda address=address: answers(address))
    yield addresses
    for server in started:
        server.terminate()
    for server in started:
        server.wait(timeout=60)


def signed_in(address):
    browser = requests.Session()
    page = browser.get(f"{address}/accounts/login/")
    typed = {"login": "camille@valmorel.example", "password": PASSWORD}
    entered = browser.post(page.url, typed | token_of(page))
    assert "/accounts/login/" not in entered.url
    return browser


def token_of(page):
    return {"csrfmiddlewaretoken": re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)[1]}


def sent(browser, address, number):
    """The address of an import whose file was given to this server."""
    lines = (f"P-{number}-{n};Projet {number} {n};Marge" for n in range(ROWS))
    content = "\n".join(["Code;Nom;Objectif", *lines])
    page = browser.get(f"{address}/imports/new/")
    files = {"file": (f"portefeuille-{number}.csv", content.encode())}
    return browser.post(page.url, token_of(page), files=files).url.removeprefix(address)


def asked(database, question):
    with psycopg.connect(database) as opened:
        return opened.execute(question).fetchall()


def written(servers, browser, database, numbers):
    """Files sent to either server, each asked of the other one to be written."""
    imports = {n: sent(browser, servers[n % 2], n) for n in numbers}
    until(lambda: tasks_done(database) == numbers.start + numbers.stop)
    for n, path in imports.items():
        page = browser.get(f"{servers[1 - n % 2]}{path}")
        browser.post(f"{servers[1 - n % 2]}{path}apply/", token_of(page))
    until(lambda: tasks_done(database) == 2 * numbers.stop)


def tasks_done(database):
    return asked(database, f"SELECT count(*) FROM {TASKS} WHERE status = 'SUCCESSFUL'")[0][0]


def workers_of_each_task(database):
    return [claims for (claims,) in asked(database, f"SELECT worker_ids FROM {TASKS}")]


@pytest.mark.slow
def test_two_servers_and_two_workers_share_the_work_and_do_each_piece_once(servers, database):
    """Work is given until both workers have taken some, however slow one of them is to start."""
    browser, files, deadline = signed_in(servers[0]), 0, time.monotonic() + PATIENCE
    workers = set()
    while len(workers) < 2:
        assert time.monotonic() < deadline, "one worker did everything"
        written(servers, browser, database, range(files, files + FILES))
        files += FILES
        workers = {claims[0] for claims in workers_of_each_task(database)}

    assert asked(database, "SELECT count(*) FROM strategy_initiative") == [(ROWS * files,)]
    assert asked(database, "SELECT state, count(*) FROM platform_importrun GROUP BY 1") == [
        ("applied", files)
    ]
    assert {len(claims) for claims in workers_of_each_task(database)} == {1}
