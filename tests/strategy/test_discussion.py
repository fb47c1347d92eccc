from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cordee.people.queries import reader_of
from cordee.platform import journal
from cordee.platform.access import Role
from cordee.platform.errors import Refused
from cordee.platform.models import Entry
from cordee.strategy import services
from cordee.strategy.models import Comment
from cordee.strategy.queries.discussion import Part, discussion, parts
from tests.factories import comment, initiative, member, need, unit
from tests.pages import HTMX, IN_ENGLISH, drawn, links, words

HOSTILE = '<script>alert(1)</script> <a href="javascript:alert(1)">oui</a> & "non"'


@pytest.fixture
def claire(valmorel):
    account = member(valmorel, Role.SPONSOR, "claire")
    account.first_name, account.last_name = "Claire", "Ansel"
    account.save()
    return account


@pytest.fixture
def app(valmorel):
    return initiative(valmorel, "I-01", "Application mobile")


@pytest.fixture
def signed_in(client, cio):
    client.force_login(cio)
    return client


def said(client, text, **headers):
    url = reverse("strategy:comment_on_initiative", args=["I-01"])
    return client.post(url, {"text": text}, headers=headers or IN_ENGLISH)


def page(client):
    return client.get(reverse("strategy:initiative", args=["I-01"]), headers=IN_ENGLISH)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Bonjour", [("text", "Bonjour")]),
        (
            "voir https://a.example/x?y=1&z=2.",
            [("text", "voir "), ("link", "https://a.example/x?y=1&z=2"), ("text", ".")],
        ),
        (
            "(https://fr.example/wiki/Fil_(or))",
            [("text", "("), ("link", "https://fr.example/wiki/Fil_(or)"), ("text", ")")],
        ),
        ("javascript:alert(1)", [("text", "javascript:alert(1)")]),
        (
            "@Claire Ansel : vu",
            [("mention", "@Claire Ansel"), ("text", " : vu")],
        ),
        (
            "https://a.example/@Claire Ansel",
            [("link", "https://a.example/@Claire"), ("text", " Ansel")],
        ),
    ],
)
def test_a_text_is_cut_at_its_addresses_and_names_and_nothing_else(text, cut):
    found = parts(text, names=["Claire Ansel"])

    assert found == tuple(Part(*one) for one in cut)
    assert "".join(part.text for part in found) == text


def test_a_comment_calls_who_it_names_and_the_journal_keeps_no_word_of_it(app, cio, claire, now):
    written = services.comment_on(app, text="@Claire Ansel, un avis ?", by=cio, at=now)

    assert [m.user for m in written.mentions.all()] == [claire]
    entry = Entry.objects.get(action="strategy.comment_on")
    assert entry.subject == f"strategy.initiative:{app.pk}"
    assert entry.detail["called"] == [str(claire.pseudonym)]
    assert "avis" not in str(entry.detail) and "Claire" not in str(entry.detail)
    assert journal.verification(app.organisation).holds


def test_a_name_whose_perimeter_is_elsewhere_is_not_called(valmorel, app, cio, claire, now):
    claire.memberships.get().units.set([unit(valmorel, "FIN", "Finance")])

    written = services.comment_on(app, text="@Claire Ansel ?", by=cio, at=now)

    assert list(written.mentions.all()) == []


def test_nobody_calls_themselves(app, claire, now):
    written = services.comment_on(app, text="@Claire Ansel", by=claire, at=now)

    assert list(written.mentions.all()) == []


@pytest.mark.parametrize("text", ["", "   ", "\r\n", "\0"])
def test_an_empty_comment_is_refused(app, cio, now, text):
    with pytest.raises(Refused, match="Write something first"):
        services.comment_on(app, text=text, by=cio, at=now)


def test_its_author_changes_a_comment_for_a_quarter_of_an_hour(app, cio, claire, now):
    luc = member(app.organisation, Role.FINANCE, "luc")
    written = services.comment_on(app, text="@Claire Ansel ?", by=cio, at=now)

    services.change_comment(written, text=f"@{luc} ?", by=cio, at=now + timedelta(minutes=15))

    written.refresh_from_db()
    assert written.text == f"@{luc} ?"
    assert written.changed_at == now + timedelta(minutes=15)
    assert [m.user for m in written.mentions.all()] == [luc]
    with pytest.raises(Refused, match="Others have read it"):
        services.change_comment(written, text="tard", by=cio, at=now + timedelta(minutes=16))


def test_nobody_changes_nor_removes_the_words_of_another(app, cio, claire, now):
    written = services.comment_on(app, text="Le mien", by=cio, at=now)

    for refused in (
        lambda: services.change_comment(written, text="Le tien", by=claire, at=now),
        lambda: services.remove_comment(written, by=claire, at=now),
    ):
        with pytest.raises(Refused, match="Only its author"):
            refused()

    assert Comment.objects.get().text == "Le mien"


def test_its_author_removes_a_comment_and_the_journal_says_so(app, cio, claire, now):
    written = services.comment_on(app, text="@Claire Ansel ?", by=cio, at=now)

    services.remove_comment(written, by=cio, at=now + timedelta(days=9))

    assert not Comment.objects.exists() and not claire.mentions.exists()
    assert [e.action for e in Entry.objects.order_by("number")] == [
        "strategy.comment_on",
        "strategy.remove_comment",
    ]


