"""The front page's stories, and all that it shows a stranger, as articles/facts.py tells it of an article."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from articles.facts import Facts, listed, names_of
from articles.models import Article, Photo, Section
from articles.models.article import ArticleQuerySet
from kit.prepared import Prepared

MOST = 21  # the first leads
# What others hang on an article and the page shows; they add it when they start.
TOLD_OF_STORIES: list[str] = []
OF_STORIES = ("pk", "slug", "headline", "standfirst", "published_at", "section__name", "section__slug")


def stories(now: datetime | None = None) -> ArticleQuerySet:
    return Article.objects.published(now).newest_first()[:MOST]


def front_facts() -> Facts | None:
    """None where nothing is out. One query, each time: the clock alone may bring another story."""
    return tuple(_rows.raw(now=timezone.now())) or None


def _question(*, now: datetime) -> QuerySet[Article, Any]:
    photos = (f"lead_photo__{name}" for name in names_of(Photo))
    columns = (*OF_STORIES, "author__display_name", *photos, *TOLD_OF_STORIES)
    return stories(now).values_list(*columns, listed(Section.objects.all()))


_rows = Prepared(_question)
