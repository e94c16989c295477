"""From a fact to rows: a notice for everybody whom it concerns, and a mail for who asked for one."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from discussion.models import Comment, Event, Mail, Notice, Voice
from discussion.notifications.addresses import addresses
from discussion.notifications.audience import Listener, audience
from discussion.notifications.pacing import due

AT_A_TIME = 300


@transaction.atomic
def tell(event: Event) -> None:
    """A second time adds nothing: a person has one notice and one mail a comment."""
    comment = Comment.objects.select_related("voice", "parent", "thread__article__author").get(pk=event.comment_id)
    now = timezone.now()
    if settings.TELL_AUTHORS:
        Voice.objects.of_user(comment.thread.article.author)  # who never spoke has an inbox too
    for some in _in_batches(audience(comment, before=event.at)):
        notices = [Notice(voice=one.voice, comment=comment, reason=one.reason, at=now) for one in some]
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        Mail.objects.bulk_create(_mails(some, comment, now), ignore_conflicts=True)


def _mails(listeners: Iterable[Listener], comment: Comment, now: datetime) -> Iterator[Mail]:
    subscribed = [(one.voice, one.subscription) for one in listeners if one.subscription]
    proved = addresses(voice.user_id for voice, _subscription in subscribed if voice.user_id)
    for voice, subscription in subscribed:
        if voice.user_id in proved:
            yield Mail(
                voice=voice,
                comment=comment,
                kind=subscription.kind,
                pace=subscription.pace,
                address=proved[voice.user_id],
                due_at=due(subscription.pace, now),
            )


def _in_batches(listeners: list[Listener]) -> Iterator[list[Listener]]:
    for start in range(0, len(listeners), AT_A_TIME):
        yield listeners[start : start + AT_A_TIME]
