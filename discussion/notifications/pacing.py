"""When a mail of which pace leaves."""

from datetime import datetime, timedelta

from django.utils import timezone

from discussion.models import Subscription

Pace = Subscription.Pace
MORNING = 7  # o'clock, in the site's zone


def due(pace: str, now: datetime) -> datetime:
    if pace == Pace.HOURLY:
        return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if pace == Pace.DAILY:
        return _next_morning(timezone.localtime(now))
    return now


def _next_morning(local: datetime) -> datetime:
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return morning if morning > local else morning + timedelta(days=1)  # by the clock on the wall
