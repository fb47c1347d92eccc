import pytest
from django.urls import reverse

from tests import factories

HTMX = {"HX-Request": "true"}
URL = "/search/"


def page(response):
    return response.content.decode()


@pytest.fixture
def at_work(client, cio, valmorel):
    factories.initiative(valmorel, "P-7", "Aligner <les> prix")
    client.force_login(cio)
    return client


def test_the_page_answers_without_a_script(at_work):
    response = at_work.get(URL, {"q": "alignement"})

    assert (
        '<a href="/initiatives/P-7/" data-found><mark>Aligner</mark> &lt;les&gt; prix</a>'
        in page(response)
    )


def test_the_dialog_shows_what_the_page_would_show(at_work):
    whole = at_work.get(URL, {"q": "alignement"})
    fragment = at_work.get(URL, {"q": "alignement"}, headers=HTMX)

    assert page(fragment).strip() in page(whole)
    assert "<html" not in page(fragment)


def test_nothing_found_is_said_with_what_was_asked(at_work):
    response = at_work.get(URL, {"q": "<b>zèbre"})

    assert "&lt;b&gt;zèbre" in page(response) and "<b>zèbre" not in page(response)


def test_every_page_leads_to_the_search(at_work):
    response = at_work.get(reverse("web:cockpit"))

    assert f'href="{URL}"' in page(response) and '<dialog class="found" id="search"' in page(
        response
    )
