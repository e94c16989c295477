"""One query, by index, for all threads that have readers now."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Case, JSONField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from articles.models import Article
from discussion.live import recent
from discussion.live.standing import OF_THREAD, Notice
from discussion.models import Comment, Thread
from discussion.models.reader import STRANGER

NEWS = ("comments", "votes", "passages")  # as Recent.of() takes them


def ask(pks: Collection[int], telling: Mapping[int, int], now: float) -> dict[int, Notice]:
    """Those of the threads that readers can see. Of `telling` it brings the news as well, where the version is not the
    one that is named.
    """
    threads = _threads(pks)
    if telling:
        moved = Q(*(Q(pk=pk) & ~Q(version=version) for pk, version in telling.items()), _connector=Q.OR)
        threads = threads.annotate(
            news=Case(When(moved, then=True), default=False),
            news_comments=_where(moved, recent.appeared()),
            news_votes=_where(moved, recent.votes()),
            news_passages=_where(moved & Q(has_passages=True), recent.passages()),
        )
    clock = timezone.now()
    return {
        thread.pk: Notice(
            asked=now,
            closed=thread.closed,
            changed=now - (clock - thread.moment).total_seconds(),
            news=[getattr(thread, f"news_{name}") for name in NEWS] if getattr(thread, "news", False) else None,
            **{name: getattr(thread, name) for name in OF_THREAD},
        )
        for thread in threads
    }


def _threads(pks: Collection[int]) -> QuerySet[Any, Any]:
    published = Comment.objects.filter(thread=OuterRef("pk")).visible_to(STRANGER)
    newest = Subquery(published.order_by("-appeared").values("posted_at")[:1])
    return (
        Thread.objects.filter(pk__in=pks, article__in=Article.objects.published())
        .select_related("article")
        .only(*OF_THREAD, "state", "close_after_days", "article__published_at")
        .annotate(moment=Coalesce(newest, "article__published_at"))
    )


def _where(condition: Q, found: Subquery) -> Case:
    return Case(When(condition, then=found), output_field=JSONField())
