"""What the template prints: plain values, all made here, so that the loop over a page is flat and asks
nothing of the database.
"""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from discussion.conversation.comment_row import CommentRow
from discussion.models import Comment, Reader, State, Thread
from people.avatars import avatar

SHORT = 160  # characters of a passage above a comment
LOW_SCORE = -5  # from here down a comment starts folded, and its replies with it


@dataclass
class Onward:
    """A link to what a page does not show."""

    url: str
    words: str
    key: int = 0  # of the passage, where it is one
    away: bool = False  # to a page of its own, also where there is script


@dataclass(frozen=True)
class Own:
    """What of a comment depends on who looks: kept apart, as everything else is the same for all."""

    vote: int = 0
    may_vote: bool = False
    may_reply: bool = False
    may_edit: bool = False
    may_withdraw: bool = False
    may_report: bool = False
    may_pick: bool = False
    may_moderate: bool = False
    new: bool = False
    muted: bool = False
    told: bool = False  # of its replies
    reported: bool = False


@dataclass
class Line:
    id: int
    name: str
    profile: str  # its address; empty for guests and closed accounts
    html: SafeString | str
    gone: str  # the sentence that stands in place of words that `reader` may not read
    avatar: SafeString | str
    by_author: bool
    by_staff: bool
    picked: bool
    pinned: bool
    low: bool
    badge: str  # why nobody else reads it
    posted_at: datetime
    posted_iso: str
    posted_words: str
    edited: bool
    up: int
    down: int
    counted_from: datetime  # until then its votes are not shown
    url: str
    parent: int | None
    state: str
    appeared: int
    voice: int
    user: int | None
    own: Own = field(default_factory=Own)
    box: SafeString | str = ""  # the comment itself, without what stands around it
    mark: SafeString | str = ""  # the two places of own things, filled by slots.py
    actions: SafeString | str = ""
    ref: Onward | None = None  # the passage that it hangs on
    heading: Onward | None = None  # of the passage that it and those after it hang on, where they stand by passages
    rest: Onward | None = None  # beside it: to all that hangs on that passage
    answers: Onward | None = None  # "in reply to NAME", where that is not plain to see
    target: bool = False
    opens: bool = False  # replies follow
    height: int = 0  # of a root with its replies: a step of printer.HEIGHTS, in rem
    show_replies: str = ""
    hide_replies: str = ""
    onward: Onward | None = None  # in place of replies
    closes: list[Onward | None] = field(default_factory=list)  # a level each, with the link at its end

    @property
    def published(self) -> bool:
        return self.state == State.PUBLISHED

    @property
    def counted(self) -> bool:
        return self.counted_from <= timezone.now()


def line_of(comment: Comment, *, thread: Thread, reader: Reader) -> Line:
    """`comment` comes with its voice and passage. No query."""
    return line_of_row(CommentRow.of(comment), thread=thread, reader=reader)


def line_of_row(comment: CommentRow, *, thread: Thread, reader: Reader) -> Line:
    """No query."""
    readable = comment.readable_by(reader)
    posted_iso, posted_words = _told(comment.posted_at, get_current_timezone(), get_language())
    counted_from = comment.posted_at + thread.scores_hidden_for
    state = comment.state_for(reader)
    return Line(
        id=comment.pk,
        name=name_of(comment, reader),
        profile=_address_of_person(comment.handle) if comment.handle and comment.active and readable else "",
        html=comment.html if readable else "",
        gone="" if readable else tombstone(comment),
        avatar=avatar(str(comment.voice_id)) if readable else "",
        by_author=comment.user_id == thread.article.author_id,
        by_staff=bool(comment.staff),
        picked=comment.picked_at is not None and state == State.PUBLISHED,
        pinned=comment.pinned_at is not None and comment.published,
        low=comment.score <= LOW_SCORE and counted_from <= timezone.now(),
        badge=badge_of(comment, comment.spoken_by(reader)) if readable else "",
        posted_at=comment.posted_at,
        posted_iso=posted_iso,
        posted_words=posted_words,
        edited=comment.edited_at is not None,
        up=comment.up,
        down=comment.down,
        counted_from=counted_from,
        url=permalink(thread, comment.pk),
        parent=comment.parent_id,
        state=state,
        appeared=comment.appeared,
        voice=comment.voice_id,
        user=comment.user_id,
        ref=passage_of(comment, thread) if readable else None,
    )


