import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cordee.landscape.models import Application
from cordee.platform.access import Role
from cordee.platform.models import Entry
from tests.factories import application, member, objective, organisation, person

LIST = "/applications/"
CELL = re.compile(r'<a id="(c\d+-\w+)".*?</a>', re.DOTALL)


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def row(valmorel):
    return application(valmorel, "CAI", "Caisse centrale")


@pytest.fixture
def status_url(row):
    return cell_url(row)


def cell_url(row, column="status"):
    return reverse(f"landscape:application_{column}_cell", args=[row.pk])


def fragment(client, url, data=None, **query):
    ask = client.get if data is None else client.post
    response = ask(url, data or query, headers={"HX-Request": "true"})
    return response.status_code, response.content.decode()


def cells(html):
    return {found[1]: " ".join(found[0].split()) for found in CELL.finditer(html)}


def test_a_click_asks_with_the_present_value_chosen(signed_in, row, status_url):
    status, html = fragment(signed_in, status_url)

    assert status == 200
    assert f'id="c{row.pk}-status"' in html
    assert '<option value="live" selected>Live</option>' in html
    assert 'name="revision" value="1"' in html


def test_a_choice_is_saved_at_once_by_the_service_of_the_form(signed_in, row, status_url, cio):
    fragment(signed_in, status_url, {"status": "retiring", "revision": 1})

    entry = Entry.objects.get()
    assert Application.objects.values("status", "revision").get() == {
        "status": "retiring",
        "revision": 2,
    }
    assert (entry.action, entry.detail, entry.actor) == (
        "landscape.save_application",
        {"status": ["live", "retiring"]},
        cio.pseudonym,
    )


def test_the_cell_that_comes_back_is_the_one_a_reload_shows(signed_in, row, status_url):
    _status, html = fragment(signed_in, status_url, {"status": "retiring", "revision": 1})

    reloaded = signed_in.get(LIST).content.decode()
    assert cells(html) == {f"c{row.pk}-status": cells(reloaded)[f"c{row.pk}-status"]}
    assert "Being retired" in cells(html)[f"c{row.pk}-status"]


def test_the_list_is_told_of_what_changed_so_that_its_counts_follow(signed_in, status_url):
    typed = {"status": "retiring", "revision": 1}

    saved = signed_in.post(status_url, typed, headers={"HX-Request": "true"})
    late = signed_in.post(status_url, typed | {"status": "retired"}, headers={"HX-Request": "true"})

    assert saved.headers["HX-Trigger"] == "row-changed"
    assert "HX-Trigger" not in late.headers


def test_leaving_the_choice_gives_the_cell_back(signed_in, row, status_url):
    _status, html = fragment(signed_in, status_url, shown=1)

    assert cells(html).items() <= cells(signed_in.get(LIST).content.decode()).items()
    assert Entry.objects.count() == 0


def test_a_notice_offers_to_undo_and_undoing_gives_the_value_back(signed_in, row, status_url):
    _status, html = fragment(signed_in, status_url, {"status": "retiring", "revision": 1})

    _status, after = fragment(signed_in, status_url, {"undo": 2})

    assert '<input type="hidden" name="undo" value="2">' in html
    assert Application.objects.values("status", "revision").get() == {
        "status": "live",
        "revision": 3,
    }
    assert [entry.action for entry in Entry.objects.order_by("number")] == [
        "landscape.save_application",
        "platform.undo_change",
    ]
    assert "“Caisse centrale” is as before." in after
    assert f'hx-swap-oob="innerHTML:td:has(#c{row.pk}-status)"' in after
    assert "Live" in cells(after)[f"c{row.pk}-status"]


def test_a_choice_that_changes_nothing_offers_no_undo(signed_in, status_url):
    _status, html = fragment(signed_in, status_url, {"status": "live", "revision": 1})

    assert ('name="undo"' in html, Entry.objects.count()) == (False, 0)


def test_what_somebody_changed_since_is_not_undone(signed_in, row, status_url, cio, valmorel):
    fragment(signed_in, status_url, {"status": "retiring", "revision": 1})
    signed_in.force_login(member(valmorel, Role.OWNER))
    fragment(signed_in, cell_url(row, "owner"), {"owner": person(valmorel).pk, "revision": 2})
    signed_in.force_login(cio)

    _status, html = fragment(signed_in, status_url, {"undo": 2})

    assert "owner-valmorel@valmorel.example changed “Caisse centrale”" in html
    assert Application.objects.get().status == "retiring"


