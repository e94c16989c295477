"""What a verb finds once its thread is locked: the place that it is about, and what stands against who does it."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Exists,
    Func,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from discussion.models import Comment, Device, State, Thread, Voice, Vote
from discussion.models.comment import TREE_SEQUENCE
from discussion.models.footprint import count_of, digests_known
from discussion.restricting.restraints import Restraints, arms_of, kind_of, restraints_among, who_is
from kit.prepared import Prepared

PLACE = "place"  # a row that is no restraint
OF_A_COMMENT = ("state", "voice_id", "tree_id", "lft", "rght", "level", "reply_count", "descendant_count", "up", "down")
NUMBERS = len(OF_A_COMMENT) - 1 + 6
WINDOW = timedelta(hours=1)  # in which limits count
SAME_FORM = timedelta(hours=1)  # within which a form that comes twice is one
NEVER = Value(None, output_field=DateTimeField())


@dataclass(frozen=True)
class Terms:
    """What is asked of guests alone. `acts`: as which their act leaves footprints, of which the first is counted: how
    many came from the network within an hour `slow_down` gets, or None where that is not known. `device`: its digest,
    by which the form of somebody new is known again.
    """

    acts: tuple[str, ...] = ()
    slow_down: Callable[[int | None], None] = lambda counted: None
    device: str = ""


NO_TERMS = Terms()


class Ground(NamedTuple):
    """`acts`: see Terms; `came`: the voice that the same form brought a moment ago; `first`: the comment that it made;
    `heard`: whether others read something of this voice here already; `out`: whether anybody reads something of it
    anywhere, of a guest; `tree`: the number of a new tree; `parent` as it is under the lock, with the end of its tree.
    """

    restraints: Restraints
    acts: int | None
    came: int
    first: int
    heard: bool
    out: bool
    tree: int
    parent: Comment | None


class Voting(NamedTuple):
    restraints: Restraints
    acts: int | None
    comment: Comment  # as it is under the lock
    cast: int | None  # what the voice has voted


def ground(
    thread: Thread, by: Voice, client_id: UUID, parent: Comment | None, address: str, terms: Terms = NO_TERMS
) -> Ground:
    """One query, after the lock and apart from it: PostgreSQL reads what a locking query finds beside the locked row
    as it was before the wait. Raises Comment.DoesNotExist.
    """
    about: dict[str, Any] = {"thread": thread.pk, "client_id": client_id, "device": terms.device if by.new else ""}
    if parent is None:
        found, (_state, came, first, heard, out, tree, *_rest) = _found("root", by, address, terms, **about)
        return Ground(*found, came, first, bool(heard), bool(out), tree, None)
    found, (state, came, first, heard, out, end, *numbers) = _found(
        "reply", by, address, terms, **about, comment=parent.pk
    )
    fresh = _as_it_is(parent, thread, state, numbers)
    fresh.tree_end = end
    return Ground(*found, came, first, bool(heard), bool(out), fresh.tree_id, fresh)


def voting(thread: Thread, by: Voice, comment: Comment, address: str, terms: Terms = NO_TERMS) -> Voting:
    """One query. Raises Comment.DoesNotExist."""
    found, (state, _came, cast, _heard, _out, _end, *numbers) = _found("vote", by, address, terms, comment=comment.pk)
    return Voting(*found, _as_it_is(comment, thread, state, numbers), cast or None)


def _found(
    what: str, by: Voice, address: str, terms: Terms, **about: Any
) -> tuple[tuple[Restraints, int | None], list[Any]]:
    now = timezone.now()
    digests = digests_known(address, "", WINDOW, now) if terms.acts else None
    if digests:
        about |= {"act": terms.acts[0], "digest": digests[0], "digest_before": digests[1], "since": now - WINDOW}
    rows = _rows_of(what, kind_of(by), bool(digests), now=now, same_form=now - SAME_FORM, **who_is(by), **about)
    place = next((row for row in rows if row[0] == PLACE), None)
    if place is None:
        raise Comment.DoesNotExist
    restraints = restraints_among((row[:4] for row in rows if row[0] != PLACE), by.email, address)
    acts, *numbers = place[4:]
    return (restraints, acts if digests else None), [place[1], *numbers]


def _as_it_is(comment: Comment, thread: Thread, state: str, numbers: list[int]) -> Comment:
    """With what was read of it before and nobody changes."""
    fresh = copy(comment)
    fresh.thread, fresh.state = thread, state
    for column, number in zip(OF_A_COMMENT[1:], numbers, strict=True):
        setattr(fresh, column, number)
    return fresh


def _question(
    what: str,
    kind: str,
    counting: bool,
    *,
    voice: int,
    now: datetime,
    same_form: datetime,
    user: int = 0,
    email: str = "",
    **about: Any,
) -> QuerySet[Any, Any]:
    arms = arms_of(kind, *([Value(0)] * NUMBERS), voice=voice, now=now, user=user, email=email)
    digests = [about.pop(name, "") for name in ("digest", "digest_before")]
    act, since = about.pop("act", ""), about.pop("since", now)
    acts = count_of(act, digests, since, now) if counting else Value(0)
    place = PLACES[what](acts, same_form, kind, voice=voice, **about)
    return arms[0].union(*arms[1:], place, all=True)


def _root(
    acts: Any, same_form: datetime, kind: str, *, voice: int, thread: int, client_id: UUID, device: str
) -> QuerySet[Any, Any]:
    here = Thread.objects.filter(pk=thread).order_by()
    found = (
        acts,
        _came(device, same_form),
        *_said(kind, voice, thread, client_id),
        _new_tree(),
        *[Value(0)] * (NUMBERS - 6),
    )
    return here.values_list(Value(PLACE), Value(""), Value(""), NEVER, *found)


def _reply(
    acts: Any, same_form: datetime, kind: str, *, voice: int, thread: int, client_id: UUID, device: str, comment: int
) -> QuerySet[Any, Any]:
    roots = Comment.objects.filter(tree_id=OuterRef("tree_id"), parent=None).order_by()
    end = Subquery(roots.values("rght")[:1])
    there = Comment.objects.filter(pk=comment, thread=thread).order_by()
    found = (acts, _came(device, same_form), *_said(kind, voice, thread, client_id), end, *OF_A_COMMENT[1:])
    return there.values_list(Value(PLACE), OF_A_COMMENT[0], Value(""), NEVER, *found)


def _vote(acts: Any, same_form: datetime, kind: str, *, voice: int, comment: int) -> QuerySet[Any, Any]:
    his = Vote.objects.filter(comment=OuterRef("pk"), voice=voice).order_by()
    cast = Coalesce(Subquery(his.values("value")[:1]), 0)
    there = Comment.objects.filter(pk=comment).order_by()
    found = (acts, Value(0), cast, Value(0), Value(0), Value(0), *OF_A_COMMENT[1:])
    return there.values_list(Value(PLACE), OF_A_COMMENT[0], Value(""), NEVER, *found)


def _came(device: str, since: datetime) -> Any:
    """See guests/devices.py."""
    lately = Device.objects.filter(digest=device, made_at__gt=since).order_by()
    return Coalesce(Subquery(lately.values("voice")[:1]), Value(0), output_field=BigIntegerField())


def _said(kind: str, voice: int, thread: int, client_id: UUID) -> tuple[Any, ...]:
    his = Comment.objects.filter(voice=voice).order_by()
    first = Coalesce(Subquery(his.filter(client_id=client_id).values("pk")[:1]), Value(0))
    heard = Exists(his.filter(thread=thread, state=State.PUBLISHED))
    if kind == "member":  # of whom nobody asks whether he is out
        return first, _as_number(heard), Value(0)
    out = Exists(his.filter(state__in=[State.PUBLISHED, State.SHADOWED]))
    return first, _as_number(heard), _as_number(out)


def _as_number(condition: Exists) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


def _new_tree() -> Any:
    """As CommentManager.new_tree_ids()."""
    if connection.vendor == "postgresql":
        return Func(Value(TREE_SEQUENCE), function="nextval", output_field=BigIntegerField())
    highest = Comment.objects.order_by("-tree_id").values("tree_id")[:1]
    return Coalesce(Subquery(highest), Value(0), output_field=BigIntegerField()) + 1


PLACES: dict[str, Callable[..., QuerySet[Any, Any]]] = {"root": _root, "reply": _reply, "vote": _vote}
_rows_of = Prepared(_question)
