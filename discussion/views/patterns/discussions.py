"""What comments stand in."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from discussion.conversation import Conversation, View
from discussion.conversation.branches import Branch
from discussion.conversation.cursor import Cursor
from discussion.conversation.line import Line, Own
from discussion.conversation.newcomers import arrivals_html
from discussion.conversation.printer import Printer
from discussion.conversation.slots import fill, thread_html
from discussion.forms import CommentForm
from discussion.models import Mute, Reader, Thread
from discussion.ranking import SORTS
from discussion.views.patterns.cast import ADA, ARTICLE, ELIN, MOD, THREAD, YOU, comment, line, row, voice
from discussion.views.patterns.pattern import Pattern, pattern

MORE = Cursor(7, 0, 1)


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    told = "In which order one reads, what is new, and what arrives meanwhile."
    yield pattern(request, "tools", "Order and news", told, "patterns/_tools.html", **around(tools()))
    told = "Replies under what they answer; one branch folded; links to what is left out."
    yield pattern(request, "nested", "A thread", told, "patterns/_thread.html", thread=thread_html(nested()))
    told, new = "New comments, as they come to a page that is open.", line(comment(90), own={"new": True})
    yield pattern(request, "arrivals", "Arrivals", told, "patterns/_arrivals.html", arrivals=arrivals_html([new]))
    told = "With the way to begin it; below, what scripts show when its time comes."
    page = {**around(nothing()), "form": CommentForm.fresh(), "closed": ""}
    yield pattern(request, "empty", "An empty discussion", told, "discussion/discussion.html", **page)
    yield pattern(request, "closed", "A closed discussion", "In place of the composer.", "patterns/_closed.html")
    told, muted = "On a profile: of somebody else, and one’s own list.", voice(ADA)
    people = {"person": ADA, "voice": muted, "mutes": [Mute(user=YOU, voice=muted)]}
    yield pattern(request, "mute", "Muting", told, "patterns/_mute.html", **people)


def around(conversation: Conversation) -> dict[str, Any]:
    return {"article": ARTICLE, "conversation": conversation, "sorts": SORTS.values(), "user": YOU, "known": True}


def nothing() -> Conversation:
    return Conversation(Thread(article=ARTICLE), View.default())


def tools() -> Conversation:
    return Conversation(THREAD, View.default(), [line(comment(70))], has_picks=True, new_count=4)


def nested() -> list[Line]:
    """Four levels, a branch that readers voted down, and every kind of link to what is not shown."""
    deep = Branch(row(75, MOD), 3, goes_on=True)
    second = Branch(row(72, ELIN), 1, [Branch(row(73), 2, [deep])])
    first = Branch(row(71, reply_count=5), 0, [second], True, MORE)
    low = Branch(row(76, score=-9, up=1, down=10, reply_count=1), 0, [Branch(row(77), 1)])
    alone = Branch(row(78, reply_count=3), 0, has_more=True)
    lines = Printer(THREAD, View.default(), Reader(YOU)).lines([first, low, alone])
    for each in lines:
        each.own = Own(may_vote=True, may_reply=True)
    fill(lines)
    return lines
