from datetime import date

import pytest
from django.urls import reverse

from cordee.landscape.models import Application, Interface, Technology, TechnologyUse
from cordee.landscape.queries import Support, support_of, supported_as
from cordee.landscape.registers import REGISTERS
from cordee.people.models import Membership
from cordee.people.queries import reader_of
from cordee.platform.access import Role
from tests.factories import (
    application,
    initiative,
    interface,
    member,
    person,
    supplier,
    supply,
    technology,
    technology_use,
    unit,
)
from tests.pages import HTMX, IN_ENGLISH, drawn, in_place, links, words

ON = date(2026, 11, 23)
ENDS = {
    "PHP": (date(2026, 11, 22), False),
    "LAST": (date(2026, 11, 23), False),
    "YEAR": (date(2027, 11, 23), False),
    "LATER": (date(2027, 11, 24), False),
    "OPEN": (None, True),
    "NOBODY": (None, False),
}


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


def shown(response):
    return [
        (line.name.value, {str(cell.label): cell.value for cell in line.cells})
        for line in response.context["listing"].lines
    ]


def names(response):
    return [line.name.value for line in response.context["listing"].lines]


def test_the_filter_and_the_word_of_the_end_of_support_agree(valmorel):
    for code, (end, is_open_ended) in ENDS.items():
        technology(valmorel, code, code, support_end=end, is_open_ended=is_open_ended)

    found = {
        state.value: {t.code for t in Technology.objects.filter(supported_as(state, on=ON))}
        for state in Support
    }

    assert found == {
        "ended": {"PHP"},
        "ending": {"LAST", "YEAR"},
        "dated": {"LATER"},
        "open_ended": {"OPEN"},
        "unknown": {"NOBODY"},
    }
    for row in Technology.objects.all():
        assert row.code in found[support_of(row, on=ON).value]


def test_the_list_of_technologies_says_what_is_supported_and_who_uses_it(signed_in, valmorel):
    base = technology(valmorel, "PG", "PostgreSQL", version="9.6", support_end=date(2021, 11, 11))
    till = application(valmorel, "CAI", "Caisse")
    technology_use(till, base, "data")
    technology_use(till, base, "build")
    technology(valmorel, "X", "Maison")

    found = shown(signed_in.get(reverse("landscape:technologies")))

    assert [(name, row["Support"].label, row["Applications"]) for name, row in found] == [
        ("Maison", "unknown", 0),
        ("PostgreSQL 9.6", "ended on 11 Nov 2021", 1),
    ]


def test_technologies_are_filtered_by_end_of_support(signed_in, valmorel):
    technology(valmorel, "PG", "PostgreSQL", support_end=date(2021, 11, 11))
    technology(valmorel, "X", "Maison")

    page = signed_in.get(reverse("landscape:technologies"), {"support": "ended"})

    assert names(page) == ["PostgreSQL"]


def test_interfaces_are_filtered_by_either_end(signed_in, valmorel):
    till, stock, ledger = (application(valmorel, code, code) for code in ("CAI", "STO", "CPT"))
    interface(till, stock, "F1", "Ventes")
    interface(stock, till, "F2", "Niveaux")
    interface(stock, ledger, "F3", "Valeurs")

    page = signed_in.get(reverse("landscape:interfaces"), {"application": till.pk})

    assert names(page) == ["Niveaux", "Ventes"]


def test_the_sheet_of_an_application_tells_what_it_is_made_of_and_what_flows(signed_in, valmorel):
    till, stock = application(valmorel, "CAI", "Caisse"), application(valmorel, "STO", "Stock")
    old = technology(valmorel, "PG", "PostgreSQL", version="9.6", support_end=date(2021, 11, 11))
    technology_use(till, old, "data", version="9.6.24")
    supply(till, supplier(valmorel, "ED", "Éditeur"), "hosts")
    interface(till, stock, "F1", "Ventes", "message")
    interface(stock, till, "F2", "Niveaux", "file")

    page = signed_in.get(reverse("landscape:application", args=[till.pk]))

    sections = {s.title: [(link.text, note) for link, note in s.lines] for s in related(page)}
    assert sections == {
        "What it is made of": [("PostgreSQL", "Keeps its data in · 9.6.24 · ended on 11 Nov 2021")],
        "Who supplies it": [("Éditeur", "Hosts it")],
        "What it sends": [("Ventes", "Stock · Message")],
        "What it receives": [("Niveaux", "Stock · File")],
        "Initiatives that change it": [],
    }


