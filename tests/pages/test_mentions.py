"""Mentions on the pages: asking to be mailed of them, and whom one may mean."""

import pytest
from django.test import Client

from discussion.models import Notice, Subscription
from tests.factories import article, guest, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

SUBSCRIPTIONS, PEOPLE = "/subscriptions/", "/people/"


@pytest.fixture
def ada():
    return person("ada", display_name="Ada Quist")


@pytest.fixture
def under():
    return thread(article("bridge"))


def kinds():
    return list(Subscription.objects.values_list("kind", "pace", "thread"))


def test_mails_of_mentions_begin_change_and_end_on_the_page_of_all(ada):
    page = Visitor(ada).open(SUBSCRIPTIONS)
    assert "@ada" in page.words
    page = page.press("Mail me mentions too")
    assert page.answers == [303, 200] and "Mentions of me, in any discussion" in page.words
    assert kinds() == [("mention", "at_once", None)] and not page.buttons("Mail me mentions too")
    page = page.press("Save", {"How often": "daily"})
    assert kinds() == [("mention", "daily", None)]
    page = page.press("End")
    assert kinds() == [] and page.buttons("Mail me mentions too")


def test_the_inbox_says_that_one_was_mentioned(ada, under):
    comment = say(voice(person("ben")), "As @ada says.", thread=under)
    Notice.objects.create(voice=voice(ada), comment=comment, reason="mention")
    assert "Ben mentioned you" in Visitor(ada).open("/inbox/").words


def test_a_preview_shows_whom_it_names(ada, under):
    page = Visitor(person()).open("/articles/bridge/").press("Preview", {"What would you add?": "Hello @ada."})
    assert 'href="/people/ada/"' in page.html


def test_people_are_offered_to_who_may_speak(ada, under):
    say(voice(ada), thread=under)
    client = Client()
    client.force_login(person())
    found = client.get(PEOPLE, {"starts": "qu", "thread": under.pk})
    assert found.status_code == 200 and 'data-handle="ada"' in found.content.decode()
    assert "1 person: arrow keys choose" in found.content.decode()


def test_others_are_offered_nobody(ada, under, client):
    say(voice(ada), thread=under)
    assert client.get(PEOPLE, {"starts": "ad"}).status_code == 403


@pytest.mark.parametrize("start", [None, "", "a", "%", "a%", "\x00\x00", "a b", "x" * 31, "x" * 5000, "<b>", "٣٣"])
@pytest.mark.parametrize("under", ["", "x", "-1", "9" * 40, "\x00", "0"])
def test_what_begins_no_name_finds_nobody(ada, start, under, client):
    client.force_login(ada)
    query = {"thread": under} | ({} if start is None else {"starts": start})
    found = client.get(PEOPLE, query)
    assert found.status_code == 200 and "<li" not in found.content.decode()


def test_its_questions_do_not_grow(ada, under, client, django_assert_max_num_queries):
    for _ in range(12):
        say(voice(person()), thread=under)
    client.force_login(ada)
    with django_assert_max_num_queries(4):
        client.get(PEOPLE, {"starts": "read", "thread": under.pk})


def test_guests_are_not_offered(under, client):
    say(guest("Gus of Gate", proved_at=under.article.published_at), thread=under)
    client.force_login(person())
    assert "<li" not in client.get(PEOPLE, {"starts": "gus"}).content.decode()
