"""What moderators do to a person as such. What keeps him from taking part stands in restrictions.py."""

from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from discussion.events import record
from discussion.leaving import erase_guest, erase_voice
from discussion.models import Event, Note, Rule, Voice
from discussion.moderating.overruling import refuse_to_overturn, who_did
from discussion.moderating.undoing import Changed, Undoable, undone_by
from discussion.permissions import NotAllowed, may_moderate
from kit.contention import patiently
from people import suspending
from people.closing import CannotClose, close_account
from people.models import User
from people.roles import ranks

LONGEST_NOTE = 2000
Standing = dict[str, str | None]  # of a suspension


@patiently
def suspend_person(*, voice: Voice, until: datetime, reason: str, by: User, batch: UUID | None = None) -> None:
    """Keeps a user out until then, and ends his sessions; he is told the reason. Raises NotAllowed."""
    user = _user(voice, by)
    if until <= timezone.now():
        raise NotAllowed(_("Choose a time that is still to come."))
    if not reason.strip():
        raise NotAllowed(_("Say why: the person is told."))
    _refuse_to_overturn(voice, user, by)
    before = _standing(user)
    suspending.suspend(user, until=until, reason=reason.strip())
    _record_standing(Event.Kind.SUSPENDED, voice, by, reason, batch, before, _standing(user))


@patiently
def lift_suspension(*, voice: Voice, by: User, reason: str = "", batch: UUID | None = None) -> None:
    """Lets a suspended user in again; of another it changes nothing. Raises NotAllowed."""
    user = _user(voice, by)
    if user.suspended_until is None:
        return
    _refuse_to_overturn(voice, user, by)
    before = _standing(user)
    suspending.lift_suspension(user)
    _record_standing(Event.Kind.LET_IN, voice, by, reason, batch, before, _standing(user))


@patiently
def warn_person(*, voice: Voice, reason: str, by: User, rule: str = "", batch: UUID | None = None) -> Event:
    """A word and nothing else: he is told it. Raises NotAllowed."""
    _may(voice, by)
    if not (reason.strip() or rule in Rule.values):
        raise NotAllowed(_("Say why: the person is told."))
    rule = rule if rule in Rule.values else ""
    warner = Voice.objects.of_user(by)
    return record(Event.Kind.WARNED, about=voice, by=warner, reason=reason.strip(), rule=rule, batch=batch or uuid4())


@patiently
def note(*, about: Voice, text: str, by: User, batch: UUID | None = None) -> Note:
    """For moderators alone; the log tells that it was written, not what. Raises NotAllowed."""
    _may(about, by)
    if not text.strip():
        raise NotAllowed(_("There is nothing to note."))
    made = Note.objects.create(about=about, by=Voice.objects.of_user(by), text=text.strip()[:LONGEST_NOTE])
    record(Event.Kind.NOTED, about=about, by=made.by, batch=batch or uuid4(), kept={"note": made.pk})
    return made


@patiently
def erase_person(*, voice: Voice, by: User, comments_go: bool) -> None:
    """Because he asks for it who cannot do it himself, or somebody must: an account is closed, of a guest goes all
    that is under his address. Raises NotAllowed.
    """
    _may(voice, by)
    if voice.user:
        _close(voice.user, comments_go)
    elif voice.email and voice.proved:
        erase_guest(voice.email, comments_go=comments_go)
    else:
        erase_voice(voice, comments_go=comments_go)
    record(Event.Kind.ERASED, about=voice, by=Voice.objects.of_user(by))


def _close(user: User, comments_go: bool) -> None:
    try:
        close_account(user, comments_go=comments_go)
    except CannotClose:
        raise NotAllowed(_("Somebody who works here is erased after an administrator has taken his rights.")) from None


def _user(voice: Voice, by: User) -> User:
    if voice.user is None:
        raise NotAllowed(_("Guests have no account that could be suspended."))
    _may(voice, by)
    return User.objects.select_for_update().get(pk=voice.user.pk)


def _may(voice: Voice, by: User) -> None:
    may_moderate(by, voice, ranks([by.pk, *([voice.user_id] if voice.user_id else [])])).or_refuse()


def _refuse_to_overturn(voice: Voice, user: User, by: User) -> None:
    if user.suspended:
        refuse_to_overturn(who_did(kind=Event.Kind.SUSPENDED, about=voice), by)


def _standing(user: User) -> Standing:
    until = user.suspended_until.isoformat() if user.suspended_until else None
    return {"until": until, "reason": user.suspension_reason}


def _record_standing(
    kind: Event.Kind, voice: Voice, by: User, reason: str, batch: UUID | None, before: Standing, after: Standing
) -> None:
    """With how it was, and how it is: undoing asks whether it is still so."""
    kept = {"before": before, "after": after}
    speaker = Voice.objects.of_user(by)
    record(kind, about=voice, by=speaker, reason=reason.strip(), batch=batch or uuid4(), kept=kept)


@undone_by(Event.Kind.SUSPENDED, Event.Kind.LET_IN)
def _undo_suspension(act: Undoable) -> None:
    """Sessions that it ended stay ended."""
    kept = act.event.kept
    user = User.objects.select_for_update().filter(voice=act.event.about_id).first()
    if not kept or user is None or _standing(user) != kept["after"]:
        raise Changed
    until = kept["before"]["until"]
    user.suspended_until = datetime.fromisoformat(until) if until else None
    user.suspension_reason = kept["before"]["reason"]
    user.save(update_fields=suspending.FIELDS)


@undone_by(Event.Kind.WARNED)
def _undo_warning(act: Undoable) -> None:
    """That it is undone is all: nothing else had changed."""


@undone_by(Event.Kind.NOTED)
def _undo_note(act: Undoable) -> None:
    gone, _rows = Note.objects.filter(pk=(act.event.kept or {}).get("note", 0)).delete()
    if not gone:
        raise Changed
