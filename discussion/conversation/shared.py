"""A page of a thread as everybody gets it, made once for each version of the thread."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db.models import Exists
from django.utils import timezone
from django.utils.translation import get_language

from discussion.conversation import walk
from discussion.conversation.branches import grow
from discussion.conversation.by_passages import by_passages
from discussion.conversation.cursor import Cursor
from discussion.conversation.line import Line
from discussion.conversation.printer import Printer
from discussion.conversation.request import View
from discussion.conversation.slots import Slotted
from discussion.conversation.viewer import Viewer
from discussion.models import Comment, Reader, Thread
from discussion.models.comment import CommentQuerySet
from discussion.ranking import NEWEST_FIRST

ROOTS_ON_A_PAGE = 20
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
    of_thread = Comment.objects.of_thread(thread)
    comments = of_thread.placed_for(reader).annotate(
        has_picks=Exists(of_thread.picked()),
        has_feedback=Exists(of_thread.on_passages()),
        has_pins=Exists(of_thread.pinned()),
    )
    printer = Printer(thread, view, reader)
    if view.feedback:
        lines, rest, first = by_passages(comments, thread=thread, reader=reader, view=view)
        return Shared(lines, rest, bool(first and first.has_picks), True)
    if view.picks:
        picks = comments.picked().with_parents()
        page = walk.page(picks, NEWEST_FIRST, thread=thread, after=view.after, size=ROOTS_ON_A_PAGE)
        return Shared([printer.alone(pick) for pick in page.comments], page.next, *_filters(page.comments))
    page = walk.page(
        comments.roots().unpinned(), view.sort.roots, thread=thread, after=view.after, size=ROOTS_ON_A_PAGE
    )
    pins = [] if view.after else _pins(comments, page)
    branches = grow([*pins, *page.comments], view.sort.replies, thread=thread, reader=reader)
    return Shared(printer.lines(branches), page.next, *_filters([*page.comments, *pins]))


def _pins(comments: CommentQuerySet, page: walk.Page) -> list[Comment]:
    """What stands above the first page of each order: beside the walk, which it leaves as it is. No query where the
    page knows that there are none.
    """
    if page.comments and not page.comments[0].has_pins:
        return []
    return list(comments.roots().pinned().with_voices().order_by("-pinned_at"))


def _filters(comments: list[Comment]) -> tuple[bool, bool]:
    """Whether editors picked anything, and whether anything hangs on a passage."""
    first = comments[0] if comments else None
    return bool(first and first.has_picks), bool(first and first.has_feedback)


def _key(thread: Thread, view: View) -> str:
    """All that the page depends on. The article's slug is in every link, its author in a badge."""
    article = thread.article
    parts = (thread.pk, thread.version, thread.state, thread.closed, article.slug, article.author_id, get_language())
    return ":".join(map(str, ("thread", *parts, view.sort.name, view.picks, view.feedback, view.after)))
