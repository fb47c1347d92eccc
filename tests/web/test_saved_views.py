import pytest
from django.urls import reverse

from cordee.platform.access import Role
from cordee.platform.forms import sight_of
from cordee.platform.models import Entry, SavedView
from cordee.platform.saved_views import MOST_KEPT
from cordee.strategy.models import Objective
from tests.factories import contribution, initiative, member, objective, organisation, saved_view

SAVE = "/saved-views/"
LIST = "/initiatives/"


@pytest.fixture
def signed_in(client, cio):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(cio)
    return client


@pytest.fixture
def portfolio(valmorel):
    """Two tills, one of which serves an objective, and a warehouse."""
    growth = objective(valmorel, "O1", "Croissance")
    contribution(initiative(valmorel, "I-01", "Caisse mobile", status="running"), growth)
    initiative(valmorel, "I-02", "Caisse libre", status="idea")
    initiative(valmorel, "I-03", "Entrepôt", status="running")
    return valmorel


def keep(client, asked, name="Les caisses", **more):
    typed = {"register": "strategy:initiatives", "name": name, "asked": asked}
    return client.post(SAVE, typed | more)


def tabs(client, address=LIST):
    return {t.label: (t.count, t.current) for t in client.get(address).context["listing"].tabs}


def own_tabs(client, address=LIST):
    return {name: told for name, told in tabs(client, address).items() if name not in DECLARED}


DECLARED = ("All", "Funded", "Without objective", "Unknown cost", "Candidates")


def test_what_a_list_asks_is_kept_under_a_name_and_counted_on_a_tab(signed_in, portfolio):
    saved = keep(signed_in, "q=caisse&sort=-name&page=3&nonsense=1&basis=2027-planned")

    view = SavedView.objects.get()
    assert saved.headers["Location"] == f"{LIST}?q=caisse&sort=-name&saved={view.pk}"
    assert own_tabs(signed_in) == {"Les caisses": (2, False)}
    assert own_tabs(signed_in, saved.headers["Location"]) == {"Les caisses": (2, True)}
    shown = signed_in.get(saved.headers["Location"]).context["listing"].lines
    assert [line.name.value for line in shown] == ["Caisse mobile", "Caisse libre"]


def test_words_filters_and_views_are_counted_together(signed_in, portfolio):
    growth = Objective.objects.get(code="O1")
    keep(signed_in, f"q=caisse&objective={growth.pk}", name="Servent")
    keep(signed_in, "state=running", name="En cours")
    keep(signed_in, "view=candidates", name="À décider")

    assert {name: count for name, (count, _now) in own_tabs(signed_in).items()} == {
        "Servent": 1,
        "En cours": 2,
        "À décider": 1,
    }


def test_a_private_view_is_ones_own_and_a_shared_one_is_everybodys(client, signed_in, portfolio):
    keep(signed_in, "q=caisse", name="À moi")
    keep(signed_in, "q=entrepôt", name="À tous", is_shared="on")

    client.force_login(member(portfolio, Role.READER))

    assert own_tabs(client) == {"À tous": (1, False)}


def test_who_only_reads_keeps_views_for_oneself(client, portfolio):
    client.force_login(member(portfolio, Role.READER))

    keep(client, "q=caisse", is_shared="on")

    assert [view.is_shared for view in SavedView.objects.all()] == [False]


def test_another_organisation_never_sees_it(client, signed_in, portfolio):
    keep(signed_in, "q=caisse", is_shared="on")
    rivaud = organisation("Rivaud", "rivaud")
    initiative(rivaud, "I-01")
    client.force_login(member(rivaud, Role.OWNER))

    assert own_tabs(client) == {}


def test_the_same_name_is_written_over(signed_in, portfolio):
    keep(signed_in, "q=caisse")
    keep(signed_in, "q=entrepôt")

    assert [view.asked for view in SavedView.objects.all()] == ["q=entrep%C3%B4t"]
    assert [e.action for e in Entry.objects.order_by("number")] == ["platform.save_view"] * 2


def test_the_list_leads_to_the_form_with_what_it_asks(signed_in, portfolio):
    page = signed_in.get(f"{LIST}?q=caisse&state=running").content.decode()
    asked = "register=strategy:initiatives&amp;asked=q%3Dcaisse%26state%3Drunning"

    form = signed_in.get(f"{SAVE}?{asked.replace('&amp;', '&')}")

    assert f'href="{SAVE}?{asked}"' in page
    assert form.context["back"] == f"{LIST}?q=caisse&state=running"
    shown = form.context["form"].visible_fields()
    assert [field.name for field in shown] == ["name", "is_shared"]


