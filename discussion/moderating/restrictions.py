"""Restricting who may take part, and how: one person, or whoever comes with such an address."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.events import record
from discussion.models import Comment, Event, Restriction, State, Thread, Voice
from discussion.moderating.acts import MOST_AT_ONCE
from discussion.moderating.overruling import refuse_to_overturn
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.permissions import NotAllowed, may_moderate
from discussion.posting import change_state
from discussion.restricting.matching import BadPattern, email_matches, email_pattern, network, network_holds
from people.models import User
from people.roles import ranks

Kind = Restriction.Kind
LONGEST_REASON = 1000


@transaction.atomic
def restrict(
    *,
    kind: Restriction.Kind,
    by: User,
    reason: str,
    voice: Voice | None = None,
    pattern: str = "",
    until: datetime | None = None,
    comments_too: bool = False,
    address: str = "",
    batch: UUID | None = None,
) -> Restriction:
    """Takes the place of one of the same kind. SHADOW with `comments_too` shadows what of him is published as well, the
    newest MOST_AT_ONCE; of that kind he is told nothing, of the others the reason. `address`: of the network that `by`
    sits in, so that he does not ban himself. Raises NotAllowed.
    """
    reason, batch = reason.strip()[:LONGEST_REASON], batch or uuid4()
    if until and until <= timezone.now():
        raise NotAllowed(_("Choose a time that is still to come."))
    if not reason and kind != Kind.SHADOW:
        raise NotAllowed(_("Say why: who is kept out is told."))
    if kind in Restriction.OF_VOICES:
        return _restrict(kind, voice, by, reason, until, comments_too and kind == Kind.SHADOW, batch)
    pattern = _checked(kind, pattern, by, address)
    same = Restriction.objects.filter(kind=kind, pattern=pattern, lifted_at=None).select_related("by")
    return _replace(list(same), Restriction(kind=kind, pattern=pattern, reason=reason, until=until), by, batch)


@transaction.atomic
def lift_restriction(*, restriction: Restriction, by: User, reason: str = "", batch: UUID | None = None) -> Restriction:
    """Also one whose time is over. What a shadow ban took away from readers comes back; what he said under it stays his
    own. A second time changes nothing. Raises NotAllowed.
    """
    batch, shadowed = batch or uuid4(), list[Comment]()
    if restriction.voice:
        may_moderate(by, restriction.voice, _standing(by, restriction.voice)).or_refuse()
    if restriction.stands:
        refuse_to_overturn(restriction.by, by)
    if restriction.kind == Kind.SHADOW:
        shadowed = _lock(_shadowed_by_bans(restriction.voice))
    fresh = Restriction.objects.select_for_update().get(pk=restriction.pk)
    if fresh.lifted_at:
        return fresh
    fresh.lifted_at = timezone.now()
    fresh.save(update_fields=["lifted_at"])
    lifter, kept = Voice.objects.of_user(by), {"restriction": fresh.pk, "kind": fresh.kind}
    record(
        Event.Kind.RESTRICTION_LIFTED, about=restriction.voice, by=lifter, reason=reason.strip(), batch=batch, kept=kept
    )
    for comment in shadowed:
        was = change_state(comment, State.PUBLISHED)
        record(Event.Kind.RESTRICTION_LIFTED, comment=comment, by=lifter, was=was, batch=batch, kept=kept)
    return fresh


def _restrict(
    kind: Restriction.Kind,
    voice: Voice | None,
    by: User,
    reason: str,
    until: datetime | None,
    comments_too: bool,
    batch: UUID,
) -> Restriction:
    if voice is None:
        raise ValueError("this kind restricts a voice")
    may_moderate(by, voice, _standing(by, voice)).or_refuse()
    out = Comment.objects.filter(voice=voice, state=State.PUBLISHED).order_by("-pk")
    comments = _lock(list(out.values_list("pk", flat=True)[:MOST_AT_ONCE])) if comments_too else []
    Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)  # one after the other, and after the threads
    same = Restriction.objects.filter(voice=voice, kind=kind, lifted_at=None).select_related("by")
    made = _replace(list(same), Restriction(kind=kind, voice=voice, reason=reason, until=until), by, batch)
    kept = {"restriction": made.pk, "kind": kind}
    for comment in comments:
        if comment.published:
            was = change_state(comment, State.SHADOWED)
            record(Event.Kind.RESTRICTED, comment=comment, by=made.by, was=was, batch=batch, kept=kept)
    return made


def _replace(same: list[Restriction], made: Restriction, by: User, batch: UUID) -> Restriction:
    """What stands of the same kind, or has only run out, ends: there is one at most."""
    for one in same:
        if one.stands:
            refuse_to_overturn(one.by, by)
    Restriction.objects.filter(pk__in=[one.pk for one in same]).update(lifted_at=timezone.now())
    made.by = Voice.objects.of_user(by)
    made.save(force_insert=True)
    kept = {
        "restriction": made.pk,
        "kind": made.kind,
        "until": made.until and made.until.isoformat(),
        "before": [one.pk for one in same],
    }
    record(Event.Kind.RESTRICTED, about=made.voice, by=made.by, reason=made.reason, batch=batch, kept=kept)
    return made


def _checked(kind: Restriction.Kind, pattern: str, by: User, address: str) -> str:
    """As it is kept. None that means who bans, or who works here."""
    try:
        known = email_pattern(pattern) if kind == Kind.EMAIL else network(pattern)
    except BadPattern as wrong:
        raise NotAllowed(str(wrong)) from None
    staff = User.objects.filter(is_staff=True, is_active=True).values_list("email", flat=True)
    if kind == Kind.EMAIL and any(email_matches(known, email) for email in [by.email, *staff]):
        raise NotAllowed(_("That is an address of somebody who works here."))
    if kind == Kind.ADDRESS and address and network_holds(known, address):
        raise NotAllowed(_("That is the network that you write from."))
    return known


def _standing(by: User, voice: Voice) -> dict[int, int]:
    return ranks([by.pk, *([voice.user_id] if voice.user_id else [])])


def _shadowed_by_bans(voice: Voice | None) -> list[int]:
    """What readers had before, and moderators have not taken out of the shadow themselves."""
    taken = Event.objects.filter(kind=Event.Kind.RESTRICTED, about=voice, comment__state=State.SHADOWED, undone_by=None)
    return sorted(set(taken.values_list("comment", flat=True)))


def _lock(comments: list[int]) -> list[Comment]:
    """Under the locks of their threads, taken in order; as they are then."""
    known = Comment.objects.filter(pk__in=comments)
    threads = {pk: Thread.objects.lock(pk) for pk in sorted(set(known.order_by().values_list("thread", flat=True)))}
    found = list(known.select_related("voice").order_by("pk"))
    for comment in found:
        comment.thread = threads[comment.thread_id]
    return found


@undone_by(Event.Kind.RESTRICTED)
def _undo_restriction(act: Undoable) -> None:
    """As if it had never been: what it took the place of stands again."""
    if act.event.comment_id:
        _take_back(act, left=State.SHADOWED, to=State.PUBLISHED)
        return
    kept = act.event.kept or {}
    gone, _rows = Restriction.objects.filter(pk=kept.get("restriction", 0), lifted_at=None).delete()
    if not gone:
        raise Changed
    Restriction.objects.filter(pk__in=kept.get("before", [])).update(lifted_at=None)


@undone_by(Event.Kind.RESTRICTION_LIFTED)
def _undo_lifting(act: Undoable) -> None:
    if act.event.comment_id:
        _take_back(act, left=State.PUBLISHED, to=State.SHADOWED)
        return
    lifted = Restriction.objects.exclude(lifted_at=None).filter(pk=(act.event.kept or {}).get("restriction", 0)).first()
    if lifted is None or _stands_again(lifted):
        raise Changed
    Restriction.objects.filter(pk=lifted.pk).update(lifted_at=None)


def _stands_again(lifted: Restriction) -> bool:
    same = Restriction.objects.filter(kind=lifted.kind, voice=lifted.voice, pattern=lifted.pattern, lifted_at=None)
    return same.exists()


def _take_back(act: Undoable, *, left: State, to: State) -> None:
    if act.comment.state != left:
        raise Changed
    change_state(act.comment, to)
