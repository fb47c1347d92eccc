"""Time the lists of 100,000 rows against a minimal Django list of the same tables: JSON lines.

The floor is in this file: a plain template, no session, no sign-in, no search but `LIKE`, served
by the same granian in the same run. Requests to both alternate, so that noise touches both.
"""

import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from statistics import median
from threading import Barrier

ROWS = int(os.environ.get("PAGES_ROWS", "100000"))
RUNS, WARM_UP, CLIENTS, SECONDS = 20, 3, 4, 5
LIST_RATIO, DETAIL_RATIO, API_RATIO = 4, 5, 3
MOST_QUERIES, MOST_BYTES, MOST_MEMORY = 15, 60_000, 250
PAGE_SIZE = 50
API = "/api/"
LAST = -(-ROWS // PAGE_SIZE)
WORDS = (
    *("Refonte", "Portail", "Caisse", "Logistique", "Fournisseur", "Client", "Données", "Paie"),
    *("Budget", "Socle", "Cloud", "Mobile", "Achat", "Stock", "Vente", "Cyber", "Identité"),
)
FIRST = "/strategy_initiative/?sort=sort_name"
PAGES = (
    # name, our page, the page of the floor, ratio allowed
    ("initiatives: first page", "/initiatives/", FIRST, LIST_RATIO),
    ("initiatives: last page", f"/initiatives/?page={LAST}", f"{FIRST}&page={LAST}", LIST_RATIO),
    ("initiatives: indexed sort", "/initiatives/?sort=name", FIRST, LIST_RATIO),
    (
        "initiatives: indexed sort, last page",
        f"/initiatives/?sort=name&page={LAST}",
        f"{FIRST}&page={LAST}",
        LIST_RATIO,
    ),
    (
        "initiatives: sort without index",
        "/initiatives/?sort=-unit",
        "/strategy_initiative/?sort=-unit,-sort_name",
        LIST_RATIO,
    ),
    ("initiatives: sort by spend", "/initiatives/?sort=-spend", FIRST, LIST_RATIO),
    (
        "initiatives: filter",
        "/initiatives/?state=running",
        f"{FIRST}&status=running",
        LIST_RATIO,
    ),
    ("initiatives: search", "/initiatives/?q=paie", f"{FIRST}&q=paie", LIST_RATIO),
    ("initiatives: view", "/initiatives/?view=orphan", FIRST, LIST_RATIO),
    ("initiatives: one row", "/initiatives/I-050000/", FIRST, DETAIL_RATIO),
    (
        "applications: first page",
        "/applications/",
        "/landscape_application/?sort=sort_name",
        LIST_RATIO,
    ),
    (
        "applications: last page",
        f"/applications/?page={LAST}",
        f"/landscape_application/?sort=sort_name&page={LAST}",
        LIST_RATIO,
    ),
    (
        "applications: sort without index",
        "/applications/?sort=status",
        "/landscape_application/?sort=status,sort_name",
        LIST_RATIO,
    ),
    (
        "applications: search",
        "/applications/?q=paie",
        "/landscape_application/?sort=sort_name&q=paie",
        LIST_RATIO,
    ),
    ("applications: one row", "/applications/500/", FIRST, DETAIL_RATIO),
    ("people: first page", "/people/", "/people_person/?sort=sort_name", LIST_RATIO),
    (
        "people: filter",
        "/people/?college=it",
        "/people_person/?sort=sort_name&college=it",
        LIST_RATIO,
    ),
    ("people: one row", "/people/500/", FIRST, DETAIL_RATIO),
    ("spend: first page", "/spend/", "/strategy_spendline/?sort=fiscal_year,id", LIST_RATIO),
    (
        "spend: last page",
        f"/spend/?page={LAST}",
        f"/strategy_spendline/?sort=fiscal_year,id&page={LAST}",
        LIST_RATIO,
    ),
    (
        "spend: sort without index",
        "/spend/?sort=-amount",
        "/strategy_spendline/?sort=-amount",
        LIST_RATIO,
    ),
    ("objectives: first page", "/objectives/", FIRST, LIST_RATIO),
    ("api, initiatives: first page", "/api/v1/initiatives/", FIRST, API_RATIO),
    (
        "api, initiatives: last page",
        f"/api/v1/initiatives/?page={LAST}",
        f"{FIRST}&page={LAST}",
        API_RATIO,
    ),
    (
        "api, initiatives: search",
        "/api/v1/initiatives/?q=paie",
        f"{FIRST}&q=paie",
        API_RATIO,
    ),
    (
        "api, people: first page",
        "/api/v1/people/",
        "/people_person/?sort=name",
        API_RATIO,
    ),
    (
        "api, spend: first page",
        "/api/v1/spend/",
        "/strategy_spendline/?sort=fiscal_year,id",
        API_RATIO,
    ),
)
WANTED = sys.argv[1:]
"""Beginnings of names; without any, everything is measured."""


# The floor: everything a list needs, and nothing else


LIST = """<!doctype html><html lang="en"><title>List</title><body>
<h1>{{ page.paginator.count }}</h1>
<table>{% for row in page %}<tr>{% for value in row %}<td>{{ value }}</td>{% endfor %}</tr>
{% endfor %}</table><p>{{ page.number }} / {{ page.paginator.num_pages }}</p></body></html>"""
TABLES = {
    "strategy_initiative": ("code", "name", "kind", "status", "start", "end"),
    "landscape_application": ("code", "name", "status"),
    "people_person": ("name", "email", "college", "level"),
    "strategy_spendline": ("fiscal_year", "stage", "nature", "purpose", "amount", "currency"),
}


def floor_application():
    """A WSGI application on the database that the environment names."""
    import django
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application

    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["FLOOR_DATABASE"]}
    settings.configure(
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        SECRET_KEY="floor",
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        DATABASES={"default": database | {"CONN_MAX_AGE": None}},
    )
    django.setup()
    MODELS.update({table: floor_model(table) for table in TABLES})
    return get_wsgi_application()