def test_a_view_without_name_is_refused_and_the_list_stays(signed_in, portfolio):
    refused = keep(signed_in, "q=caisse", name=" ")

    assert list(refused.context["form"].errors) == ["name"]
    assert refused.context["back"] == f"{LIST}?q=caisse"
    assert not SavedView.objects.exists()


def test_there_is_an_end_to_the_views_of_one_person(signed_in, portfolio, cio):
    for n in range(MOST_KEPT):
        saved_view(cio, portfolio, f"Vue {n}")

    refused = keep(signed_in, "q=caisse")

    assert refused.context["form"].errors == {
        "name": ["You keep 20 views of this list: forget one."]
    }
    assert SavedView.objects.count() == MOST_KEPT


@pytest.mark.parametrize("register", ["strategy:unicorns", "", "a:b:c", "people:members"])
def test_a_list_that_one_may_not_read_keeps_no_view(client, valmorel, register):
    client.force_login(member(valmorel, Role.READER))

    assert keep(client, "q=x", register=register).status_code == 404


def test_its_author_forgets_it_and_nobody_else(client, signed_in, portfolio, cio):
    mine = saved_view(cio, portfolio, "À moi")
    shared = saved_view(member(portfolio, Role.OWNER), portfolio, "À tous", is_shared=True)

    kept = signed_in.post(reverse("web:remove_view", args=[shared.pk]))
    gone = signed_in.post(reverse("web:remove_view", args=[mine.pk]))

    assert "“À tous” belongs to who saved it." in kept.content.decode()
    assert gone.headers["Location"] == LIST
    assert list(SavedView.objects.all()) == [shared]


def test_a_private_view_of_somebody_else_is_not_found(signed_in, portfolio):
    private = saved_view(member(portfolio, Role.OWNER), portfolio)

    assert signed_in.get(reverse("web:remove_view", args=[private.pk])).status_code == 404


def test_six_saved_views_cost_the_queries_of_one(
    signed_in, portfolio, cio, django_assert_max_num_queries
):
    def cost():
        with django_assert_max_num_queries(60) as captured:
            signed_in.get(LIST)
        return len(captured)

    saved_view(cio, portfolio, "Une")
    one = cost()
    for n in range(5):
        saved_view(cio, portfolio, f"Vue {n}", asked="view=orphan&q=caisse&state=running")

    assert cost() == one


def headings(client, address):
    return [str(h.label) for h in client.get(address).context["listing"].headings]


def test_columns_are_chosen_in_the_address_and_kept_by_a_view(signed_in, portfolio):
    saved = keep(signed_in, "columns=state&columns=spend").headers["Location"]

    assert headings(signed_in, f"{LIST}?columns=state&columns=spend") == [
        "Initiative",
        "State",
        "Spend",
    ]
    assert headings(signed_in, saved) == ["Initiative", "State", "Spend"]
    assert headings(signed_in, f"{LIST}?columns=nonsense") == headings(signed_in, LIST)


def test_a_list_with_all_its_columns_asks_nothing_to_be_kept(signed_in, portfolio):
    every = "columns=objectives&columns=sponsors&columns=unit&columns=state&columns=spend"

    kept = [signed_in.get(f"{LIST}?{query}").context["listing"].to_save for query in ("", every)]

    assert kept == ["", ""]


def test_a_view_written_meanwhile_under_that_name_is_not_written_over(signed_in, portfolio):
    page = f"{SAVE}?register=strategy:initiatives&asked=q=site"
    keep(signed_in, "q=caisse")
    shown = signed_in.get(page).context["form"].initial["revision"]
    read = {"name": "Les caisses", "revision": sight_of(shown)}

    keep(signed_in, "q=libre")
    told = signed_in.post(page, read)
    kept = SavedView.objects.get().asked
    shown = signed_in.get(page).context["form"].initial["revision"]
    signed_in.post(page, read | {"revision": sight_of(shown)})

    (sentence,) = told.context["form"].errors["name"]
    assert "since you opened it: open it again first." in sentence
    assert told.context["form"]["name"].value() == "Les caisses"
    assert (kept, SavedView.objects.get().asked) == ("q=libre", "q=site")
