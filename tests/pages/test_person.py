"""A person's page: who he is, and what he said."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.conversation import profile
from discussion.models import Comment, State, Voice
from discussion.muting import mute
from discussion.posting import withdraw_comment
from people.closing import close_account
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben():
    return person("ben", display_name="Ben", about="I build <b>bridges</b>.\nAnd *cross* them.\n\nOften.")


@pytest.fixture
def bridge():
    return thread(article("bridge", headline="A bridge"))


def bodies(page):
    return page.said(tag="div", class_="c-body")


def at(comment, **ago):
    Comment.objects.filter(pk=comment.pk).update(posted_at=timezone.now() - timedelta(**ago))
    return comment


# Who he is


def test_a_person_has_a_page(ben, bridge):
    say(voice(ben), thread=bridge)
    page = Visitor().open("/people/ben/")
    assert page.answers == [200]
    assert (page.heading, page.title.split(" | ")[0]) == ("Ben", "Ben")
    assert "@ben, here since" in page.words and "1 comment" in page.words
    assert "Staff" not in page.words


def test_what_he_says_of_himself_is_text(ben):
    page = Visitor().open("/people/ben/")
    about = page.one("div", class_="about")
    assert page.said(class_="about") == ["I build <b>bridges</b>.And *cross* them. Often."]
    assert [element.tag for element in about.iter()] == ["div", "p", "br", "p"]


def test_staff_are_known_as_such():
    person("elin", is_staff=True)
    assert "Staff" in Visitor().open("/people/elin/").said(class_="badge")


@pytest.mark.parametrize("handle", ["nobody", "ab", "a" * 31, "b.n", "бен", "\x00", "ben\x00", "former1", "-1", "..."])
def test_who_is_not_there_has_none(client, ben, handle):
    assert client.get(f"/people/{quote(handle)}/").status_code == 404


def test_closed_and_inactive_accounts_have_none(ben):
    eve = person("eve", is_active=False)
    close_account(ben, comments_go=False)
    ben.refresh_from_db()
    for handle in ("ben", ben.handle, eve.handle):
        assert Visitor().open(f"/people/{handle}/").status == 404


@pytest.mark.parametrize("handle", ["Ben", "BEN", "ＢＥＮ"])
def test_one_address_is_his_own(ben, handle):
    page = Visitor().open(f"/people/{handle}/?after=0.1.1")
    assert (page.answers, page.address) == ([301, 200], "/people/ben/?after=0.1.1")


# What he said


def test_his_comments_stand_there_newest_first_with_what_they_belong_to(ben, bridge):
    ada, tunnel = voice(person("ada", display_name="Ada")), thread(article("tunnel", headline="A tunnel"))
    asked = say(ada, "Is it long?", thread=bridge)
    old = at(say(voice(ben), "It is *long*.", under=asked), hours=2)
    new = at(say(voice(ben), "It is dark.", thread=tunnel), hours=1)
    vote(ada, old)
    page = Visitor().open("/people/ben/")
    assert bodies(page) == ["It is dark.", "It is long."]
    assert page.said(tag="h3") == ["A tunnel", "A bridge"]
    assert page.follow("A tunnel").address == "/articles/tunnel/"
    assert page.follow("in reply to Ada").address.startswith(f"/articles/bridge/comments/{asked.pk}/")
    addresses = [link.get("href") for link in page.links() if "comments" in link.get("href")]
    assert f"/articles/tunnel/comments/{new.pk}/" in addresses and f"/articles/bridge/comments/{old.pk}/" in addresses
    assert page.said(tag="p", class_="tally")[1].endswith("Votes up: 1 Votes down: 0")


def test_who_said_nothing_has_an_empty_page(ben):
    assert "Ben has not said anything yet." in Visitor().open("/people/ben/").words
    assert "You have not said anything yet." in Visitor(ben).open("/people/ben/").words
    assert not Voice.objects.exists()


def test_twenty_are_on_a_page_and_none_is_lost_or_repeated(ben, bridge):
    said = [say(voice(ben), f"No {number}.", thread=bridge) for number in range(45)]
    Comment.objects.update(posted_at=timezone.now())  # all at once: the id decides
    at(said[20], days=1)
    seen, page = [], Visitor().open("/people/ben/")
    seen += bodies(page)
    assert "45 comments" in page.words and len(seen) == 20
    say(voice(ben), "In between.", thread=bridge)
    while page.links("Earlier comments"):
        page = page.follow("Earlier comments")
        seen += bodies(page)
    expected = [f"No {number}." for number in reversed(range(45)) if number != 20]
    assert seen == [*expected, "No 20."]
    assert bodies(page.follow("From the newest on"))[0] == "In between."


def test_after_the_last_there_are_no_more(ben, bridge):
    say(voice(ben), thread=bridge)
    assert "There are no more comments." in Visitor().open("/people/ben/?after=0.1.1").words


def test_very_many_are_not_counted_to_the_end(ben, bridge, monkeypatch):
    monkeypatch.setattr(profile, "COUNTED", 2)
    for _ in range(2):
        say(voice(ben), thread=bridge)
    assert Visitor().open("/people/ben/").said(class_="known") == ["2 comments"]
    say(voice(ben), thread=bridge)
    assert Visitor().open("/people/ben/").said(class_="known") == ["more than 2 comments"]


@pytest.mark.parametrize(
    "after", ["x", "1", "1.2", "1.2.3.4", "-1.2.3", "0.999999999999999999.1", "9" * 40 + ".1.1", "1.1.1\n", "١.١.١"]
)
def test_an_address_that_leads_nowhere_says_so(client, ben, after):
    response = client.get("/people/ben/", {"after": after})
    assert response.status_code == 400
    assert "This address does not lead to a page of comments." in response.content.decode()


def test_a_page_asks_little_however_much_he_said(ben):
    ada, reader = voice(person("ada")), person("reader")
    questions = []

    def ask(client):
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/people/ben/").status_code == 200
        questions.append(len(asked))

    for count in (3, 57):
        for _ in range(count):
            say(voice(ben), under=say(ada, thread=thread()))
        mute(by=ben, voice=voice())
        for user in (None, reader, ben):
            client = Client()
            if user:
                client.force_login(user)
            ask(client)
    assert questions[:3] == questions[3:] and max(questions) <= 12


# Who reads what


def test_what_nobody_may_read_is_not_there(ben, bridge):
    mine = voice(ben)
    say(mine, "Published.", thread=bridge)
    for state in (State.HELD, State.HIDDEN, State.SPAM):
        say(mine, f"Kept: {state}.", thread=bridge, state=state)
    gone = say(mine, "Taken back.", thread=bridge)
    say(voice(), "An answer.", under=gone)
    withdraw_comment(comment=gone, by=mine)
    moderator = person("mod1", is_staff=True)
    moderator.user_permissions.set(Permission.objects.filter(codename="moderate"))
    kept = {f"Kept: {state}." for state in (State.HELD, State.HIDDEN, State.SPAM)}
    for visitor in (Visitor(), Visitor(person("eve"))):
        page = visitor.open("/people/ben/")
        assert bodies(page) == ["Published."] and "1 comment" in page.words
        assert "Kept" not in page.html and "Taken" not in page.html
    for visitor in (Visitor(ben), Visitor(moderator)):
        page = visitor.open("/people/ben/")
        assert set(bodies(page)) == {"Published."} | kept and "1 comment" in page.words
        assert "Taken" not in page.html
    assert "Waiting for review, only you can see this" in Visitor(ben).open("/people/ben/").words


def test_what_is_said_under_an_article_that_is_not_out_is_not_there(ben):
    for fields in (
        {"state": "draft", "published_at": None, "headline": "Secret"},
        {"published_at": timezone.now() + timedelta(hours=1), "headline": "Secret"},
    ):
        say(voice(ben), "Too early.", thread=thread(article(**fields)))
    for visitor in (Visitor(), Visitor(ben)):
        page = visitor.open("/people/ben/")
        assert bodies(page) == [] and "Secret" not in page.html and "1 comment" not in page.words


def test_of_what_he_answered_no_more_is_told_than_the_discussion_tells(ben, bridge):
    ada = voice(person("ada", display_name="Ada"))
    asked = say(ada, "Is it long?", thread=bridge)
    say(voice(ben), "It is.", under=asked)
    withdraw_comment(comment=asked, by=ada)
    page = Visitor().open("/people/ben/")
    assert page.links("in reply to a deleted comment") and "Ada" not in page.html


def test_one_finds_ones_own_page_from_the_account(ben):
    page = Visitor(ben).open("/accounts/name/").follow("Your profile")
    assert page.address == "/people/ben/"
    assert page.follow("Change your name or words").address == "/accounts/name/"
