"""Deciding on an appeal: another moderator than who decided first says whether that stands."""

from uuid import UUID, uuid4

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.appealing import LED_TO, LONGEST, still_stands
from discussion.events import record
from discussion.models import Appeal, Event, Thread, Voice
from discussion.moderating.acts import ACTS, moderate
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.permissions import Decision, NotAllowed, may_moderate, may_overturn
from kit.contention import patiently
from people.models import User
from people.roles import ranks

OUTCOMES = {
    Event.Kind.APPEAL_GRANTED: Appeal.Outcome.GRANTED,
    Event.Kind.APPEAL_DENIED: Appeal.Outcome.DENIED,
}


READ_WITH = (
    *("voice__user", "decision__by__user", "decision__comment__voice__user"),
    *("decision__comment__thread__article", "decision__comment__passage"),
)

AS_DECIDED = Q()
for _kind, _state in LED_TO.items():
    AS_DECIDED |= Q(decision__kind=_kind, decision__comment__state=_state)


def open_appeals() -> QuerySet[Appeal]:
    """Those that need an answer, the nearest deadline first. What its author took back meanwhile needs none."""
    waiting = Appeal.objects.filter(AS_DECIDED, outcome=Appeal.Outcome.OPEN, decision__undone_by=None)
    return waiting.select_related(*READ_WITH).order_by("deadline_at", "pk")


def decided_appeals() -> QuerySet[Appeal]:
    """Newest first."""
    decided = Appeal.objects.filter(outcome__in=OUTCOMES.values())
    return decided.select_related(*READ_WITH).order_by("-decided_at", "-pk")


def may_decide(by: User, appeal: Appeal, standing: dict[int, int]) -> Decision:
    """Whether `by` may answer it: he has not decided it himself, and stands no lower than who has. `standing` holds the
    ranks of users_of() it and of `by`. `appeal` comes with its decision's voice and its own. No query.
    """
    decided_by = appeal.decision.by
    if decided_by and decided_by.user_id == by.pk:
        return Decision(False, _("You decided this yourself: another moderator must decide."))
    if appeal.outcome != Appeal.Outcome.OPEN:
        return Decision(False, _("This appeal needs no decision any more."))
    if decided_by and decided_by.user_id and not may_overturn(by, decided_by.user_id, standing):
        return Decision(False, _("Someone above you decided this: it waits for another moderator of that rank."))
    return may_moderate(by, appeal.voice, standing)


def users_of(appeal: Appeal) -> set[int]:
    """Whose ranks may_decide() compares with that of who answers. No query."""
    of_decision = appeal.decision.by.user_id if appeal.decision.by else None
    return {user for user in (appeal.voice.user_id, of_decision) if user}


@patiently
def decide_appeal(*, appeal: Appeal, granted: bool, answer: str, by: User, batch: UUID | None = None) -> Event:
    """Granted, the comment is restored by the ordinary act, in the same batch. The answer is told the author; a no
    needs one. Raises NotAllowed.
    """
    batch = batch or uuid4()
    appeal = _lock(appeal)
    may_decide(by, appeal, ranks({by.pk, *users_of(appeal)})).or_refuse()
    if not still_stands(appeal.decision):
        raise NotAllowed(_("The comment is no longer as that decision left it: there is nothing to decide."))
    answer = answer.strip()[:LONGEST]
    if not granted and not answer:
        raise NotAllowed(_("Say why: the author is told."))
    comment = appeal.decision.comment
    if granted and comment:
        outcome = moderate([comment.pk], ACTS["restore"], by=by, reason=answer, batch=batch)
        if not outcome.done:
            raise NotAllowed(outcome.passed_over.get(comment.pk, _("The comment cannot be restored.")))
        comment.refresh_from_db()
    kind = Event.Kind.APPEAL_GRANTED if granted else Event.Kind.APPEAL_DENIED
    voice = Voice.objects.of_user(by)
    Appeal.objects.filter(pk=appeal.pk).update(
        outcome=OUTCOMES[kind], answer=answer, decided_at=timezone.now(), decided_by=voice
    )
    return record(kind, comment=comment, by=voice, reason=answer, batch=batch, kept={"appeal": appeal.pk})


@undone_by(*OUTCOMES)
def _undo(act: Undoable) -> None:
    """It is open again; where it was granted, the restoring in the same batch is undone by itself."""
    decided = Appeal.objects.filter(pk=(act.event.kept or {}).get("appeal", 0))
    opened = decided.filter(outcome=OUTCOMES[Event.Kind(act.event.kind)], decided_by=act.event.by_id).update(
        outcome=Appeal.Outcome.OPEN, answer="", decided_at=None, decided_by=None
    )
    if not opened:
        raise Changed


def _lock(appeal: Appeal) -> Appeal:
    """As it is under its thread's lock."""
    decision = Event.objects.get(pk=appeal.decision_id)
    if decision.thread_id is None:
        raise NotAllowed(_("Only decisions about comments can be appealed against."))
    Thread.objects.lock(decision.thread_id)
    return Appeal.objects.select_related("voice", "decision__by", "decision__comment__voice").get(pk=appeal.pk)
