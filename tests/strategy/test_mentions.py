import pytest

from cordee.platform.access import Role
from cordee.platform.models import User
from cordee.strategy.queries.mentions import members_who_see, mentioned, suggestions
from tests.factories import initiative, member, unit


def named(pk, first, last):
    return User(pk=pk, username=f"{first}{last}", first_name=first, last_name=last)


CLAIRE, CLAIRE_ROY = named(1, "Claire", "Ansel"), named(2, "Claire", "Ansel-Roy")
HELENE, LUC = named(3, "Hélène", "Brun"), named(4, "Luc", "Morel")
EVERYBODY = (CLAIRE, CLAIRE_ROY, HELENE, LUC)


@pytest.mark.parametrize(
    ("text", "called"),
    [
        ("", []),
        ("Claire Ansel, sans signe", []),
        ("@Claire Ansel peut-elle répondre ?", [CLAIRE]),
        ("@claire ansel, @LUC MOREL.", [CLAIRE, LUC]),
        ("(@Claire Ansel-Roy)", [CLAIRE_ROY]),
        ("@Claire Anselme", []),
        ("Merci @hélène brun", [HELENE]),
        ("écrire à luc@Luc Morel", []),
        ("@Luc Morel @Luc Morel", [LUC]),
        ("@Personne", []),
    ],
)
def test_a_name_after_an_at_calls_this_person_once(text, called):
    assert list(mentioned(text, among=EVERYBODY)) == called


def test_homonyms_are_all_called():
    twins = [User(pk=n, username=f"luc{n}", first_name="Luc", last_name="Morel") for n in (1, 2)]

    assert list(mentioned("@Luc Morel", among=twins)) == twins


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("cl", ("Claire Ansel", "Claire Ansel-Roy")),
        ("@hel", ("Hélène Brun",)),
        ("brun", ("Hélène Brun",)),
        ("luc mo", ("Luc Morel",)),
        ("zz", ()),
    ],
)
def test_names_are_offered_from_any_word_without_accents(typed, offered):
    assert suggestions(typed, among=EVERYBODY) == offered


@pytest.mark.django_db
def test_only_members_whose_perimeter_holds_the_subject_can_be_called(valmorel):
    shops = unit(valmorel, "COM", "Commerce")
    stores = unit(valmorel, "MAG", "Magasins", parent=shops)
    finance = unit(valmorel, "FIN", "Finance")
    everywhere = member(valmorel, Role.CIO, "cio")
    above = member(valmorel, Role.SPONSOR, "dessus", units=[shops, finance])
    member(valmorel, Role.SPONSOR, "ailleurs", units=[finance])
    closed = member(valmorel, Role.SPONSOR, "fermé")
    closed.is_active = False
    closed.save()

    found = members_who_see(initiative(valmorel, unit=stores))

    assert set(found) == {everywhere, above}
    assert len(found) == 2


@pytest.mark.django_db
def test_finding_them_costs_two_queries_whatever_their_number(valmorel, django_assert_num_queries):
    stores = unit(valmorel, "MAG", "Magasins")
    for n in range(6):
        member(valmorel, Role.MEMBER, f"membre{n}", units=[stores])
    subject = initiative(valmorel, unit=stores)

    with django_assert_num_queries(2):
        assert len(members_who_see(subject)) == 6
