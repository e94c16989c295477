"""What a reader may do, each answer with its reason: pages hide what the verbs would refuse."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.models import Comment, Reader, State, Thread, Voice
from people.models import User

A_MINUTE = timedelta(minutes=1)
SLOWEST = 10  # times the seconds of slow mode, however much is reported
MOST_PINNED = 3


class Said(Protocol):
    """A comment, or what a page knows of one."""

    @property
    def state(self) -> str: ...
    @property
    def published(self) -> bool: ...
    @property
    def posted_at(self) -> datetime: ...


class NotAllowed(PermissionDenied):
    """Carries a sentence for the person who tried."""


class TooFast(NotAllowed):
    """He may, a little later."""

    def __init__(self, seconds: int, words: str = "") -> None:
        self.seconds = seconds
        pace = ngettext("You can post again in %(count)d second.", "You can post again in %(count)d seconds.", seconds)
        super().__init__(words or pace % {"count": seconds})


@dataclass(frozen=True)
class Decision:
    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> None:
        if not self.allowed:
            raise NotAllowed(self.reason)


YES = Decision(True)


def may_post(thread: Thread, parent: Comment | None = None, by: Voice | None = None) -> Decision:
    """At most one query, for the size of the parent's tree. Whether `by` is banned is the verb's question, as pages
    would have to ask it each time.
    """
    if thread.closed:
        return Decision(False, closed_words(thread))
    if thread.state == Thread.State.READ_ONLY:
        return Decision(False, _("This discussion is read-only: nobody can post at the moment."))
    if parent is None:
        return YES
    if not (parent.counts_as_out_for(by.pk) if by else parent.published):
        return Decision(False, _("This comment can no longer be answered."))
    if parent.tree_size() >= settings.TREE_LIMIT:
        return Decision(False, _("This conversation has reached its limit. Start a new one with a comment of its own."))
    return YES


def closed_words(thread: Thread) -> str:
    """Where the clock closed it, with the day."""
    closes_at = None if thread.state == Thread.State.CLOSED else thread.closes_at
    if closes_at is None or closes_at > timezone.now():
        return _("This discussion is closed.")
    return _("This discussion closed on %(date)s.") % {"date": date_format(localtime(closes_at), "DATE_FORMAT")}


def seconds_to_wait(by: Voice, said: Sequence[datetime] | None = None) -> int:
    """Until he may say something again, by the pace of settings.POSTS_A_MINUTE; mostly 0. One query, or none with
    `said`: when he said his latest comments, newest first, at least so many of them or all.
    """
    most, now = settings.POSTS_A_MINUTE, timezone.now()
    if not most:
        return 0
    if said is None:
        earlier = Comment.objects.filter(voice=by, posted_at__gt=now - A_MINUTE, posted_at__lte=now)
        said = list(earlier.order_by("-posted_at").values_list("posted_at", flat=True)[:most])
    nth = said[most - 1] if len(said) >= most else None
    return max(0, ceil((nth + A_MINUTE - now).total_seconds())) if nth else 0


def seconds_to_wait_in(thread: Thread, by: Voice) -> int:
    """Until he may say something in this discussion again, by its slow mode: the more is reported in it, the longer.
    Moderators never wait. No query without slow mode, else up to five.
    """
    if not thread.slow_seconds or (by.user and Reader(by.user).moderates):
        return 0
    here = Comment.objects.of_thread(thread)
    latest = here.filter(voice=by).aggregate(latest=Max("posted_at"))["latest"]
    if latest is None:
        return 0
    reports = here.filter(report_count__gt=0).aggregate(sum=Sum("report_count"))["sum"] or 0
    interval = timedelta(seconds=thread.slow_seconds * min(1 + reports, SLOWEST))
    return max(0, ceil((latest + interval - timezone.now()).total_seconds()))


def slow_words(thread: Thread) -> str:
    """What the composer says beforehand; nothing without slow mode. No query."""
    if not thread.slow_seconds:
        return ""
    words = _("Slow mode: %(time)s between two of your comments here, longer while many are reported.")
    return words % {"time": lasting(thread.slow_seconds)}


def slowed(seconds: int) -> TooFast:
    words = _("This discussion is in slow mode. You can post again in %(time)s.")
    return TooFast(seconds, words % {"time": lasting(seconds)})


def lasting(seconds: int) -> str:
    """A number of seconds as people say it, rounded up; minutes from two on, hours from two on."""
    if seconds < 120:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = -(-seconds // 60)
    if minutes < 120:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = -(-minutes // 60)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def may_vote(own: bool, comment: Said, thread: Thread) -> Decision:
    if thread.closed:
        return Decision(False, closed_words(thread))
    if not comment.published:
        return Decision(False, _("There is no voting on this comment."))
    if own:
        return Decision(False, _("You cannot vote on your own comment."))
    return YES


def may_report(own: bool, comment: Said) -> Decision:
    """Also in a discussion that is closed: it is still read."""
    if not comment.published:
        return Decision(False, _("This comment can no longer be reported."))
    if own:
        return Decision(False, _("You cannot report your own comment."))
    return YES


def may_edit(own: bool, comment: Said, thread: Thread) -> Decision:
    if not own:
        return Decision(False, _("Only its author can edit a comment."))
    if thread.closed or thread.state == Thread.State.READ_ONLY:
        return Decision(False, closed_words(thread))
    if thread.state == Thread.State.REVIEWED and comment.state in (State.PUBLISHED, State.SHADOWED):
        return Decision(False, _("This comment was approved as it is and can no longer be edited."))
    if comment.state not in (State.PUBLISHED, State.SHADOWED, State.HELD, State.UNPROVED):
        return Decision(False, _("This comment can no longer be edited."))
    if timezone.now() > comment.posted_at + timedelta(minutes=settings.EDIT_MINUTES):
        return Decision(
            False,
            ngettext(
                "A comment can be edited for %(count)d minute after posting.",
                "A comment can be edited for %(count)d minutes after posting.",
                settings.EDIT_MINUTES,
            )
            % {"count": settings.EDIT_MINUTES},
        )
    return YES


def may_moderate(by: User, voice: Voice, standing: dict[int, int]) -> Decision:
    """Whether `by` may decide over what `voice` says; `standing` holds the ranks of both. No query."""
    if voice.user_id == by.pk:
        return Decision(False, _("Nobody moderates himself."))
    if voice.user_id and standing.get(voice.user_id, 0) > standing.get(by.pk, 0):
        return Decision(False, _("Nobody moderates someone above him."))
    return YES


def may_overturn(by: User, decided_by: int, standing: dict[int, int]) -> Decision:
    """Whether `by` may change what that user decided; `standing` holds the ranks of both. No query."""
    if standing.get(decided_by, 0) > standing.get(by.pk, 0):
        return Decision(False, _("Nobody overturns what someone above him decided."))
    return YES


def may_withdraw(own: bool, comment: Said) -> Decision:
    if not own:
        return Decision(False, _("Only its author can delete a comment."))
    if comment.state in (State.WITHDRAWN, State.ERASED):
        return Decision(False, _("This comment is deleted already."))
    return YES


def may_return(own: bool, comment: Said, withdrawn_at: datetime | None) -> Decision:
    """Whether the author may undo that he deleted it: also in a discussion that is closed, as it stood there before."""
    if not own:
        return Decision(False, _("Only its author can bring a comment back."))
    if comment.state != State.WITHDRAWN or withdrawn_at is None:
        return Decision(False, _("There is nothing to undo."))
    if timezone.now() > withdrawn_at + timedelta(minutes=settings.UNDO_MINUTES):
        return Decision(
            False,
            ngettext(
                "A deletion can be undone for %(count)d minute.",
                "A deletion can be undone for %(count)d minutes.",
                settings.UNDO_MINUTES,
            )
            % {"count": settings.UNDO_MINUTES},
        )
    return YES


def may_pick(picks: bool, comment: Said) -> Decision:
    if not comment.published:
        return Decision(False, _("Only what is published can be picked."))
    return may_unpick(picks)


def may_unpick(picks: bool) -> Decision:
    return YES if picks else Decision(False, _("Only editors pick comments."))


def may_pin(moderates: bool, comment: Comment) -> Decision:
    """One query, for how many are."""
    if not comment.published or comment.parent_id:
        return Decision(False, _("Only a published comment that answers no other can be pinned."))
    decision = may_unpin(moderates)
    pinned = Comment.objects.filter(thread=comment.thread_id, pinned_at__isnull=False).exclude(pk=comment.pk)
    if decision and pinned.count() >= MOST_PINNED:
        words = _("%(count)d comments are pinned in this discussion already. Unpin one of them first.")
        return Decision(False, words % {"count": MOST_PINNED})
    return decision


def may_unpin(moderates: bool) -> Decision:
    return YES if moderates else Decision(False, _("Only moderators pin comments."))


def may_move(moderates: bool, comment: Comment) -> Decision:
    """Whether a reply, with all below it, may become a conversation of its own."""
    if not moderates:
        return Decision(False, _("Only moderators move comments."))
    if comment.parent_id is None:
        return Decision(False, _("It is a conversation of its own already."))
    if not comment.published:
        return Decision(False, _("Only what is published can be moved."))
    return YES
