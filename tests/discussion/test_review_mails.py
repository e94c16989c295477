"""Moderators who asked for it hear by mail of what waits for them, as long as it does."""

import pytest

from discussion.events import record
from discussion.models import Event, State, Subscription, Thread
from tests.discussion.deciding_mails import body, decide, moderator, reported
from tests.discussion.mailing import Kind, Pace, deliver_all, later, mail_server, work
from tests.factories import article, person, say, thread, voice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def box(settings):
    settings.TELL_AUTHORS = False
    with mail_server(settings) as box:
        yield box


@pytest.fixture
def mod():
    return moderator("mod")


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def bridge():
    return thread(article("bridge"))


def asked(handle="chief", **more):
    user = moderator(handle)
    return Subscription.objects.create(voice=voice(user), kind=Kind.REVIEW, **more)


def test_who_asked_hears_of_what_waits_with_a_link(box, bridge, ben):
    asked()
    Thread.objects.filter(pk=bridge.pk).update(state=Thread.State.REVIEWED)
    say(ben, "Waiting words.", thread=bridge)
    work()
    (message,) = box.arrived
    assert message["To"] == "chief@example.org"
    assert message["Subject"] == "Waits for moderators: Headline of bridge"
    assert "Waiting words." in body(message)
    assert "Decide: http://127.0.0.1:8000/moderation/" in body(message)
    assert message["List-Unsubscribe"]


def test_what_is_out_is_no_work(box, bridge, ben):
    asked()
    say(ben, thread=bridge)
    work()
    assert box.arrived == []


def test_held_after_reports_it_comes_with_what_was_said(box, bridge, ben):
    asked()
    comment = say(ben, thread=bridge, state=State.HELD)
    reported(comment, voice(), rule="hate")
    record(Event.Kind.REPORT_HELD, comment=comment, by=None, was=State.PUBLISHED)
    work()
    assert "1 report: Hateful or discriminating" in body(box.arrived[0])


@pytest.mark.parametrize("then", ["decided", "no moderator", "ended", "his own"])
def test_who_need_not_decide_any_more_is_not_mailed(box, bridge, ben, mod, then):
    subscription = asked(pace=Pace.HOURLY)
    Thread.objects.filter(pk=bridge.pk).update(state=Thread.State.REVIEWED)
    comment = say(subscription.voice if then == "his own" else ben, thread=bridge)
    work()
    if then == "decided":
        decide("approve", comment, by=mod)
    elif then == "no moderator":
        subscription.voice.user.user_permissions.clear()
    elif then == "ended":
        subscription.delete()
    work()
    later(hours=1)
    deliver_all()
    assert box.to("chief@example.org") == []


def test_a_digest_of_what_waits_is_one_mail_and_holds_nothing_else(box, bridge, ben):
    subscription = asked(pace=Pace.HOURLY)
    Subscription.objects.create(voice=subscription.voice, thread=bridge, kind=Kind.THREAD, pace=Pace.HOURLY)
    say(ben, "Out.", thread=bridge)
    Thread.objects.filter(pk=bridge.pk).update(state=Thread.State.REVIEWED)
    for number in range(3):
        say(ben, f"Waits {number}.", thread=bridge)
    work()
    assert box.arrived == []
    later(hours=1)
    deliver_all()
    assert sorted(message["Subject"] for message in box.arrived) == [
        "3 comments wait for moderators",
        "New comments: Headline of bridge",
    ]
