"""What somebody above has decided stands: nobody overturns it by an act of his own, as nobody undoes it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q

from discussion.appealing import LED_TO
from discussion.models import Comment, Event, State, Voice
from discussion.permissions import may_overturn
from people.models import User
from people.roles import ranks

Kind = Event.Kind
LEADS_TO = {
    **LED_TO,
    Kind.APPROVED: State.PUBLISHED,
    Kind.KEPT: State.PUBLISHED,
    Kind.RESTORED: State.PUBLISHED,
}


@dataclass(frozen=True)
class Decided:
    """What stands of a comment: by which user, and where an act may lead all the same."""

    by: int
    to: State | None


def decided_about(comments: Iterable[Comment]) -> dict[int, Decided]:
    """The last decision about each of them as it reads now; of who has worded it anew the old one binds nobody. An
    appeal that was denied and somebody else's act that was undone are decisions too. One query.
    """
    worded = {comment.pk: comment.edited_at or comment.posted_at for comment in comments}
    undone = Q(kind=Kind.UNDONE, undoes__kind__in=LEADS_TO) & ~Q(by=F("undoes__by"))
    events = Event.objects.filter(Q(kind__in=[*LEADS_TO, Kind.APPEAL_DENIED]) | undone, comment__in=worded)
    standing = events.filter(by__user__isnull=False, undone_by=None).order_by("pk")
    told = standing.values_list("comment", "kind", "at", "by__user", "undoes__was")
    return {
        comment: Decided(user, State(was) if was else LEADS_TO.get(Kind(kind)))
        for comment, kind, at, user, was in told
        if comment and user and at > worded[comment]
    }


def refuse_to_overturn(decided_by: Voice | None, by: User) -> None:
    """Raises NotAllowed if who decided stands above. One query where he is another."""
    user = decided_by.user_id if decided_by else None
    if user and user != by.pk:
        may_overturn(by, user, ranks({by.pk, user})).or_refuse()


def who_did(**what: object) -> Voice | None:
    """The last of such events that nobody has undone. One query."""
    last = Event.objects.filter(undone_by=None, **what).select_related("by").order_by("-pk").first()
    return last.by if last else None
