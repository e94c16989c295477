"""When a mail of which pace leaves, and how long is remembered that it did."""

from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from discussion.models import Event, Subscription

Pace = Subscription.Pace
UNDO_SECONDS = 10  # no mail of what a moderator did leaves before: so long he is offered to undo it
MORNING = 7  # o'clock, in the site's zone

# Long enough to answer "I got no mail", and to find out of what bounces whether it was we.
ADDRESS_KEPT = timedelta(days=30)
ROW_KEPT = timedelta(days=90)


def is_news(said_at: datetime, now: datetime) -> bool:
    """Whether anybody is mailed about it. Of what is older no row says any more who was: a comment that is hidden
    and restored would be mailed twice.
    """
    return said_at > now - ADDRESS_KEPT


def due(pace: str, now: datetime) -> datetime:
    if pace == Pace.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if pace == Pace.DAILY:
        return _next_morning(timezone.localtime(now))
    return now


def undo_is_over(event: Event) -> datetime:
    """When who did this is no longer offered to undo it by a press of a button. What was done together counts from its
    last. At most one query.
    """
    last = event.at
    if event.batch:
        last = Event.objects.filter(batch=event.batch).aggregate(last=Max("at"))["last"] or last
    return last + timedelta(seconds=UNDO_SECONDS)


def _next_morning(local: datetime) -> datetime:
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)  # by the clock on the wall
