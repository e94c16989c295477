from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Self

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from discussion.conversation import walk
from discussion.conversation.branches import Branch, grow
from discussion.conversation.comment_row import CommentRow
from discussion.conversation.cursor import Cursor
from discussion.conversation.line import Line, Onward, comment_words, grouped
from discussion.conversation.printer import Printer
from discussion.conversation.request import View
from discussion.conversation.shared import ROOTS_ON_A_PAGE, read_by, shared_by_all
from discussion.conversation.siblings import Siblings
from discussion.conversation.slots import Slotted, fill, thread_html
from discussion.conversation.told import standing_words
from discussion.conversation.viewer import Viewer
from discussion.models import Comment, Passage, Reader, Thread

REPLIES_ON_A_PAGE = 20
ANCESTORS_SHOWN = 10


@dataclass
class Conversation:
    """What one page shows of a discussion: the whole read path behind one call."""

    thread: Thread
    view: View
    lines: list[Line] = field(default_factory=list)
    ancestors: list[Line] = field(default_factory=list)
    earlier: Onward | None = None  # ancestors beyond those shown
    next: Cursor | None = None
    has_picks: bool = False
    has_feedback: bool = False
    new_count: int = 0
    own: tuple[int, int] = (0, 0)  # comments, and himself, that count for the reader alone
    unread: int | None = None  # in his inbox, where that was asked as well
    told: str = ""  # what the reader asked to be told of here
    slotted: Slotted = field(default_factory=Slotted)  # where it is everybody's but for what is in the slots

    @classmethod
    def for_reader(cls, reader: Reader, article: Article, view: View) -> Self:
        """A page of roots with their first replies; `article` comes with its thread. Queries: one more for
        a signed-in reader than for a guest; 4 for a guest, one more on later pages of an order by votes, none
        when this version was read before.
        """
        thread = Thread.objects.of(article)
        by_passages = thread.feedback_of != Thread.Feedback.OFF
        if view.feedback and not by_passages:
            view = View(view.sort)
        if thread._state.adding:
            return cls(thread, view)
        viewer = Viewer.of(reader, thread)
        if viewer.has_unpublished:
            page = read_by(reader, thread, view)
            viewer.attach(page.lines)
            fill(page.lines)
        else:
            page = shared_by_all(thread, view)
            own = viewer.own_lines(page.lines)
            page.slotted.fill(own.values())
            page = replace(page, lines=[own.get(line.id, line) for line in page.lines])
        return cls(
            thread,
            view,
            page.lines,
            next=page.next,
            has_picks=page.has_picks,
            has_feedback=page.has_feedback and by_passages,
            new_count=viewer.new_count,
            own=(viewer.shadowed, viewer.shadowed_voice),
            unread=viewer.unread if reader.signed_in else None,
            told=standing_words(viewer.told),
            slotted=page.slotted,
        )

    @classmethod
    def on_passage(cls, reader: Reader, thread: Thread, passage: Passage, view: View) -> Self:
        """A page of all that hangs on `passage`, with first replies."""
        roots = Siblings("passage", passage.pk, reader, thread)
        page = walk.page(roots, view.sort.roots, after=view.after, size=ROOTS_ON_A_PAGE)
        lines = Printer(thread, view, reader).lines(grow(page.comments, view.sort.replies, reader=reader))
        for line in lines:
            line.ref = None  # the page says it once
        Viewer.of(reader, thread).attach(lines)
        fill(lines)
        return cls(thread, view, lines, next=page.next)

    @classmethod
    def around(cls, reader: Reader, thread: Thread, comment: Comment, view: View) -> Self:
        """`comment` with what it answers and a page of its replies, however deep it lies."""
        replies = Siblings("replies", comment.pk, reader, thread)
        page = walk.page(replies, view.sort.replies, after=view.after, size=REPLIES_ON_A_PAGE)
        top = Branch(CommentRow.of(comment), level=0)
        top.replies = grow(page.comments, view.sort.replies, reader=reader, top=1)
        top.has_more, top.more, top.continued = page.next is not None, page.next, view.after is not None
        chain = CommentRow.all(Comment.objects.ancestors_of(comment).reverse()[: ANCESTORS_SHOWN + 1])[::-1]
        printer = Printer(thread, view, reader)
        conversation = cls(thread, view, printer.lines([top]), [printer.plain(ancestor) for ancestor in chain])
        conversation.lines[0].target = True
        conversation.lines[0].low = False
        every = conversation.ancestors + conversation.lines
        Viewer.of(reader, thread).attach(every)
        fill(every)
        if len(chain) > ANCESTORS_SHOWN:
            first = conversation.ancestors.pop(0)
            conversation.earlier = Onward(first.url, _("Show what came before"))
        return conversation

    @cached_property
    def html(self) -> SafeString:
        return self.slotted.html(self.lines) if self.slotted.pieces else thread_html(self.lines)

    @property
    def empty(self) -> bool:
        return not self.lines

    @property
    def expires_at(self) -> datetime | None:
        """When the clock, and nobody's doing, changes what it shows to everybody."""
        moments = [line.counted_from for line in self.ancestors + self.lines if not line.counted]
        if self.thread.closes_at and not self.thread.closed:
            moments.append(self.thread.closes_at)
        return min(moments, default=None)

    @property
    def next_query(self) -> str:
        return self.view.query(self.next) if self.next else ""

    @property
    def first_new(self) -> Line | None:
        return next((line for line in self.lines if line.own.new), None)

    def count_words(self) -> str:
        return thread_words(self.thread, *self.own)


def thread_words(thread: Thread, more_comments: int = 0, more_voices: int = 0) -> str:
    """ "128 comments from 74 readers"; nothing for an empty thread. `more`: what counts for this reader alone."""
    comments, voices = thread.comment_count + more_comments, thread.voice_count + more_voices
    if not comments:
        return ""
    return _("%(comments)s from %(readers)s") % {
        "comments": comment_words(comments),
        "readers": ngettext("%(count)s reader", "%(count)s readers", voices) % {"count": grouped(voices)},
    }
