"""What hangs on words of an article."""

from collections.abc import Iterator

from django.http import HttpRequest

from discussion.conversation.line import Onward
from discussion.conversation.slots import thread_html
from discussion.conversation.text import Box
from discussion.models import Passage
from discussion.views.patterns.cast import ADA, ARTICLE, BEGAN, ELIN, FIRST, THREAD, WORDS, comment, line
from discussion.views.patterns.pattern import Pattern, pattern

QUOTE = "both times the ferry ran"


def patterns(request: HttpRequest) -> Iterator[Pattern]:
    boxes = [box(1, 12), box(2, 0, question="Did you take the ferry, and were you late?", unfolded=True)]
    told = "Beside its paragraph on wide screens, below it on others."
    shown = {"boxes": boxes, "article": ARTICLE, "may_post": True}
    yield pattern(request, "passage-boxes", "Passages", told, "discussion/_passage_boxes.html", **shown)
    told = "Behind the words: how much was said, or that something is asked. At the end of a paragraph: say something."
    marks = {"boxes": boxes, "article": ARTICLE, "block": 1}
    yield pattern(request, "passage-marks", "Marks in the text", told, "patterns/_marks.html", **marks)
    settled = [passage(3, 4, correction="It ran once, not twice.", settled_at=BEGAN)]
    told = "At the end of the article."
    yield pattern(request, "p-corrections", "Corrections", told, "discussion/_corrections.html", corrections=settled)
    told, said = "With the words that it hangs on.", line(comment(120), ref=Onward("#", QUOTE))
    yield pattern(request, "on-passage", "On a passage", told, "patterns/_thread.html", thread=thread_html([said]))
    told = "Passage by passage."
    headed = line(comment(121), heading=Onward("#", f"“{QUOTE}”", key=FIRST), rest=Onward("#", "View all 12 comments"))
    yield pattern(
        request, "by-passages", "Inline feedbacks", told, "patterns/_thread.html", thread=thread_html([headed])
    )


def passage(number: int, count: int, **fields: object) -> Passage:
    made = Passage(pk=FIRST + number, thread=THREAD, quote=QUOTE, words=QUOTE, **fields)
    made.count = count
    return made


def box(number: int, count: int, **fields: object) -> Box:
    said = [{"name": ADA.display_name, "words": WORDS, "url": "#", "by_author": False}]
    author = [{"name": ELIN.display_name, "words": "I was on it.", "url": "#", "by_author": True}]
    return Box(passage(number, count, **fields), said + author if count else [])
