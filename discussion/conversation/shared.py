"""A page of a thread as everybody gets it, made once for each version of the thread."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.utils import timezone
from django.utils.translation import get_language

from discussion.conversation import walk
from discussion.conversation.branches import grow
from discussion.conversation.by_passages import by_passages
from discussion.conversation.comment_row import CommentRow
from discussion.conversation.cursor import Cursor
from discussion.conversation.line import Line
from discussion.conversation.printer import Printer
from discussion.conversation.request import View
from discussion.conversation.siblings import Siblings
from discussion.conversation.slots import Slotted
from discussion.conversation.viewer import Viewer
from discussion.models import Comment, Reader, Thread
from discussion.ranking import NEWEST_FIRST, Order

ROOTS_ON_A_PAGE = 20
LATEST_PIN_FIRST = Order("pinned_at", descending=True)
SECONDS_KEPT = 3600
EVERYBODY = Reader(AnonymousUser())


@dataclass
class Shared:
    """Where it is everybody's nobody changes it any more: it is in the hands of all who read it at the moment."""

    lines: list[Line] = field(default_factory=list)
    next: Cursor | None = None
    has_picks: bool = False
    has_feedback: bool = False
    slotted: Slotted = field(default_factory=Slotted)  # empty where it is not everybody's
    expires_at: datetime | None = None  # when votes that it does not show yet must be shown


def shared_by_all(thread: Thread, view: View) -> Shared:
    """No query where a process has made this version of the page before."""
    key = _key(thread, view)
    shared: Shared | None = caches["pages"].get(key)
    if shared is None or (shared.expires_at and shared.expires_at <= timezone.now()):
        shared = read_by(EVERYBODY, thread, view)
        Viewer(EVERYBODY, thread).attach(shared.lines)
        shared.slotted = Slotted.of(shared.lines)
        shared.expires_at = min((line.counted_from for line in shared.lines if not line.counted), default=None)
        caches["pages"].set(key, shared, SECONDS_KEPT)
    return shared


def read_by(reader: Reader, thread: Thread, view: View) -> Shared:
    """The page as `reader` may read it, from the database. At most 6 queries."""
    printer = Printer(thread, view, reader)
    if view.feedback:
        lines, rest, first = by_passages(thread=thread, reader=reader, view=view)
        return Shared(lines, rest, bool(first and first.has_picks), True)
    if view.picks:
        picks = walk.page(
            Siblings("picks", thread.pk, reader, thread), NEWEST_FIRST, after=view.after, size=ROOTS_ON_A_PAGE
        )
        return Shared(_alone(picks.comments, printer), picks.next, *_filters(picks.comments))
    roots = Siblings("roots", thread.pk, reader, thread)
    page = walk.page(roots, view.sort.roots, after=view.after, size=ROOTS_ON_A_PAGE)
    pins = [] if view.after else _pins(reader, thread, page)
    branches = grow([*pins, *page.comments], view.sort.replies, reader=reader)
    return Shared(printer.lines(branches), page.next, *_filters([*page.comments, *pins]))


def _pins(reader: Reader, thread: Thread, page: walk.Page) -> list[CommentRow]:
    """What stands above the first page of each order: beside the walk, which it leaves as it is. No query where the
    page knows that there are none.
    """
    if page.comments and not page.comments[0].has_pins:
        return []
    return Siblings("pins", thread.pk, reader, thread).first(LATEST_PIN_FIRST)


def _alone(comments: list[CommentRow], printer: Printer) -> list[Line]:
    """One query, of what they answer."""
    above = Comment.objects.filter(pk__in=[comment.parent_id for comment in comments if comment.parent_id])
    parents = {parent.pk: parent for parent in CommentRow.all(above)}
    return [printer.alone(comment, parents.get(comment.parent_id or 0)) for comment in comments]


def _filters(comments: list[CommentRow]) -> tuple[bool, bool]:
    """Whether editors picked anything, and whether anything hangs on a passage."""
    first = comments[0] if comments else None
    return bool(first and first.has_picks), bool(first and first.has_feedback)


def _key(thread: Thread, view: View) -> str:
    """All that the page depends on. The article's slug is in every link, its author in a badge."""
    article = thread.article
    parts = (thread.pk, thread.version, thread.state, thread.closed, article.slug, article.author_id, get_language())
    return ":".join(map(str, ("thread", *parts, view.sort.name, view.picks, view.feedback, view.after)))
