"""A mail about what was said: one comment, or a digest of several. Oldest first."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings

from discussion.models import Comment, Mail, Voice
from discussion.notifications.addresses import same_guest
from discussion.notifications.audience import subscription_for
from discussion.notifications.links import host, to_all_of, to_comment, to_end
from discussion.notifications.quoting import name_of, printable, quote, quote_passage


def content(mails: Sequence[Mail]) -> tuple[str, dict[str, Any]]:
    """The name of its templates, and what they take."""
    mails = _in_order(mails)
    voice, comment = mails[0].voice, mails[0].said
    articles = {mail.said.thread_id: mail.said.thread.article for mail in mails}
    subscription = (mails[0].rests_on or subscription_for(voice, comment)) if len(mails) == 1 else None
    return "mail/comments", {
        "site": printable(settings.SITE_NAME),
        "name": name_of(voice),
        "headline": printable(comment.thread.article.headline),
        "discussion_count": len(articles),
        "count": len(mails),
        "kind": mails[0].kind if len(mails) == 1 else "",
        "lines": [_line(mail.said, voice) for mail in mails],
        "end_url": to_end(subscription or voice),
        "all_url": to_all_of(voice),
        "guest": voice.user_id is None,
    }


def headers(mails: Sequence[Mail], context: dict[str, Any]) -> dict[str, str]:
    found = {
        "List-Id": f"<discussions.{host()}>",
        "List-Unsubscribe": f"<{context['end_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    if len(mails) == 1:  # under what it answers, where the reader was mailed that, and always in its discussion
        comment = mails[0].said
        of_thread = f"<thread-{comment.thread_id}@{host()}>"
        above = _name(comment.parent_id, mails[0].voice_id) if comment.parent_id else of_thread
        found |= {"In-Reply-To": above, "References": " ".join(dict.fromkeys([of_thread, above]))}
    return found


def message_id(mails: Sequence[Mail]) -> str:
    first = _in_order(mails)[0]
    name = _name(first.said.pk, first.voice_id)
    return name if len(mails) == 1 else f"<several-{name[1:]}"


def _in_order(mails: Sequence[Mail]) -> list[Mail]:
    return sorted(mails, key=lambda mail: mail.said.pk)


def _line(comment: Comment, voice: Voice) -> dict[str, Any]:
    answered = comment.parent.voice if comment.parent else None
    return {
        "name": name_of(comment.voice),
        "headline": printable(comment.thread.article.headline),
        "passage": quote_passage(comment),
        "words": quote(comment),
        "at": comment.posted_at,
        "answers_you": bool(answered and (answered.pk == voice.pk or same_guest(answered, voice))),
        "url": to_comment(comment),
    }


def _name(comment: int, voice: int) -> str:
    return f"<comment-{comment}-{voice}@{host()}>"
