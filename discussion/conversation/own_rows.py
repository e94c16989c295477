"""What the database knows of one reader in one thread: all of it in one statement."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from discussion.models import Comment, Mute, Reader, Report, Subscription, Thread, Visit, Voice, Vote
from discussion.models.reader import GUESTS
from discussion.models.state import KEPT_BY_ITS_AUTHOR, State
from discussion.notifications import inbox
from discussion.notifications.inbox import unread_at
from kit.prepared import Prepared

COUNTED = 1_000  # what is new to somebody who was away for long
VISIT, MUTE, KEPT, VOTE, TOLD, BRANCH, REPORTED, UNREAD = range(8)
KINDS, PACES = list(Subscription.Kind), list(Subscription.Pace)


class Counted(Subquery):
    """How many rows it has. Its limit is the end of the work."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _question(kind: str, *, own: int, thread: int, now: datetime) -> QuerySet:
    """Rows of one of the above, a number and a value. `own`: the pk of the user, or of the guest."""
    reader, under = Reader.like(kind, own), Thread(pk=thread)
    mine, comments = reader.own(), Comment.objects.of_thread(under)
    since = comments.visible_to(reader).filter(appeared__gt=OuterRef("version")).exclude(mine)
    count = Counted(since.order_by().values("pk")[:COUNTED])
    visits = Visit.objects.filter(user=reader.user.pk, thread=under)
    kept = comments.filter(mine, state__in=KEPT_BY_ITS_AUTHOR).order_by()
    heard = Exists(comments.filter(mine, state=State.PUBLISHED))
    shadowed = Case(When(~Q(state=State.SHADOWED), then=0), When(heard, then=1), default=2)
    votes = Vote.objects.filter(mine, thread=under)
    reports = Report.objects.of_present_words().filter(mine, comment__thread=under)
    return visits.values_list(Value(VISIT), "version", count).union(
        Mute.objects.filter(user=reader.user.pk).values_list(Value(MUTE), "voice", Value(0)),
        kept.values_list(Value(KEPT), "pk", shadowed),
        votes.values_list(Value(VOTE), "comment", "value"),
        reports.values_list(Value(REPORTED), "comment", Value(0)),
        *_subscriptions(reader, under),
        *([] if kind == GUESTS else [_unread(reader, now)]),
        all=True,
    )


rows_of = Prepared(_question)


def _subscriptions(reader: Reader, thread: Thread) -> Iterable[QuerySet]:
    """One half of the thread as a whole, one of single comments; words as their places in KINDS and PACES."""
    asked = Subscription.objects.filter(reader.own(), thread=thread).order_by()
    kinds = Case(*(When(kind=kind, then=place) for place, kind in enumerate(KINDS)))
    paces = Case(*(When(pace=pace, then=place) for place, pace in enumerate(PACES)))
    yield asked.filter(comment=None).values_list(Value(TOLD), kinds, paces)
    yield asked.exclude(comment=None).values_list(Value(BRANCH), "comment", Value(0))


def _unread(reader: Reader, now: datetime) -> QuerySet:
    unread = Counted(unread_at(reader, now).order_by().values("pk")[: inbox.COUNTED])
    return Voice.objects.filter(user=reader.user.pk).values_list(Value(UNREAD), unread, Value(0))
