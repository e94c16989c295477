"""What becomes of what somebody said when he closes his account, or is called otherwise."""

from django.db import transaction
from django.db.models import F

from discussion.events import record
from discussion.models import (
    Comment,
    Device,
    Event,
    Mail,
    Mute,
    Notice,
    State,
    Subscription,
    Thread,
    Visit,
    Voice,
    Wording,
)
from discussion.posting import change_state
from people.models import User
from people.names import FORMER_READER


@transaction.atomic
def leave(user: User, comments_go: bool) -> None:
    """Called by people.closing within its transaction. The comments of `user` stay under the name of those
    who left, or their words are erased and their places stay where replies hang.
    """
    Mute.objects.filter(user=user).delete()
    Visit.objects.filter(user=user).delete()
    voice = Voice.objects.filter(user=user).first()
    if voice is None:
        return
    _empty(voice)
    if comments_go:
        _erase_all(voice)


@transaction.atomic
def erase_voice(voice: Voice) -> None:
    """Of a guest: what he said, whom he is, and all that was to reach him. His votes count on, nobody's."""
    _empty(voice)
    _erase_all(voice)


def _empty(voice: Voice) -> None:
    for rows in (Subscription, Notice, Mail, Device):  # a mail has his address
        rows.objects.filter(voice=voice).delete()
    Voice.objects.filter(pk=voice.pk).update(name=str(FORMER_READER), email="", proved_at=None)
    _touch_where_heard(voice)


def _erase_all(voice: Voice) -> None:
    Mute.objects.filter(voice=voice).delete()
    mine = Comment.objects.filter(voice=voice).exclude(state=State.ERASED)
    for thread in sorted(set(mine.values_list("thread", flat=True))):
        _erase(Thread.objects.lock(thread), voice)


def _erase(thread: Thread, voice: Voice) -> None:
    for comment in Comment.objects.of_thread(thread).filter(voice=voice).exclude(state=State.ERASED):
        comment.thread = thread
        was = change_state(comment, State.ERASED)
        Wording.objects.filter(comment=comment).delete()
        Comment.objects.filter(pk=comment.pk).update(source="", html="")
        record(Event.Kind.ERASED, comment=comment, by=voice, was=was)


@transaction.atomic
def rename(user: User) -> None:
    """Called when something changed that stands beside his comments: his name, his page, whether he is staff."""
    voice = Voice.objects.filter(user=user).first()
    if voice:
        Voice.objects.filter(pk=voice.pk).update(name=user.display_name)
        _touch_where_heard(voice)


def _touch_where_heard(voice: Voice) -> None:
    """A visible change in every thread that he spoke in. Locks them in the order of their ids, as `moderate` does."""
    heard = Thread.objects.filter(pk__in=Comment.objects.filter(voice=voice).values("thread"))
    locked = list(heard.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    Thread.objects.filter(pk__in=locked).update(version=F("version") + 1)
