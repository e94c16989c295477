"""The front page as strangers get it: made once, and never an old one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from articles.models import Article, Photo, Section
from discussion.leaving import rename
from discussion.moderating import ACTS, moderate
from people.models import User
from tests.discussion.moderated import staff
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.kept import pages_made

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    return say(voice(person("ben")), "The root.", thread=thread(article("bridge", author=person("ann"))))


@pytest.fixture
def made():
    with pages_made() as names:
        yield names


def fresh():
    """As a process shows it that has kept nothing."""
    return Client().get("/").content


def called(handle, name):
    User.objects.filter(handle=handle).update(display_name=name)
    rename(User.objects.get(handle=handle))


def with_a_photo():
    file = {"width": 1200, "height": 800, "file": "photos/x.jpg"}
    Article.objects.update(lead_photo=Photo.objects.create(caption="The bridge", credit="Photo: Us", **file))


def test_it_is_made_once_and_then_costs_one_query(root, made):
    client = Client()
    first = client.get("/")
    with CaptureQueriesContext(connection) as queries:
        second = client.get("/?utm_source=elsewhere")
    assert (len(queries), made) == (1, ["articles/front.html"])
    assert second.content == first.content and b"1 comment" in first.content
    assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 304


CHANGES = {
    "another story": lambda root: article(published_at=timezone.now()),
    "a story taken back": lambda root: Article.objects.update(state=Article.State.DRAFT),
    "a comment": lambda root: say(voice(), thread=root.thread),
    "a rejection": lambda root: moderate([root.pk], ACTS["refuse"], by=staff(), reason="Rude."),
    "a headline": lambda root: Article.objects.update(headline="It fell"),
    "a standfirst": lambda root: Article.objects.update(standfirst="What happened."),
    "another time": lambda root: Article.objects.update(published_at=timezone.now() - timedelta(days=400)),
    "its author's name": lambda root: called("ann", "Somebody Else"),
    "its section's name": lambda root: Section.objects.update(name="Everywhere"),
    "its section's address": lambda root: Section.objects.update(slug="elsewhere"),
    "a section in the masthead": lambda root: Section.objects.create(name="Weather", slug="weather"),
    "a photo": lambda root: with_a_photo(),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_has_changed_shows_at_once(root, change):
    client = Client()
    before = client.get("/")
    CHANGES[change](root)
    assert before.content != client.get("/").content == fresh()


def test_what_a_photo_gained_shows_at_once(root):
    with_a_photo()
    client = Client()
    assert b"<source" not in client.get("/").content
    Photo.objects.update(ready=True)
    assert b"<source" in client.get("/").content


def test_a_vote_changes_nothing(root, made):
    client = Client()
    client.get("/")
    vote(voice(), root)
    client.get("/")
    assert len(made) == 1


def test_a_story_appears_by_the_clock(root):
    article(headline="At noon", published_at=timezone.now() + timedelta(hours=1))
    client = Client()
    with freeze_time(timezone.now()) as clock:
        assert b"At noon" not in client.get("/").content
        clock.tick(timedelta(hours=1, seconds=1))
        assert b"At noon" in client.get("/").content


def test_who_is_known_gets_a_page_of_his_own(root):
    ben, strange = Client(), Client()
    strange.get("/")
    ben.force_login(root.voice.user)
    assert b"Log out" in ben.get("/").content and b"Log out" not in strange.get("/").content
    assert ben.get("/")["Cache-Control"] == "private, no-cache"
