"""What mails lead to: pages of the site under the address that readers use."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from discussion.guests.keys import link_token
from discussion.guests.tokens import proof_token
from discussion.models import Comment, Subscription, Voice
from discussion.moderating.links import moderation_link
from discussion.notifications.tokens import token_for
from people.models import User


def host() -> str:
    return urlsplit(settings.ORIGIN).hostname or "localhost"


def to_comment(comment: Comment) -> str:
    return _absolute("discussion:comment", comment.thread.article.slug, comment.pk)


def to_review(comment: Comment, moderator: User) -> str:
    """Where this moderator decides about it, without a log-in: for a mail to him alone."""
    return moderation_link(comment, moderator)


def to_appeal(comment: Comment, voice: Voice, origin: str = "") -> str:
    """Where its author appeals; without `origin` as a path of the site, which a member alone is shown."""
    if voice.user_id:
        return origin + reverse("discussion:appeal", args=[comment.pk])
    return origin + reverse("discussion:mine_appeal", args=[link_token(voice.email), comment.pk])


def to_end(what: Subscription | Voice) -> str:
    return _absolute("discussion:end", token_for(what))


def to_confirm(voice: Voice) -> str:
    return _absolute("discussion:confirmation", proof_token(voice))


def to_all_of(voice: Voice) -> str:
    """Where he changes what he is told of; a guest also all that he said, without a log-in."""
    if voice.user_id:
        return _absolute("discussion:subscriptions")
    return to_everything(voice.email)


def to_everything(email: str) -> str:
    return _absolute("discussion:mine", link_token(email))


def _absolute(view: str, *args: object) -> str:
    return settings.ORIGIN + reverse(view, args=args)
