"""What a shadow ban takes from readers, and what its end gives back: MOST_AT_ONCE comments with the act itself, newest
first; of who has said more, the rest goes on in Rounds.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from discussion.events import record
from discussion.models import Comment, Event, Restriction, State, Thread, Voice
from discussion.moderating.acts import MOST_AT_ONCE
from discussion.moderating.undoing import Changed, Undoable
from discussion.permissions import NotAllowed
from discussion.posting import change_state

Kind = Event.Kind
AT_A_TIME = 200  # a transaction of a Round, which keeps the threads of so many
LEADS_TO = {Kind.RESTRICTED: State.SHADOWED, Kind.RESTRICTION_LIFTED: State.PUBLISHED}
OTHER = {Kind.RESTRICTED: Kind.RESTRICTION_LIFTED, Kind.RESTRICTION_LIFTED: Kind.RESTRICTED}


def to_shadow(voice: Voice) -> list[Comment]:
    """What of him is published, the newest of it: locked."""
    return _lock(_newest(_published(voice), MOST_AT_ONCE))


def to_bring_back(voice: Voice) -> list[Comment]:
    """What readers had before, and moderators have not taken out of the shadow themselves; the newest of it: locked."""
    return _lock(_newest(_shadowed_by_bans(voice), MOST_AT_ONCE))


def carry_out(kind: Event.Kind, ban: Restriction, comments: Sequence[Comment]) -> None:
    """Each of these that is still where the ban, or its end, takes it from. The rest is left for go_on()."""
    _move(kind, ban, comments)
    Restriction.objects.filter(pk=ban.pk).update(rest_below=_below(comments, MOST_AT_ONCE))


def go_on() -> bool:
    """A Round: some more of what a ban, or its end, has left for later. Whether there may be more."""
    ban = Restriction.objects.filter(rest_below__isnull=False).select_related("voice").order_by("pk").first()
    if ban is None or ban.voice is None:
        return False  # asked before a transaction, which on SQLite keeps all writers waiting
    _go_on(ban, ban.voice)
    return True


def refuse_unfinished(act: Undoable, ban: Restriction) -> None:
    """Raises NotAllowed for an act on a shadow ban that a Round is still carrying out. `ban` is locked, and all else
    that was done with it has been taken back.
    """
    kind = Kind(act.event.kind)
    others = Event.objects.filter(batch=act.event.batch, kind=kind, undone_by=None, about=act.event.about_id)
    if ban.rest_below is not None or others.filter(comment__state=LEADS_TO[kind]).exists():
        raise NotAllowed(_("It is still being carried out. Try again in a minute."))


def take_back(act: Undoable) -> None:
    """One comment, to where it was before the ban or its end."""
    if act.comment.state != LEADS_TO[Kind(act.event.kind)]:
        raise Changed
    change_state(act.comment, State(act.event.was))


@transaction.atomic
def _go_on(ban: Restriction, voice: Voice) -> None:
    """Threads first, as everywhere; then the ban, if it is still as it was found."""
    kind = Kind.RESTRICTED if ban.lifted_at is None else Kind.RESTRICTION_LIFTED
    left = _published(voice) if kind == Kind.RESTRICTED else _shadowed_by_bans(voice)
    comments = _lock(_newest(left.filter(pk__lt=ban.rest_below), AT_A_TIME))
    same = Restriction.objects.filter(pk=ban.pk, rest_below=ban.rest_below, lifted_at=ban.lifted_at)
    if not same.select_for_update().exists():
        return
    _move(kind, ban, comments)
    same.update(rest_below=_below(comments, AT_A_TIME))


def _move(kind: Event.Kind, ban: Restriction, comments: Sequence[Comment]) -> None:
    """Each with an event that is told, and undone, with that of the ban or of its end."""
    of_ban = Event.objects.filter(kind=kind, about=ban.voice, comment=None, kept__restriction=ban.pk)
    act = of_ban.select_related("by").order_by("-pk").first() if comments else None
    to, takes = LEADS_TO[kind], LEADS_TO[OTHER[kind]]
    for comment in comments:
        if act and comment.state == takes:
            was = change_state(comment, to)
            record(kind, comment=comment, by=act.by, was=was, batch=act.batch, kept=_kept(act))


def _kept(act: Event) -> dict[str, Any]:
    return {name: value for name, value in (act.kept or {}).items() if name in ("restriction", "kind", "expired")}


def _below(comments: Sequence[Comment], most: int) -> int | None:
    return min(comment.pk for comment in comments) if len(comments) == most else None


def _published(voice: Voice) -> QuerySet[Comment]:
    return Comment.objects.filter(voice=voice, state=State.PUBLISHED)


def _shadowed_by_bans(voice: Voice) -> QuerySet[Comment]:
    taken = Event.objects.filter(kind=Kind.RESTRICTED, about=voice, undone_by=None)
    return Comment.objects.filter(voice=voice, state=State.SHADOWED, pk__in=taken.values("comment"))


def _newest(comments: QuerySet[Comment], most: int) -> list[int]:
    return list(comments.order_by("-pk").values_list("pk", flat=True)[:most])


def _lock(comments: list[int]) -> list[Comment]:
    """Under the locks of their threads, taken in order; as they are then."""
    known = Comment.objects.filter(pk__in=comments)
    threads = {pk: Thread.objects.lock(pk) for pk in sorted(set(known.order_by().values_list("thread", flat=True)))}
    found = list(known.select_related("voice").order_by("pk"))
    for comment in found:
        comment.thread = threads[comment.thread_id]
    return found
