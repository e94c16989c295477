"""Complaints of readers about comments, and what becomes of them."""

from django.db.models import Count, Sum

from discussion.models import Comment, Event, Report


def settle_reports(comment: Comment, outcome: Report.Outcome, decision: Event) -> None:
    """Ends the open reports of a comment whose thread is locked. At most two queries; none where there are none."""
    if comment.report_count:
        comment.reports.filter(outcome=Report.Outcome.OPEN).update(outcome=outcome, decision=decision)
        weigh_reports(comment)


def reopen_reports(comment: Comment, decision: Event) -> None:
    """Those that this decision had ended. The thread must be locked."""
    comment.reports.filter(decision=decision).update(outcome=Report.Outcome.OPEN, decision=None)
    weigh_reports(comment)


def weigh_reports(comment: Comment) -> None:
    """Derives the comment's two columns from its open reports."""
    found = comment.reports.filter(outcome=Report.Outcome.OPEN).aggregate(count=Count("pk"), weight=Sum("weight"))
    comment.report_count, comment.report_weight = found["count"], found["weight"] or 0
    Comment.objects.filter(pk=comment.pk).update(report_count=comment.report_count, report_weight=comment.report_weight)
