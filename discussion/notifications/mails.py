"""A mail as it leaves: its words, its looks, and the headers by which mail programs and robots know what it is."""

from collections.abc import Sequence
from email.utils import formataddr
from pathlib import Path
from typing import Any, Protocol

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from discussion.models import Mail
from discussion.notifications import decisions, letters, news, review
from discussion.notifications.quoting import printable

LOOKS = Path(__file__).with_name("mail.css").read_text()
# Looks stand in each element, as many programs read no sheet; what depends on the reader's own colours stays in one.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


class Maker(Protocol):
    """A module that makes mails of some kinds."""

    def content(self, mails: Sequence[Mail]) -> tuple[str, dict[str, Any]]: ...
    def headers(self, mails: Sequence[Mail], context: dict[str, Any]) -> dict[str, str]: ...
    def message_id(self, mails: Sequence[Mail]) -> str: ...


OF_EVENTS: dict[Mail.Kind, Maker] = {Mail.Kind.DECISION: decisions, Mail.Kind.REVIEW: review}


def message_of(mails: Sequence[Mail]) -> EmailMultiAlternatives:
    """The one message that these mails to one person leave as: a letter, what he is told of comments or of decisions,
    or what waits for him as a moderator.
    """
    of = _made_by(mails)
    template, context = of.content(mails)
    message = EmailMultiAlternatives(
        subject=_header(render_to_string("mail/subject.txt", context)),
        body=render_to_string(f"{template}.txt", context).strip() + "\n",
        from_email=formataddr((_header(settings.SITE_NAME), settings.DEFAULT_FROM_EMAIL)),
        to=[mails[0].address] if mails[0].address else [],
        headers={"Message-ID": message_id(mails), "Auto-Submitted": "auto-generated"} | of.headers(mails, context),
    )
    message.attach_alternative(html(template, context), "text/html")
    return message


def html(template: str, context: dict[str, Any]) -> str:
    page = render_to_string(f"{template}.html", context)
    return _inliner.inline(page.replace("</head>", f"<style>{LOOKS}</style></head>", 1))


def message_id(mails: Sequence[Mail]) -> str:
    """The same each time that they are sent: who gets one twice has it once."""
    return _made_by(mails).message_id(mails)


def _made_by(mails: Sequence[Mail]) -> Maker:
    if mails[0].is_letter:
        return letters
    return OF_EVENTS.get(Mail.Kind(mails[0].kind), news)


def _header(text: str) -> str:
    """One line, in which nothing passes for an encoded word."""
    return printable(text).replace("=?", "= ?")