def floor_model(table):
    from django.db import models

    columns = {name: models.TextField(null=True) for name in TABLES[table]}
    columns["organisation"] = models.IntegerField(db_column="organisation_id")
    if table != "strategy_spendline":
        columns["sort_name"] = models.TextField()
        columns["unit"] = models.IntegerField(db_column="unit_id", null=True)
    meta = type("Meta", (), {"db_table": table, "managed": False, "app_label": "floor"})
    return type(table, (models.Model,), {"__module__": __name__, "Meta": meta, **columns})


def floor_page(request, table):
    from django.core.paginator import Paginator
    from django.http import HttpResponse
    from django.template import engines

    asked = request.GET
    rows = MODELS[table].objects.filter(organisation=os.environ["FLOOR_ORGANISATION"])
    if asked.get("q"):
        rows = rows.filter(name__icontains=asked["q"])
    rows = rows.filter(**{n: asked[n] for n in ("status", "college") if asked.get(n)})
    rows = rows.order_by(*asked["sort"].split(",")).values_list(*TABLES[table])
    page = Paginator(rows, PAGE_SIZE).get_page(asked.get("page"))
    if "list" not in COMPILED:
        COMPILED["list"] = engines["django"].from_string(LIST)
    return HttpResponse(COMPILED["list"].render({"page": page}))


MODELS, COMPILED = {}, {}
urlpatterns = []
if "FLOOR_DATABASE" in os.environ:
    from django.urls import path

    application = floor_application()
    urlpatterns += [path("<str:table>/", floor_page)]


# The portfolio


