import pytest

from cordee.platform import journal
from cordee.platform.models import Entry
from tests.factories import organisation, unit


@pytest.fixture
def chain(valmorel, cio, now):
    """Three lines of the journal of one organisation."""
    return [
        journal.record(f"test.step_{n}", valmorel, by=cio, at=now, detail={"n": n})
        for n in range(1, 4)
    ]


def test_each_line_is_chained_to_the_one_before(chain):
    assert [entry.previous for entry in chain] == [
        journal.START,
        chain[0].digest,
        chain[1].digest,
    ]


def test_an_intact_chain_holds_and_gives_its_head(chain, valmorel):
    found = journal.verification(valmorel)

    assert (found.entries, found.head, found.broken_at, found.holds) == (
        3,
        chain[-1].digest,
        None,
        True,
    )
    assert journal.head(valmorel) == chain[-1].digest


@pytest.mark.parametrize(
    "rewriting", [{"reason": "autre"}, {"action": "x"}, {"detail": {"n": 9}}, {"subject": "a:1"}]
)
def test_rewriting_a_line_shows_where(chain, valmorel, rewriting):
    Entry.objects.filter(pk=chain[1].pk).update(**rewriting)

    assert journal.verification(valmorel).broken_at == 2


def test_the_revision_of_a_line_cannot_be_rewritten_unseen(valmorel, cio, now):
    row = unit(valmorel)
    line = journal.record("test.step", row, by=cio, at=now, revision=2)
    held = journal.verification(valmorel).broken_at
    Entry.objects.filter(pk=line.pk).update(revision=3)

    assert (held, journal.verification(valmorel).broken_at) == (None, 1)


def test_removing_a_line_shows_where(chain, valmorel):
    chain[1].delete()

    assert journal.verification(valmorel).broken_at == 3


def test_truncation_loses_the_head_that_was_printed(chain, valmorel):
    printed = journal.head(valmorel)
    chain[2].delete()

    found = journal.verification(valmorel, expected_head=printed)

    assert (found.broken_at, found.head_found, found.holds) == (None, False, False)


def test_a_rewritten_line_with_a_new_digest_breaks_the_next_one(chain, valmorel):
    entry = chain[0]
    entry.reason = "réécrit"
    entry.digest = journal.digest_of(entry)
    entry.save()

    assert journal.verification(valmorel).broken_at == 2


def test_organisations_have_separate_chains(chain, cio, now):
    other = organisation("Rivaud", "rivaud")

    first = journal.record("test.first", other, by=cio, at=now)

    assert (first.number, first.previous) == (1, journal.START)


def test_erasing_a_name_leaves_the_chain_intact(chain, valmorel, cio):
    cio.first_name, cio.last_name, cio.email, cio.username = "", "", "", "erased"
    cio.save()

    assert journal.verification(valmorel).holds
    assert {entry.actor for entry in Entry.objects.all()} == {cio.pseudonym}