def test_a_comment_written_without_script_comes_back_on_its_page(signed_in, app, claire):
    answer = said(signed_in, "@Claire Ansel, voir https://a.example/")

    assert (answer.status_code, answer.url) == (302, "/initiatives/I-01/#comments")
    told = page(signed_in)
    assert "1 comment" in words(told, "comments")
    assert "Told: Claire Ansel" in words(told, "comments")
    assert "https://a.example/" in links(told, "comments")


def test_the_fragment_swapped_in_is_what_a_reload_shows(signed_in, app, claire):
    fragment = said(signed_in, "@Claire Ansel ?", **HTMX)

    assert drawn(fragment, "comments") == drawn(page(signed_in), "comments")


@pytest.mark.parametrize("headers", [IN_ENGLISH, HTMX])
def test_an_empty_comment_gets_a_sentence_beside_the_field(signed_in, app, headers):
    answer = said(signed_in, "  ", **headers)

    assert "Write something first." in words(answer, "comments")
    assert not Comment.objects.exists()


def test_what_is_typed_is_shown_as_text_never_as_a_page(signed_in, app):
    said(signed_in, HOSTILE)

    html = page(signed_in).content.decode()
    assert "<script>alert(1)" not in html
    assert 'href="javascript' not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_need_is_commented_on_its_page_and_calls_its_readers(signed_in, valmorel, claire):
    asked = need(valmorel)
    url = f"/needs/{asked.pk}/"

    answer = signed_in.post(f"{url}comments/", {"text": "@Claire Ansel, combien ?"})
    fragment = signed_in.post(f"{url}comments/", {"text": "Et quand ?"}, headers=HTMX)

    assert answer.url == f"{url}#comments"
    page = signed_in.get(url, headers=IN_ENGLISH)
    assert "2 comments" in words(page, "comments")
    assert drawn(fragment, "comments") == drawn(page, "comments")
    assert [m.comment.need for m in claire.mentions.all()] == [asked]
    offered = signed_in.get(f"{url}comments/people/", {"mention": "cl"}, headers=HTMX)
    assert 'data-mention="Claire Ansel"' in offered.content.decode()


def test_names_are_offered_while_one_writes(signed_in, app, claire):
    url = reverse("strategy:mentionable", args=["I-01"])

    offered = signed_in.get(url, {"mention": "an"}, headers=HTMX).content.decode()

    assert 'data-mention="Claire Ansel"' in offered
    assert signed_in.get(url, {"mention": "an"}).status_code == 302


def test_one_changes_ones_comment_on_its_page(signed_in, app, cio):
    written = comment(app, "Faute", author=cio, said_at=timezone.now())

    answer = signed_in.post(
        reverse("strategy:change_comment", args=[written.pk]), {"text": "Juste"}
    )

    assert (answer.status_code, answer.url) == (302, "/initiatives/I-01/#comments")
    assert "Juste · changed" not in words(page(signed_in), "comments")
    assert "changed" in words(page(signed_in), "comments")
    assert Comment.objects.get().text == "Juste"


def test_anothers_comment_is_neither_changed_nor_removed_by_its_address(signed_in, app, claire):
    written = comment(app, "Le mien", author=claire, said_at=timezone.now())

    for name in ("strategy:change_comment", "strategy:remove_comment"):
        answer = signed_in.post(reverse(name, args=[written.pk]), {"text": "Le tien"})
        assert answer.status_code == 200

    assert Comment.objects.get().text == "Le mien"


def test_a_reader_reads_the_comments_and_writes_none(client, valmorel, app, cio):
    comment(app, "À lire", author=cio)
    client.force_login(member(valmorel, Role.READER))

    assert "À lire" in words(page(client), "comments")
    assert said(client, "Non").status_code == 403


def test_the_earliest_comments_of_a_long_discussion_are_one_click_away(
    signed_in, app, cio, cio_reader, now
):
    for n in range(53):
        comment(app, f"Mot {n}", author=cio, said_at=now + timedelta(minutes=n))

    found = discussion(cio_reader, app, at=now)

    assert (len(found.comments), found.earlier, found.count) == (50, 3, 53)
    assert found.comments[0].parts == (Part("text", "Mot 3"),)
    assert "See 3 earlier comments" in words(page(signed_in), "comments")
    everything = signed_in.get("/initiatives/I-01/?comments=all", headers=IN_ENGLISH)
    assert "Mot 0" in words(everything, "comments")


def test_a_discussion_costs_the_same_number_of_queries_for_1_and_6_comments(
    app, cio, claire, cio_reader, now, django_assert_num_queries
):
    services.comment_on(app, text="@Claire Ansel", by=cio, at=now)
    with django_assert_num_queries(4):
        discussion(cio_reader, app, at=now)
    for _n in range(5):
        services.comment_on(app, text="@Claire Ansel", by=cio, at=now)

    with django_assert_num_queries(4):
        assert discussion(cio_reader, app, at=now).count == 6


def test_a_perimeter_hears_nothing_of_what_is_said_elsewhere(valmorel, app, cio, claire, now):
    claire.memberships.get().units.set([unit(valmorel, "FIN", "Finance")])
    services.comment_on(app, text="Entre nous", by=cio, at=now)
    reader = reader_of(claire, organisation_id=valmorel.pk)

    assert discussion(reader, app, at=now).count == 0
