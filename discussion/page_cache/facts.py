"""All that the page of an article shows a stranger, as one row of the database: a page is as good as new while its row
reads as it did when the page was made. Nothing has to be purged, whoever writes and by whatever way.
"""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat

from articles.models import Article, Section, Tag
from articles.models.appeal import Appeal
from articles.models.article import READ_WITH_ARTICLES

Facts = tuple[Any, ...]

# What the compiled statement holds in the places of a slug and of the time.
SOME_SLUG, SOME_TIME = "\0slug", datetime(1, 1, 2, tzinfo=UTC)
OF_AUTHORS = ("handle", "display_name")  # not when he was here last


class Listed(models.Aggregate):
    """The words of all rows in one text."""

    allow_distinct = False
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = models.TextField()

    def as_sqlite(self, *compiled: Any, **context: Any) -> Any:
        return self.as_sql(*compiled, function="GROUP_CONCAT", **context)

    def as_postgresql(self, *compiled: Any, **context: Any) -> Any:
        return self.as_sql(*compiled, function="STRING_AGG", **context)


def facts_of(slug: str, now: datetime) -> Facts | None:
    """None where no article of that name is out. One query by index, compiled once: with the ORM at each request it
    would take longer than the rest of the answer.
    """
    statement, places, settled = _statement()
    asked = {SOME_SLUG: slug, settled: connection.ops.adapt_datetimefield_value(now)}
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked.get(value, value) for value in places])
        row: Facts | None = cursor.fetchone()
    return row


@cache
def _statement() -> tuple[str, tuple[Any, ...], Any]:
    articles = Article.objects.published(SOME_TIME).filter(slug=SOME_SLUG)
    statement, places = articles.values_list(*_columns(), *_lists()).query.sql_with_params()
    return statement, places, connection.ops.adapt_datetimefield_value(SOME_TIME)


def _columns() -> list[str]:
    """Every column of the article and of what is read with it: one that is added later is among them."""
    names = [field.attname for field in Article._meta.concrete_fields]
    for relation in READ_WITH_ARTICLES:
        model = Article._meta.get_field(relation).related_model
        columns = OF_AUTHORS if relation == "author" else [field.attname for field in model._meta.concrete_fields]
        names += [f"{relation}__{column}" for column in columns]
    return names


def _lists() -> list[Subquery]:
    """The masthead's sections, the article's tags, the site's appeal."""
    tags = Tag.objects.filter(articles=OuterRef("pk"))
    return [_listed(Section.objects.all()), _listed(tags), _listed(Appeal.objects.filter(site_wide=True))]


def _listed(rows: models.QuerySet[Any]) -> Subquery:
    parts: list[Any] = []
    for field in rows.model._meta.concrete_fields:
        parts += [Cast(field.attname, models.TextField()), Value("\n")]
    whole = rows.order_by().annotate(all=Value(1)).values("all").annotate(listed=Listed(Concat(*parts)))
    return Subquery(whole.values("listed"))
