"""Comments that arrive on a page that is open already."""

from collections.abc import Iterable
from dataclasses import replace

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from discussion.conversation.comment_row import CommentRow
from discussion.conversation.line import Line
from discussion.conversation.printer import Printer
from discussion.conversation.request import View
from discussion.conversation.slots import fill, put_in_boxes
from discussion.conversation.viewer import Viewer
from discussion.models import Comment, Reader, Thread

MOST_AT_ONCE = 50


def newcomers(reader: Reader, thread: Thread, since: int) -> SafeString:
    """What appeared after version `since` of the thread and `reader` may read, his own left out; oldest first,
    each as `<li data-parent>`. Three queries for a reader who is known, one for others.
    """
    appeared = Comment.objects.of_thread(thread).visible_to(reader).filter(appeared__gt=since).exclude(reader.own())
    oldest = appeared.with_voices().with_parents().order_by("appeared", "pk")[:MOST_AT_ONCE]
    return arrivals(reader, thread, oldest, new=True)


def own_box(reader: Reader, thread: Thread, comment: Comment) -> SafeString:
    """What of a comment stands between its picture and its replies, for a page that shows the comment already."""
    return render_to_string("discussion/_own.html", {"line": _lines(reader, thread, [comment])[0]})


def just_said(reader: Reader, thread: Thread, comment: Comment) -> SafeString:
    """What he has said this moment, as newcomers() shows it; nobody knows anything of it yet. No query."""
    line = Printer(thread, View.default(), reader).alone(CommentRow.of(comment), comment.parent)
    return arrivals_html(_filled(Viewer(reader, thread), [line]))


def arrivals(reader: Reader, thread: Thread, comments: Iterable[Comment], *, new: bool = False) -> SafeString:
    """Each with its parent's voice."""
    return arrivals_html(_lines(reader, thread, comments, new=new))


def arrivals_html(lines: list[Line]) -> SafeString:
    """Of lines with all that is their reader's own."""
    put_in_boxes(lines)
    return render_to_string("discussion/_arrivals.html", {"lines": lines})


def _lines(reader: Reader, thread: Thread, comments: Iterable[Comment], *, new: bool = False) -> list[Line]:
    printer = Printer(thread, View.default(), reader)
    lines = [printer.alone(CommentRow.of(each), each.parent) for each in comments]
    return _filled(Viewer.of(reader, thread), lines, new=new)


def _filled(viewer: Viewer, lines: list[Line], *, new: bool = False) -> list[Line]:
    viewer.attach(lines)
    for line in lines:
        line.own = replace(line.own, new=line.own.new or new)
    fill(lines)
    return lines
