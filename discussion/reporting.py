"""Complaints of readers about comments."""

from datetime import timedelta
from math import ceil

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from discussion.events import record
from discussion.models import Comment, Event, Report, Thread, Voice
from discussion.moderating.holding import hold_for_reports
from discussion.permissions import TooFast, may_report
from discussion.posting import EditConflict
from discussion.restricting import restraints_of
from discussion.weighing import reopen_reports, settle_reports, weigh_reports, weight_of
from kit.contention import patiently

__all__ = ["reopen_reports", "report_comment", "report_that_stands", "settle_reports", "weigh_reports"]

AN_HOUR = timedelta(hours=1)
LESS = 10  # of so many who may be one person, one weighs as much as who is nobody else


@patiently
def report_comment(
    *,
    comment: Comment,
    by: Voice,
    rule: str,
    note: str = "",
    wording: int | None = None,
    doubtful: bool = False,
    address: str = "",
) -> Report:
    """His report of it, whose rule and note another call changes as long as it is open. Decided, it stays as it is, and
    he makes another once the comment was worded anew. `wording`: the number of earlier wordings that he saw.
    `doubtful`: he may be one who has reported it before under another name. `address`: of the network. Enough of them
    hold the comment. Raises NotAllowed, TooFast, or EditConflict when it was worded anew.
    """
    restraints_of(by, address).refusal.or_refuse()
    wait = _seconds_to_wait(by)  # before the lock, which others wait for
    thread, comment = _lock(comment)
    earlier = report_that_stands(comment, Q(voice=by))
    if earlier:
        return _change(earlier, rule, note)
    may_report(comment.voice_id == by.pk, comment).or_refuse()
    if wording is not None and comment.wording_count != wording:
        raise EditConflict
    if wait:
        raise TooFast(wait, _words(wait))
    weight = max(1, weight_of(by) // (LESS if doubtful else 1))
    report = Report.objects.create(comment=comment, voice=by, rule=rule, note=note.strip(), weight=weight)
    record(Event.Kind.REPORTED, comment=comment, by=by, rule=rule)
    weigh_reports(comment)
    comment.thread = thread
    hold_for_reports(comment)
    return report


def report_that_stands(comment: Comment, own: Q) -> Report | None:
    """What they who are meant by `own` have reported of it as it reads. One query."""
    return Report.objects.of_present_words().filter(own, comment=comment).order_by("-pk").first()


def _seconds_to_wait(by: Voice) -> int:
    """Until he may report something more, by the pace of settings.REPORTS_AN_HOUR; mostly 0. One query."""
    most = settings.REPORTS_AN_HOUR
    if not most:
        return 0
    now = timezone.now()
    lately = Report.objects.filter(voice=by, at__gt=now - AN_HOUR, at__lte=now).order_by("-at")
    nth = lately.values_list("at", flat=True)[most - 1 : most].first()
    return ceil((nth + AN_HOUR - now).total_seconds()) if nth else 0


def _words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "You have reported a lot lately. You can report more in %(count)d minute.",
        "You have reported a lot lately. You can report more in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}


def _lock(comment: Comment) -> tuple[Thread, Comment]:
    thread = Thread.objects.lock(comment.thread_id)
    return thread, Comment.objects.select_related("voice").get(pk=comment.pk)


def _change(report: Report, rule: str, note: str) -> Report:
    if report.outcome == Report.Outcome.OPEN:
        report.rule, report.note = rule, note.strip()
        report.save(update_fields=["rule", "note"])
    return report
