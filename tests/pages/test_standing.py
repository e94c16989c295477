"""What the author of a comment is told of how it stands."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion.models import Rule, State, Thread
from discussion.moderating import ACTS, moderate, undo
from discussion.posting import change_state
from discussion.reporting import report_comment
from people.roles import MODERATORS
from tests.factories import article, person, say, staff, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db
BRIDGE, WHY = "/articles/bridge/", "What became of this comment"


@pytest.fixture(autouse=True)
def bridge():
    return thread(article("bridge"))


@pytest.fixture
def ada():
    return voice(person("ada"))


@pytest.fixture
def said(ada, bridge):
    return say(ada, "Words of Ada.", thread=bridge)


@pytest.fixture
def moderator():
    return staff(MODERATORS, "mod")


def decided(said, moderator, act, **why):
    return moderate([said.pk], ACTS[act], by=moderator, **why).batch


def why_of(visitor):
    return visitor.open(BRIDGE).follow("Why?")


def test_its_author_reads_why_it_was_rejected(said, ada, moderator):
    decided(said, moderator, "refuse", rule="private", reason="It names a school.")
    page = why_of(Visitor(ada.user))
    assert page.heading == WHY and page.status == 200
    assert "A moderator has rejected it." in page.words and "It names a school." in page.words
    assert "Tells private things of somebody" in page.words and not page.links("Mod")


@pytest.mark.parametrize(
    ("act", "badge", "words"),
    [
        ("hide", "Hidden by a moderator, only you can see this", "A moderator has hidden it."),
        ("spam", "Marked as spam, only you can see this", "A moderator took it for spam."),
        ("refuse", "Rejected by a moderator, only you can see this", "A moderator has rejected it."),
    ],
)
def test_the_badge_and_the_page_say_how_it_stands(said, ada, moderator, act, badge, words):
    decided(said, moderator, act, rule="spam")
    visitor = Visitor(ada.user)
    assert badge in visitor.open(BRIDGE).words
    assert words in why_of(visitor).words


def test_its_author_reads_that_readers_reported_it(said, ada):
    for _reader in range(3):
        report_comment(comment=said, by=voice(), rule=Rule.HATE, note="Secret note")
    visitor = Visitor(ada.user)
    assert "Held for review as readers reported it, only you can see this" in visitor.open(BRIDGE).words
    page = why_of(visitor)
    assert "Several readers reported it." in page.words and "Secret note" not in page.html


def test_its_author_reads_that_it_waits_for_review(ada, bridge):
    Thread.objects.filter(pk=bridge.pk).update(state="reviewed")
    say(ada, thread=bridge)
    visitor = Visitor(ada.user)
    assert "Waiting for review, only you can see this" in visitor.open(BRIDGE).words
    page = why_of(visitor)
    assert "It waits until a moderator has read it." in page.words and "reported" not in page.words


def test_an_act_that_was_undone_is_not_told(said, ada, moderator):
    undo(decided(said, moderator, "hide", rule="spam", reason="By mistake."), by=moderator)
    decided(said, moderator, "hide", rule="hate", reason="On purpose.")
    page = why_of(Visitor(ada.user))
    assert "On purpose." in page.words and "By mistake." not in page.words


def test_others_do_not_learn_how_it_stands(said, ada, moderator):
    address = f"/comments/{said.pk}/standing"
    for state in ("published", "hidden"):
        statuses = [Visitor(who).open(address).status for who in (None, person(), ada.user, moderator)]
        assert statuses == [404, 404, 200, 200], state
        if state == "published":
            decided(said, moderator, "hide", rule="spam")


def test_what_is_shown_to_its_author_alone_looks_published_to_him(said, ada, moderator):
    address = f"/comments/{said.pk}/standing"
    before = Visitor(ada.user).open(address).words
    change_state(said, State.SHADOWED)
    page = Visitor(ada.user).open(BRIDGE)
    assert Visitor(ada.user).open(address).words == before and "It is published" in before
    assert not page.links("Why?") and not page.all(class_="badge-wait") and not page.all(class_="is-waiting")
    assert "Words of Ada." in page.words
    assert "does not know that" in Visitor(moderator).open(address).words


def test_a_page_asks_no_query_more_for_what_is_kept(ada, bridge, moderator):
    kept = [say(ada, thread=bridge) for _ in range(8)]
    visitor = Visitor(ada.user)
    decided(kept[0], moderator, "hide", rule="spam")
    visitor.open(BRIDGE)
    with CaptureQueriesContext(connection) as few:
        visitor.open(BRIDGE)
    for one in kept[1:]:
        decided(one, moderator, "refuse", rule="spam")
    visitor.open(BRIDGE)
    with CaptureQueriesContext(connection) as many:
        assert len(visitor.open(BRIDGE).links("Why?")) == 8
    assert len(many) <= len(few)
