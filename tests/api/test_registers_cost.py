"""Every list of the API costs as many queries for one row as for fifty."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cordee.cases.demo import prepare_demo
from cordee.people.models import Membership
from cordee.platform.access import Role
from cordee.platform.models import Organisation
from cordee.platform.registers import declared_registers


def test_a_row_more_costs_no_query_more_in_any_list(call, bearer, db, now):
    prepare_demo(at=now)
    retailer = Organisation.objects.get(slug="comptoirs-valmorel")
    owner = Membership.objects.filter(organisation=retailer, role=Role.OWNER).first()
    token = bearer(organisation=retailer, user=owner.user)

    def cost(path, size):
        with CaptureQueriesContext(connection) as asked:
            answer = call("get", f"/{path}/?per_page={size}", headers=token)
        assert answer.status_code == 200
        return len(asked), len(answer.json()["rows"])

    dearer, several = {}, 0
    for register in declared_registers():
        if register.can_come_back:
            path = (register.path or register.plural).replace("_", "-")
            cost(path, 2)
            (few, _two), (many, rows) = cost(path, 2), cost(path, 50)
            several += rows > 2
            dearer |= {path: (few, many)} if many > few else {}

    assert dearer == {}
    assert several > 15
