"""What somebody was told of, on the site itself."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models.article import out_at
from discussion.models import Notice, Reader, Voice
from kit.contention import patiently
from people.models import User

MOST = 20  # on a page
LOOKED_AT = 40  # at a time
COUNTED = 100  # what more of them is new no page says
READ_WITH = (
    *("voice", "comment__voice__user", "comment__thread__article", "comment__passage"),
    *("event__thread__article", "event__undoes"),
)


def unread(voice: Voice) -> int:
    """One query."""
    return unread_of(voice.user) if voice.user else 0


def unread_of(user: User) -> int:
    """The same for every page's head, which knows the user and would ask for his voice first; counted up to COUNTED.
    One query.
    """
    return unread_at(Reader(user), timezone.now())[:COUNTED].count()


def unread_at(reader: Reader, now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(_readable(reader, now), reader.own(), seen_at=None)


def notices_of(voice: Voice, before: int | None = None) -> list[Notice]:
    """A page of them, newest first: those older than the notice with the id `before`. Two queries, unless most may not
    be read any more: of what is joined PostgreSQL would read more than is shown, so some are chosen first.
    """
    if voice.user is None:
        return []
    found: list[Notice] = []
    rest = Notice.objects.filter(voice=voice).order_by("-pk")
    if before is not None:
        rest = rest.filter(pk__lt=before)
    readable = Notice.objects.filter(_readable(Reader(voice.user), timezone.now())).order_by("-pk")
    while len(found) < MOST:
        some = list(rest.values_list("pk", flat=True)[:LOOKED_AT])
        found += readable.filter(pk__in=some).select_related(*READ_WITH)[: MOST - len(found)] if some else ()
        if len(some) < LOOKED_AT:
            break
        rest = rest.filter(pk__lt=some[-1])
    return found


@patiently
def mark_seen(*, voice: Voice, up_to: int) -> None:
    """`up_to`: the id of the newest that was shown; what came later stays unread."""
    Notice.objects.filter(voice=voice, seen_at=None, pk__lte=up_to).update(seen_at=timezone.now())


def _readable(reader: Reader, now: datetime) -> Q:
    """What was hidden or taken back since is not listed, and not counted either; nor is a decision that was undone.
    Joined, as PostgreSQL may answer "exists, or" by reading all comments first.
    """
    readable = reader.readable("comment__") & out_at(now, "comment__thread__article__")
    return Q(readable, event=None) | Q(event__isnull=False, event__undone_by=None)
