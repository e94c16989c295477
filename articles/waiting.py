"""What waits for somebody in the newsroom, shown on the admin's first page.

Whoever has something that waits registers a function: it gets the request and answers with a `Waiting`, or with
None where the reader of the page has no part in it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from articles.models import Article

ITEMS_SHOWN = 5


@dataclass(frozen=True)
class Item:
    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Waiting:
    title: str | Promise
    items: list[Item] = field(default_factory=list)
    more_url: str = ""


SOURCES: list[Callable[[HttpRequest], Waiting | None]] = []


def register(source: Callable[[HttpRequest], Waiting | None]) -> None:
    if source not in SOURCES:
        SOURCES.append(source)


def waiting_for(request: HttpRequest) -> list[Waiting]:
    """In the order of registration."""
    return [waiting for waiting in (source(request) for source in SOURCES) if waiting]


def scheduled_articles(request: HttpRequest) -> Waiting | None:
    if not _reads_articles(request):
        return None
    articles = Article.objects.scheduled().order_by("published_at", "pk")[:ITEMS_SHOWN]
    return Waiting(
        title=_("Scheduled articles"),
        items=[_item(article, _out_at(article)) for article in articles],
        more_url=_list_of("scheduled"),
    )


def drafts(request: HttpRequest) -> Waiting | None:
    if not _reads_articles(request):
        return None
    articles = Article.objects.drafts().select_related("author").order_by("-pk")[:ITEMS_SHOWN]
    return Waiting(
        title=_("Drafts"),
        items=[_item(article, article.author.display_name) for article in articles],
        more_url=_list_of("draft"),
    )


def _reads_articles(request: HttpRequest) -> bool:
    user = request.user
    return user.has_perm("articles.view_article") or user.has_perm("articles.change_article")


def _item(article: Article, note: str) -> Item:
    return Item(article.headline, reverse("admin:articles_article_change", args=[article.pk]), note)


def _out_at(article: Article) -> str:
    return date_format(article.published_at, "DATETIME_FORMAT") if article.published_at else ""


def _list_of(standing: str) -> str:
    return reverse("admin:articles_article_changelist") + f"?standing={standing}"
