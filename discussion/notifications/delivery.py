"""Mails that are due leave. A worker takes some by a lease, sends them outside of any transaction, and writes down what
came of it; what a worker held that was killed, another takes when the lease has run out.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from discussion.models import Event, Mail, Subscription, Suppressed
from discussion.notifications.failures import Failure, failure_of, gist
from discussion.notifications.mails import message_id, message_of
from discussion.notifications.pacing import due
from discussion.notifications.wanting import still_wanted

logger = logging.getLogger("discussion.mail")

AT_A_TIME = 50
LEASE = timedelta(minutes=15)
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720)]
READ_WITH = (
    *("voice__user", "comment__voice__user", "comment__parent__voice", "comment__thread__article", "comment__passage"),
    *("event__thread__article", "event__comment", "event__undoes__comment"),
)


def deliver(limit: int = AT_A_TIME) -> bool:
    """Sends up to `limit` messages that are due. True: there may be more."""
    lease = timezone.now() + LEASE
    taken = claim(_within_the_minute(limit), lease)
    if not taken:
        return False
    Round(lease).send_all(taken)
    return True


def claim(limit: int, lease: datetime) -> list[Mail]:
    """So many that are due, letters first, and with a digest's first line all others of that reader. Nobody else
    gets them.
    """
    now = timezone.now()
    if limit <= 0 or not Mail.objects.due(now).exists():  # most often: no lock for that
        return []
    with transaction.atomic():
        free = Mail.objects.due(now).order_by("due_at", "pk").select_for_update(skip_locked=True)
        letters = set(free.letters().values_list("pk", flat=True)[:limit])
        news = free.news()
        first = list(news.values_list("pk", "voice", "pace")[: limit - len(letters)])
        readers = {voice for _pk, voice, pace in first if pace != Subscription.Pace.AT_ONCE}
        rest = (
            news.filter(voice__in=readers).exclude(pace=Subscription.Pace.AT_ONCE) if readers else Mail.objects.none()
        )
        taken = letters | {pk for pk, _voice, _pace in first} | set(rest.values_list("pk", flat=True))
        taken |= _told_together(news, taken)
        Mail.objects.filter(pk__in=taken).update(lease_until=lease)
    held = Mail.objects.filter(pk__in=taken).select_related("event").order_by("due_at", "pk")
    return sorted(held, key=lambda mail: not mail.is_letter)


def in_messages(mails: Sequence[Mail]) -> list[list[Mail]]:
    """At once: each by itself, as they came, but what moderators decided together about one reader. Digests: what one
    reader has, as a moderator what waits for him apart from that.
    """
    decided = [mail for mail in mails if mail.kind == Mail.Kind.DECISION]
    singles = [[mail] for mail in mails if mail.kind != Mail.Kind.DECISION and (mail.at_once or mail.is_letter)]
    waited = [mail for mail in mails if not (mail.at_once or mail.is_letter)]
    return [
        *singles,
        *_grouped(decided, lambda mail: (mail.voice_id, str(mail.event.batch or mail.pk) if mail.event else "")),
        *_grouped(waited, lambda mail: (mail.voice_id, str(mail.kind == Mail.Kind.REVIEW))),
    ]


def _told_together(news: QuerySet[Mail], taken: set[int]) -> set[int]:
    """With the first of several decisions that one gesture made about a reader come the others."""
    first = Mail.objects.filter(pk__in=taken, kind=Mail.Kind.DECISION, event__batch__isnull=False)
    readers = set(first.values_list("voice", flat=True))
    if not readers:
        return set()
    together = Event.objects.filter(batch__in=set(first.values_list("event__batch", flat=True)))
    rest = news.filter(kind=Mail.Kind.DECISION, voice__in=readers, event__in=together)  # events need no lock
    return set(rest.values_list("pk", flat=True))


def _grouped(mails: list[Mail], by: Callable[[Mail], tuple[int, str]]) -> list[list[Mail]]:
    return [list(some) for _key, some in groupby(sorted(mails, key=by), key=by)]


class Round:
    """One connection for all that a worker has taken."""

    def __init__(self, lease: datetime) -> None:
        self.lease = lease
        self.connection: BaseEmailBackend = get_connection()

    def send_all(self, taken: Sequence[Mail]) -> None:
        messages = in_messages(taken)
        try:
            while messages:
                failure = self.send([mail.pk for mail in messages.pop(0)])
                if failure and failure.of_server:
                    rest = [mail for mails in messages for mail in mails]
                    _postpone(_held(rest, self.lease), failure)
                    break
        finally:
            self.connection.close()

    def send(self, mails: Sequence[int]) -> Failure | None:
        self._renew()
        wanted = still_wanted(Mail.objects.filter(pk__in=mails, lease_until=self.lease).select_related(*READ_WITH))
        if not wanted or _waits_for_its_hour(wanted):
            return None
        failure = self._hand_over(wanted)
        if failure is None:
            Mail.objects.filter(pk__in=[mail.pk for mail in wanted]).update(
                sent_at=timezone.now(),
                address=wanted[0].address,
                message_id=message_id(wanted),
                lease_until=None,
                error="",
            )
        else:
            _write_down(wanted, failure)
        return failure

    def _renew(self) -> None:
        """In time, so that nobody takes what a slow server keeps waiting."""
        now = timezone.now()
        if now > self.lease - LEASE / 2:
            Mail.objects.open().filter(lease_until=self.lease).update(lease_until=now + LEASE)
            self.lease = now + LEASE

    def _hand_over(self, mails: Sequence[Mail]) -> Failure | None:
        try:
            message = message_of(mails)
            self.connection.open()
            self.connection.send_messages([message])
        except Exception as error:  # noqa: BLE001  one mail that cannot be made must not hold up all others
            logger.warning("Mail %s to voice %s: %s", mails[0].pk, mails[0].voice_id, gist(error))
            return failure_of(error)
        return None


def _waits_for_its_hour(mails: Sequence[Mail]) -> bool:
    """Above the limit of an address what it is told becomes a digest of the next hour. Letters have a limit of their
    own, where they are written: guests/proving.py. Of decisions everybody hears at once.
    """
    now = timezone.now()
    if not settings.MAILS_AN_HOUR or not mails[0].at_once or mails[0].is_letter or mails[0].kind == Mail.Kind.DECISION:
        return False
    told = Mail.objects.news()
    lately = told.filter(address=mails[0].address, sent_at__gt=now - timedelta(hours=1))
    if lately.values("message_id").distinct().count() < settings.MAILS_AN_HOUR:
        return False
    pace = Subscription.Pace.HOURLY
    Mail.objects.filter(pk=mails[0].pk).update(pace=pace, due_at=due(pace, now), lease_until=None)
    return True


def _within_the_minute(limit: int) -> int:
    if not settings.MAILS_A_MINUTE:
        return limit
    lately = Mail.objects.filter(sent_at__gt=timezone.now() - timedelta(minutes=1))
    return min(limit, settings.MAILS_A_MINUTE - lately.values("message_id").distinct().count())


def _held(mails: Sequence[Mail], lease: datetime) -> list[Mail]:
    return list(Mail.objects.open().filter(pk__in=[mail.pk for mail in mails], lease_until=lease))


def _write_down(mails: Sequence[Mail], failure: Failure) -> None:
    if not failure.final:
        return _postpone(mails, failure)
    _give_up(mails, failure)
    if failure.of_address:
        bounced = Suppressed(address=mails[0].address, error=failure.words[:500])
        Suppressed.objects.bulk_create([bounced], ignore_conflicts=True)
    return None


def _postpone(mails: Sequence[Mail], failure: Failure) -> None:
    now = timezone.now()
    for mail in mails:
        if mail.attempts >= len(PAUSES):
            _give_up([mail], failure)
            continue
        Mail.objects.filter(pk=mail.pk).update(
            attempts=mail.attempts + 1,
            due_at=now + PAUSES[mail.attempts],
            lease_until=None,
            error=failure.words[:500],
        )


def _give_up(mails: Sequence[Mail], failure: Failure) -> None:
    for mail in mails:
        Mail.objects.filter(pk=mail.pk).update(
            attempts=mail.attempts + 1, failed_at=timezone.now(), lease_until=None, error=failure.words[:500]
        )
