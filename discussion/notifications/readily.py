"""What follows of most comments: nobody asked to be told and nobody is named, so that it concerns at most the author of
the article and who is answered. Found with two statements that are worded once; all else is for telling.py.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from articles.models.article import out_at
from discussion.models import Comment, Event, Notice, State, Subscription
from discussion.notifications.audience import who_would_hear
from kit.prepared import Prepared, moment

Reason = Notice.Reason
LISTENS = ""  # in the place of a reason: there is more to look at
ASKED = [Subscription.Kind.THREAD, Subscription.Kind.BRANCH, Subscription.Kind.MINE]


def concerned(event: int, now: datetime) -> list[Notice] | None:
    """One for each, which are yet to be saved; None where there is more to look at. Two queries."""
    found = _facts(event=event, now=now)
    if not found:
        return None
    kind, comment, state, out, named, thread, voice, answered, author, his, at = found[0]
    if kind != Event.Kind.POSTED or state == State.HELD or (settings.TELL_AUTHORS and not his):
        return None
    if state != State.PUBLISHED or not out:
        return []
    whom = {"author": author if settings.TELL_AUTHORS else 0, "answered": answered or 0}
    heard = {} if named else dict(_listeners(thread=thread, voice=voice, since=moment(at) or now, **whom))
    if named or LISTENS in heard.values():
        return None
    return [Notice(voice_id=pk, comment_id=comment, reason=reason, at=now) for pk, reason in heard.items()]


def _fact(*, event: int, now: datetime) -> QuerySet[Any, Any]:
    return (
        Event.objects.filter(pk=event, comment__isnull=False)
        .order_by()
        .values_list(
            "kind",
            "comment",
            "comment__state",
            _as_number(out_at(now, "comment__thread__article__")),
            _as_number(Q(comment__source__contains="@")),
            "comment__thread",
            "comment__voice",
            "comment__parent__voice",
            "comment__thread__article__author",
            "comment__thread__article__author__voice",
            "at",
        )
    )


def _listening(*, thread: int, voice: int, author: int, answered: int, since: datetime) -> QuerySet[Any, Any]:
    """Who is answered comes last: that is the better reason."""
    everybody = who_would_hear(Comment(thread_id=thread, voice_id=voice)).order_by()
    asked = Subscription.objects.filter(thread=thread, kind__in=ASKED, made_at__lte=since).exclude(voice=voice)
    return (
        everybody.filter(user=author)
        .values_list("pk", Value(Reason.AUTHOR))
        .union(
            everybody.filter(pk=answered, user__isnull=False).values_list("pk", Value(Reason.MINE)),
            asked.order_by().values_list(Value(0), Value(LISTENS)),
            all=True,
        )
    )


def _as_number(condition: Q) -> Case:
    return Case(When(condition, then=1), default=0, output_field=IntegerField())


_facts, _listeners = Prepared(_fact), Prepared(_listening)