def related(page):
    return page.context["sheet"].related


def test_what_adds_a_line_to_a_sheet_starts_with_it(signed_in, valmorel):
    till = application(valmorel, "CAI", "Caisse")
    sheet = signed_in.get(reverse("landscape:application", args=[till.pk]))

    asked = [link for link in links(sheet) if "?" in link and str(till.pk) in link]

    assert len(asked) == 4
    for address in asked:
        (chosen,) = signed_in.get(address).context["form"].initial.values()
        assert chosen == str(till.pk)


def test_who_may_not_write_is_offered_nothing(client, valmorel):
    till = application(valmorel, "CAI", "Caisse")
    client.force_login(member(valmorel, Role.READER))

    sheet = client.get(reverse("landscape:application", args=[till.pk]), headers=IN_ENGLISH)

    assert [section.more for section in related(sheet)] == [None] * 5
    assert client.get(reverse("landscape:new_technology_use")).status_code == 403


def test_the_sheet_of_a_technology_and_of_a_supplier_name_the_applications(signed_in, valmorel):
    till, maker = application(valmorel, "CAI", "Caisse"), supplier(valmorel, "ED", "Éditeur")
    base = technology(valmorel, "PG", "PostgreSQL", supplier=maker)
    technology_use(till, base, "data", version="16.4")
    supply(till, maker, "edits")

    of_base = related(signed_in.get(reverse("landscape:technology", args=[base.pk])))
    of_maker = related(signed_in.get(reverse("landscape:supplier", args=[maker.pk])))

    assert [[(link.text, note) for link, note in s.lines] for s in (*of_base, *of_maker)] == [
        [("Caisse", "Keeps its data in · 16.4")],
        [("Caisse", "Edits it")],
        [("PostgreSQL", "Other")],
    ]


def test_a_technology_of_an_application_is_written_from_its_form(signed_in, valmorel):
    till, base = application(valmorel, "CAI", "Caisse"), technology(valmorel)
    typed = {"application": till.pk, "technology": base.pk, "purpose": "data", "version": "16.4"}

    signed_in.post(reverse("landscape:new_technology_use"), typed)
    twice = signed_in.post(reverse("landscape:new_technology_use"), typed)

    use = TechnologyUse.objects.get()
    assert (use.application, use.technology, use.purpose, use.version) == (
        till,
        base,
        "data",
        "16.4",
    )
    assert "already written" in words(twice)


def test_an_end_of_support_and_no_end_together_are_refused_beside_the_field(signed_in, valmorel):
    typed = {
        "name": "PostgreSQL",
        "code": "PG",
        "category": "database",
        "status": "adopt",
        "support_end": "2028-11-09",
        "is_open_ended": "on",
    }

    page = signed_in.post(reverse("landscape:new_technology"), typed)

    assert list(page.context["form"].errors) == ["is_open_ended"]
    assert not Technology.objects.exists()


def test_in_a_perimeter_a_flow_joins_applications_of_it_only(client, valmorel):
    stores = unit(valmorel, "MAG", "Magasins")
    till = application(valmorel, "CAI", "Caisse", unit=stores)
    screen = application(valmorel, "ECR", "Écrans", unit=stores)
    ledger = application(valmorel, "CPT", "Comptabilité")
    client.force_login(member(valmorel, Role.TEAM_LEAD, units=[stores]))
    typed = {"name": "Ventes", "code": "F", "style": "api", "frequency": "daily", "status": "live"}
    new = reverse("landscape:new_interface")

    across = client.post(new, typed | {"source": till.pk, "target": ledger.pk})
    inside = client.post(new, typed | {"source": till.pk, "target": screen.pk})

    assert list(across.context["form"].errors) == ["target"]
    assert inside.status_code == 302
    assert Interface.objects.get().target == screen