def fill():
    """One organisation with 100,000 rows in each large table; returns it and who looks."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, transaction
    from django.utils import timezone

    from cordee.people.services import found_organisation, open_account

    call_command("migrate", verbosity=0)
    user = open_account("dsi@grande.example", password="a long enough secret")
    organisation = found_organisation(
        "La Grande Maison", currency="EUR", language="fr", by=user, at=timezone.now()
    )
    organisation.fiscal_year = 2027
    organisation.save()
    with transaction.atomic():
        furnish(organisation, random.Random(2024))
    connection.cursor().execute("ANALYZE")
    return organisation, user


def furnish(organisation, rng):
    from cordee.landscape.models import Application
    from cordee.people.models import Person, Unit
    from cordee.strategy.models import Contribution, Initiative, Objective, SpendLine

    def several(model, rows):
        return model.objects.bulk_create(
            (model(organisation=organisation, **row) for row in rows), batch_size=2_000
        )

    def name(number):
        return f"{rng.choice(WORDS)} {rng.choice(WORDS).lower()} {number}"

    units = several(Unit, [{"code": f"U{n}", "name": f"Unité {n:02}"} for n in range(20)])
    colleges = Person.College.values
    people = several(
        Person,
        (
            {
                "name": f"Personne {n:06}",
                "unit": rng.choice(units),
                "college": rng.choice(colleges),
            }
            for n in range(ROWS)
        ),
    )
    objectives = several(
        Objective,
        [{"code": f"O{n:02}", "name": f"Objectif {n}", "weight": 1 + n % 9} for n in range(20)],
    )
    initiatives = several(
        Initiative,
        (
            {
                "code": f"I-{n:06}",
                "name": name(n),
                "description": "Ce que l’initiative change, pour qui et pourquoi. " * 4,
                "status": rng.choice(Initiative.Status.values),
                "unit": rng.choice(units),
                "business_sponsor": rng.choice(people),
                "it_sponsor": rng.choice(people),
            }
            for n in range(ROWS)
        ),
    )
    several(
        SpendLine,
        (
            {
                "initiative": initiative,
                "fiscal_year": 2027,
                "currency": "EUR",
                "amount": None if rng.random() < 0.05 else Decimal(rng.randint(1, 900) * 1_000),
            }
            for initiative in initiatives
        ),
    )
    several(
        Contribution,
        (
            {"initiative": initiative, "objective": rng.choice(objectives), "share": 1}
            for initiative in initiatives
            if rng.random() < 0.9
        ),
    )
    several(
        Application,
        (
            {
                "code": f"A-{n:06}",
                "name": name(n),
                "status": rng.choice(Application.Status.values),
                "unit": rng.choice(units),
                "owner": rng.choice(people),
            }
            for n in range(ROWS)
        ),
    )


def signed_in(user):
    """The name and value of the cookie of someone who has signed in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def header_of_a_program(user):
    """What a program of this user shows: a personal token that reads."""
    from datetime import timedelta

    from django.utils import timezone

    from cordee.people.models import PersonalToken
    from cordee.people.queries import reader_of
    from cordee.people.services import make_token

    now, scope = timezone.now(), PersonalToken.Scope.READ
    reader = reader_of(user, organisation_id=None)
    minted = make_token(
        reader, name="bench", scope=scope, expires_at=now + timedelta(days=1), at=now
    )
    return {"Authorization": f"Bearer {minted.text}"}


def sql_queries(user, address, program):
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    is_program = address.startswith(API)
    shown = program if is_program else {}
    client = Client(headers={"accept-language": "fr", "host": "localhost"} | shown)
    if not is_program:
        client.force_login(user)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(address)
    return len(captured)


# Measuring


