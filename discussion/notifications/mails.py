"""A mail as it leaves: its words, its looks, and the headers by which mail programs and robots know what it is."""

from collections.abc import Sequence
from email.utils import formataddr
from pathlib import Path
from typing import Any

import css_inline
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from discussion.models import Mail
from discussion.notifications import letters, news
from discussion.notifications.quoting import printable

LOOKS = Path(__file__).with_name("mail.css").read_text()
# Looks stand in each element, as many programs read no sheet; what depends on the reader's own colours stays in one.
_inliner = css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def message_of(mails: Sequence[Mail]) -> EmailMultiAlternatives:
    """The one message that these mails to one person leave as: a letter, or what he is told of comments."""
    of = letters if mails[0].is_letter else news
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
    return (letters if mails[0].is_letter else news).message_id(mails)


def _header(text: str) -> str:
    """One line, in which nothing passes for an encoded word."""
    return printable(text).replace("=?", "= ?")