@lru_cache(maxsize=8192)
def _told(moment: datetime, zone: tzinfo, _language: str | None) -> tuple[str, str]:
    """For scripts and in words. Whenever a page is printed anew, most of its comments are those that it had before."""
    there = localtime(moment, zone)
    return there.isoformat(timespec="seconds"), date_format(there, "DATETIME_FORMAT")


def name_of(comment: Comment | CommentRow, reader: Reader) -> str:
    if not comment.readable_by(reader):
        return _("a deleted comment")
    return comment.name if isinstance(comment, CommentRow) else comment.voice.name


def passage_of(comment: CommentRow, thread: Thread) -> Onward | None:
    """Its words, and where they stand: in the text, or on a page of their own when they are there no more."""
    if comment.passage_id is None or comment.quote is None:
        return None
    address = address_of_passage(comment.passage_id, thread, lost=comment.lost_at is not None)
    return Onward(address, Truncator(comment.quote).chars(SHORT))


def address_of_passage(passage: int, thread: Thread, *, lost: bool) -> str:
    article = thread.article.get_absolute_url()
    if thread.feedback_of == Thread.Feedback.OFF:
        return article  # which shows none
    if lost:
        return reverse("discussion:passage", args=[thread.article.slug, passage])
    return f"{article}#passage-{passage}"


def answering(parent: Comment | CommentRow, *, thread: Thread, reader: Reader) -> Onward:
    """ "in reply to NAME", for the parent's place on the page or else its own."""
    words = _("in reply to %(name)s") % {"name": name_of(parent, reader)}
    return Onward(permalink(thread, parent.pk), words)


def badge_of(comment: CommentRow, own: bool) -> str:
    """To its author one that is shown to him alone is as any other. No query: who holds open reports was held for
    them, as they are made of published comments only.
    """
    state = State(comment.state)
    if state == State.PUBLISHED or (own and state == State.SHADOWED):
        return ""
    if not own:
        return str(state.label)
    if state == State.HELD and comment.report_count:
        return _("Held for review as readers reported it, only you can see this")
    return {
        State.HELD: _("Waiting for review, only you can see this"),
        State.REFUSED: _("Rejected by a moderator, only you can see this"),
        State.SPAM: _("Marked as spam, only you can see this"),
        State.UNPROVED: _("Waiting for you to confirm your address, only you can see this"),
        State.HIDDEN: _("Hidden by a moderator, only you can see this"),
    }.get(state, _("Not published, only you can see this"))


def tombstone(comment: CommentRow) -> str:
    if comment.state == State.WITHDRAWN:
        return _("This comment was deleted by its author.")
    if comment.state == State.ERASED:
        return _("This comment was erased at its author’s wish.")
    if comment.state in (State.HELD, State.UNPROVED):
        return _("This comment is waiting for review.")
    return _("This comment was removed by a moderator.")


def permalink(thread: Thread, pk: int) -> str:
    return _address(thread.article.slug, pk)


@lru_cache(maxsize=8192)
def _address(slug: str, pk: int) -> str:
    """Asked twice a comment, and again whenever a page is printed anew."""
    return reverse("discussion:comment", args=[slug, pk])


@lru_cache(maxsize=1024)
def _address_of_person(handle: str) -> str:
    return reverse("discussion:person", args=[handle])


def grouped(number: int) -> str:
    """12,345 as the reader's language writes it."""
    return number_format(number, force_grouping=True)


def comment_words(count: int) -> str:
    return ngettext("%(count)s comment", "%(count)s comments", count) % {"count": grouped(count)}