class Visitor:
    """One connection that stays open, as a browser's does."""

    def __init__(self, port, cookie="", program=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Cookie": cookie, "Accept-Language": "fr"} if cookie else program or {}

    def asks(self, address):
        self.connection.request("GET", address, headers=self.headers)
        response = self.connection.getresponse()
        body = response.read()
        assert response.status == 200, (address, response.status)
        return body

    def seconds(self, address):
        started = time.perf_counter()
        self.asks(address)
        return time.perf_counter() - started


@contextmanager
def served(command, port, **environment):
    """A server in a group of its own, stopped with its children at the end."""
    server = subprocess.Popen(
        command, env=os.environ | environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        wait_for(port)
        yield server.pid
    finally:
        os.killpg(server.pid, 15)
        server.wait(timeout=30)


def wait_for(port):
    for _attempt in range(300):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=5).connect()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing listens on {port}")


def megabytes(group):
    """Memory of the processes of the server, what they share counted once."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == group:
                told = (folder / "smaps_rollup").read_text()
                total += int(told.split("\nPss:")[1].split()[0])
        except (OSError, IndexError):
            continue
    return round(total / 1024)


def measured(ours, floor, page, queries):
    name, address, floor_address, allowed = page
    for _n in range(WARM_UP):
        ours.asks(address)
        floor.asks(floor_address)
    pairs = [(ours.seconds(address), floor.seconds(floor_address)) for _n in range(RUNS)]
    taken, least = median(p[0] for p in pairs), median(p[1] for p in pairs)
    size = len(ours.asks(address))
    return {
        "name": f"pages/{name}",
        "milliseconds": round(taken * 1000, 1),
        "floor_milliseconds": round(least * 1000, 1),
        "ratio": round(taken / least, 2),
        "allowed": allowed,
        "sql_queries": queries,
        "bytes": size,
        "holds": taken <= allowed * least and queries <= MOST_QUERIES and size <= MOST_BYTES,
    }


def per_second(visitor, address):
    """Requests answered per second to four clients at once, each server process warmed up."""
    ready = Barrier(CLIENTS)

    def visits(_client):
        one, count = visitor(), 0
        for _n in range(WARM_UP):
            one.asks(address)
        ready.wait()
        until = time.perf_counter() + SECONDS
        while time.perf_counter() < until:
            one.asks(address)
            count += 1
        return count

    with ThreadPoolExecutor(CLIENTS) as clients:
        return sum(clients.map(visits, range(CLIENTS))) / SECONDS


GRANIAN = (
    "from granian import Granian; from granian.constants import Interfaces; import sys; "
    "Granian('pages:application', address='127.0.0.1', port=int(sys.argv[1]), "
    "interface=Interfaces.WSGI).serve()"
)


def main():
    with tempfile.TemporaryDirectory(prefix="cordee-pages-") as folder:
        os.environ |= {"CORDEE_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "cordee.settings"}
        organisation, user = fill()
        report(Path(folder), organisation, user)


def report(folder, organisation, user):
    cookie, ports = signed_in(user), (8951, 8952)
    pages = [p for p in PAGES if not WANTED or p[0].startswith(tuple(WANTED))]
    program = header_of_a_program(user)
    queries = {page[1]: sql_queries(user, page[1], program) for page in pages}
    ours_command = [sys.executable, "-m", "cordee.cli.main", "serve", "--port", str(ports[0])]
    floor_command = [sys.executable, "-c", GRANIAN, str(ports[1])]
    floor_settings = {
        "FLOOR_DATABASE": str(folder / "cordee.sqlite3"),
        "FLOOR_ORGANISATION": str(organisation.pk),
        "PYTHONPATH": str(Path(__file__).parent),
    }
    with (
        served(ours_command, ports[0]) as group,
        served(floor_command, ports[1], **floor_settings),
    ):
        ours, floor = Visitor(ports[0], cookie), Visitor(ports[1])
        caller = Visitor(ports[0], program=program)
        for page in pages:
            asking = caller if page[1].startswith(API) else ours
            print(json.dumps(measured(asking, floor, page, queries[page[1]])), flush=True)
        if WANTED:
            return
        pace = per_second(lambda: Visitor(ports[0], cookie), "/initiatives/")
        floor_pace = per_second(lambda: Visitor(ports[1]), FIRST)
        shown = {
            "name": "pages/four clients",
            "per_second": round(pace, 1),
            "floor_per_second": round(floor_pace, 1),
            "part_of_the_floor": round(pace / floor_pace, 2),
            "holds": pace * 3 >= floor_pace,
        }
        print(json.dumps(shown), flush=True)
        used = megabytes(group)
        shown = {"name": "pages/memory", "megabytes": used, "holds": used <= MOST_MEMORY}
        print(json.dumps(shown), flush=True)


if __name__ == "__main__":
    main()
