"""What a decision is in words, for whom it concerns: in his inbox, and in a mail about one or several made together.
Never who decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.appealing import decision_about, may_appeal
from discussion.models import Comment, Event, Mail, NoticeText, Restriction, Rule, State, Voice
from discussion.notifications.decided import told_as
from discussion.notifications.links import host, to_all_of, to_appeal, to_comment
from discussion.notifications.notice_texts import HEADINGS, Paragraph, Value, filled, text_for
from discussion.notifications.quoting import defused, name_of, printable, quote
from discussion.rendering import html_of, words_of

Kind = NoticeText.Kind
EXCERPT = 300  # characters, to know a comment again
TO_REPORTERS = (Kind.REPORT_UPHELD, Kind.REPORT_DISMISSED, Kind.REPORT_UNDONE)


@dataclass(frozen=True)
class Told:
    """One decision as one person is told of it."""

    kind: str
    heading: str
    headline: str
    at: datetime
    paragraphs: list[Paragraph]


def told_of(event: Event, voice: Voice, *, origin: str = "") -> Told:
    """`origin` is for mails: there addresses are whole, and what others wrote is no link. At most six queries."""
    kind = told_as(event, voice) or Kind.WARNED
    rule = _rule(event, voice, kind)
    values = _values(event, voice, kind, origin) | {"rule": Value(str(Rule(rule).label) if rule else "")}
    paragraphs = filled(text_for(kind, rule), values)
    return Told(kind, str(HEADINGS[kind]), values["headline"].words, event.at, paragraphs)


def content(mails: Sequence[Mail]) -> tuple[str, dict[str, Any]]:
    """The name of its templates, and what they take."""
    voice = mails[0].voice
    told = [told_of(mail.event, voice, origin=settings.ORIGIN) for mail in _in_order(mails) if mail.event]
    return "mail/decisions", {
        "site": printable(settings.SITE_NAME),
        "name": name_of(voice),
        "kind": Mail.Kind.DECISION.value,
        "subject": _subject(told),
        "decisions": told,
        "all_url": to_all_of(voice),
        "guest": voice.user_id is None,
    }


def headers(mails: Sequence[Mail], context: dict[str, Any]) -> dict[str, str]:
    """Nobody can ask not to be told what was decided about him."""
    return {}


def message_id(mails: Sequence[Mail]) -> str:
    first = _in_order(mails)[0]
    several = "several-" if len(mails) > 1 else ""
    return f"<{several}decision-{first.event_id}-{first.voice_id}@{host()}>"


def _in_order(mails: Sequence[Mail]) -> list[Mail]:
    return sorted(mails, key=lambda mail: mail.event_id or 0)


def _subject(told: Sequence[Told]) -> str:
    headings = {one.heading for one in told}
    if len(told) > 1:
        words = ngettext("%(count)d decision of moderators", "%(count)d decisions of moderators", len(told))
        return f"{headings.pop()} ({len(told)})" if len(headings) == 1 else words % {"count": len(told)}
    (one,) = told
    if not one.headline:
        return one.heading
    return _("%(heading)s: %(headline)s") % {"heading": one.heading, "headline": one.headline}


def _rule(event: Event, voice: Voice, kind: NoticeText.Kind) -> str:
    """To who reported, the one that he named."""
    if kind in TO_REPORTERS:
        report = event.reports_decided.filter(voice=voice).first()
        return report.rule if report else ""
    return event.rule if event.rule in Rule.values else ""


def _values(event: Event, voice: Voice, kind: NoticeText.Kind, origin: str) -> dict[str, Value]:
    comment, restriction = event.comment, _ends(event, kind)
    own = kind not in TO_REPORTERS
    before = told_as(event.undoes, voice) if event.undoes else None
    values = {
        "site": Value(printable(settings.SITE_NAME)),
        "headline": Value(printable(event.thread.article.headline) if event.thread else ""),
        "reason": Value(_safe(event.reason, origin) if own and before is None else ""),
        "decision": Value(str(HEADINGS[before]) if before else ""),
        "restriction": Value(_restriction(restriction)),
        "until": Value(_until(restriction)),
    }
    if comment is None:
        return values
    return values | {
        "comment": Value(_excerpt(comment, origin) if own or comment.published else ""),
        "link": Value(_("Read it"), _page(comment, origin)) if comment.counts_as_out_for(voice.pk) else Value(""),
        "appeal": _appeal(event, comment, voice, origin) if own else Value(""),
    }


def _ends(event: Event, kind: NoticeText.Kind) -> dict[str, Any]:
    """What was kept of what restricts him, with its end."""
    kept = event.kept or {}
    if kind == Kind.SUSPENDED:
        return kept.get("after") or {}
    return kept if kind == Kind.RESTRICTED else {}


def _safe(text: str, origin: str) -> str:
    return defused(text) if origin else text.strip()


def _excerpt(comment: Comment, origin: str) -> str:
    if comment.state in (State.WITHDRAWN, State.ERASED):
        return ""
    words = quote(comment) if origin else words_of(html_of(comment))
    return Truncator(words).chars(EXCERPT)


def _page(comment: Comment, origin: str) -> str:
    return to_comment(comment).removeprefix("" if origin else settings.ORIGIN)


def _appeal(event: Event, comment: Comment, voice: Voice, origin: str) -> Value:
    """Of members, and of guests in their mails alone: what a guest opens by his mail is his without a log-in."""
    standing = decision_about(comment)
    if standing is None or standing.pk != event.pk or not may_appeal(comment.voice_id == voice.pk, standing, comment):
        return Value("")
    return Value(_("Appeal"), to_appeal(comment, voice, origin))


def _restriction(kept: dict[str, Any]) -> str:
    kind = kept.get("kind")
    return str(Restriction.Kind(kind).label) if kind in Restriction.Kind.values else ""


def _until(kept: dict[str, Any]) -> str:
    until = parse_datetime(str(kept.get("until") or ""))
    return date_format(localtime(until), "DATETIME_FORMAT") if until else ""
