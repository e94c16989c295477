"""The moderators' page of a discussion, and what readers see of what they set there."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from discussion.models import Comment, Event, Thread
from discussion.moderating import pin, set_thread
from people.roles import ADMINISTRATORS, EDITORS
from tests.discussion.moderators import moderator, rows
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.attacks import bad_links, packed, skeleton
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

FIELDS = {"state": "open", "guests": "", "feedback": "", "slow_seconds": "0", "hide_scores_hours": ""}
FIELDS |= {"close_after_days": "", "reason": ""}


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def under():
    return thread(article("bridge"))


@pytest.fixture
def mod():
    return moderator()


@pytest.fixture
def desk(mod):
    client = Client()
    client.force_login(mod)
    return client


def address(under):
    return f"/moderation/threads/{under.pk}/"


def scores(client):
    page = client.get("/articles/bridge/").content.decode()
    return page.count('<span class="score">'), page.count('<span class="score" hidden>')


def test_what_somebody_above_has_set_stays_and_the_page_says_so(desk, under):
    set_thread(thread=under, by=moderator(ADMINISTRATORS), state=Thread.State.CLOSED)
    answer = desk.post(address(under), {**FIELDS, "state": "open"})
    assert answer.status_code == 403 and "Nobody overturns" in answer.content.decode()
    assert Thread.objects.get().state == Thread.State.CLOSED


def test_what_is_set_holds_and_is_undone_from_the_history(desk, under):
    say(voice(), thread=under)
    before = rows()
    answer = desk.post(address(under), {**FIELDS, "slow_seconds": "300", "close_after_days": "900", "reason": "Calm."})
    assert (answer.status_code, answer["Location"]) == (303, address(under))
    page = desk.get(address(under)).content.decode()
    assert "By the clock it closes on" in page and page.count("Calm.") == 2
    batch = Event.objects.get(kept__field="slow_seconds").batch
    desk.post(address(under), {"undo": str(batch)})
    assert rows() == before
    assert "Nothing has been" not in desk.get(address(under)).content.decode()


@pytest.mark.parametrize("wrong", [{"state": "no"}, {"slow_seconds": "-1"}, {"reason": "x" * 1001}, {"guests": "?"}])
def test_nonsense_is_refused_and_changes_nothing(desk, under, wrong):
    before = rows()
    assert desk.post(address(under), FIELDS | wrong).status_code == 422
    assert rows() == before and not Event.objects.exists()


def test_acts_of_other_discussions_are_not_undone_here(desk, under, mod):
    elsewhere = thread()
    set_thread(thread=elsewhere, by=mod, slow_seconds=60)
    for batch in (Event.objects.get().batch, "nonsense"):
        assert desk.post(address(under), {"undo": str(batch)}).status_code == 404
    elsewhere.refresh_from_db()
    assert elsewhere.slow_seconds == 60


def test_the_article_leads_moderators_there_and_nobody_else(under, mod):
    say(voice(), thread=under)
    for user, there in ((mod, True), (moderator(EDITORS), False), (person(), False), (None, False)):
        assert ("Moderate this discussion" in Visitor(user).open("/articles/bridge/").words) == there


@pytest.mark.parametrize("page", ["thread", "pin", "root"])
def test_who_does_not_moderate_finds_nothing_and_changes_nothing(under, page):
    reply = say(voice(), under=say(voice(), thread=under))
    url = address(under) if page == "thread" else f"/comments/{reply.pk}/{page}"
    before = rows()
    for user, statuses in ((None, {302}), (person(), {302, 403}), (moderator(EDITORS), {404})):
        client = Client()
        if user:
            client.force_login(user)
        assert client.get(url).status_code in statuses
        assert client.post(url, {**FIELDS, "state": "closed"}).status_code in statuses
    assert rows() == before


def test_a_comment_is_pinned_and_unpinned_by_a_page_that_asks(desk, under):
    first, second = say(voice(), "First.", thread=under), say(voice(), "Second.", thread=under)
    assert "Pin this comment?" in desk.get(f"/comments/{first.pk}/pin").content.decode()
    assert not Comment.objects.pinned()
    desk.post(f"/comments/{first.pk}/pin", {"reason": "Read this."})
    page = Client().get("/articles/bridge/").content.decode()
    assert page.index("First.") < page.index("Second.") and page.count(">Pinned<") == 1
    assert "Unpin this comment?" in desk.get(f"/comments/{first.pk}/pin").content.decode()
    desk.post(f"/comments/{first.pk}/pin", {"reason": ""})
    page = Client().get("/articles/bridge/").content.decode()
    assert page.index("Second.") < page.index("First.") and ">Pinned<" not in page
    assert desk.get(f"/comments/{say(voice(), under=second).pk}/pin").status_code == 403


def test_a_reply_becomes_a_conversation_and_its_address_stays(desk, under):
    reply = say(voice(), "Another subject.", under=say(voice(), thread=under))
    assert "conversation of its own?" in desk.get(f"/comments/{reply.pk}/root").content.decode()
    answer = desk.post(f"/comments/{reply.pk}/root", {"reason": ""})
    assert answer["Location"] == f"/articles/bridge/comments/{reply.pk}/#comment-{reply.pk}"
    assert Client().get(answer["Location"]).status_code == 200
    page = Client().get("/articles/bridge/").content.decode()
    assert page.count("in reply to") == 0 and f'id="comment-{reply.pk}"' in page
    assert desk.get(f"/comments/{reply.pk}/root").status_code == 403


def test_a_reason_is_text(mod, under):
    comment = say(voice(), thread=under)
    pin(comment=comment, by=mod, reason="Harmless.")
    set_thread(thread=under, by=mod, slow_seconds=60, reason="Harmless.")
    visitor = Visitor(mod)
    bones = skeleton(visitor.open(address(under)))
    for text in packed(1000):
        Event.objects.update(reason=text)
        page = visitor.open(address(under))
        assert skeleton(page) == bones and not bad_links(page)


def test_the_composer_says_that_slow_mode_is_on_and_a_post_that_came_too_soon_when(under):
    Thread.objects.update(slow_seconds=300)
    assert "Slow mode: 5 minutes" in Client().get("/articles/bridge/").content.decode()
    ben = voice(person("ben"))
    say(ben, thread=under)
    visitor = Visitor(ben.user)
    page = visitor.open("/articles/bridge/").press("Post comment", {"What would you add?": "Too soon."})
    assert page.status == 429 and "You can post again in 5 minutes" in page.words and "Too soon." in page.html


def test_new_comments_show_no_number_until_their_time_comes(under):
    comment = say(voice(), thread=under)
    vote(voice(), comment)
    assert scores(Client()) == (2, 0)
    Thread.objects.update(hide_scores_hours=2)
    caches["pages"].clear()
    assert scores(Client()) == (0, 2)
    polled = Client().get(f"/threads/{under.pk}/changes?since=0").json()
    assert polled["votes"] == {}
    Comment.objects.update(posted_at=timezone.now() - timedelta(hours=2))
    caches["pages"].clear()
    assert scores(Client()) == (2, 0)
    assert Client().get(f"/threads/{under.pk}/changes?since=0").json()["votes"]


def test_a_kept_page_ends_when_the_next_number_appears(under, monkeypatch):
    say(voice(), thread=under)
    Thread.objects.update(hide_scores_hours=2)
    assert scores(Client()) == (0, 2)
    later = timezone.now() + timedelta(hours=2, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert scores(Client()) == (2, 0)


def test_a_kept_page_ends_when_the_clock_closes_the_discussion(under, monkeypatch):
    say(voice(), thread=under)
    Thread.objects.update(close_after_days=2)
    page = Client().get("/articles/bridge/").content.decode()
    assert 'class="i-reply"' in page and "data-poll" in page
    later = timezone.now() + timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    page = Client().get("/articles/bridge/").content.decode()
    assert 'class="i-reply"' not in page and "data-poll" not in page
    assert "This discussion closed on" in page


def test_a_pin_shows_at_once(under, mod):
    first = say(voice(), "First.", thread=under)
    say(voice(), "Second.", thread=under)
    page = Client().get("/articles/bridge/").content.decode()
    pin(comment=first, by=mod)
    after = Client().get("/articles/bridge/").content.decode()
    assert page.index("First.") > page.index("Second.") and after.index("First.") < after.index("Second.")
