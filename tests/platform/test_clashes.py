import pytest
from django.urls import reverse

from cordee.platform.access import Role
from cordee.platform.clashes import Clash
from cordee.platform.models import Entry
from cordee.platform.storing import move_on, stored
from cordee.strategy.models import Initiative
from cordee.strategy.services import save_initiative
from tests.factories import application, initiative, member, person, unit

TYPED = {
    "name": "Caisse",
    "code": "APP-01",
    "description": "",
    "kind": "project",
    "unit": "",
    "business_sponsor": "",
    "it_sponsor": "",
    "start": "",
    "start_unknown": "",
    "end": "",
    "end_unknown": "",
    "applications": [],
    "tags": "",
    "link": "",
    "revision": 1,
}


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def jeanne(valmorel):
    return member(valmorel, Role.TRANSFORMATION_OFFICE, username="jeanne")


@pytest.fixture
def row(valmorel):
    return initiative(valmorel, "APP-01", "Caisse", status=Initiative.Status.CANDIDATE)


@pytest.fixture
def form_url(row):
    return reverse("strategy:edit_initiative", args=[row.code])


@pytest.fixture
def meanwhile(row, jeanne, now):
    """What Jeanne saves after our reader opened the form."""

    def saved(applications=None, **values):
        theirs = Initiative.objects.get()
        for name, value in values.items():
            setattr(theirs, name, value)
        return save_initiative(theirs, by=jeanne, at=now, applications=applications)

    return saved


def sheet():
    return Initiative.objects.values("name", "description", "kind", "revision").get()


def test_a_form_carries_the_revision_it_was_read_at(signed_in, form_url):
    page = signed_in.get(form_url).content.decode()

    assert '<input type="hidden" name="revision" value="1" id="id_revision">' in page


def test_the_second_one_is_told_field_by_field_and_nothing_is_written(
    signed_in, form_url, meanwhile, now
):
    meanwhile(name="Caisses", description="En magasin")

    page = signed_in.post(form_url, TYPED | {"name": "Caisse unique", "kind": "programme"})

    jeanne = "jeanne@valmorel.example"
    assert page.context["form"].clashes == (
        Clash("keep_name", "Name", "Caisse unique", "Caisses", jeanne, now, "mine"),
        Clash("keep_description", "Description", "—", "En magasin", jeanne, now, "theirs"),
    )
    assert sheet() == {
        "name": "Caisses",
        "description": "En magasin",
        "kind": "project",
        "revision": 2,
    }


def test_what_was_typed_stays_on_the_page_with_the_choice(signed_in, form_url, meanwhile):
    meanwhile(name="Caisses")

    page = signed_in.post(form_url, TYPED | {"name": "Caisse unique"}).content.decode()

    assert 'name="name" value="Caisse unique"' in page
    assert 'name="revision" value="2"' in page
    assert 'name="keep_name" value="mine" checked' in page
    assert (
        "jeanne@valmorel.example changed this row on 23 Nov 2026 at 10:00, "
        "while you were writing." in page
    )


def test_each_one_keeps_what_the_second_one_chose(signed_in, form_url, meanwhile):
    meanwhile(name="Caisses", description="En magasin")
    chosen = {"keep_name": "mine", "keep_description": "theirs", "revision": 2}

    answer = signed_in.post(
        form_url, TYPED | {"name": "Caisse unique", "kind": "programme"} | chosen
    )

    assert answer.status_code == 302
    assert sheet() == {
        "name": "Caisse unique",
        "description": "En magasin",
        "kind": "programme",
        "revision": 3,
    }


def test_theirs_is_taken_whatever_the_kind_of_field(signed_in, form_url, meanwhile, valmorel):
    shop, till = unit(valmorel), application(valmorel, "CAI", "Caisse centrale")
    theirs = {"unit": shop, "business_sponsor": person(valmorel), "tags": ["ai", "security"]}
    meanwhile(**theirs, start="2027-03-01", applications=[till])
    names = ("unit", "business_sponsor", "tags", "start", "applications")
    chosen = {f"keep_{name}": "theirs" for name in names}

    signed_in.post(form_url, TYPED | {"name": "Caisse unique", "revision": 2} | chosen)

    row = Initiative.objects.get()
    assert {name: getattr(row, name) for name in theirs} == theirs
    assert (row.name, str(row.start)) == ("Caisse unique", "2027-03-01")
    assert list(row.applications.all()) == [till]


def test_a_choice_made_on_a_row_that_moved_again_is_asked_again(signed_in, form_url, meanwhile):
    meanwhile(name="Caisses")
    meanwhile(name="Encaissement")

    page = signed_in.post(
        form_url, TYPED | {"name": "Caisse unique", "keep_name": "mine", "revision": 2}
    )

    (clash,) = page.context["form"].clashes
    assert (clash.mine, clash.theirs) == ("Caisse unique", "Encaissement")


def test_what_an_import_changed_is_asked_too_though_nobody_is_named(signed_in, form_url, row):
    Initiative.objects.update(name="Caisses")
    move_on([row])

    page = signed_in.post(form_url, TYPED | {"name": "Caisse unique"})

    assert page.context["form"].clashes == (
        Clash("keep_name", "Name", "Caisse unique", "Caisses", "", None, "mine"),
    )
    assert "This row was changed while you were writing." in page.content.decode()


def test_a_change_elsewhere_on_the_row_is_told_and_saved_at_the_second_try(
    signed_in, form_url, row, jeanne, now
):
    theirs = Initiative.objects.get()
    theirs.status = Initiative.Status.KILLED
    stored(theirs, action="strategy.move_to_state", by=jeanne, at=now)

    told = signed_in.post(form_url, TYPED | {"name": "Caisse unique"})
    page = told.content.decode()
    signed_in.post(form_url, TYPED | {"name": "Caisse unique", "revision": 2})

    assert told.context["form"].clashes == ()
    assert "Changed meanwhile: state." in page
    assert "What you wrote does not touch what was changed: save again." in page
    assert Initiative.objects.values("name", "status").get() == {
        "name": "Caisse unique",
        "status": "killed",
    }


def test_saving_what_the_other_one_saved_is_no_conflict(signed_in, form_url, meanwhile):
    meanwhile(name="Caisses")

    answer = signed_in.post(form_url, TYPED | {"name": "Caisses"})

    assert (answer.status_code, Entry.objects.count()) == (302, 1)
