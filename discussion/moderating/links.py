"""Links in mails by which a moderator decides on one comment without a log-in. A link names the comment, him, and what
had been decided when it was made; whatever is decided makes it worthless, so that it is good for one decision.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db.models import Max
from django.urls import reverse

from discussion.models import Comment, Event, Reader, Thread
from discussion.moderating.acts import Act, Outcome, moderate
from kit.contention import patiently
from people.models import User

SALT = "broadsheet.moderation"
GOOD_FOR = timedelta(days=3)
# What leaves the comment as it was when the mail was written, and no decision about it.
BESIDE = (
    *(Event.Kind.REPORTED, Event.Kind.REPORT_HELD),
    *(Event.Kind.PICKED, Event.Kind.UNPICKED, Event.Kind.PINNED, Event.Kind.UNPINNED),
)


class Used(Exception):
    """Something was decided since, by this link or otherwise; or the words are others now."""


@dataclass(frozen=True)
class Errand:
    comment: Comment
    user: User


def moderation_link(comment: Comment, user: User) -> str:
    """The whole address, for a mail to this moderator alone. One query."""
    token = signing.dumps([comment.pk, user.pk, _last_step(comment.pk)], salt=SALT)
    return settings.ORIGIN + reverse("discussion:moderation_link", args=[token])


def errand_of(token: str) -> Errand | None:
    """None: he is no moderator any more, or the comment none of his business. Raises Used, signing.SignatureExpired, or
    signing.BadSignature for what is none of ours. Four queries.
    """
    pk, user_pk, step = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    user = User.objects.filter(pk=user_pk, is_active=True).first()
    comment = Comment.objects.for_moderators().filter(pk=pk).select_related("voice__user", "thread__article").first()
    if user is None or comment is None or user.suspended or not Reader(user).moderates:
        return None
    if _last_step(pk) != step:
        raise Used
    return Errand(comment, user)


@patiently
def decide_by_link(token: str, act: Act, *, reason: str = "", rule: str = "") -> Outcome | None:
    """As errand_of() and moderate(); of two posts at once one finds the link used."""
    errand = errand_of(token)
    if errand is None:
        return None
    Thread.objects.lock(errand.comment.thread_id)
    if errand_of(token) is None:
        return None
    return moderate([errand.comment.pk], act, by=errand.user, reason=reason, rule=rule)


def _last_step(comment: int) -> int:
    events = Event.objects.filter(comment=comment).exclude(kind__in=BESIDE)
    return int(events.aggregate(last=Max("pk"))["last"] or 0)
