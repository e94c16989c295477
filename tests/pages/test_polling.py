"""What costs nearly nothing: that nothing changed, and when to ask again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from discussion.live import standings
from discussion.models import Comment, Thread
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.polling import browser, poll, process_that_told
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def under():
    return thread(article("bridge"))


def test_who_knows_the_version_is_told_so_without_a_view_a_session_or_a_user(under):
    say(voice(), thread=under)
    ben = browser(person("ben"))
    with CaptureQueriesContext(connection) as asked:
        response = poll(ben, under, 1, known=1)
    assert response.status_code == 304
    assert response.content == b""
    assert not response.cookies
    assert not hasattr(response.wsgi_request, "session")
    assert response.wsgi_request.resolver_match is None
    assert len(asked) == 1 and "session" not in asked[0]["sql"]


def test_it_asks_the_database_once_a_second_whoever_polls(under, monkeypatch, django_assert_num_queries):
    clock = 1000.0
    monkeypatch.setattr(standings.time, "monotonic", lambda: clock)
    client = browser()
    with django_assert_num_queries(1):
        for _ in range(50):
            assert poll(client, under, 0, known=0).status_code == 304
            clock += 0.02
    clock += standings.SECONDS_KNOWN
    with django_assert_num_queries(1):
        assert poll(client, under, 0, known=0).status_code == 304


def test_all_threads_that_have_readers_are_asked_for_together(monkeypatch, django_assert_num_queries):
    clock = 1000.0
    monkeypatch.setattr(standings.time, "monotonic", lambda: clock)
    client, threads = browser(), [thread() for _ in range(5)]
    for one in threads:
        poll(client, one, 0, known=0)
    for _second in range(3):
        clock += standings.SECONDS_KNOWN
        say(voice(), thread=threads[3])
        with django_assert_num_queries(1):
            statuses = [poll(client, one, 0, known=0).status_code for one in threads if one != threads[3]]
        assert statuses == [304] * 4
        assert poll(client, threads[3], 0, known=0).status_code == 200
    clock += 60
    for one in threads[:2]:
        with django_assert_num_queries(1):
            poll(client, one, 0, known=0)


def test_what_changed_is_asked_with_the_version_for_all_strangers(under, monkeypatch, django_assert_num_queries):
    clock = 1000.0
    monkeypatch.setattr(standings.time, "monotonic", lambda: clock)
    client, ada = process_that_told(under), voice()
    for second in range(1, 5):
        say(ada, thread=under)
        clock += standings.SECONDS_KNOWN
        with django_assert_num_queries(1):
            for since in (*range(second), *range(second)):
                assert poll(client, under, since, known=since).json()["count"] == second - since
        clock += standings.SECONDS_KNOWN - 0.1
        with django_assert_num_queries(0):
            assert poll(client, under, 0, known=0).json()["count"] == second


def test_who_was_told_more_by_another_process_is_not_told_less(under, monkeypatch):
    say(ada := voice(), thread=under)
    monkeypatch.setattr(standings.time, "monotonic", lambda: 1000.0)
    client = process_that_told(under)
    assert poll(client, under, 0, known=0).json()["version"] == 1
    say(ada, thread=under)  # which this process learns within a second
    assert poll(client, under, 0, known=0).json()["version"] == 1
    assert poll(client, under, 0, known=2).json()["version"] == 2
    assert poll(client, under, 2).json()["version"] == 2


def test_who_is_known_is_told_what_is_his(under):
    ben = person("ben")
    say(voice(ben), thread=under)
    client = browser(ben)
    stranger = browser()
    stranger.handler = client.handler  # the same process
    assert poll(stranger, under, 0).json()["count"] == 1
    assert poll(client, under, 0).json()["count"] == 0
    assert poll(stranger, under, 0).json()["count"] == 1


def test_a_304_says_what_the_page_would_have_said(under):
    say(voice(), thread=under)
    response = poll(browser(), under, 1, known=1)
    assert response["ETag"] == '"1"'
    assert response["Cache-Control"] == "private, no-cache"
    assert response["Vary"] == "Cookie"
    assert response["Poll-After"] == "2.5"


def test_a_head_is_answered_the_same(under):
    response = browser().head(f"/threads/{under.pk}/changes", headers={"if-none-match": '"0"'})
    assert response.status_code == 304


@pytest.mark.parametrize("etag", ['"1"', 'W/"1"', '"1.0"', 'W/"1.17"', '"x", "1"'])
def test_the_version_is_found_in_what_the_browser_has(under, etag):
    say(voice(), thread=under)
    assert browser().get(f"/threads/{under.pk}/changes?since=1", headers={"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("etag", ["", "1", '"0"', '"2"', '"1x"', '"x1"', "*", '"-1"', '"' + "1" * 19 + '"', '"١"'])
def test_anything_else_gets_the_answer(under, etag):
    say(voice(), thread=under)
    address = f"/threads/{under.pk}/changes?since=1"
    assert browser().get(address, headers={"if-none-match": etag}).status_code == 200


def test_the_tag_of_an_answer_is_good_for_the_next_question(under):
    client = browser(person())
    first = poll(client, under, 0)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Vary"] == "Cookie"
    address = f"/threads/{under.pk}/changes?since=0"
    assert client.get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_the_tag_names_who_was_answered(under):
    ben, ada = person("ben"), person("ada")
    tags = {poll(browser(who), under, 0)["ETag"] for who in (None, ben, ada)}
    assert len(tags) == 3


def test_what_one_wrote_himself_is_there_at_once(under):
    """Another process, or this one a moment ago, may still take the old version for the newest."""
    client = browser()
    assert poll(client, under, 0, known=0).status_code == 304
    say(voice(), thread=under)
    response = poll(client, under, 1, known=1)
    assert response.status_code == 200
    assert (response.json()["version"], response.json()["count"]) == (1, 0)


def test_a_change_is_seen_a_second_later(under, monkeypatch):
    clock = 1000.0
    monkeypatch.setattr(standings.time, "monotonic", lambda: clock)
    client = browser()
    assert poll(client, under, 0, known=0).status_code == 304
    say(voice(), thread=under)
    clock += standings.SECONDS_KNOWN
    assert poll(client, under, 0, known=0).json()["count"] == 1


def test_memory_does_not_grow_with_the_threads(monkeypatch):
    monkeypatch.setattr(standings, "MOST_KNOWN", 3)
    asked = standings.Standings()
    for under in [thread() for _ in range(10)]:
        assert asked.of(under.pk).version == 0
        assert len(asked.known) <= 3
    assert asked.of(10**9) is None
    assert 10**9 not in asked.known


# When to ask again


@pytest.mark.parametrize(
    ("minutes", "seconds"), [(0, 2.5), (14, 2.5), (16, 15), (59, 15), (61, 60), (1439, 60), (1441, 300), (99999, 300)]
)
def test_the_longer_nothing_is_said_the_longer_is_the_pause(under, minutes, seconds):
    comment = say(voice(), thread=under)
    Comment.objects.filter(pk=comment.pk).update(posted_at=timezone.now() - timedelta(minutes=minutes))
    for known in (0, 1):
        assert poll(browser(), under, 0, known=known)["Poll-After"] == str(seconds)


def test_an_empty_thread_is_as_old_as_its_article():
    for days, seconds in ((0, 2.5), (2, 300)):
        under = thread(article(published_at=timezone.now() - timedelta(days=days)))
        assert poll(browser(), under, 0, known=0)["Poll-After"] == str(seconds)


def test_what_waits_for_review_does_not_shorten_the_pause(under):
    Article.objects.update(published_at=timezone.now() - timedelta(days=9))
    Thread.objects.update(state=Thread.State.REVIEWED)
    say(voice(), thread=under)
    assert poll(browser(), under, 0)["Poll-After"] == "300"


def test_a_vote_wakes_a_quiet_thread(under, monkeypatch):
    clock = 1000.0
    monkeypatch.setattr(standings.time, "monotonic", lambda: clock)
    comment = say(voice(), thread=under)
    Comment.objects.update(posted_at=timezone.now() - timedelta(days=9))
    client = browser()
    assert poll(client, under, 1, known=1)["Poll-After"] == "300"
    clock += 5
    vote(voice(), comment)
    assert poll(client, under, 1, known=1)["Poll-After"] == "2.5"
    clock += 16 * 60
    assert poll(client, under, 2, known=2)["Poll-After"] == "15"


def test_a_closed_thread_is_asked_no_more(under):
    Thread.objects.update(state=Thread.State.CLOSED)
    for known in (None, 0):
        assert "Poll-After" not in poll(browser(), under, 0, known=known)
    assert "data-poll" not in Visitor().open("/articles/bridge/").html
