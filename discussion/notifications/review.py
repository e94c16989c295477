"""What waits for moderators, by mail to those who asked for that: from the fact to rows, and the mail's content."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.models import Comment, Event, Mail, Reader, Report, Rule, State, Subscription, Voice
from discussion.notifications.addresses import addresses
from discussion.notifications.links import host, to_all_of, to_end, to_review
from discussion.notifications.pacing import due, is_news
from discussion.notifications.quoting import name_of, printable, quote


@transaction.atomic
def tell_moderators(event: Event) -> None:
    """Of a comment that waits since this. A second time adds nothing."""
    comment, now = event.comment, timezone.now()
    if comment is None or comment.state != State.HELD or not is_news(event.at, now):
        return
    asked = Subscription.objects.filter(kind=Subscription.Kind.REVIEW).select_related("voice__user")
    subscriptions = [one for one in asked if _moderates(one.voice, comment)]
    proved = addresses(one.voice for one in subscriptions)
    Mail.objects.bulk_create(
        [
            Mail(
                voice=one.voice,
                comment=comment,
                event=event,
                kind=Mail.Kind.REVIEW,
                pace=one.pace,
                address=proved[one.voice_id],
                due_at=due(one.pace, now),
            )
            for one in subscriptions
            if one.voice_id in proved
        ],
        ignore_conflicts=True,
    )


def still_waits(mail: Mail) -> bool:
    """Whether it waits still, and its reader is still a moderator who wants to hear of it."""
    if mail.said.state != State.HELD or not _moderates(mail.voice, mail.said):
        return False
    mail.rests_on = _subscription(mail.voice)
    return mail.rests_on is not None and not Event.objects.filter(undoes=mail.event_id).exists()


def content(mails: Sequence[Mail]) -> tuple[str, dict[str, Any]]:
    """The name of its templates, and what they take."""
    mails = _in_order(mails)
    voice = mails[0].voice
    count = len({mail.comment_id for mail in mails})
    words = ngettext("%(count)d comment waits for moderators", "%(count)d comments wait for moderators", count)
    if count == 1:
        headline = printable(mails[0].said.thread.article.headline)
        words = _("Waits for moderators: %(headline)s") % {"headline": headline}
    else:
        words = words % {"count": count}
    return "mail/review", {
        "site": printable(settings.SITE_NAME),
        "name": name_of(voice),
        "kind": Mail.Kind.REVIEW.value,
        "subject": words,
        "lines": [_line(mail) for mail in mails],
        "end_url": to_end(mails[0].rests_on or _subscription(voice) or voice),
        "all_url": to_all_of(voice),
    }


def headers(mails: Sequence[Mail], context: dict[str, Any]) -> dict[str, str]:
    return {
        "List-Id": f"<moderation.{host()}>",
        "List-Unsubscribe": f"<{context['end_url']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def message_id(mails: Sequence[Mail]) -> str:
    first = _in_order(mails)[0]
    several = "several-" if len(mails) > 1 else ""
    return f"<{several}review-{first.event_id}-{first.voice_id}@{host()}>"


def _moderates(voice: Voice, comment: Comment) -> bool:
    """Nobody decides about what he said himself."""
    user = voice.user
    if user is None or not user.is_active or user.suspended or comment.voice_id == voice.pk:
        return False
    return Reader(user).moderates


def _subscription(voice: Voice) -> Subscription | None:
    return Subscription.objects.filter(voice=voice, kind=Subscription.Kind.REVIEW).first()


def _in_order(mails: Sequence[Mail]) -> list[Mail]:
    return sorted(mails, key=lambda mail: mail.event_id or 0)


def _line(mail: Mail) -> dict[str, Any]:
    comment, moderator = mail.said, mail.voice.user
    return {
        "name": name_of(comment.voice),
        "headline": printable(comment.thread.article.headline),
        "words": quote(comment),
        "at": comment.posted_at,
        "reported": _reported(comment),
        "url": to_review(comment, moderator) if moderator else "",
    }


def _reported(comment: Comment) -> str:
    """By how many, and for what. No query where nobody has."""
    if not comment.report_count:
        return ""
    chosen = comment.reports.filter(outcome=Report.Outcome.OPEN).order_by().values_list("rule", flat=True).distinct()
    labels = sorted(str(Rule(rule).label) for rule in chosen)
    words = ngettext("%(count)d report: %(rules)s", "%(count)d reports: %(rules)s", comment.report_count)
    return words % {"count": comment.report_count, "rules": ", ".join(labels)}
