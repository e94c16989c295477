"""A mail as it leaves: its words, its looks, and the headers by which mail programs and robots know what it is."""

from collections.abc import Sequence
from email.utils import formataddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse

from discussion.models import Comment, Mail
from discussion.notifications.audience import subscription_for
from discussion.notifications.quoting import defused, printable, quote
from discussion.notifications.tokens import token_for

LOOKS = Path(__file__).with_name("mail.css").read_text()
# Looks stand in each element, as many programs read no sheet; what depends on the reader's own colours stays in one.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def message_of(mails: Sequence[Mail]) -> EmailMultiAlternatives:
    """The one message that these mails to one person leave as, oldest comment first."""
    mails = sorted(mails, key=lambda mail: mail.comment_id)
    context = _context(mails)
    message = EmailMultiAlternatives(
        subject=_header(render_to_string("mail/subject.txt", context)),
        body=render_to_string("mail/comments.txt", context).strip() + "\n",
        from_email=formataddr((_header(settings.SITE_NAME), settings.DEFAULT_FROM_EMAIL)),
        to=[mails[0].address],
        headers=_headers(mails, context["end_url"]),
    )
    message.attach_alternative(html(context), "text/html")
    return message


def html(context: dict[str, Any]) -> str:
    page = render_to_string("mail/comments.html", context)
    return _inliner.inline(page.replace("</head>", f"<style>{LOOKS}</style></head>", 1))


def message_id(mails: Sequence[Mail]) -> str:
    """The same each time that they are sent: who gets one twice has it once."""
    first = min(mails, key=lambda mail: mail.comment_id)
    name = _name(first.comment_id, first.voice_id)
    return name if len(mails) == 1 else f"<several-{name[1:]}"


def _headers(mails: Sequence[Mail], end_url: str) -> dict[str, str]:
    headers = {
        "Message-ID": message_id(mails),
        "Auto-Submitted": "auto-generated",
        "List-Id": f"<discussions.{_host()}>",
        "List-Unsubscribe": f"<{end_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    parent = mails[0].comment.parent_id
    if len(mails) == 1:  # under what it answers, where the reader was mailed that, and always in its discussion
        of_thread = f"<thread-{mails[0].comment.thread_id}@{_host()}>"
        above = _name(parent, mails[0].voice_id) if parent else of_thread
        headers |= {"In-Reply-To": above, "References": " ".join(dict.fromkeys([of_thread, above]))}
    return headers


def _context(mails: Sequence[Mail]) -> dict[str, Any]:
    first = mails[0]
    articles = {mail.comment.thread_id: mail.comment.thread.article for mail in mails}
    subscription = subscription_for(first.voice, first.comment) if len(mails) == 1 else None
    return {
        "site": printable(settings.SITE_NAME),
        "name": defused(first.voice.name),
        "headline": printable(first.comment.thread.article.headline),
        "discussion_count": len(articles),
        "count": len(mails),
        "kind": first.kind if len(mails) == 1 else "",
        "lines": [_line(mail.comment, first.voice_id) for mail in mails],
        "end_url": _absolute("discussion:end", token_for(subscription or first.voice)),
        "all_url": _absolute("discussion:subscriptions"),
    }


def _line(comment: Comment, voice: int) -> dict[str, Any]:
    return {
        "name": defused(comment.voice.name),
        "headline": printable(comment.thread.article.headline),
        "words": quote(comment),
        "at": comment.posted_at,
        "answers_you": bool(comment.parent and comment.parent.voice_id == voice),
        "url": _absolute("discussion:comment", comment.thread.article.slug, comment.pk),
    }


def _header(text: str) -> str:
    """One line, in which nothing passes for an encoded word."""
    return printable(text).replace("=?", "= ?")


def _absolute(view: str, *args: object) -> str:
    return settings.ORIGIN + reverse(view, args=args)


def _name(comment: int, voice: int) -> str:
    return f"<comment-{comment}-{voice}@{_host()}>"


def _host() -> str:
    return urlsplit(settings.ORIGIN).hostname or "localhost"
