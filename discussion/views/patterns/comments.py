"""A comment in each of its states."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.http import HttpRequest

from discussion.conversation.line import Line, Onward, answering
from discussion.conversation.slots import thread_html
from discussion.models import Reader, State
from discussion.views.patterns.cast import ARTICLE, BEGAN, ELIN, FIRST, MOD, THREAD, YOU, comment, line
from discussion.views.patterns.pattern import Pattern, pattern

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
ARABIC = "أعرف هذا الجسر منذ ثلاثين عاما، ولم أره **مغلقا** قط. [اقرأ هنا](https://example.org/)."
LATER = datetime(9000, 1, 1, tzinfo=UTC)
RICH = (
    "> Nobody was late.\n\nWho counted? I have *three* objections:\n\n1. the school bus\n2. the ~~milk~~ mail\n\n"
    "`ferry --at 7` is how my daughter puts it. See [the timetable](https://example.org/).\n\n"
    "```\n07:00  there\n07:20  back\n```"
)
MINE = {"may_vote": False, "may_report": False, "may_edit": True, "may_withdraw": True}


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    yield states(request, "comment", "A comment", "What a reader meets most.", plain())
    yield states(request, "own", "To its reader", "What one reader alone sees of it.", to_its_reader())
    yield states(request, "kept", "Kept from others", "Only its author and moderators read it.", kept())
    yield states(request, "gone", "Gone", "A place is left where replies hang on it.", gone())
    told = "In its place, for as long as its author may take that back."
    yield pattern(request, "undo", "Just deleted", told, "patterns/_withdrawn.html", pk=FIRST + 55, may_return=True)
    told = "To look at while answering it, without anything to do to it."
    yield pattern(request, "quoted", "Quoted", told, "discussion/_quoted.html", line=line(comment(60)))
    said, told = line(comment(61), answers=answer()), "With what it is about, away from its discussion."
    yield pattern(request, "remark", "On a profile", told, "discussion/_remark.html", article=ARTICLE, line=said)


def states(request: HttpRequest, anchor: str, heading: str, about: str, lines: dict[str, Line]) -> Pattern:
    shown = [(name, thread_html([sample])) for name, sample in lines.items()]
    return pattern(request, anchor, heading, about, "patterns/_states.html", states=shown)


def answer() -> Onward:
    return answering(comment(9, ELIN), thread=THREAD, reader=Reader(YOU))


def plain() -> dict[str, Line]:
    return {
        "plain": line(comment(10)),
        "of a guest": line(comment(11, "A neighbour")),
        "of the article’s author": line(comment(12, ELIN)),
        "of staff": line(comment(13, MOD)),
        "an editors’ pick": line(comment(14, picked_at=BEGAN)),
        "pinned": line(comment(22, pinned_at=BEGAN)),
        "with votes that are not shown yet": line(comment(23), counted_from=LATER),
        "a reply out of sight of what it answers": line(comment(15), answers=answer()),
        "edited": line(comment(16, edited_at=BEGAN)),
        "voted down": line(comment(17, up=2, down=31, score=-29)),
        "all that Markdown gives": line(comment(18, words=RICH)),
        "a word without end": line(comment(19, LONG[:60], LONG)),
        "from right to left": line(comment(20, "ليلى حداد", ARABIC)),
        "what an address named": line(comment(21), target=True),
    }


def to_its_reader() -> dict[str, Line]:
    return {
        "new since the last visit": line(comment(30), own={"new": True}),
        "his own": line(comment(31, YOU), own=MINE),
        "voted up": line(comment(32, up=13), own={"vote": 1}),
        "voted down": line(comment(33, down=2), own={"vote": -1}),
        "reported by him": line(comment(36), own={"may_report": True, "reported": True}),
        "of somebody muted": line(comment(34), own={"muted": True}),
        "in a closed discussion": line(comment(35), own={"may_vote": False, "may_reply": False}),
    }


def kept() -> dict[str, Line]:
    mine = {"may_vote": False}
    return {
        "waiting for review": line(comment(40, YOU, state=State.HELD), own=MINE),
        "held after reports": line(comment(44, YOU, state=State.HELD, report_count=3), own=MINE),
        "refused": line(comment(41, YOU, state=State.REFUSED), own=mine),
        "hidden": line(comment(42, YOU, state=State.HIDDEN), own=mine),
        "spam": line(comment(43, YOU, state=State.SPAM), own=mine),
    }


def gone() -> dict[str, Line]:
    return {
        "deleted by its author": line(comment(50, state=State.WITHDRAWN)),
        "erased": line(comment(53, state=State.ERASED)),
        "removed by a moderator": line(comment(51, state=State.HIDDEN)),
        "waiting for review": line(comment(52, state=State.HELD)),
    }
