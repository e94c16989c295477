"""The pages of strangers, kept by a process and handed out before any view: never stale, whoever wrote."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.signals import request_started
from django.db import close_old_connections, connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from articles.models import Appeal, Article, Photo, Section, Tag
from discussion.leaving import rename
from discussion.models import Comment, State
from discussion.models import Thread as Discussion
from discussion.moderating import ACTS, moderate
from discussion.page_cache import PageCacheMiddleware, share
from tests.discussion.moderated import staff
from tests.factories import article, guest, person, say, thread, voice, vote
from tests.pages.kept import pages_made

pytestmark = pytest.mark.django_db
BRIDGE = "/articles/bridge/"


@pytest.fixture
def root():
    return say(voice(person("ben")), "The root.", thread=thread(article("bridge", body="<p>The bridge stands.</p>")))


@pytest.fixture
def made():
    with pages_made() as names:
        yield names


def fresh(address):
    """As a process shows it that has kept nothing."""
    return Client().get(address).content


def test_a_page_is_made_once_and_then_costs_one_query(root, made):
    client = Client()
    first = client.get(BRIDGE)
    with CaptureQueriesContext(connection) as queries:
        second = client.get(BRIDGE)
    assert made == ["articles/article.html"]
    assert len(queries) == 1
    assert second.content == first.content and b"The root." in first.content
    assert second.headers == first.headers
    assert second["Content-Security-Policy"] and second["X-Frame-Options"] == "DENY"


CHANGES = {
    "a comment": lambda root: say(voice(person("ada")), "Something new.", thread=root.thread),
    "a reply": lambda root: say(voice(person("ada")), "Something new.", under=root),
    "a vote": lambda root: vote(voice(person("ada")), root),
    "a rejection": lambda root: moderate([root.pk], ACTS["refuse"], by=staff(), reason="Rude."),
    "the name of who spoke": lambda root: called(root.voice.user, "Benjamin"),
    "the headline": lambda root: Article.objects.update(headline="It fell"),
    "the standfirst": lambda root: Article.objects.update(standfirst="What happened."),
    "the text": lambda root: Article.objects.update(body="<p>The bridge fell.</p>"),
    "its author's name": lambda root: called(root.thread.article.author, "Somebody Else"),
    "its section's name": lambda root: Section.objects.update(name="Everywhere"),
    "a section in the masthead": lambda root: Section.objects.create(name="Weather", slug="weather"),
    "a tag": lambda root: root.thread.article.tags.add(Tag.objects.create(name="Steel", slug="steel")),
    "an appeal for the site": lambda root: Appeal.objects.create(
        above="Help us.", button="Help", link="https://example.org/", site_wide=True
    ),
    "a photo": lambda root: Article.objects.update(lead_photo=photo()),
    "a closed discussion": lambda root: Discussion.objects.update(state=Discussion.State.CLOSED),
    "guests that may speak": lambda root: Discussion.objects.update(guests=Discussion.Guests.WELCOME),
    "a slow discussion": lambda root: Discussion.objects.update(slow_seconds=60),
    "no comments on passages": lambda root: Discussion.objects.update(feedback=Discussion.Feedback.OFF),
}


def called(user, name):
    user.display_name = name
    user.save()
    rename(user)


def photo():
    return Photo.objects.create(width=1200, height=800, caption="The bridge", credit="Photo: Us", file="photos/x.jpg")


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("path", ["", "comments/{}/", "?sort=best"])
def test_what_has_changed_shows_at_once(root, change, path):
    address = BRIDGE + path.format(root.pk)
    client = Client()
    before = client.get(address)
    CHANGES[change](root)
    after = client.get(address)
    assert after.content == fresh(address)
    if after.status_code == 200 and not (path.startswith("comments") and change in NOT_ON_THE_PAGE_OF_A_COMMENT):
        assert after.content != before.content
        assert after["ETag"] != before["ETag"]


NOT_ON_THE_PAGE_OF_A_COMMENT = {
    *("a comment", "the standfirst", "the text", "its author's name", "its section's name", "a tag", "a photo"),
    *("an appeal for the site", "a slow discussion", "guests that may speak", "no comments on passages"),
}


def test_what_has_changed_back_is_what_it_was(root):
    client = Client()
    was = client.get(BRIDGE)
    Article.objects.update(headline="It fell")
    assert client.get(BRIDGE).content != was.content
    Article.objects.update(headline=root.thread.article.headline)
    assert client.get(BRIDGE).content == was.content


def test_what_a_photo_gained_shows_at_once(root):
    Article.objects.update(lead_photo=photo())
    client = Client()
    assert b"<source" not in client.get(BRIDGE).content
    Photo.objects.update(ready=True)
    assert b"<source" in client.get(BRIDGE).content


def test_an_article_taken_back_is_gone_at_once(root):
    client = Client()
    client.get(BRIDGE)
    Article.objects.update(state=Article.State.DRAFT)
    assert client.get(BRIDGE).status_code == 404


def test_an_article_appears_and_a_discussion_closes_by_the_clock(root):
    Article.objects.update(published_at=timezone.now())
    Discussion.objects.update(close_after_days=2)
    client = Client()
    with freeze_time(timezone.now()) as clock:
        assert b'id="composer"' in client.get(BRIDGE).content
        clock.tick(timedelta(days=2, seconds=-5))
        assert b'id="composer"' in client.get(BRIDGE).content
        clock.tick(timedelta(seconds=6))
        assert b'id="composer"' not in client.get(BRIDGE).content
        Article.objects.update(published_at=timezone.now() + timedelta(hours=1))
        assert client.get(BRIDGE).status_code == 404
        clock.tick(timedelta(hours=1))
        assert client.get(BRIDGE).status_code == 200


def test_votes_that_were_hidden_show_when_their_time_has_come(root):
    Comment.objects.update(posted_at=timezone.now())
    vote(voice(person("ada")), root)
    Discussion.objects.update(hide_scores_hours=1)
    client = Client()
    with freeze_time(timezone.now()) as clock:
        hidden = client.get(BRIDGE).content
        clock.tick(timedelta(minutes=59))
        assert client.get(BRIDGE).content == hidden
        clock.tick(timedelta(minutes=2))
        assert client.get(BRIDGE).content == fresh(BRIDGE) != hidden


def test_who_is_known_gets_a_page_of_his_own(root, settings):
    settings.GUESTS = True
    ben, strange = Client(), Client()
    strange.get(BRIDGE)
    ben.force_login(root.voice.user)
    own = ben.get(BRIDGE)
    assert b"Log out" in own.content and b"Log out" not in strange.get(BRIDGE).content
    assert own["Cache-Control"] == "private, no-cache"
    ben.logout()
    assert b"Log in" in ben.get(BRIDGE).content


@pytest.mark.parametrize(
    "query", ["sort=nonsense", "after=nonsense", "sort=%00", "after=%F0%90%28", "&".join("abcd" * 300)]
)
def test_an_address_that_asks_for_nothing_there_is_keeps_nothing(root, query):
    client = Client()
    for _again in range(2):
        assert client.get(f"{BRIDGE}?{query}").status_code == Client().get(f"{BRIDGE}?{query}").status_code < 500
    assert client.get(BRIDGE).status_code == 200


def test_more_than_fits_is_not_kept(root, settings, made):
    settings.PAGE_CACHE_MIB = 0
    client = Client()
    assert client.get(BRIDGE).content == client.get(BRIDGE).content
    assert len(made) == 2


def test_a_guest_who_has_spoken_sees_it_at_once(root, settings):
    settings.GUESTS, settings.GUESTS_FIRST = True, "confirm"
    client = Client()
    client.get(BRIDGE)
    say(guest(), "From a guest.", thread=root.thread, state=State.HELD)
    assert b"From a guest." not in client.get(BRIDGE).content


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL does not say whether anything was written")
@pytest.mark.django_db(transaction=True)
def test_where_nothing_was_written_nothing_is_asked(root):
    """Not by this connection, and not by another."""
    client = Client()
    for write in (
        lambda: None,
        lambda: Section.objects.update(name="Of our own"),
        lambda: in_another_thread(lambda: Section.objects.update(name="Of others")),
    ):
        write()
        assert client.get(BRIDGE).content == fresh(BRIDGE)
        client.get(BRIDGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(BRIDGE)
        assert not queries.captured_queries


def in_another_thread(write):
    def work():
        write()
        connection.close()

    worker = Thread(target=work)
    worker.start()
    worker.join()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_at_once_one_makes_the_page(root, made):
    """All through one handler, as the threads of a process do."""
    client, together, answers = Client(), Barrier(8), []
    client.get("/healthz")  # the handler is ready
    request_started.disconnect(close_old_connections)

    def come():
        together.wait()
        answers.append(client.handler(client._base_environ(PATH_INFO=BRIDGE) | {"REQUEST_METHOD": "GET"}))
        connection.close()

    comers = [Thread(target=come) for _ in range(8)]
    for comer in comers:
        comer.start()
    for comer in comers:
        comer.join()
    request_started.connect(close_old_connections)
    assert len(made) == 1
    assert len({answer.content for answer in answers}) == 1 and {answer.status_code for answer in answers} == {200}


@pytest.mark.django_db(transaction=True)
def test_a_page_outlives_a_rollback(root, made):
    """After one the driver of PostgreSQL has all plans of the connection forgotten, with its next statement."""
    client = Client()
    client.get(BRIDGE)
    with transaction.atomic():
        Article.objects.update(headline="Not for long")
        transaction.set_rollback(True)
    assert Article.objects.exists()
    assert b"Not for long" not in client.get(BRIDGE).content
    assert len(made) == 1


class Overtaken(PageCacheMiddleware):
    """By one who asks for the page and gets it, after this one has looked for it and before he would make it."""

    overtaking = True

    def kept(self, name, facts):
        page = super().kept(name, facts)
        if self.overtaking:
            self.overtaking = False
            self(RequestFactory().get(BRIDGE))
        return page


def test_who_was_overtaken_gets_what_was_made_meanwhile(root):
    made = []

    def make(request):
        made.append(request)
        share(request, until=None)
        return HttpResponse(f"Page {len(made)}")

    assert Overtaken(make)(RequestFactory().get(BRIDGE)).content == b"Page 1"
    assert len(made) == 1
