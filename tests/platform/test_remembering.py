from threading import Thread

import pytest

from cordee.platform import journal
from cordee.platform.remembering import MOST_ANSWERS, Memory, forget, memory_of
from tests.factories import organisation, user


@pytest.fixture
def deed(valmorel, now):
    """Something done to the organisation, as every service writes it."""

    def done():
        journal.record("people.found_organisation", valmorel, by=author, at=now)

    author = user("autrice")
    done()
    return done


def counting():
    """A question that tells how many times it was answered."""
    answers = iter(range(1, 1_000))
    return lambda: next(answers)


def test_an_answer_is_kept_until_the_next_deed(valmorel, deed):
    ask = counting()

    first = [memory_of(valmorel).recall("how many", ask) for _ in range(3)]
    deed()
    then = memory_of(valmorel).recall("how many", ask)

    assert (first, then) == ([1, 1, 1], 2)


def test_the_deeds_of_another_organisation_change_nothing(valmorel, deed, now):
    ask, rivaud = counting(), organisation("Rivaud", "rivaud")
    memory_of(valmorel).recall("how many", ask)

    journal.record("people.found_organisation", rivaud, by=user("odile"), at=now)

    assert memory_of(valmorel).recall("how many", ask) == 1
    assert memory_of(rivaud).recall("how many", ask) == 2


def test_an_organisation_without_journal_is_asked_each_time(valmorel):
    ask = counting()

    assert [memory_of(valmorel).recall("how many", ask) for _ in range(2)] == [1, 2]


def test_the_answers_least_asked_for_are_forgotten_first(valmorel, deed):
    ask, memory = counting(), memory_of(valmorel)
    for key in range(MOST_ANSWERS):
        memory.recall(key, ask)
    memory.recall(0, ask)

    memory.recall("one more", ask)

    assert memory.recall(0, ask) == 1
    assert memory.recall(1, ask) == MOST_ANSWERS + 2


def test_two_questions_have_two_answers(valmorel, deed):
    ask, memory = counting(), memory_of(valmorel)

    assert (memory.recall("first", ask), memory.recall("second", ask)) == (1, 2)


def test_numbers_do_not_push_out_the_answers(valmorel, deed):
    ask, memory = counting(), memory_of(valmorel)
    memory.recall("an answer", ask)

    counts = [memory.recount(key, ask) for key in range(2 * MOST_ANSWERS)]

    assert memory.recall("an answer", ask) == 1
    assert [memory.recount(key, ask) for key in range(2 * MOST_ANSWERS)] == counts


def test_a_number_is_counted_again_after_the_next_deed(valmorel, deed):
    ask = counting()

    first = [memory_of(valmorel).recount("how many", ask) for _ in range(3)]
    deed()

    assert [*first, memory_of(valmorel).recount("how many", ask)] == [1, 1, 1, 2]


def test_who_asks_while_it_is_computed_waits_for_that_answer():
    forget()
    memory, answers = Memory(organisation=1, number=1), []

    def ask(answer):
        answers.append(memory.recall("how many", lambda: answer))

    def compute():
        asks.start()
        return "the first"

    asks = Thread(target=ask, args=["the second"])
    answers.append(memory.recall("how many", compute))
    asks.join(60)

    assert answers == ["the first", "the first"]
