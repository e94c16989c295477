"""From a fact to rows: a notice for every member whom it concerns, and a mail for who asked for one."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from discussion.mentions import MOST
from discussion.models import Comment, Event, Mail, Notice, Voice
from discussion.notifications.addresses import addresses, all_of
from discussion.notifications.audience import Listener, audience, called
from discussion.notifications.pacing import due, is_news, undo_is_over

AT_A_TIME = 300


@transaction.atomic
def tell(event: Event) -> None:
    """A second time adds nothing: a person has one notice and one mail a comment."""
    comment = _comment_of(event)
    if settings.TELL_AUTHORS:
        Voice.objects.of_user(comment.thread.article.author)
    _give_voices(comment)
    _tell(audience(comment, before=event.at), comment, not_before=undo_is_over(event) if event.batch else event.at)


@transaction.atomic
def tell_called(event: Event) -> None:
    """An edit may call somebody who was not called before; to all others it is no news. However often it is edited, a
    comment calls no more than MOST.
    """
    comment = _comment_of(event)
    _give_voices(comment)
    before = Notice.objects.filter(comment=comment, reason=Notice.Reason.MENTION)
    told = set(before.values_list("voice", flat=True))
    for_that = [one for one in audience(comment, before=event.at) if one.reason == Notice.Reason.MENTION]
    fresh = [one for one in for_that if one.voice.pk not in told]
    _tell(fresh[: max(0, MOST - len(told))], comment, not_before=event.at)


def _comment_of(event: Event) -> Comment:
    with_all = Comment.objects.select_related("voice", "parent__voice", "thread__article__author")
    comment: Comment = with_all.get(pk=event.comment_id)
    return comment


def _give_voices(comment: Comment) -> None:
    """Who never spoke has an inbox too."""
    for user in called(comment):
        Voice.objects.of_user(user)


def _tell(listeners: list[Listener], comment: Comment, *, not_before: datetime) -> None:
    now = timezone.now()
    for some in _in_batches(listeners):
        members = (one for one in some if one.voice.user_id)
        notices = [Notice(voice=one.voice, comment=comment, reason=one.reason, at=now) for one in members]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        if is_news(comment.posted_at, now):
            Mail.objects.bulk_create(_mails(some, comment, max(now, not_before)), ignore_conflicts=True)


def _mails(listeners: Iterable[Listener], comment: Comment, now: datetime) -> Iterator[Mail]:
    """One an address, however many voices have it; none to where the comment itself came from."""
    subscribed = [(one.voice, one.subscription) for one in listeners if one.subscription]
    proved = addresses(voice for voice, _subscription in subscribed)
    served = all_of(comment.voice) | _mailed(comment, proved.values())
    for voice, subscription in subscribed:
        address = proved.get(voice.pk, "")
        if address and address.lower() not in served:
            served.add(address.lower())
            yield Mail(
                voice=voice,
                comment=comment,
                kind=subscription.kind,
                pace=subscription.pace,
                address=address,
                due_at=due(subscription.pace, now),
            )


def _mailed(comment: Comment, some: Iterable[str]) -> set[str]:
    """Which of these addresses have a mail about it already, if only under another voice."""
    mails = Mail.objects.filter(comment=comment, event=None, address__in=list(some))
    return {address.lower() for address in mails.values_list("address", flat=True)}


def _in_batches(listeners: list[Listener]) -> Iterator[list[Listener]]:
    for start in range(0, len(listeners), AT_A_TIME):
        yield listeners[start : start + AT_A_TIME]
