"""A mail that a guest himself caused, or somebody who typed his address: to confirm it, or with the link to all that is
his. It can be ended by nobody, for it is one; who did not ask for it need not do anything.
"""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.text import Truncator

from discussion.models import Comment, Mail, State, Subscription, Voice
from discussion.notifications.links import host, to_confirm, to_everything
from discussion.notifications.quoting import name_of, printable, quote

MOST = 5  # of what waits is named
ENOUGH = 300  # characters to know one's own comment again: a stranger's words, if somebody typed another's address


def waiting_comments(voice: Voice) -> list[Comment]:
    """What is published when he confirms his address."""
    waiting = Comment.objects.filter(voice=voice, state=State.UNPROVED).select_related("thread__article")
    return list(waiting.order_by("pk")[:MOST])


def waiting_subscriptions(voice: Voice) -> list[Subscription]:
    """What he then gets mails for."""
    waiting = Subscription.objects.filter(voice=voice).exclude(kind=Subscription.Kind.MUTED)
    return list(waiting.select_related("thread__article").order_by("pk")[:MOST])


def content(mails: Sequence[Mail]) -> tuple[str, dict[str, Any]]:
    """The name of its templates, and what they take."""
    (mail,) = mails
    common = {"site": printable(settings.SITE_NAME), "kind": mail.kind}
    if mail.kind == Mail.Kind.LINK:
        return "mail/link", common | {"url": to_everything(mail.voice.email)}
    comments, subscriptions = waiting_comments(mail.voice), waiting_subscriptions(mail.voice)
    lines = [_line(comment) for comment in comments]
    told = [_told(subscription) for subscription in subscriptions]
    return "mail/confirm", common | {
        "name": name_of(mail.voice),
        "headline": next((waiting["headline"] for waiting in [*lines, *told]), ""),
        "lines": lines,
        "told": told,
        "url": to_confirm(mail.voice),
    }


def headers(mails: Sequence[Mail], context: dict[str, Any]) -> dict[str, str]:
    return {}


def message_id(mails: Sequence[Mail]) -> str:
    (mail,) = mails
    return f"<{mail.kind}-{mail.pk}@{host()}>"


def _line(comment: Comment) -> dict[str, Any]:
    return {
        "headline": printable(comment.thread.article.headline),
        "words": Truncator(quote(comment)).chars(ENOUGH),
    }


def _told(subscription: Subscription) -> dict[str, Any]:
    return {
        "headline": printable(subscription.thread.article.headline) if subscription.thread else "",
        "kind": subscription.kind,
        "pace": subscription.get_pace_display(),
    }