def test_only_its_author_undoes_a_change(signed_in, status_url, valmorel):
    fragment(signed_in, status_url, {"status": "retiring", "revision": 1})
    signed_in.force_login(member(valmorel, Role.OWNER))

    _status, html = fragment(signed_in, status_url, {"undo": 2})

    assert "This change can no longer be undone here: change the row again." in html
    assert Application.objects.get().status == "retiring"


def test_a_change_is_not_undone_after_ten_minutes(signed_in, status_url):
    fragment(signed_in, status_url, {"status": "retiring", "revision": 1})
    Entry.objects.update(at=timezone.now() - timedelta(minutes=11))

    fragment(signed_in, status_url, {"undo": 2})

    assert Application.objects.get().status == "retiring"


def test_a_cell_undoes_its_own_field_only(signed_in, row, status_url, valmorel):
    owner = person(valmorel)
    fragment(signed_in, cell_url(row, "owner"), {"owner": owner.pk, "revision": 1})

    fragment(signed_in, status_url, {"undo": 2})

    assert Application.objects.get().owner == owner


def test_the_second_one_is_told_and_may_choose_again(signed_in, row, status_url):
    fragment(signed_in, status_url, {"status": "retiring", "revision": 1})

    status, told = fragment(signed_in, status_url, {"status": "retired", "revision": 1})
    fragment(signed_in, status_url, {"status": "retired", "revision": 2})

    assert status == 422
    assert "changed “Caisse centrale” on" in told
    assert "It says now: " in told and ">Being retired</span>" in told
    assert '<button class="btn primary">Save</button>' in told
    assert '<option value="retired" selected>' in told
    assert 'name="revision" value="2"' in told
    assert Application.objects.get().status == "retired"


def test_a_value_that_is_not_offered_is_refused_with_a_sentence(signed_in, row):
    stranger = person(organisation("Rivaud", "rivaud"), "Paul Rivaud")

    status, html = fragment(signed_in, cell_url(row, "owner"), {"owner": stranger.pk})

    assert status == 422
    assert 'class="error" role="alert"' in html
    assert Application.objects.get().owner is None


def test_without_javascript_a_cell_is_a_page_with_the_same_form(signed_in, row, status_url):
    page = signed_in.get(status_url).content.decode()
    answer = signed_in.post(status_url, {"status": "retired", "revision": 1}, follow=True)

    assert "<h1>Change “Caisse centrale”</h1>" in page
    assert '<option value="live" selected>' in page
    assert answer.redirect_chain == [(LIST, 302)]
    assert "“Caisse centrale”: “State” is changed." in answer.content.decode()
    assert Application.objects.get().status == "retired"


def test_who_may_not_edit_sees_the_value_without_the_choice(client, row, status_url, valmorel):
    client.force_login(member(valmorel, Role.READER))

    page = client.get(LIST).content.decode()

    assert cells(page) == {}
    assert fragment(client, status_url)[0] == 403


def test_one_cell_and_six_take_as_many_queries(signed_in, valmorel):
    counted = []
    for n in range(6):
        last = application(valmorel, f"A-{n}", f"Application {n}")
        objective(valmorel, f"O-{n}")
        if n in (0, 5):
            with CaptureQueriesContext(connection) as queries:
                fragment(signed_in, cell_url(last), {"status": "retired", "revision": 1})
            counted.append(len(queries))

    assert counted[0] == counted[1]


def test_after_a_cell_is_changed_the_list_gives_its_heading_anew(signed_in, row, status_url):
    live = f"{LIST}?status=live"
    before = signed_in.get(live).context["heading"]
    signed_in.post(status_url, {"status": "retired", "revision": 1}, headers={"HX-Request": "true"})

    swapped = signed_in.get(live, headers={"HX-Request": "true"}).content.decode()
    heading = signed_in.get(live).context["heading"]

    assert heading != before
    assert f'<p hx-swap-oob="innerHTML:.page-head h1">{heading}</p>' in swapped
