"""Saying something, wording it anew, taking it back, and bringing it back after all."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.events import last_withdrawal, record
from discussion.ground import NO_TERMS, Ground, Terms, ground
from discussion.mentions import pages
from discussion.models import Comment, Event, Footprint, Report, Rule, State, Thread, Voice, Wording
from discussion.models.placing import make_room
from discussion.models.state import TRANSITIONS
from discussion.passages import Chosen, hold_text, passage_at
from discussion.permissions import (
    NotAllowed,
    TooFast,
    may_edit,
    may_post,
    may_return,
    may_withdraw,
    seconds_to_wait,
    seconds_to_wait_in,
    slowed,
)
from discussion.rendering import rendered
from discussion.restricting import Restraints, restraints_of, shadowed_among, silence
from discussion.screening import REMEMBERED, Screened, begins, keep
from discussion.weighing import flag, reopen_moot_reports, settle_reports
from kit.contention import patiently


class EditConflict(Exception):
    """The comment was worded anew since the form was opened."""


@patiently
def post_comment(
    *,
    thread: Thread,
    by: Voice,
    source: str,
    client_id: UUID,
    parent: Comment | None = None,
    chosen: Chosen | None = None,
    address: str = "",
    screened: Screened | None = None,
    terms: Terms = NO_TERMS,
) -> Comment:
    """A new comment, or the one that the same form made before; with `chosen` on a passage of the article. `address`:
    of the network; `screened`: the verdict on it, of which `source` is then the text; `by` is saved with it where it is
    new. Raises NotAllowed, or TooFast.
    """
    wait = seconds_to_wait(by, _said_lately(by, screened))  # before the lock, which others wait for
    words = rendered(screened.source if screened else source, pages)
    text = hold_text(thread) if chosen else None
    moved = _counting(out=False) if wait else _expected(thread, by, parent, screened)
    thread = thread.locked(**moved)
    by = Voice.objects.saved(by) if by.user_id else by
    by, found = _stand(thread, by, client_id, parent, address, terms)
    restraints, parent = found.restraints, found.parent  # as it is under the lock
    if found.first:
        thread.move(**{name: -number for name, number in moved.items()})
        return Comment.objects.get(pk=found.first)
    terms.slow_down(found.acts)
    if wait:
        raise TooFast(wait)
    restraints.refusal.or_refuse()
    may_post(thread, parent, by).or_refuse()
    wait = seconds_to_wait_in(thread, by)
    if wait:
        raise slowed(wait)
    state = begins(screened, _under(parent, first_state(thread, by, restraints, out=found.out)))
    passage = passage_at(thread, chosen, text) if chosen and text else None
    comment = Comment(
        thread=thread, voice=by, parent=parent, client_id=client_id, state=state, passage=passage, **words
    )
    _say(comment, found.tree, moved, heard=found.heard)
    # Until its author has confirmed it, nobody is told of it; then that is a fact of its own.
    record(Event.Kind.POSTED, comment=comment, by=by, followed=state != State.UNPROVED)
    if screened:
        _judge(comment, screened, terms.acts)
    elif terms.acts:
        Footprint.objects.leave(address, *((act, "") for act in terms.acts))
    return comment


def _stand(
    thread: Thread, by: Voice, client_id: UUID, parent: Comment | None, address: str, terms: Terms
) -> tuple[Voice, Ground]:
    """Who speaks, saved, and what he finds. A form that comes twice brings nobody twice."""
    found = ground(thread, by, client_id, parent, address, terms)
    if found.came:
        by = Voice.objects.get(pk=found.came)
        return by, ground(thread, by, client_id, parent, address, terms)
    return Voice.objects.saved(by), found


@patiently
def edit_comment(
    *,
    comment: Comment,
    by: Voice,
    source: str,
    wording: int,
    address: str = "",
    screened: Screened | None = None,
) -> Comment:
    """`wording` is the number of earlier wordings that the writer saw; `screened` as in post_comment, though what it
    refuses must not come here. The same text again changes nothing. Raises NotAllowed, or EditConflict when somebody
    was faster.
    """
    thread, comment = _lock(comment)
    may_edit(comment.voice_id == by.pk, comment, thread).or_refuse()
    _refuse_restrained(comment, restraints_of(by, address))
    source = screened.source if screened else source
    if comment.source == source:
        return comment
    if comment.wording_count != wording:
        raise EditConflict
    now = timezone.now()
    Wording.objects.create(
        comment=comment,
        source=comment.source,
        written_at=comment.edited_at or comment.posted_at,
        replaced_at=now,
    )
    Comment.objects.filter(pk=comment.pk).update(**rendered(source, pages), edited_at=now, wording_count=wording + 1)
    thread.touch()
    comment.refresh_from_db()
    record(Event.Kind.EDITED, comment=comment, by=by)
    if screened:
        to = begins(screened, State(comment.state))
        if to != comment.state:
            change_state(comment, to)
        _judge(comment, screened)
    return comment


@patiently
def withdraw_comment(*, comment: Comment, by: Voice) -> None:
    """Takes the words back; replies stay under the place. Raises NotAllowed."""
    _thread, comment = _lock(comment)
    may_withdraw(comment.voice_id == by.pk, comment).or_refuse()
    was = change_state(comment, State.WITHDRAWN)
    withdrawal = record(Event.Kind.WITHDRAWN, comment=comment, by=by, was=was)
    settle_reports(comment, Report.Outcome.MOOT, withdrawal)


@patiently
def undo_withdrawal(*, comment: Comment, by: Voice) -> Comment:
    """The comment as it stood before. Raises NotAllowed."""
    _thread, comment = _lock(comment)
    withdrawn_at, stood = last_withdrawal(comment)
    may_return(comment.voice_id == by.pk, comment, withdrawn_at).or_refuse()
    was = change_state(comment, _out(State(stood), shadowed=bool(shadowed_among([by.pk]))))
    record(Event.Kind.RETURNED, comment=comment, by=by, was=was)
    reopen_moot_reports(comment)
    return comment


def first_state(thread: Thread, by: Voice, restraints: Restraints | None = None, *, out: bool | None = None) -> State:
    """Where a comment of `by` begins; also where one goes whose author has just confirmed his address. What of a
    shadow banned one waits for review goes on to Shadowed when it is approved. `out`: whether something of his is.
    """
    if not by.proved and settings.GUESTS_FIRST == "confirm":
        return State.UNPROVED
    if not by.proved and not (_is_out(by) if out is None else out):
        return State.HELD
    restraints = restraints or restraints_of(by)
    if restraints.review or thread.state == Thread.State.REVIEWED:
        return State.HELD
    return _out(State.PUBLISHED, shadowed=restraints.shadow)


def change_state(comment: Comment, to: State) -> State:
    """One step of TRANSITIONS with the counters that follow it; returns the state that was. `comment` was read
    under its thread's lock; the caller records the Event. Raises NotAllowed where the table has no such step.
    """
    was = State(comment.state)
    if to not in TRANSITIONS[was]:
        raise NotAllowed(f"{was.label} → {to.label}")
    comment.state = to
    Comment.objects.filter(pk=comment.pk).update(state=to)
    if was == State.PUBLISHED:
        comment.count_published(-1)
    elif to == State.PUBLISHED:
        comment.count_published(+1)
    else:
        comment.thread.touch()
    return was


def _said_lately(by: Voice, screened: Screened | None) -> list[datetime] | None:
    """What screening has read of it already, where that is enough."""
    if by.new:
        return []
    if screened is None or screened.draft.by != by or settings.POSTS_A_MINUTE > REMEMBERED:
        return None
    return [one.posted_at for one in screened.draft.earlier]


def _expected(thread: Thread, by: Voice, parent: Comment | None, screened: Screened | None) -> dict[str, int]:
    """How it will most probably move its thread, so that to lock that and to count in it are one query."""
    state = State.HELD if thread.state == Thread.State.REVIEWED else State.PUBLISHED
    out = by.proved and begins(screened, _under(parent, state)) == State.PUBLISHED
    earlier = screened.draft.earlier if screened and screened.draft.by == by else ()
    heard = any(one.state == State.PUBLISHED and one.thread == thread.pk for one in earlier)
    return _counting(out=out, heard=heard)


def _counting(*, out: bool, heard: bool = False) -> dict[str, int]:
    """`heard`: whether others read something of its voice here."""
    return {"versions": int(out), "comments": int(out), "voices": int(out and not heard)}


def _say(comment: Comment, tree: int, moved: dict[str, int], *, heard: bool) -> None:
    """Its row, and what counts it. `moved`: what its thread was when it was locked."""
    counting = _counting(out=comment.published, heard=heard)
    comment.thread.move(**{name: number - moved[name] for name, number in counting.items()})
    if comment.parent:
        make_room(comment, comment.parent)
    if comment.published:
        comment.appeared = comment.thread.version
    Comment.objects.say(comment, tree=tree)


def _is_out(by: Voice) -> bool:
    return Comment.objects.filter(voice=by, state__in=[State.PUBLISHED, State.SHADOWED]).exists()


def _judge(comment: Comment, screened: Screened, acts: Sequence[str] = ()) -> None:
    """What follows beside its state. A refusal is a decision like a moderator's: it is told, and can be appealed."""
    keep(screened, comment, acts)
    if comment.state == State.REFUSED:
        record(Event.Kind.REFUSED, comment=comment, by=None, reason=screened.said, was=State.HELD)
    elif screened.flags:
        rule = screened.rule or Rule.OFF_TOPIC
        record(Event.Kind.REPORTED, comment=comment, by=None, rule=rule)
        flag(comment, rule, " ".join(screened.flags))
    if screened.silence:
        silence(comment.voice)


def _out(state: State, *, shadowed: bool) -> State:
    return State.SHADOWED if shadowed and state == State.PUBLISHED else state


def _under(parent: Comment | None, state: State) -> State:
    """Who answers himself where nobody else reads is read by nobody else, also after his ban."""
    return _out(state, shadowed=parent is not None and parent.state == State.SHADOWED)


def _refuse_restrained(comment: Comment, restraints: Restraints) -> None:
    restraints.refusal.or_refuse()
    if restraints.review and comment.published:
        raise NotAllowed(_("Your comments wait for review at the moment: one that is out cannot be edited."))


def _lock(comment: Comment) -> tuple[Thread, Comment]:
    thread = Thread.objects.lock(comment.thread_id)
    fresh = Comment.objects.get(pk=comment.pk)
    fresh.thread = thread
    return thread, fresh
