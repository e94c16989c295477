"""Asking to be told of what is said, and ending that. No Events: whom somebody follows is nobody's business."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from discussion.models import Comment, Subscription, Thread, Voice
from discussion.permissions import NotAllowed
from discussion.restricting import restraints_of
from kit.contention import patiently

MOST = 500  # one page shows them all


@patiently
def subscribe(
    *,
    by: Voice,
    thread: Thread | None,
    kind: Subscription.Kind,
    comment: Comment | None = None,
    pace: Subscription.Pace = Subscription.Pace.AT_ONCE,
    address: str = "",
) -> Subscription:
    """The subscription, with this pace, whether it stood before or not; who subscribes no longer mutes the
    thread. `comment` is for BRANCH alone, MENTION and REVIEW alone have no thread. `address`: of
    the network. Raises NotAllowed.
    """
    _refuse_what_makes_no_sense(by, thread, kind, comment)
    if kind != Subscription.Kind.MUTED:
        restraints_of(by, address).refusal.or_refuse()
    mine = Subscription.objects.filter(voice=by)
    asked = mine.filter(thread=thread, kind=kind, comment=comment)
    if not asked.exists() and mine.count() >= MOST:
        raise NotAllowed(_("You follow as many discussions as one can. End one of your subscriptions first."))
    if thread and kind != Subscription.Kind.MUTED:
        unmute_thread(by=by, thread=thread)
    subscription, _made = Subscription.objects.update_or_create(
        voice=by, thread=thread, kind=kind, comment=comment, defaults={"pace": pace}
    )
    return subscription


@patiently
def unsubscribe(*, by: Voice, subscription: Subscription) -> None:
    """No mail that waits for it leaves after this. A second time changes nothing. Raises NotAllowed."""
    _refuse_others(by, subscription)
    Subscription.objects.filter(pk=subscription.pk).delete()


@patiently
def unsubscribe_from_all(*, by: Voice) -> None:
    """What he muted stays muted."""
    Subscription.objects.filter(voice=by).exclude(kind=Subscription.Kind.MUTED).delete()


@patiently
def set_pace(*, by: Voice, subscription: Subscription, pace: Subscription.Pace) -> None:
    """For mails to come. Raises NotAllowed."""
    _refuse_others(by, subscription)
    Subscription.objects.filter(pk=subscription.pk).update(pace=pace)


@patiently
def mute_thread(*, by: Voice, thread: Thread) -> None:
    """Nothing of this thread by mail or in the inbox. What he subscribed to stays, for when he unmutes it."""
    subscribe(by=by, thread=thread, kind=Subscription.Kind.MUTED)


@patiently
def unmute_thread(*, by: Voice, thread: Thread) -> None:
    Subscription.objects.filter(voice=by, thread=thread, kind=Subscription.Kind.MUTED).delete()


def subscriptions_of(voice: Voice) -> QuerySet[Subscription]:
    """Newest first, with what a page says of them; the muted threads too."""
    mine = Subscription.objects.filter(voice=voice).select_related("thread__article", "comment__voice")
    return mine.order_by("-made_at", "-pk")


def _refuse_what_makes_no_sense(
    by: Voice, thread: Thread | None, kind: Subscription.Kind, comment: Comment | None
) -> None:
    if (kind in (Subscription.Kind.MENTION, Subscription.Kind.REVIEW)) != (thread is None):
        raise ValueError("MENTION and REVIEW name no thread, the other kinds do")
    if (kind == Subscription.Kind.BRANCH) != (comment is not None):
        raise ValueError("BRANCH names a comment, the other kinds do not")
    if comment and thread and (comment.thread_id != thread.pk or not comment.counts_as_out_for(by.pk)):
        raise NotAllowed(_("This comment can no longer be answered."))


def _refuse_others(by: Voice, subscription: Subscription) -> None:
    if subscription.voice_id != by.pk:
        raise NotAllowed(_("This subscription is somebody else's."))
