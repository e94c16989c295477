"""The list as Inline feedbacks shows it: passage by passage in the order of the text, a few comments of each."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.conversation.branches import grow
from discussion.conversation.comment_row import COLUMNS, CommentRow
from discussion.conversation.cursor import Cursor
from discussion.conversation.line import SHORT, Line, Onward, address_of_passage, grouped
from discussion.conversation.printer import Printer
from discussion.conversation.request import View
from discussion.conversation.siblings import NOTHING_BELOW, filters
from discussion.models import Comment, Passage, Reader, Thread
from discussion.models.comment import CommentQuerySet

PASSAGES_ON_A_PAGE = 10
COMMENTS_EACH = 3


def by_passages(*, thread: Thread, reader: Reader, view: View) -> tuple[list[Line], Cursor | None, CommentRow | None]:
    """A page of passages that comments hang on, and its first comment. At most 5 queries."""
    comments = Comment.objects.placed_for(reader).of_thread(thread)
    passages = _page(comments, thread, view.after)
    after = Cursor(thread.version, passages[-2].key, passages[-2].pk) if len(passages) > PASSAGES_ON_A_PAGE else None
    shown = {passage.pk: passage for passage in passages[:PASSAGES_ON_A_PAGE]}
    rank = Window(RowNumber(), partition_by=F("passage"), order_by=[F("best").desc(), F("pk").desc()])
    first = comments.filter(passage__in=list(shown)).annotate(rank=rank).filter(rank__lte=COMMENTS_EACH)
    rows = first.values_list(*COLUMNS, F("thread__version"), "rank", NOTHING_BELOW, *filters(thread.pk))
    order = {pk: place for place, pk in enumerate(shown)}
    roots = sorted((CommentRow(*row) for row in rows), key=lambda root: (order[root.passage_id or 0], root.rank))
    lines = Printer(thread, view, reader).lines(grow(roots, view.sort.replies, reader=reader))
    return list(_headed(lines, roots, shown, thread)), after, roots[0] if roots else None


def _page(comments: CommentQuerySet, thread: Thread, after: Cursor | None) -> list[Passage]:
    """One more than a page, so that it is known whether there are more."""
    hanging = comments.filter(passage=OuterRef("pk")).order_by()
    passages = Passage.objects.filter(Exists(hanging), thread=thread).counted().placed()
    if after:
        passages = passages.behind(after.key, after.id)
    return list(passages[: PASSAGES_ON_A_PAGE + 1])


def _headed(lines: list[Line], roots: list[CommentRow], shown: dict[int, Passage], thread: Thread) -> Iterator[Line]:
    """The first root of each passage carries its words, and the way to all that hangs there."""
    passage_of = {root.pk: shown[root.passage_id or 0] for root in roots}
    headed = set()
    for line in lines:
        passage = passage_of.get(line.id)
        if passage:
            line.ref = None  # it stands above all of them
        if passage and passage.pk not in headed:
            headed.add(passage.pk)
            line.heading, line.rest = _heading(passage, thread), _rest(passage, thread)
        yield line


def _heading(passage: Passage, thread: Thread) -> Onward:
    words = Truncator(passage.quote).chars(SHORT)
    if passage.lost_at:
        words = _("On an earlier version: “%(words)s”") % {"words": words}
    else:
        words = _("“%(words)s”") % {"words": words}
    return Onward(address_of_passage(passage.pk, thread, lost=passage.lost_at is not None), words, key=passage.pk)


def _rest(passage: Passage, thread: Thread) -> Onward:
    words = ngettext(
        "View %(count)s comment on this passage", "View all %(count)s comments on this passage", passage.count
    )
    address = reverse("discussion:passage", args=[thread.article.slug, passage.pk])
    return Onward(address, words % {"count": grouped(passage.count)})
