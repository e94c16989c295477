"""What moderators do to comments, one or many at once: each with its Event, all with the batch id by which they are
undone together.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.events import record
from discussion.models import Claim, Comment, Event, Report, Rule, State, Thread, Voice
from discussion.models.state import TRANSITIONS
from discussion.moderating.claiming import claimed_by_others
from discussion.moderating.overruling import Decided, decided_about
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.permissions import YES, NotAllowed, may_moderate, may_overturn
from discussion.posting import change_state
from discussion.restricting import shadowed_among
from discussion.weighing import reopen_reports, settle_reports
from kit.contention import patiently
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
        return state in self.on and (self.to == state or self.to in TRANSITIONS[state])

    @property
    def upholds_reports(self) -> bool:
        return self.to != State.PUBLISHED


ACTS = {
    act.name: act
    for act in (
        Act("approve", gettext_lazy("Approve"), frozenset({State.HELD}), State.PUBLISHED, Event.Kind.APPROVED, False),
        Act("keep", gettext_lazy("Keep"), frozenset({State.PUBLISHED}), State.PUBLISHED, Event.Kind.KEPT, False),
        Act(
            "refuse",
            gettext_lazy("Reject"),
            frozenset({State.HELD, State.PUBLISHED}),
            State.REFUSED,
            Event.Kind.REFUSED,
        ),
        Act(
            "hide",
            gettext_lazy("Hide"),
            frozenset({State.PUBLISHED, State.HELD, State.SPAM, State.SHADOWED}),
            State.HIDDEN,
            Event.Kind.HIDDEN,
        ),
        Act(
            "spam",
            gettext_lazy("Mark as spam"),
            frozenset({State.PUBLISHED, State.HELD, State.REFUSED, State.HIDDEN, State.SHADOWED}),
            State.SPAM,
            Event.Kind.MARKED_SPAM,
        ),
        Act(
            "restore",
            gettext_lazy("Restore"),
            frozenset({State.HIDDEN, State.SPAM, State.REFUSED, State.SHADOWED}),
            State.PUBLISHED,
            Event.Kind.RESTORED,
            False,
        ),
    )
}


ACTS_BY_KIND = {act.kind: act for act in ACTS.values()}


@dataclass
class Outcome:
    batch: UUID
    done: list[int] = field(default_factory=list)
    passed_over: dict[int, str] = field(default_factory=dict)  # why, in words


@patiently
def moderate(
    comments: Iterable[int], act: Act, *, by: User, reason: str = "", rule: str = "", batch: UUID | None = None
) -> Outcome:
    """Does `act` to the comments with these ids. Those that it does not fit, that `by` may not touch, that somebody
    above has decided about or that another has before him are passed over and named; the rest is done as a whole.
    Raises NotAllowed for too many at once or where neither a rule nor a reason is given though one is needed. Locks the
    threads in the order of their ids; some 8 queries a comment.
    """
    wanted = list(dict.fromkeys(comments))
    if len(wanted) > MOST_AT_ONCE:
        raise NotAllowed(_("At most %(count)d comments at once.") % {"count": MOST_AT_ONCE})
    if act.needs_reason and not (reason.strip() or rule in Rule.values):
        raise NotAllowed(_("Say why."))
    outcome = Outcome(batch or uuid4())
    voice = Voice.objects.of_user(by)
    threads = _lock_threads(wanted)
    found = list(Comment.objects.filter(pk__in=wanted).select_related("voice").order_by("pk"))
    decided = decided_about(found)
    authors = {comment.voice.user_id for comment in found if comment.voice.user_id}
    standing = ranks({by.pk, *authors, *(one.by for one in decided.values())})
    claimed = claimed_by_others(wanted, by=by)
    shadowed = shadowed_among(comment.voice_id for comment in found) if act.to == State.PUBLISHED else set()
    for comment in found:
        comment.thread = threads[comment.thread_id]
        objection = _objection(comment, act, by, standing, claimed) or overturns(
            act, decided.get(comment.pk), by, standing
        )
        if objection:
            outcome.passed_over[comment.pk] = objection
            continue
        to = _leads_to(act, comment, shadowed)
        _decide(comment, act, voice, to=to, reason=reason.strip(), rule=rule, batch=outcome.batch)
        outcome.done.append(comment.pk)
    Claim.objects.filter(comment__in=outcome.done).delete()
    return outcome


def overturns(act: Act, decided: Decided | None, by: User, standing: dict[int, int]) -> str:
    """Why not, where `act` leads elsewhere than somebody above has decided. No query."""
    may = YES if decided is None or decided.to == act.to else may_overturn(by, decided.by, standing)
    return may.reason


def _lock_threads(comments: list[int]) -> dict[int, Thread]:
    threads = Comment.objects.filter(pk__in=comments).order_by("thread").values_list("thread", flat=True).distinct()
    return {pk: Thread.objects.lock(pk) for pk in sorted(threads)}


def _objection(comment: Comment, act: Act, by: User, standing: dict[int, int], claimed: dict[int, str]) -> str:
    if comment.pk in claimed:
        return _("%(name)s has it before him.") % {"name": claimed[comment.pk]}
    decision = may_moderate(by, comment.voice, standing)
    if not decision:
        return decision.reason
    state = State(comment.state)
    if not act.fits(state):
        return _("It is “%(state)s”.") % {"state": state.label}
    return ""


def _leads_to(act: Act, comment: Comment, shadowed: set[int]) -> State:
    """What would come out, of somebody who is shadow banned, comes out for him alone; but for what a moderator takes
    out of the shadow itself.
    """
    stays = comment.voice_id in shadowed and comment.state not in (State.PUBLISHED, State.SHADOWED)
    return State.SHADOWED if stays else act.to


def _decide(comment: Comment, act: Act, by: Voice, *, to: State, reason: str, rule: str, batch: UUID) -> None:
    was, looked_at = State(comment.state), comment.looked_at
    if was != to:
        change_state(comment, to)
    comment.looked_at = timezone.now()
    Comment.objects.filter(pk=comment.pk).update(looked_at=comment.looked_at)
    kept = {"looked_at": looked_at and looked_at.isoformat(), "decided_at": comment.looked_at.isoformat(), "to": to}
    event = record(act.kind, comment=comment, by=by, reason=reason, rule=rule, was=was, batch=batch, kept=kept)
    settle_reports(comment, Report.Outcome.UPHELD if act.upholds_reports else Report.Outcome.DISMISSED, event)


@undone_by(*ACTS_BY_KIND)
def _undo(act: Undoable) -> None:
    """Back to the state that it left, if this is still the last that was decided about it."""
    comment, event, kept = act.comment, act.event, act.event.kept or {}
    was, to = State(event.was), kept.get("to")
    stands = comment.looked_at and comment.looked_at.isoformat() == kept.get("decided_at")
    if comment.state != to or not stands:
        raise Changed
    if was != to:
        change_state(comment, was)
    Comment.objects.filter(pk=comment.pk).update(looked_at=kept.get("looked_at"))
    reopen_reports(comment, event)
