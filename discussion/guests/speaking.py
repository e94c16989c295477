"""What guests say, vote and report: as members do, with what is asked of guests alone."""

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.ground import Terms
from discussion.guests.devices import digest_of, remember, who_came_by
from discussion.guests.footprints import Act, leave_footprint, seconds_to_wait, was_done
from discussion.guests.joining import join, join_silently
from discussion.guests.proving import ask_for_proof, release
from discussion.models import Comment, Report, State, Thread, Voice
from discussion.permissions import NotAllowed, TooFast
from discussion.posting import post_comment
from discussion.reporting import report_comment, report_that_stands
from discussion.voting import cast_vote, retract_vote
from kit.contention import patiently


@patiently
def speak(*, thread: Thread, by: Voice, address: str, device: str = "", **said: Any) -> Comment:
    """As post_comment. `address`: of the network; `device`: see Terms. Where the comment waits for the proof that the
    e-mail address is his, the mail that asks for it is written with it.
    """
    _refuse_where_unwelcome(thread)
    terms = Terms((Act.POST,), partial(_slow_down, Act.POST, address), device)
    comment = post_comment(thread=thread, by=by, address=address, terms=terms, **said)
    if comment.state == State.UNPROVED:
        by = ask_for_proof(comment.voice)  # which may have been confirmed while this was posted
        if by.proved:
            release(comment, by)
    return comment


@patiently
def first_words(
    *, thread: Thread, name: str, email: str, client_id: UUID, guest: Voice | None = None, **said: Any
) -> tuple[Comment, str]:
    """Of who has no voice yet, or none with a name, which the form has checked. Beside the comment the value of his
    cookie. The same form sent twice makes one voice and one comment.
    """
    if guest:
        Thread.objects.lock(thread.pk)
        voice = join(name=name, email=email, guest=guest)
    else:
        voice = Voice(name=name, email=email)
    comment = speak(thread=thread, by=voice, client_id=client_id, device=digest_of(client_id), **said)
    return comment, remember(comment.voice, client_id)


@patiently
def vote(*, comment: Comment, by: Voice, value: int, address: str) -> None:
    """`value` 0 takes the vote back."""
    _refuse_where_unwelcome(comment.thread)
    terms = Terms((Act.VOTE,), partial(_slow_down, Act.VOTE, address))
    if value:
        cast_vote(comment=comment, by=by, value=value, address=address, terms=terms)
    else:
        terms.slow_down(None)
        retract_vote(comment=comment, by=by)
    leave_footprint(Act.VOTE, address)


@patiently
def first_vote(*, comment: Comment, value: int, form: UUID, address: str) -> str:
    """Of who has no voice yet. The value of his cookie."""
    Thread.objects.lock(comment.thread_id)
    voice = who_came_by(form) or join_silently()
    vote(comment=comment, by=voice, value=value, address=address)
    return remember(voice, form)


@patiently
def report(*, comment: Comment, by: Voice, address: str, **said: Any) -> Report:
    """As report_comment. A second guest who reports the same from one neighbourhood may be the first."""
    _refuse_where_unwelcome(comment.thread)
    Thread.objects.lock(comment.thread_id)
    before, what = report_that_stands(comment, Q(voice=by)), _what_is_reported(comment)
    if not before:
        _slow_down(Act.REPORT, address)
        said["doubtful"] = was_done(Act.REPORT, address, what)
    made = report_comment(comment=comment, by=by, address=address, **said)
    if not before:
        leave_footprint(Act.REPORT, address)
        leave_footprint(Act.REPORT, address, what)
    return made


@patiently
def first_report(*, comment: Comment, form: UUID, address: str, **said: Any) -> str:
    """Of who has no voice yet. The value of his cookie."""
    Thread.objects.lock(comment.thread_id)
    voice = who_came_by(form) or join_silently()
    report(comment=comment, by=voice, address=address, **said)
    return remember(voice, form)


def _what_is_reported(comment: Comment) -> str:
    """A comment; one that was worded anew after a decision is another."""
    decided, edited = comment.looked_at, comment.edited_at
    return f"{comment.pk} {decided}" if decided and edited and edited > decided else f"{comment.pk}"


def _refuse_where_unwelcome(thread: Thread) -> None:
    if not thread.welcomes_guests:
        raise NotAllowed(_("Log in to take part in this discussion."))


def _slow_down(act: Act, address: str, counted: int | None = None) -> None:
    seconds = seconds_to_wait(act, address, counted)
    if seconds:
        minutes = -(-seconds // 60)
        words = ngettext(
            "Much has come from your network lately. Try again in %(count)d minute.",
            "Much has come from your network lately. Try again in %(count)d minutes.",
            minutes,
        )
        raise TooFast(seconds, words % {"count": minutes})
