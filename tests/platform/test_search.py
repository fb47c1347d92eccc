import pytest
from django.db import connection

from cordee.people.queries import reader_of
from cordee.platform import search
from cordee.platform.access import Role
from cordee.platform.search.words import terms
from cordee.strategy.models import Initiative
from tests import factories


def names(groups):
    """What was found, by the address of its list."""
    return {
        group.url: ["".join(piece.text for piece in row.name) for row in group.rows]
        for group in groups
    }


def found(reader, question):
    return names(search.found(reader, question))


@pytest.fixture
def shops(valmorel):
    return factories.unit(valmorel, "MAG", "Magasins")


@pytest.fixture
def portfolio(valmorel, shops):
    claire = factories.person(valmorel, "Claire Ansel")
    factories.initiative(
        valmorel, "P-7", "Aligner les prix", unit=shops, business_sponsor=claire, tags=["Sécurité"]
    )
    factories.initiative(
        valmorel, "P-8", "Refonte du site", description="Pour les élèves, et l’œuvre des autres"
    )
    return claire


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("alignement", ["Aligner les prix"]),
        ("ALIGNÉS", ["Aligner les prix"]),
        ("prix alignés", ["Aligner les prix"]),
        ("eleve", ["Refonte du site"]),
        ("Élèves", ["Refonte du site"]),
        ("oeuvre", ["Refonte du site"]),
        ("refo", ["Refonte du site"]),
        ("P-7", ["Aligner les prix"]),
        ("securite", ["Aligner les prix"]),
        ("ansel prix", ["Aligner les prix"]),
    ],
)
def test_a_row_is_found_whatever_the_accents_the_capitals_and_the_endings(
    cio_reader, portfolio, question, expected
):
    assert found(cio_reader, question).get("/initiatives/") == expected


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "%",
        "'",
        '"',
        "*",
        "AND",
        "a NEAR b",
        "x" * 5000,
        "\0",
        "(((",
        "prix introuvable",
    ],
)
def test_any_question_is_answered_and_holds_every_word(cio_reader, portfolio, question):
    assert found(cio_reader, question) == {}


def test_a_person_is_found_with_what_names_them(cio_reader, portfolio):
    assert found(cio_reader, "claire") == {
        "/people/": ["Claire Ansel"],
        "/initiatives/": ["Aligner les prix"],
    }


def test_a_name_counts_for_more_than_a_description(cio_reader, valmorel):
    factories.initiative(valmorel, "A", "Portail", description="Sans la caisse, caisse, caisse")
    factories.initiative(valmorel, "B", "Caisse")

    assert found(cio_reader, "caisse") == {"/initiatives/": ["Caisse", "Portail"]}


def test_the_words_found_are_marked_where_they_stand(cio_reader, portfolio):
    (group,) = search.found(cio_reader, "élève")

    (row,) = group.rows
    assert [piece.text for piece in row.excerpt if piece.is_hit] == ["élèves"]
    assert "".join(piece.text for piece in row.excerpt) == "Pour les élèves, et l’œuvre des autres"
    assert row.url == "/initiatives/P-8/"


def test_five_rows_of_a_list_are_shown_and_the_others_are_told(cio_reader, valmorel):
    for number in range(6):
        factories.initiative(valmorel, f"I-{number}", f"Caisse {number}")

    (group,) = search.found(cio_reader, "caisse")

    assert (len(group.rows), group.has_more) == (5, True)


def test_another_organisation_finds_nothing_of_it(portfolio):
    elsewhere = factories.organisation("Rivaud", "rivaud")
    account = factories.member(elsewhere, Role.OWNER)

    assert found(reader_of(account, organisation_id=elsewhere.pk), "prix claire magasins") == {}
    assert found(reader_of(account, organisation_id=elsewhere.pk), "aligner") == {}


def test_a_perimeter_holds_for_the_search_too(portfolio, valmorel, shops):
    account = factories.member(valmorel, Role.TEAM_LEAD, units=[shops])
    reader = reader_of(account, organisation_id=valmorel.pk)

    assert found(reader, "aligner") == {"/initiatives/": ["Aligner les prix"]}
    assert found(reader, "refonte") == {}


def test_the_index_follows_whatever_writes(cio_reader, portfolio, valmorel):
    Initiative.objects.filter(code="P-7").update(name="Renommée")
    Initiative.objects.bulk_create(
        [Initiative(organisation=valmorel, code="P-9", name="Écrite en masse")]
    )
    Initiative.objects.filter(code="P-8").delete()
    portfolio.name = "Claire Zéphyr"
    portfolio.save()

    assert found(cio_reader, "renommee") == {"/initiatives/": ["Renommée"]}
    assert found(cio_reader, "ecrite") == {"/initiatives/": ["Écrite en masse"]}
    assert found(cio_reader, "refonte") == {}
    assert found(cio_reader, "zephyr")["/initiatives/"] == ["Renommée"]
    assert search.drift() == 0


def test_an_index_that_drifted_is_told_and_made_again(cio_reader, portfolio):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM platform_search")
    lost = search.drift()

    held = search.rebuild()

    assert lost == held > 0 == search.drift()
    assert found(cio_reader, "aligner") == {"/initiatives/": ["Aligner les prix"]}


def test_the_number_of_sql_queries_follows_the_kinds_found_not_the_rows(
    cio_reader, valmorel, django_assert_num_queries
):
    for number in range(6):
        factories.initiative(valmorel, f"I-{number}", f"Caisse {number}")
        with django_assert_num_queries(2):
            search.found(cio_reader, "caisse")


def test_a_short_word_counts_whole_unless_it_is_being_typed():
    assert [(term.word, term.start) for term in terms("SI et d")] == [
        ("si", ""),
        ("et", ""),
        ("d", "d"),
    ]
