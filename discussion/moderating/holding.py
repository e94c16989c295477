"""What the site does by itself: it holds what readers have reported, until a moderator has looked."""

from uuid import uuid4

from django.conf import settings

from discussion.events import record
from discussion.models import Comment, Event, Report, State
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.posting import change_state


def hold_for_reports(comment: Comment) -> None:
    """If what is reported weighs enough and no moderator has seen it as it reads now. The thread must be locked."""
    enough = settings.REPORTS_TO_HOLD * Report.FULL_WEIGHT
    if not enough or comment.report_weight < enough or not comment.published or _looked_at(comment):
        return
    was = change_state(comment, State.HELD)
    kept = {"report_count": comment.report_count, "report_weight": comment.report_weight}
    record(Event.Kind.REPORT_HELD, comment=comment, by=None, was=was, kept=kept, batch=uuid4())


def _looked_at(comment: Comment) -> bool:
    return comment.looked_at is not None and comment.looked_at > (comment.edited_at or comment.posted_at)


@undone_by(Event.Kind.REPORT_HELD)
def _undo(act: Undoable) -> None:
    """Its reports stay open: nobody has decided on them by that."""
    if act.comment.state != State.HELD:
        raise Changed
    change_state(act.comment, State(act.event.was))
