"""What a worker of test_shadows_carried_out.py does: Rounds, for so long; one of them bans meanwhile, and lifts."""

import time
import traceback
from datetime import timedelta

from django.utils import timezone

from discussion.models import Restriction, Voice
from discussion.moderating import lift_restriction, restrict, shadows
from discussion.moderating.restrictions import lift_expired
from people.models import User

FEW, FEWER = 20, 5


def work(*, seconds, bans=0, by=0, then=""):
    shadows.MOST_AT_ONCE, shadows.AT_A_TIME = FEW, FEWER
    until, told = time.monotonic() + seconds, {"tracebacks": []}
    try:
        while time.monotonic() < until:
            if bans:
                _ban_and_lift(Voice.objects.get(pk=bans), User.objects.get(pk=by), then)
            lift_expired()
            shadows.go_on()
    except Exception:  # noqa: BLE001  whatever it is, the test reads it
        told["tracebacks"].append(traceback.format_exc())
    return told


def _ban_and_lift(voice, by, then):
    end = timezone.now() + timedelta(days=1)
    ban = restrict(kind=Restriction.Kind.SHADOW, voice=voice, by=by, reason="", until=end, comments_too=True)
    time.sleep(0.2)
    if then == "lift":
        lift_restriction(restriction=ban, by=by)
    else:
        Restriction.objects.filter(pk=ban.pk).update(until=timezone.now())
    time.sleep(0.3)
