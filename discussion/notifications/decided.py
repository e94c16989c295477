"""From decisions of moderators to rows: a notice in the inbox and a mail for each whom one concerns. Guests, who have
no inbox, get the mail alone, if they have proved their address.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from discussion.models import Appeal, Event, Mail, Notice, NoticeText, Report, Restriction, State, Subscription, Voice
from discussion.moderating.acts import ACTS_BY_KIND
from discussion.notifications.addresses import addresses
from discussion.notifications.pacing import is_news, undo_is_over

Kind, Text = Event.Kind, NoticeText.Kind

# What its author is told of a decision; of spam nobody is.
TO_AUTHORS = {
    Kind.REFUSED: Text.REFUSED,
    Kind.HIDDEN: Text.HIDDEN,
    Kind.APPROVED: Text.APPROVED,
    Kind.RESTORED: Text.APPROVED,
    Kind.WARNED: Text.WARNED,
    Kind.RESTRICTED: Text.RESTRICTED,
    Kind.SUSPENDED: Text.SUSPENDED,
    Kind.APPEAL_GRANTED: Text.APPEAL_GRANTED,
    Kind.APPEAL_DENIED: Text.APPEAL_DENIED,
}
TOLD = frozenset({*TO_AUTHORS, *ACTS_BY_KIND, Kind.UNDONE})
# That it was taken back, to who has read it.
UNDONE = {
    Text.WARNED: Text.PERSON_UNDONE,
    Text.RESTRICTED: Text.PERSON_UNDONE,
    Text.SUSPENDED: Text.PERSON_UNDONE,
    Text.REPORT_UPHELD: Text.REPORT_UNDONE,
    Text.REPORT_DISMISSED: Text.REPORT_UNDONE,
}
# Of a shadow ban nobody hears, of patterns nobody in particular.
RESTRICTIONS_TOLD = frozenset({Restriction.Kind.REVIEW, Restriction.Kind.BAN})


@transaction.atomic
def tell_decision(event: Event) -> None:
    """A second time adds nothing: a person has one notice and one mail a decision."""
    now = timezone.now()
    concerned = [(one, voice) for one in _told_now(event) for voice in whom(one)]
    members = [(one, voice) for one, voice in concerned if voice.user_id]
    Notice.objects.bulk_create([_notice(one, voice) for one, voice in members], ignore_conflicts=True)
    if is_news(event.at, now):
        proved = addresses(voice for _one, voice in concerned)
        mails = _mails(concerned, proved, undo_is_over(event) if concerned else now)
        Mail.objects.bulk_create(mails, ignore_conflicts=True)


def whom(event: Event) -> list[Voice]:
    """The author, and who had reported what was decided about. That it was undone, who had heard of it before."""
    if event.undoes:
        return _had_heard(event.undoes)
    author = [event.about] if event.about and event.kind in TO_AUTHORS and not _kept_quiet(event) else []
    reports = event.reports_decided.filter(voice__isnull=False).select_related("voice__user").order_by("pk")
    return author + [report.voice for report in reports if report.voice]


def told_as(event: Event, voice: Voice) -> NoticeText.Kind | None:
    """What the decision is to him. No query, where what it undoes is known."""
    if event.undoes:
        before = told_as(event.undoes, voice)
        return UNDONE.get(before, Text.COMMENT_UNDONE) if before else None
    if event.about_id == voice.pk:
        return TO_AUTHORS.get(Kind(event.kind))
    act = ACTS_BY_KIND.get(Kind(event.kind))
    if act is None:
        return None
    return Text.REPORT_UPHELD if act.upholds_reports else Text.REPORT_DISMISSED


def stands(event: Event, voice: Voice) -> bool:
    """Whether what he would be told is still so. At most three queries."""
    if event.undoes:
        return _is_to_be_corrected(event.undoes, voice)
    told = told_as(event, voice)
    if told is None or Event.objects.filter(undoes=event).exists():
        return False
    if told == Text.WARNED:
        return True
    if told == Text.RESTRICTED:
        kind = (event.kept or {}).get("kind", "")
        return Restriction.objects.standing().filter(voice=voice, kind=kind).exists()
    if told == Text.SUSPENDED:
        return _is_suspended_by(event, voice)
    comment = event.comment
    if comment is None:
        return False
    if told in (Text.REPORT_UPHELD, Text.REPORT_DISMISSED):
        decided = event.reports_decided.filter(voice=voice).exists()
        return decided and comment.published == (told == Text.REPORT_DISMISSED)
    if told == Text.APPEAL_DENIED:
        appeal = (event.kept or {}).get("appeal", 0)
        return Appeal.objects.filter(pk=appeal, outcome=Appeal.Outcome.DENIED).exists()
    led_to = State.PUBLISHED if told == Text.APPEAL_GRANTED else ACTS_BY_KIND[Kind(event.kind)].to
    return comment.state == led_to


def _is_to_be_corrected(undone: Event, voice: Voice) -> bool:
    """If the mail has left after all, and nothing has been decided since that he is told instead."""
    mails = Mail.objects.filter(event=undone, voice=voice, kind=Mail.Kind.DECISION)
    if not mails.filter(sent_at__isnull=False).exists():
        return False
    comment = undone.comment
    if comment is None:
        return True
    if told_as(undone, voice) in (Text.REPORT_UPHELD, Text.REPORT_DISMISSED):
        return comment.reports.filter(voice=voice, outcome=Report.Outcome.OPEN).exists()
    answered = (undone.kept or {}).get("appeal")
    if answered:
        return Appeal.objects.filter(pk=answered, outcome=Appeal.Outcome.OPEN).exists()
    return comment.state == undone.was


def _is_suspended_by(event: Event, voice: Voice) -> bool:
    """And not by another that has taken the place of this."""
    until = ((event.kept or {}).get("after") or {}).get("until")
    user = voice.user
    return user is not None and user.suspended and user.suspended_until == parse_datetime(until or "")


def _told_now(event: Event) -> list[Event]:
    """With the first of what was done together comes all the rest, so that it leaves as one mail; each of the rest
    comes again by itself, and adds nothing.
    """
    together = Event.objects.filter(kind__in=TOLD, undone_by=None)
    together = together.select_related("about__user", "comment", "undoes")
    if event.batch:
        found = list(together.filter(batch=event.batch).order_by("pk"))
        if found and found[0].pk == event.pk:
            return found
    return list(together.filter(pk=event.pk))


def _had_heard(undone: Event) -> list[Voice]:
    """By a mail that has left, or may be leaving now; or from his inbox."""
    leaving = Q(sent_at__isnull=False) | Q(lease_until__gt=timezone.now())
    mailed = Mail.objects.filter(leaving, event=undone, kind=Mail.Kind.DECISION)
    seen = Notice.objects.filter(event=undone, seen_at__isnull=False)
    heard = Q(pk__in=mailed.values("voice")) | Q(pk__in=seen.values("voice"))
    return list(Voice.objects.filter(heard).select_related("user").order_by("pk"))


def _kept_quiet(event: Event) -> bool:
    if event.kind == Kind.RESTRICTED:
        return (event.kept or {}).get("kind") not in RESTRICTIONS_TOLD
    if event.kind == Kind.RESTORED:  # he does not know that it was not out, or hears it with the answer to his appeal
        granted = Event.objects.filter(kind=Kind.APPEAL_GRANTED, comment=event.comment_id, batch=event.batch)
        return event.was == State.SHADOWED or (event.batch is not None and granted.exists())
    return False


def _notice(event: Event, voice: Voice) -> Notice:
    return Notice(voice=voice, comment=event.comment, event=event, reason=Notice.Reason.DECISION, at=event.at)


def _mails(concerned: Iterable[tuple[Event, Voice]], proved: dict[int, str], due_at: datetime) -> Iterator[Mail]:
    for event, voice in concerned:
        if voice.pk in proved:
            yield Mail(
                voice=voice,
                comment=event.comment,
                event=event,
                kind=Mail.Kind.DECISION,
                pace=Subscription.Pace.AT_ONCE,
                address=proved[voice.pk],
                due_at=due_at,
            )
