"""A list of the API asks as many questions for one row as for six."""

from datetime import UTC, datetime, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.platform.access import Role
from cordee.strategy.models import Initiative
from tests.factories import (
    archive,
    comment,
    delivery,
    edition,
    initiative,
    invitation,
    objective,
    person,
    referral,
    saved_view,
    scenario,
    slide_template,
    unit,
    user,
    webhook,
)

PATHS = (
    "/invitations/",
    "/referrals/",
    "/saved-views/",
    "/slide-templates/",
    "/archives/",
    "/editions/",
    "/scenarios/",
    "/webhooks/",
    "/initiatives/I-01/comments/",
)
DAY = datetime(2026, 3, 12, tzinfo=UTC)


def write_one(home, number):
    """One more row of each list."""
    named = f"{number:02}"
    about = initiative(home, f"I-{named}", f"Projet {named}", unit=unit(home, named, named))
    asked = person(home, f"Personne {named}")
    invitation(home, f"{named}@valmorel.example")
    referral(asked, f"Question {named}", initiative=about, asked_by=user(f"u{named}"))
    saved_view(user(f"v{named}"), home, f"Vue {named}", is_shared=True)
    slide_template(home, f"{named}.pptx", number=number)
    archive(home)
    edition(home, f"Comité {named}", at=DAY + timedelta(days=number))
    scenario(objective(home, f"O-{named}", f"Objectif {named}"), f"Scénario {named}")
    comment(Initiative.objects.earliest("pk"), f"Mot {named}", author=user(f"w{named}"))
    delivery(webhook(home, f"https://8.8.8.8/{named}"))


def cost_of(call, path, own):
    with CaptureQueriesContext(connection) as asked:
        told = call("get", path, headers=own).json()
    return told["count"], len(asked)


def test_a_list_asks_as_much_for_six_rows_as_for_one(call, bearer, valmorel):
    own = bearer(Role.OWNER)
    write_one(valmorel, 1)
    cost_of(call, "/archives/", own)  # the token is noted as used, once a minute
    alone = {path: cost_of(call, path, own) for path in PATHS}

    for number in range(2, 7):
        write_one(valmorel, number)
    six = {path: cost_of(call, path, own) for path in PATHS}

    assert {count for count, _cost in six.values()} == {6}
    assert [path for path in PATHS if six[path][1] > alone[path][1]] == []
    assert max(cost for _count, cost in six.values()) <= 15
