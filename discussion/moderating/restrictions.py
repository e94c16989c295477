"""Restricting who may take part, and how: one person, or whoever comes with such an address."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.events import record
from discussion.models import Event, Restriction, Voice
from discussion.moderating import shadows
from discussion.moderating.overruling import refuse_to_overturn
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.permissions import NotAllowed, may_moderate
from discussion.restricting.matching import BadPattern, email_matches, email_pattern, network, network_holds
from kit.contention import patiently
from people.models import User
from people.roles import ranks

Kind = Restriction.Kind
LONGEST_REASON = 1000


@patiently
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
    """Takes the place of one of the same kind. SHADOW with `comments_too` shadows what of him is published as well, see
    shadows.py; of that kind he is told nothing, of the others the reason. `address`: of the network that `by`
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


@patiently
def lift_restriction(*, restriction: Restriction, by: User, reason: str = "", batch: UUID | None = None) -> Restriction:
    """Also one whose time is over. What a shadow ban took away from readers comes back; what he said under it stays his
    own. A second time changes nothing. Raises NotAllowed.
    """
    if restriction.voice:
        may_moderate(by, restriction.voice, _standing(by, restriction.voice)).or_refuse()
    if restriction.stands:
        refuse_to_overturn(restriction.by, by)
    return _lift(restriction, by=Voice.objects.of_user(by), reason=reason.strip(), batch=batch or uuid4())


def lift_expired() -> bool:
    """A Round: ends a shadow ban that has run out, as lifting does; the site does it. Of other restrictions nothing is
    left when they have. Whether there may be more.
    """
    expired = Restriction.objects.filter(kind=Kind.SHADOW, lifted_at=None, until__lte=timezone.now())
    one = expired.select_related("voice").order_by("until", "pk").first()
    if one is None:
        return False
    _lift(one, by=None, reason="", batch=uuid4(), expired=True)
    return True


@patiently
def _lift(
    restriction: Restriction, *, by: Voice | None, reason: str, batch: UUID, expired: bool = False
) -> Restriction:
    voice = restriction.voice
    shadowed = shadows.to_bring_back(voice) if voice and restriction.kind == Kind.SHADOW else []
    fresh = Restriction.objects.select_for_update().filter(pk=restriction.pk).first()
    if fresh is None or fresh.lifted_at:
        return fresh or restriction
    fresh.lifted_at = timezone.now()
    fresh.save(update_fields=["lifted_at"])
    kept = {"restriction": fresh.pk, "kind": fresh.kind} | ({"expired": True} if expired else {})
    record(Event.Kind.RESTRICTION_LIFTED, about=voice, by=by, reason=reason, batch=batch, kept=kept)
    shadows.carry_out(Event.Kind.RESTRICTION_LIFTED, fresh, shadowed)
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
    comments = shadows.to_shadow(voice) if comments_too else []
    Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)  # one after the other, and after the threads
    same = Restriction.objects.filter(voice=voice, kind=kind, lifted_at=None).select_related("by")
    made = _replace(list(same), Restriction(kind=kind, voice=voice, reason=reason, until=until), by, batch)
    if kind == Kind.SHADOW:
        Restriction.objects.filter(voice=voice, kind=kind).update(rest_below=None)  # what an earlier one had left
        shadows.carry_out(Event.Kind.RESTRICTED, made, comments)
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


@undone_by(Event.Kind.RESTRICTED)
def _undo_restriction(act: Undoable) -> None:
    """As if it had never been: what it took the place of stands again."""
    if act.event.comment_id:
        shadows.take_back(act)
        return
    kept = act.event.kept or {}
    made = Restriction.objects.select_for_update().filter(pk=kept.get("restriction", 0), lifted_at=None).first()
    if made is None:
        raise Changed
    shadows.refuse_unfinished(act, made)
    made.delete()
    Restriction.objects.filter(pk__in=kept.get("before", [])).update(lifted_at=None)


@undone_by(Event.Kind.RESTRICTION_LIFTED)
def _undo_lifting(act: Undoable) -> None:
    kept = act.event.kept or {}
    if act.event.comment_id:
        shadows.take_back(act)
        return
    lifted = (
        Restriction.objects.select_for_update().exclude(lifted_at=None).filter(pk=kept.get("restriction", 0)).first()
    )
    if lifted is None or kept.get("expired") or _stands_again(lifted):
        raise Changed
    shadows.refuse_unfinished(act, lifted)
    Restriction.objects.filter(pk=lifted.pk).update(lifted_at=None)


def _stands_again(lifted: Restriction) -> bool:
    same = Restriction.objects.filter(kind=lifted.kind, voice=lifted.voice, pattern=lifted.pattern, lifted_at=None)
    return same.exists()
