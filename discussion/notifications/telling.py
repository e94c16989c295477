"""From a fact to rows: a notice for every member whom it concerns, and a mail for who asked for one."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from discussion.models import Comment, Event, Mail, Notice, Voice
from discussion.notifications.addresses import addresses, all_of
from discussion.notifications.audience import Listener, audience
from discussion.notifications.pacing import due, is_news

AT_A_TIME = 300


@transaction.atomic
def tell(event: Event) -> None:
    """A second time adds nothing: a person has one notice and one mail a comment."""
    comment = Comment.objects.select_related("voice", "parent__voice", "thread__article__author").get(
        pk=event.comment_id
    )
    now = timezone.now()
    if settings.TELL_AUTHORS:
        Voice.objects.of_user(comment.thread.article.author)  # who never spoke has an inbox too
    for some in _in_batches(audience(comment, before=event.at)):
        members = (one for one in some if one.voice.user_id)
        notices = [Notice(voice=one.voice, comment=comment, reason=one.reason, at=now) for one in members]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        if is_news(comment.posted_at, now):
            Mail.objects.bulk_create(_mails(some, comment, now), ignore_conflicts=True)


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
    mails = Mail.objects.filter(comment=comment, address__in=list(some))
    return {address.lower() for address in mails.values_list("address", flat=True)}


def _in_batches(listeners: list[Listener]) -> Iterator[list[Listener]]:
    for start in range(0, len(listeners), AT_A_TIME):
        yield listeners[start : start + AT_A_TIME]
