"""Mails that wait, and leave as one."""

from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from discussion.models import Mail, Subscription
from discussion.notifications.delivery import deliver
from discussion.notifications.pacing import due
from discussion.posting import withdraw_comment
from discussion.subscribing import subscribe
from tests.discussion.mailing import deliver_all, expand, follower, later, work
from tests.factories import say, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

Kind, Pace = Subscription.Kind, Subscription.Pace


def test_a_digest_is_one_mail(box, under):
    ada = follower(under, handle="ada", pace=Pace.HOURLY)
    other = thread()
    follower(other, handle="ben", pace=Pace.DAILY)
    subscribe(by=ada, thread=other, kind=Kind.THREAD, pace=Pace.DAILY)
    for place in (under, under, other):
        say(voice(), thread=place)
    work()
    assert box.arrived == [] and Mail.objects.count() == 4
    later(days=1)
    work()
    assert box.recipients == ["ada@example.org", "ben@example.org"]
    assert box.to("ada@example.org")[0]["Subject"] == "3 new comments in discussions that you follow"
    assert len(set(Mail.objects.filter(voice=ada).values_list("message_id", flat=True))) == 1


def test_a_digest_is_whole_though_a_worker_takes_little(box, under):
    follower(under, pace=Pace.HOURLY)
    for _ in range(5):
        say(voice(), thread=under)
    expand()
    later(hours=1)
    deliver(limit=2)
    assert [message["Subject"][:1] for message in box.arrived] == ["5"]


def test_of_a_digest_only_what_is_still_there(box, under):
    follower(under, pace=Pace.HOURLY)
    said = [say(voice(), thread=under) for _ in range(3)]
    expand()
    later(hours=1)
    withdraw_comment(comment=said[1], by=said[1].voice)
    deliver_all()
    assert [message["Subject"][:1] for message in box.arrived] == ["2"] and Mail.objects.count() == 2


def test_the_pace_says_when(settings):
    settings.TIME_ZONE = "Europe/Berlin"
    zone = ZoneInfo("Europe/Berlin")
    with timezone.override(zone):
        at = datetime(2026, 3, 28, 20, 59, 30, tzinfo=zone)  # the night in which clocks go forward
        assert due(Pace.AT_ONCE, at) == at
        assert due(Pace.HOURLY, at) == datetime(2026, 3, 28, 21, tzinfo=zone)
        assert due(Pace.DAILY, at) == datetime(2026, 3, 29, 7, tzinfo=zone)
        early = datetime(2026, 3, 28, 6, 59, tzinfo=zone)
        assert due(Pace.DAILY, early) == datetime(2026, 3, 28, 7, tzinfo=zone)
        assert due(Pace.DAILY, datetime(2026, 3, 28, 7, tzinfo=zone)) == datetime(2026, 3, 29, 7, tzinfo=zone)


def test_above_the_limit_of_an_address_there_is_a_digest(box, under, settings):
    settings.MAILS_AN_HOUR = 2
    follower(under, handle="ada")
    for _ in range(5):
        say(voice(), thread=under)
    work()
    assert len(box.arrived) == 2
    later(hours=1)
    work()
    assert len(box.arrived) == 3 and box.arrived[-1]["Subject"].startswith("3 new comments")
    assert not Mail.objects.open().exists()


def test_the_whole_site_has_a_limit_too(box, under, settings):
    settings.MAILS_A_MINUTE = 2
    for _ in range(5):
        follower(under)
    say(voice(), thread=under)
    for minute in count(1):
        work()
        assert len(box.arrived) == min(2 * minute, 5)
        if len(box.arrived) == 5:
            break
        Mail.objects.filter(sent_at__isnull=False).update(sent_at=timezone.now() - timedelta(minutes=2))
