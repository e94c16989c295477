"""The open reports of a comment, and the two columns that count and weigh them. Its thread must be locked."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.lookups import IsNull

from discussion.models import Comment, Event, Report, Voice

NOTE = 500  # characters of a report's note


def settle_reports(comment: Comment, outcome: Report.Outcome, decision: Event) -> None:
    """Ends the open reports of a comment. At most three queries; none where there are none."""
    if comment.report_count:
        comment.reports.filter(outcome=Report.Outcome.OPEN).update(outcome=outcome, decision=decision)
        weigh_reports(comment)


def reopen_reports(comment: Comment, decision: Event) -> None:
    """Those that this decision had ended."""
    _reopen(comment.reports.filter(decision=decision))
    weigh_reports(comment)


def reopen_moot_reports(comment: Comment) -> None:
    """Those that ended as its author took it back, who has brought it back now. One query where there are none."""
    if _reopen(comment.reports.filter(outcome=Report.Outcome.MOOT)):
        weigh_reports(comment)


def flag(comment: Comment, rule: str, note: str) -> None:
    """The site's own report of it, one at a time: it stays where it is, and moderators are asked to look."""
    said = {"rule": rule, "note": note[:NOTE]}
    Report.objects.update_or_create(comment=comment, voice=None, outcome=Report.Outcome.OPEN, defaults=said)
    weigh_reports(comment)


def weigh_reports(comment: Comment) -> None:
    """Derives the comment's two columns from its open reports."""
    found = comment.reports.filter(outcome=Report.Outcome.OPEN).aggregate(count=Count("pk"), weight=Sum("weight"))
    comment.report_count, comment.report_weight = found["count"], found["weight"] or 0
    Comment.objects.filter(pk=comment.pk).update(report_count=comment.report_count, report_weight=comment.report_weight)


def weight_of(by: Voice) -> int:
    """What a report of his weighs, in hundredths: FULL_WEIGHT * (upheld + 2) / (decided + 2). So it is full for who
    has never reported or was always right, half after two that were dismissed, and never nothing. What became moot was
    not decided. One query.
    """
    upheld = Count("pk", Q(outcome=Report.Outcome.UPHELD))
    decided = Count("pk", Q(outcome__in=(Report.Outcome.UPHELD, Report.Outcome.DISMISSED)))
    record = by.reports.aggregate(upheld=upheld, decided=decided)
    return max(1, round(Report.FULL_WEIGHT * (record["upheld"] + 2) / (record["decided"] + 2)))


def _reopen(ended: QuerySet[Report]) -> int:
    """But of whom has one open that he made since: it says what he thinks of the words as they are."""
    same = Q(voice=OuterRef("voice")) | Q(IsNull(OuterRef("voice"), True), voice=None)
    newer = Report.objects.filter(same, comment=OuterRef("comment"), outcome=Report.Outcome.OPEN)
    return ended.filter(~Exists(newer)).update(outcome=Report.Outcome.OPEN, decision=None)
