from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.conversation.branches import Branch
from discussion.conversation.comment_row import CommentRow
from discussion.conversation.line import Line, Onward, answering, line_of_row, permalink
from discussion.conversation.request import View
from discussion.models import Comment, Reader, Thread

# What a browser takes a tree to be high that it has not drawn yet (static/css/thread.css): a search that leads past
# wrong guesses ends beside what it found.
HEIGHTS = (8, 12, 18, 27, 40, 60, 90, 135, 200, 300)
PLAIN_TO_SEE = 1  # to this level it shows by itself what a reply answers


@dataclass
class Printer:
    """Turns branches into the flat list of lines that the template runs through. No query."""

    thread: Thread
    view: View
    reader: Reader

    def lines(self, branches: list[Branch]) -> list[Line]:
        walked = list(_preorder(branches))
        lines = [self._line(branch, path) for branch, path in walked]
        for number, (_branch, path) in enumerate(walked):
            following = walked[number + 1][1] if number + 1 < len(walked) else []
            kept = sum(1 for ours, theirs in zip(path, following, strict=False) if ours is theirs)
            lines[number].closes = [self._rest(parent) for parent in reversed(path[kept:])]
        _guess_heights(lines)
        return lines

    def plain(self, comment: CommentRow) -> Line:
        return line_of_row(comment, thread=self.thread, reader=self.reader)

    def alone(self, comment: CommentRow, parent: Comment | CommentRow | None) -> Line:
        """A line that stands without what it answers."""
        line = self.plain(comment)
        if parent:
            line.answers = answering(parent, thread=self.thread, reader=self.reader)
        if comment.reply_count:
            line.onward = Onward(line.url, _replies_words(comment.reply_count))
        return line

    def _line(self, branch: Branch, path: list[Branch]) -> Line:
        line = self.plain(branch.comment)
        line.opens = bool(branch.replies)
        if len(path) > PLAIN_TO_SEE:
            line.answers = answering(path[-1].comment, thread=self.thread, reader=self.reader)
        if line.opens:
            count = max(branch.comment.reply_count, len(branch.replies))
            line.show_replies = _replies_words(count)
            line.hide_replies = ngettext(
                "Hide %(count)d reply to %(name)s", "Hide %(count)d replies to %(name)s", count
            ) % {"count": count, "name": line.name}
        elif branch.goes_on:
            line.onward = self._continued(branch)
        else:
            line.onward = self._rest(branch)
        return line

    def _continued(self, branch: Branch) -> Onward:
        count = max(1, branch.comment.descendant_count)  # what waits for review counts as none
        words = ngettext(
            "Continue this thread, %(count)d more reply", "Continue this thread, %(count)d more replies", count
        )
        return Onward(permalink(self.thread, branch.comment.pk) + self.view.query(), words % {"count": count}, True)

    def _rest(self, branch: Branch) -> Onward | None:
        if not branch.has_more:
            return None
        url = permalink(self.thread, branch.comment.pk) + self.view.query(branch.more)
        count = branch.hidden_replies
        if count is None:
            return Onward(url, _("Show more replies"))
        if not branch.replies:
            return Onward(url, _replies_words(count))
        words = ngettext("Show %(count)d more reply", "Show %(count)d more replies", count)
        return Onward(url, words % {"count": count})


def _guess_heights(lines: list[Line]) -> None:
    """Of each root, from the lengths of what stands below it."""
    below = 0.0
    for line in reversed(lines):
        below += 7 + 1.6 * (len(line.html) // 55) + (3.5 if line.ref else 0)
        if line.parent is None:
            line.height = next((step for step in HEIGHTS if step >= below), HEIGHTS[-1])
            below = 0


def _replies_words(count: int) -> str:
    return ngettext("Show %(count)d reply", "Show %(count)d replies", count) % {"count": count}


def _preorder(branches: list[Branch]) -> list[tuple[Branch, list[Branch]]]:
    """Each branch with the path of branches above it, in reading order. Depth is bounded by SHOWN_LEVELS."""
    walked: list[tuple[Branch, list[Branch]]] = []

    def visit(branch: Branch, path: list[Branch]) -> None:
        walked.append((branch, path))
        for reply in branch.replies:
            visit(reply, [*path, branch])

    for branch in branches:
        visit(branch, [])
    return walked
