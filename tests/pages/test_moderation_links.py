"""Deciding from a mail: without a log-in, once, for three days, and as who got it."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.utils import timezone

from discussion.models import Event, Rule, State, Thread
from discussion.moderating import ACTS, moderate, undo
from discussion.moderating.links import SALT, moderation_link
from discussion.posting import edit_comment
from people.roles import MODERATORS, sync_staff
from tests.discussion.test_moderating import staff
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor
from tests.pages.test_moderation_desk import report, state_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mod():
    return staff(MODERATORS)


@pytest.fixture
def comment():
    return say(voice(person("ben")), "Words that wait.", thread=thread(article("bridge"), state=Thread.State.REVIEWED))


def address(comment, mod):
    return urlsplit(moderation_link(comment, mod)).path


def test_a_press_approves_it_as_that_moderator_and_the_link_is_used_up(comment, mod, settings):
    link = moderation_link(comment, mod)
    assert link.startswith(settings.ORIGIN)
    page = Visitor().open(urlsplit(link).path)
    assert "Words that wait." in page.words and state_of(comment) == State.HELD
    done = page.press("Approve")
    assert (done.status, done.heading, state_of(comment)) == (200, "It is done.", State.PUBLISHED)
    assert Event.objects.get(kind=Event.Kind.APPROVED).by.user == mod
    assert page.press("Approve").status == 409
    assert Visitor().open(urlsplit(link).path).status == 409


def test_a_rejection_asks_for_a_rule(comment, mod):
    page = Visitor().open(address(comment, mod))
    refused = page.press("Reject")
    assert (refused.status, state_of(comment)) == (422, State.HELD)
    next(radio for radio in refused.all("input", name="rule") if radio.get("value") == Rule.HATE).set("checked", "")
    refused.press("Reject")
    assert (state_of(comment), Event.objects.get(kind=Event.Kind.REFUSED).rule) == (State.REFUSED, Rule.HATE)


@pytest.mark.parametrize("what", ["a decision", "a decision that was undone", "other words"])
def test_whatever_was_decided_since_ends_it(comment, mod, what):
    there = address(comment, mod)
    if what == "other words":
        thread(comment.thread.article, state=Thread.State.OPEN)
        edit_comment(comment=comment, by=comment.voice, source="Others.", wording=0)
    else:
        outcome = moderate([comment.pk], ACTS["approve"], by=mod)
        if "undone" in what:
            undo(outcome.batch, by=mod)
    assert Visitor().open(there).status == 409


def test_a_report_does_not_end_it(comment, mod):
    there = address(comment, mod)
    report(comment, note="Read this.")
    assert "Read this." in Visitor().open(there).words


def test_after_three_days_it_is_gone(comment, mod, monkeypatch):
    there = address(comment, mod)
    now = timezone.now().timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: now + 3 * 24 * 3600 + 60)
    assert Visitor().open(there).status == 410


@pytest.mark.parametrize("what", ["no role", "inactive", "suspended"])
def test_who_is_no_moderator_any_more_decides_nothing(comment, mod, what):
    page = Visitor().open(address(comment, mod))
    if what == "no role":
        mod.groups.clear()
        sync_staff(mod)
    elif what == "inactive":
        mod.is_active = False
    else:
        mod.suspended_until = timezone.now() + timedelta(days=1)
    mod.save()
    assert page.press("Approve").status == 403
    assert state_of(comment) == State.HELD


@pytest.mark.parametrize(
    "forged",
    ["x", "a:b:c", signing.dumps([1, 1, 1], salt="other")],
    ids=["no token", "no signature", "of another purpose"],
)
def test_what_is_none_of_ours_is_not_found(forged):
    assert Visitor().open(f"/moderation/links/{forged}/").status == 404


def test_ones_own_comment_offers_nothing(mod):
    own = say(voice(mod), thread=thread(article("river")))
    page = Visitor().open(address(own, mod))
    assert "Nobody moderates himself." in page.words and not page.buttons("Keep")
    assert signing.loads(address(own, mod).split("/")[-2], salt=SALT)[:2] == [own.pk, mod.pk]
