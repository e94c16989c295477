"""An author asks that somebody else look again at what was decided about a comment of his."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from discussion.events import record
from discussion.models import Appeal, Comment, Event, State, Thread, Voice
from discussion.permissions import YES, Decision, NotAllowed
from kit.contention import patiently

# Decisions that can be appealed against, and where each leads.
LED_TO = {
    Event.Kind.REFUSED: State.REFUSED,
    Event.Kind.HIDDEN: State.HIDDEN,
    Event.Kind.MARKED_SPAM: State.SPAM,
}
LONGEST = 2000


def decision_about(comment: Comment) -> Event | None:
    """The decision of a moderator, or of screening, that keeps it from readers, if one does. At most one query."""
    kinds = [kind for kind, state in LED_TO.items() if state == comment.state]
    if not kinds:
        return None
    decisions = Event.objects.filter(comment=comment, kind__in=kinds, undone_by=None)
    return decisions.select_related("by").order_by("-pk").first()


def may_appeal(own: bool, decision: Event | None, comment: Comment) -> Decision:
    """Whether its author may, against the decision that keeps it from readers. One query."""
    if not own:
        return Decision(False, _("Only its author can appeal."))
    if decision is None:
        return Decision(False, _("There is no decision about this comment that you could appeal against."))
    if Appeal.objects.filter(decision=decision).exists():
        return Decision(False, _("You have appealed against this decision already."))
    if timezone.now() > decision.at + timedelta(days=settings.APPEAL_DAYS):
        days = ngettext(
            "One can appeal for %(count)d day after a decision.",
            "One can appeal for %(count)d days after a decision.",
            settings.APPEAL_DAYS,
        )
        return Decision(False, days % {"count": settings.APPEAL_DAYS})
    return YES


@patiently
def appeal(*, decision: Event, by: Voice, text: str) -> Appeal:
    """Once a decision, by the author of the comment, while it is as the decision left it. Raises NotAllowed."""
    if decision.comment_id is None or decision.thread_id is None:
        raise NotAllowed(_("Only decisions about comments can be appealed against."))
    Thread.objects.lock(decision.thread_id)
    comment = Comment.objects.select_related("voice").get(pk=decision.comment_id)
    standing = decision_about(comment)
    if standing and standing.pk != decision.pk:
        standing = None
    may_appeal(comment.voice_id == by.pk, standing, comment).or_refuse()
    text = text.strip()[:LONGEST]
    if not text:
        raise NotAllowed(_("Say why the decision is wrong."))
    now = timezone.now()
    deadline = now + timedelta(days=settings.APPEAL_DEADLINE_DAYS)
    made = Appeal.objects.create(decision=decision, voice=by, text=text, at=now, deadline_at=deadline)
    record(Event.Kind.APPEALED, comment=comment, by=by)
    return made


@patiently
def settle_appeals(event: Event) -> None:
    """After a fact about a comment: appeals that have become pointless, as the comment is no longer where the decision
    left it, need no answer; when it is there again they do. A second time changes nothing.
    """
    waiting = Appeal.objects.filter(
        decision__comment=event.comment_id, outcome__in=[Appeal.Outcome.OPEN, Appeal.Outcome.MOOT]
    ).exclude(text="")
    if event.thread_id is None or not waiting.exists():
        return
    Thread.objects.lock(event.thread_id)
    for one in waiting.select_related("decision__comment"):
        outcome = Appeal.Outcome.OPEN if still_stands(one.decision) else Appeal.Outcome.MOOT
        if one.outcome != outcome:
            Appeal.objects.filter(pk=one.pk).update(outcome=outcome)


def still_stands(decision: Event) -> bool:
    """Whether the comment is as that decision left it. One query."""
    comment = decision.comment
    if comment is None or comment.state != LED_TO.get(Event.Kind(decision.kind)):
        return False
    return not Event.objects.filter(undoes=decision).exists()
