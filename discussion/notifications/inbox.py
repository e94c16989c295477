"""What somebody was told of, on the site itself."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import Article
from discussion.models import Comment, Event, Notice, Reader, Voice
from kit.contention import patiently
from people.models import User

MOST = 20  # on a page
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
    return _readable(reader, now).filter(seen_at=None)


def notices_of(voice: Voice, before: int | None = None) -> list[Notice]:
    """A page of them, newest first: those older than the notice with the id `before`. One query."""
    if voice.user is None:
        return []
    notices = _readable(Reader(voice.user), timezone.now()).order_by("-pk")
    if before is not None:
        notices = notices.filter(pk__lt=before)
    return list(notices.select_related(*READ_WITH)[:MOST])


@patiently
def mark_seen(*, voice: Voice, up_to: int) -> None:
    """`up_to`: the id of the newest that was shown; what came later stays unread."""
    Notice.objects.filter(voice=voice, seen_at=None, pk__lte=up_to).update(seen_at=timezone.now())


def _readable(reader: Reader, now: datetime) -> QuerySet[Notice]:
    """What was hidden or taken back since is not listed, and not counted either; nor is a decision that was undone."""
    out = Article.objects.published(now).filter(pk=OuterRef("thread__article"))
    readable = Comment.objects.visible_to(reader).filter(Exists(out), pk=OuterRef("comment"))
    undone = Event.objects.filter(undoes=OuterRef("event"))
    told = Q(Exists(readable), event=None) | Q(~Exists(undone), event__isnull=False)
    return Notice.objects.filter(told, reader.own())
