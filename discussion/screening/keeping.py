"""Verdicts are kept with what they were about."""

from collections.abc import Sequence

from django.utils import timezone

from discussion.models import Comment, State, Voice, WatchedWord, WordMatch
from discussion.models.screening import BANDS, Objection, Says, Verdict
from discussion.screening.counting import COUNTED
from discussion.screening.likeness import bands_of, plain
from discussion.screening.pace import leave_traces
from discussion.screening.pipeline import Screened
from kit.prepared_writes import insert

# What a verdict makes of a comment that would otherwise begin there.
HELD_BACK = {Says.NUDGE: State.HELD, Says.HOLD: State.HELD, Says.REFUSE: State.REFUSED}


def begins(screened: Screened | None, state: State) -> State:
    """Where a comment begins that would begin as `state` without its verdict. One whose author must first confirm his
    address waits for that; release() asks again.
    """
    if screened is None or screened.says == Says.PUBLISH:
        return state
    if screened.says == Says.REFUSE:
        return State.REFUSED
    return HELD_BACK[screened.says] if state == State.PUBLISHED else state


def keep(screened: Screened, comment: Comment | None = None, acts: Sequence[str] = ()) -> Verdict | None:
    """Writes the verdict down, where a rule was asked; in the transaction of what it was about. One query, one more
    where a rule objected, two where somebody new speaks, and two where watched words were found. Without `comment`: of
    what never became one. `acts`: what else limits count from its network.
    """
    draft = screened.draft
    if comment and not draft.comment and (screened.steps or acts):
        leave_traces(draft, acts)
    if not screened.steps:
        return None
    verdict = Verdict(
        comment=comment,
        wording=comment.wording_count if comment else 0,
        voice=comment.voice if comment else draft.by and Voice.objects.saved(draft.by),
        thread=draft.thread,
        says=screened.says,
        said=screened.said[:300],
        steps=[list(step) for step in screened.steps],
        original=draft.source if screened.source != draft.source else "",
        **_bands(comment),
    )
    insert(verdict)
    objections = [step for step in screened.steps if step.says != Says.PUBLISH]
    if objections:
        Objection.objects.bulk_create(
            Objection(verdict=verdict, code=step.code, says=step.says, shadow=step.shadow, at=verdict.at)
            for step in objections
        )
    if screened.matched:
        known = WatchedWord.objects.filter(pk__in=screened.matched).values_list("pk", flat=True)
        WordMatch.objects.bulk_create(WordMatch(word_id=word, verdict=verdict) for word in known)
    return verdict


def latest_verdict(comment: Comment) -> Verdict | None:
    """On how it reads now. One query."""
    return Verdict.objects.filter(comment=comment, wording=comment.wording_count).order_by("pk").last()


def still_begins(comment: Comment, state: State) -> State:
    """The same as begins(), for a comment that waited since it was screened. At most one query."""
    verdict = latest_verdict(comment) if state == State.PUBLISHED else None
    return HELD_BACK.get(Says(verdict.says), state) if verdict else state


def forget_stopped() -> bool:
    """A Round: verdicts on what never became a comment count for a while only."""
    Verdict.objects.filter(comment=None, at__lt=timezone.now() - COUNTED).delete()
    return False


def _bands(comment: Comment | None) -> dict[str, int]:
    """Of what became a comment alone."""
    bands = bands_of(plain(comment.source)) if comment else None
    return dict(zip(BANDS, bands, strict=True)) if bands else {}
