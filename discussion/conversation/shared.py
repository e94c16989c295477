"""A page of a thread as everybody gets it, made once for each version of the thread."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db.models import Exists
from django.utils.translation import get_language

from discussion.conversation import walk
from discussion.conversation.branches import grow
from discussion.conversation.by_passages import by_passages
from discussion.conversation.cursor import Cursor
from discussion.conversation.line import Line
from discussion.conversation.printer import Printer
from discussion.conversation.request import View
from discussion.conversation.slots import shared_html
from discussion.conversation.viewer import Viewer
from discussion.models import Comment, Reader, Thread
from discussion.ranking import NEWEST_FIRST

ROOTS_ON_A_PAGE = 20
SECONDS_KEPT = 3600
EVERYBODY = Reader(AnonymousUser())


@dataclass
class Shared:
    lines: list[Line] = field(default_factory=list)
    next: Cursor | None = None
    has_picks: bool = False
    has_feedback: bool = False
    html: str = ""  # with a slot at each place that holds what is a reader's own


def shared_by_all(thread: Thread, view: View) -> Shared:
    """No query where a process has made this version of the page before."""
    key = _key(thread, view)
    shared: Shared | None = caches["pages"].get(key)
    if shared is None:
        shared = read_by(EVERYBODY, thread, view)
        Viewer(EVERYBODY, thread).attach(shared.lines)
        shared.html = shared_html(shared.lines)
        caches["pages"].set(key, shared, SECONDS_KEPT)
    return shared


def read_by(reader: Reader, thread: Thread, view: View) -> Shared:
    """The page as `reader` may read it, from the database. At most 5 queries."""
    of_thread = Comment.objects.of_thread(thread)
    comments = of_thread.placed_for(reader).annotate(
        has_picks=Exists(of_thread.picked()), has_feedback=Exists(of_thread.on_passages())
    )
    printer = Printer(thread, view, reader)
    if view.feedback:
        lines, rest, first = by_passages(comments, thread=thread, reader=reader, view=view)
        return Shared(lines, rest, bool(first and first.has_picks), True)
    if view.picks:
        picks = comments.picked().with_parents()
        page = walk.page(picks, NEWEST_FIRST, thread=thread, after=view.after, size=ROOTS_ON_A_PAGE)
        return Shared([printer.alone(pick) for pick in page.comments], page.next, *_filters(page))
    page = walk.page(comments.roots(), view.sort.roots, thread=thread, after=view.after, size=ROOTS_ON_A_PAGE)
    branches = grow(page.comments, view.sort.replies, thread=thread, reader=reader)
    return Shared(printer.lines(branches), page.next, *_filters(page))


def _filters(page: walk.Page) -> tuple[bool, bool]:
    """Whether editors picked anything, and whether anything hangs on a passage."""
    first = page.comments[0] if page.comments else None
    return bool(first and first.has_picks), bool(first and first.has_feedback)


def _key(thread: Thread, view: View) -> str:
    """All that the page depends on. The article's slug is in every link, its author in a badge."""
    article = thread.article
    parts = (thread.pk, thread.version, thread.state, article.slug, article.author_id, get_language())
    return ":".join(map(str, ("thread", *parts, view.sort.name, view.picks, view.feedback, view.after)))
