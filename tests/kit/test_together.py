"""Threads that ask the same at once: how many questions, and that none is told what was true before he came."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier, Event, Lock
from time import sleep

import pytest

from kit.together import Together

SECONDS = 20


class Slowly:
    """Answers with the number of the question, when it is let go on."""

    def __init__(self):
        self.numbers = count(1)
        self.begun, self.go_on = Event(), Event()

    def __call__(self, about):
        number = next(self.numbers)
        self.begun.set()
        assert self.go_on.wait(SECONDS)
        return about, number


class Counted(dict):
    number = 0

    def setdefault(self, *pair):
        self.number += 1
        return super().setdefault(*pair)


def test_six_who_wait_are_one_question_that_begins_after_they_came():
    slowly = Slowly()
    together = Together(slowly)
    came = together.gathering = Counted()
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(together, "a")
        assert slowly.begun.wait(SECONDS)
        later = [pool.submit(together, "a") for _ in range(6)]
        while came.number < 7:
            sleep(0.001)
        slowly.go_on.set()
        assert first.result(SECONDS) == ("a", 1)
        assert [one.result(SECONDS) for one in later] == [("a", 2)] * 6
    assert next(slowly.numbers) == 3 and not together.gathering


def test_whoever_asks_is_told_what_was_written_before():
    """A storm: each writes, then asks, and must be told at least his own."""
    written = [0]
    together = Together(lambda about: written[0])
    barrier, lock = Barrier(8), Lock()

    def write_and_ask(_number):
        barrier.wait(SECONDS)
        for _ in range(300):
            with lock:
                written[0] += 1
                mine = written[0]
            assert together("a") >= mine

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write_and_ask, range(8)))


def test_different_questions_have_answers_of_their_own():
    together = Together(lambda about: about.upper())
    with ThreadPoolExecutor(8) as pool:
        words = [f"word {number}" for number in range(200)]
        assert list(pool.map(together, words)) == [word.upper() for word in words]
    assert not together.gathering


def test_a_question_that_fails_is_asked_again_by_the_next():
    slowly, failed = Slowly(), []

    def ask(about):
        told = slowly(about)
        if told[1] == 1:
            failed.append(told)
            raise LookupError
        return told

    together = Together(ask)
    with ThreadPoolExecutor(4) as pool:
        first = pool.submit(together, "a")
        assert slowly.begun.wait(SECONDS)
        second = pool.submit(together, "a")
        slowly.go_on.set()
        with pytest.raises(LookupError):
            first.result(SECONDS)
        assert second.result(SECONDS) == ("a", 2)
    assert not together.gathering
