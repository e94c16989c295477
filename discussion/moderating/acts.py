"""What moderators do to comments: one or many at once, each with its Event, all with one batch id."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.events import record
from discussion.models import Comment, Event, State, Thread, Voice
from discussion.models.state import TRANSITIONS
from discussion.permissions import NotAllowed, may_moderate
from discussion.posting import change_state
from people.models import User
from people.roles import ranks

MOST_AT_ONCE = 1000


@dataclass(frozen=True)
class Act:
    name: str
    label: Any
    on: frozenset[State]  # the states that it is meant for, within TRANSITIONS
    to: State
    kind: Event.Kind
    needs_reason: bool = True

    def fits(self, state: State) -> bool:
        return state in self.on and self.to in TRANSITIONS[state]


ACTS = {
    act.name: act
    for act in (
        Act("approve", gettext_lazy("Approve"), frozenset({State.HELD}), State.PUBLISHED, Event.Kind.APPROVED, False),
        Act("refuse", gettext_lazy("Refuse"), frozenset({State.HELD}), State.REFUSED, Event.Kind.REFUSED),
        Act(
            "hide",
            gettext_lazy("Hide"),
            frozenset({State.PUBLISHED, State.HELD, State.SPAM}),
            State.HIDDEN,
            Event.Kind.HIDDEN,
        ),
        Act(
            "spam",
            gettext_lazy("Mark as spam"),
            frozenset({State.PUBLISHED, State.HELD, State.REFUSED, State.HIDDEN}),
            State.SPAM,
            Event.Kind.MARKED_SPAM,
        ),
        Act(
            "restore",
            gettext_lazy("Restore"),
            frozenset({State.HIDDEN, State.SPAM, State.REFUSED}),
            State.PUBLISHED,
            Event.Kind.RESTORED,
            False,
        ),
    )
}


@dataclass
class Outcome:
    batch: UUID
    done: list[int] = field(default_factory=list)
    passed_over: dict[int, str] = field(default_factory=dict)  # why, in words


@transaction.atomic
def moderate(comments: Iterable[int], act: Act, *, by: User, reason: str = "") -> Outcome:
    """Does `act` to the comments with these ids. Those that it does not fit, or that `by` may not touch,
    are passed over and named; the rest is done as a whole. Raises NotAllowed for too many at once or
    for a reason that is missing. Locks the threads in the order of their ids; some 8 queries a comment.
    """
    wanted = list(dict.fromkeys(comments))
    if len(wanted) > MOST_AT_ONCE:
        raise NotAllowed(_("At most %(count)d comments at once.") % {"count": MOST_AT_ONCE})
    if act.needs_reason and not reason.strip():
        raise NotAllowed(_("Say why."))
    outcome = Outcome(uuid4())
    voice = Voice.objects.of_user(by)
    threads = _lock_threads(wanted)
    found = list(Comment.objects.filter(pk__in=wanted).select_related("voice").order_by("pk"))
    standing = ranks({by.pk, *(comment.voice.user_id for comment in found if comment.voice.user_id)})
    for comment in found:
        comment.thread = threads[comment.thread_id]
        objection = _objection(comment, act, by, standing)
        if objection:
            outcome.passed_over[comment.pk] = objection
            continue
        was = change_state(comment, act.to)
        record(act.kind, comment=comment, by=voice, reason=reason.strip(), was=was, batch=outcome.batch)
        outcome.done.append(comment.pk)
    return outcome


def _lock_threads(comments: list[int]) -> dict[int, Thread]:
    threads = Comment.objects.filter(pk__in=comments).order_by("thread").values_list("thread", flat=True).distinct()
    return {pk: Thread.objects.lock(pk) for pk in sorted(threads)}


def _objection(comment: Comment, act: Act, by: User, standing: dict[int, int]) -> str:
    decision = may_moderate(by, comment.voice, standing)
    if not decision:
        return decision.reason
    state = State(comment.state)
    if not act.fits(state):
        return _("It is “%(state)s”.") % {"state": state.label}
    return ""
