"""Passages: choosing one, moving all of them on when the text changed, asking readers about one, settling it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Revision
from articles.revising import revise
from discussion.anchoring import Anchor, Text, carry, find
from discussion.events import record
from discussion.models import Event, Passage, Thread, Voice
from discussion.permissions import NotAllowed
from kit.contention import patiently

Feedback = Thread.Feedback


@dataclass(frozen=True)
class Chosen:
    """What a form says of the words that are meant: those of a passage that is there, or words of the text."""

    quote: str = ""
    block: int | None = None
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    passage: int | None = None


def hold_text(thread: Thread) -> Revision:
    """The text as it is, which nobody changes before the transaction ends. To be asked for before the thread is locked:
    who saves an article comes to its thread last.
    """
    return revise(Article.objects.get(pk=thread.article_id), by=None)


def passage_at(thread: Thread, chosen: Chosen, text: Revision, *, by_author: bool = False) -> Passage:
    """The passage that is meant, made where there is none of just these words. Thread and text are held. Raises
    NotAllowed where the words are not in the text any more, or where only the author chooses.
    """
    if not by_author and thread.feedback_of == Feedback.OFF:
        raise NotAllowed(_("There is no feedback on passages of this article."))
    if chosen.passage is not None:
        return _standing(thread, chosen.passage)
    anchor = _found(chosen, _texts(text))
    same = Passage.objects.filter(thread=thread, lost_at=None, block=anchor.block, start=anchor.start)
    there = same.filter(words=anchor.quote).first()
    if there is None and not by_author and thread.feedback_of != Feedback.EVERYONE:
        raise NotAllowed(_("In this article only the author chooses the passages."))
    return there or _made(thread, text, anchor)


def passages_for(thread: Thread, wanted: Iterable[Chosen], text: Revision) -> dict[Chosen | None, Passage]:
    """For discussions from elsewhere: passages whose words are not in the text are kept, as lost. Thread and text are
    held.
    """
    found: dict[Chosen | None, Passage] = {}
    for chosen in wanted:
        try:
            found[chosen] = passage_at(thread, chosen, text, by_author=True)
        except NotAllowed:
            anchor = Anchor(0, chosen.quote, chosen.prefix, chosen.suffix, 0)
            found[chosen] = _made(thread, text, anchor, lost_at=timezone.now())
    return found


@patiently
def carry_passages(article: Article) -> None:
    """Called when an article was saved, in that transaction: all of its passages stand where their words are now, or
    are lost. A second time changes nothing. Raises nothing.
    """
    thread = Thread.objects.lock(Thread.objects.for_writing(article).pk)
    text = Revision.objects.filter(article=article).order_by("-number").first()
    if text is None:
        return
    old = Passage.objects.filter(thread=thread).exclude(carried_to=text).select_related("carried_to")
    moved = [_move(passage, anchor, text) for passage, anchor in _carried(old, _texts(text))]
    if any(moved):
        thread.touch()


def losses(article: Article, texts: Sequence[tuple[int, str]]) -> list[Passage]:
    """Which passages would lose their place if its blocks became these. For the editor, before he saves."""
    passages = Passage.objects.filter(thread__article=article, lost_at=None).shown().select_related("carried_to")
    return [passage for passage, anchor in _carried(passages, [Text(*text) for text in texts]) if anchor is None]


@patiently
def ask_readers(*, thread: Thread, chosen: Chosen, by: Voice, question: str, unfolded: bool = False) -> Passage:
    """A question at a passage; a second one takes the place of the first. Raises NotAllowed."""
    text = hold_text(thread)
    thread = Thread.objects.lock(thread.pk)
    if thread.feedback_of == Feedback.OFF:
        raise NotAllowed(_("There is no feedback on passages of this article."))
    passage = passage_at(thread, chosen, text, by_author=True)
    Passage.objects.filter(pk=passage.pk).update(question=question, unfolded=unfolded, asked_by=by)
    thread.touch()
    record(Event.Kind.ASKED, thread=thread, by=by, reason=question)
    passage.refresh_from_db()
    return passage


@patiently
def settle(*, passage: Passage, by: Voice, correction: str) -> Passage:
    """What was said there is done with; `correction` is noted at the article, an empty one takes that back."""
    thread = Thread.objects.lock(passage.thread_id)
    settled = timezone.now() if correction else None
    Passage.objects.filter(pk=passage.pk).update(correction=correction, settled_at=settled)
    thread.touch()
    record(Event.Kind.SETTLED, thread=thread, by=by, reason=correction)
    passage.refresh_from_db()
    return passage


def _standing(thread: Thread, pk: int) -> Passage:
    passage = Passage.objects.filter(thread=thread, pk=pk).shown().first()
    if passage is None:
        raise NotAllowed(_("There is no feedback on this passage."))
    return passage


def _texts(revision: Revision) -> list[Text]:
    return [Text(pk, words) for pk, words in revision.texts]


def _found(chosen: Chosen, texts: Sequence[Text]) -> Anchor:
    if len(chosen.quote) > Passage.LONGEST:
        words = ngettext(
            "Choose a shorter passage: at most %(count)d character.",
            "Choose a shorter passage: at most %(count)d characters.",
            Passage.LONGEST,
        )
        raise NotAllowed(words % {"count": Passage.LONGEST})
    anchor = find(
        chosen.quote,
        prefix=chosen.prefix,
        suffix=chosen.suffix,
        start=chosen.start,
        block=chosen.block,
        texts=texts,
    )
    if anchor is None:
        raise NotAllowed(_("These words are not in the text. Perhaps it was changed meanwhile: choose them again."))
    return anchor


def _made(thread: Thread, text: Revision, anchor: Anchor, **more: Any) -> Passage:
    thread.has_passages = True
    Thread.objects.filter(pk=thread.pk).update(has_passages=True)
    return Passage.objects.create(
        thread=thread, revision=text, quote=anchor.quote, carried_to=text, **_columns(anchor, text), **more
    )


def _columns(anchor: Anchor, text: Revision) -> dict[str, Any]:
    return {
        "block": anchor.block,
        "place": text.blocks.index(anchor.block) if anchor.block else 0,
        "start": anchor.start,
        "words": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
    }


def _carried(passages: Iterable[Passage], texts: Sequence[Text]) -> Iterator[tuple[Passage, Anchor | None]]:
    """One that was lost is found again where its words came back just as they were. What it is carried from is the last
    version that had it, read once for all that are of it.
    """
    before: dict[int, list[Text]] = {}
    for passage in passages:
        if passage.carried_to_id not in before:
            before[passage.carried_to_id] = _texts(passage.carried_to)
        anchor = Anchor(passage.block, passage.words, passage.prefix, passage.suffix, passage.start)
        if passage.lost_at and not any(passage.words in text.words for text in texts):
            yield passage, None
        else:
            yield passage, carry(anchor, texts, before=before[passage.carried_to_id])


def _move(passage: Passage, anchor: Anchor | None, text: Revision) -> bool:
    """Whether that changed anything."""
    if anchor:
        columns = {"carried_to": text, "lost_at": None, **_columns(anchor, text)}
    elif passage.lost_at:
        return False
    else:
        columns = {"lost_at": timezone.now()}
    return bool(Passage.objects.filter(pk=passage.pk).update(**columns))
