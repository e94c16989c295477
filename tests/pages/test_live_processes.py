"""Several processes of one machine: one of them asks how a thread stands, and tells the others."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion.live import standings
from kit.noticeboard import Noticeboard
from tests.factories import article, say, thread, voice
from tests.pages.polling import browser, poll, process_that_told

pytestmark = pytest.mark.django_db


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def under():
    return thread(article("bridge"))


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(standings.time, "monotonic", clock)
    return clock


@pytest.fixture
def board(settings, tmp_path):
    settings.NOTICEBOARD = tmp_path / "board.json"
    return Noticeboard(settings.NOTICEBOARD)


def test_one_query_a_second_whatever_changes_and_however_many_processes(under, clock, board):
    processes, ada = [process_that_told(under) for _ in range(4)], voice()
    for second in range(1, 9):
        say(ada, thread=under)
        clock.now += standings.SECONDS_KNOWN
        with CaptureQueriesContext(connection) as asked:
            for moment in range(8):
                clock.now += 0.1
                for process in processes:
                    since = (second + moment) % second
                    answer = poll(process, under, since, known=since)
                    assert (answer.json()["version"], answer.json()["count"]) == (second, second - since)
        assert len(asked) == 1
        clock.now -= 0.8


def test_a_process_hears_of_what_another_found_out(under, clock, board, django_assert_num_queries):
    first, second = browser(), browser()
    poll(first, under, 0, known=0)
    with django_assert_num_queries(0):
        assert poll(second, under, 0, known=0).status_code == 304
    say(voice(), thread=under)
    clock.now += standings.SECONDS_KNOWN
    with django_assert_num_queries(1):
        assert poll(second, under, 1, known=1).status_code == 304
        assert poll(first, under, 1, known=1).status_code == 304


def test_nobody_waits_for_one_that_is_asking(under, clock, board, django_assert_num_queries):
    client = browser()
    with board.in_hand(), django_assert_num_queries(1):
        assert poll(client, under, 0, known=0).status_code == 304  # not even who knows nothing
    say(voice(), thread=under)
    clock.now += 1.9
    with board.in_hand(), django_assert_num_queries(0):
        assert poll(client, under, 0, known=0).status_code == 304
    clock.now += 0.1
    with board.in_hand(), django_assert_num_queries(1):
        assert poll(client, under, 1, known=1).status_code == 304


def test_what_another_wrote_before_is_not_taken_for_newer(under, clock, board, django_assert_num_queries):
    first, second = browser(), browser()
    poll(first, under, 0, known=0)
    say(voice(), thread=under)
    clock.now += 1
    with board.in_hand():
        assert poll(second, under, 0, known=0).status_code == 200
    assert poll(second, under, 1, known=1).status_code == 304


@pytest.mark.parametrize("left", [[], [[1, 2]], None, {"pk": 1}, 7])
def test_what_another_version_of_ours_wrote_is_no_notice(under, clock, board, left):
    with board.in_hand() as notices:
        notices.write(left)
    assert poll(browser(), under, 0, known=0).status_code == 304


def test_what_was_written_before_the_machine_started_again_is_old(under, clock, board, django_assert_num_queries):
    poll(browser(), under, 0, known=0)
    clock.now = 3.0
    with django_assert_num_queries(1):
        assert poll(browser(), under, 0, known=0).status_code == 304


def test_a_thread_that_readers_cannot_see_any_more_is_told_by_nobody(under, clock, board):
    first, second = browser(), browser()
    poll(first, under, 0, known=0)
    type(under.article).objects.update(state="draft")
    clock.now += standings.SECONDS_KNOWN
    assert [poll(client, under, 0, known=0).status_code for client in (first, second)] == [404, 404]