def test_in_a_perimeter_only_the_applications_of_it_are_counted(client, valmorel):
    stores = unit(valmorel, "MAG", "Magasins")
    base, maker = technology(valmorel), supplier(valmorel)
    for code, home in (("CAI", stores), ("CPT", None)):
        one = application(valmorel, code, code, unit=home)
        technology_use(one, base)
        supply(one, maker)
    client.force_login(member(valmorel, Role.TEAM_LEAD, units=[stores]))

    counted = [
        shown(client.get(reverse(f"landscape:{page}"), headers=IN_ENGLISH))[0][1]["Applications"]
        for page in ("technologies", "suppliers")
    ]

    assert counted == [1, 1]


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.plural)
def test_an_empty_list_says_what_it_will_show(signed_in, register):
    page = signed_in.get(register.list_url)

    assert str(register.empty.title) in words(page)


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.plural)
def test_every_column_sorts_and_the_fragment_is_what_a_reload_shows(signed_in, valmorel, register):
    furnished(valmorel, 2)
    for column in register.columns:
        asked = {"sort": f"-{column.key}", "q": "1"}

        whole = signed_in.get(register.list_url, asked, headers=IN_ENGLISH)
        fragment = signed_in.get(register.list_url, asked, headers=HTMX)

        assert b"<html" not in fragment.content
        listed = whole.context["listing"]
        assert [heading.direction for heading in listed.headings if heading.direction] == (
            ["descending"] if column.sort else []
        )
        assert names(whole) == names(fragment)
        assert drawn(whole, "list")[1] == fragment_words(fragment)


def fragment_words(response):
    response.content = f'<div id="list">{in_place(response.content.decode())}</div>'.encode()
    return drawn(response, "list")[1]


@pytest.mark.parametrize("register", REGISTERS, ids=lambda register: register.plural)
def test_a_list_and_a_sheet_cost_the_same_number_of_queries_for_one_row_and_for_six(
    signed_in, valmorel, register, django_assert_max_num_queries
):
    def cost(address):
        with django_assert_max_num_queries(30) as captured:
            signed_in.get(address)
        return len(captured)

    furnished(valmorel, 1)
    first = register.query(reader(valmorel)).first()
    one = cost(register.list_url), cost(register.sheet_url(first))
    furnished(valmorel, 5)

    assert (cost(register.list_url), cost(register.sheet_url(first))) == one


def reader(organisation):
    account = Membership.objects.filter(organisation=organisation).first().user
    return reader_of(account, organisation_id=organisation.pk)


def furnished(organisation, count):
    """So many rows of each register, all of them around one hub application."""
    start = Technology.objects.count()
    hub = organisation_hub(organisation)
    for n in range(start, start + count):
        owner = person(organisation, f"Personne 1-{n}")
        maker = supplier(organisation, f"S1-{n}", f"Éditeur 1-{n}", owner=owner)
        base = technology(organisation, f"T1-{n}", f"Base 1-{n}", supplier=maker)
        other = application(organisation, f"B1-{n}", f"Application 1-{n}", owner=owner)
        technology_use(hub, base)
        technology_use(other, base, "data")
        supply(hub, maker)
        interface(hub, other, f"F1-{n}", f"Flux 1-{n}", owner=owner)
        initiative(organisation, f"I1-{n}", f"Initiative 1-{n}").applications.add(hub)


def organisation_hub(organisation):
    found = Application.objects.filter(organisation=organisation, code="A1").first()
    return found or application(organisation, "A1", "Application 1")
