"""Some of what moderators do, so that there is a log of it."""

from django.contrib.auth.models import Group

from discussion.models import Rule, Thread
from discussion.moderating import ACTS, moderate, pick, set_thread, undo
from discussion.moderating.chain import chain
from people.roles import ADMINISTRATORS, MODERATORS, sync_staff
from tests.factories import person, say, thread, voice


def staff(role=MODERATORS, handle=None):
    user = person(handle)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    sync_staff(user)
    return user


def a_busy_day(by=None):
    """One comment refused, one hidden, one hidden and undone, a thread closed; all linked. Returns the comments."""
    mod, under = by or staff(), thread()
    refused, hidden, back, picked = (say(voice(), f"Number {number}.", thread=under) for number in range(4))
    moderate([refused.pk], ACTS["refuse"], by=mod, rule=Rule.ATTACK, reason="“Idiot” is an attack.")
    moderate([hidden.pk], ACTS["hide"], by=mod, reason="Off the subject.")
    undo(moderate([back.pk], ACTS["hide"], by=mod, reason="By mistake.").batch, by=mod)
    pick(comment=picked, by=staff(ADMINISTRATORS))
    set_thread(thread=under, state=Thread.State.CLOSED, by=mod, reason="All is said.")
    while chain():
        pass
    return refused, hidden, back, picked
