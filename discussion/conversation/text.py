"""The text of an article with its passages marked, and what readers said of them beside it: the same for everybody, and
where there is a passage kept under the thread's version.
"""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import get_language

from articles.blocks import blocks_of
from articles.marking import Mark, marked
from articles.models import Article
from discussion.conversation.by_passages import PASSAGES_ON_A_PAGE
from discussion.conversation.line import permalink
from discussion.conversation.shared import SECONDS_KEPT
from discussion.models import Comment, Passage, Thread
from discussion.models.reader import STRANGER
from discussion.permissions import may_post
from discussion.rendering import words_of

BEST = 2  # comments of a passage that stand beside the text
SHORT = 240  # characters of each
Feedback = Thread.Feedback


@dataclass
class Box:
    """A passage as the text shows it."""

    passage: Passage
    best: list[dict[str, Any]]  # name, words, url, by_author
    listed: bool = False  # on the first page of the list by passages


@dataclass
class Text:
    html: str
    corrections: list[Passage]  # oldest first


def text_of(article: Article, thread: Thread) -> SafeString:
    """One query where a process has not made this version before and something hangs on a passage; otherwise none."""
    return mark_safe(_kept(article, thread).html)


def corrections_of(article: Article, thread: Thread) -> list[Passage]:
    """What its author noted at the article. No query after text_of()."""
    return _kept(article, thread).corrections


def _kept(article: Article, thread: Thread) -> Text:
    body = zlib.crc32(article.body.encode())
    said = thread.version if thread.has_passages else 0
    standing = (said, thread.state, thread.closed, thread.feedback_of)
    parts = (article.pk, body, article.slug, *standing, get_language())
    key = ":".join(map(str, ("text", *parts)))
    text: Text | None = caches["pages"].get(key)
    if text is None:
        text = _made(article, thread)
        caches["pages"].set(key, text, SECONDS_KEPT)
    return text


def _made(article: Article, thread: Thread) -> Text:
    if thread.feedback_of == Feedback.OFF:
        return Text(article.body_html, [])
    passages = _passages(thread) if thread.has_passages else []
    corrected = sorted((one for one in passages if one.correction), key=lambda one: (one.settled_at, one.pk))
    boxes = _boxes(article, thread, passages)
    marks = [Mark(one.pk, one.block, one.start, one.end) for one in (box.passage for box in boxes.values())]
    open_to_all = thread.feedback_of == Feedback.EVERYONE and bool(may_post(thread))
    print_ = _printer(article, thread)
    html = marked(
        article.body,
        article.block_ids,
        marks,
        note=lambda mark: print_("discussion/_passage_note.html", box=boxes[mark.key]),
        boxes=lambda within: print_("discussion/_passage_boxes.html", boxes=[boxes[mark.key] for mark in within]),
        block_link=lambda block: print_("discussion/_passage_link.html", block=block) if open_to_all else "",
    )
    return Text(html, corrected)


def _printer(article: Article, thread: Thread) -> Callable[..., str]:
    common = {"article": article, "may_post": bool(may_post(thread))}

    def print_(template: str, **context: object) -> str:
        return render_to_string(template, common | context).strip()

    return print_


def _passages(thread: Thread) -> list[Passage]:
    """What the text shows, and what was corrected since it was lost, in one query with the best comments of each."""
    comments = Comment.objects.visible_to(STRANGER).filter(passage=OuterRef("pk")).order_by("-best", "-pk")
    told = comments.values(told=JSONObject(id="pk", name="voice__name", html="html", user="voice__user"))
    best = {f"best_{place}": Subquery(told[place : place + 1]) for place in range(BEST)}
    shown = Passage.objects.filter(thread=thread).shown().filter(Q(lost_at=None) | ~Q(correction=""))
    return list(shown.annotate(**best).order_by("place", "start", "pk"))


def _boxes(article: Article, thread: Thread, passages: list[Passage]) -> dict[int, Box]:
    """Of passages whose words stand where they should: a text that was written past the newsroom's forms may differ."""
    texts = dict(zip(article.block_ids, (block.text for block in blocks_of(article.body)), strict=False))
    boxes = {
        one.pk: Box(one, _best(one, thread))
        for one in passages
        if not one.lost_at and texts.get(one.block, "")[one.start : one.end] == one.words
    }
    for box in [box for box in boxes.values() if box.passage.count][:PASSAGES_ON_A_PAGE]:
        box.listed = True
    return boxes


def _best(passage: Passage, thread: Thread) -> list[dict[str, Any]]:
    found = [told for place in range(BEST) if (told := getattr(passage, f"best_{place}"))]
    return [
        {
            "name": told["name"],
            "words": Truncator(words_of(told["html"])).chars(SHORT),
            "url": permalink(thread, told["id"]),
            "by_author": told["user"] == thread.article.author_id,
        }
        for told in found
    ]
