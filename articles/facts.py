"""All that the page of an article shows a stranger, as one row of the database: a page is as good as new while its row
reads as it did when the page was made. Nothing has to be purged, whoever writes and by whatever way.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from threading import local
from typing import Any, NamedTuple

from django.db import connection, models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from articles.models import Article, Section, Tag
from articles.models.article import READ_WITH_ARTICLES, site_wide_appeal
from kit.prepared import Prepared
from kit.together import Together
from people.models import User

Facts = tuple[Any, ...]

MOST_KNOWN = 200
OF_AUTHORS = ("id", "handle", "display_name")  # not when he was here last


class Known(NamedTuple):
    standing: tuple[object, int, int]  # of the connection; what was read at another may have changed since
    facts: dict[str, Facts]


_of_this_thread = local()


class Listed(models.Aggregate):
    """The words of all rows in one text."""

    allow_distinct = False
    template = "%(function)s(%(expressions)s, ' ')"
    output_field = models.TextField()

    def as_sqlite(self, *compiled: Any, **context: Any) -> Any:
        return self.as_sql(*compiled, function="GROUP_CONCAT", **context)

    def as_postgresql(self, *compiled: Any, **context: Any) -> Any:
        return self.as_sql(*compiled, function="STRING_AGG", **context)


def facts_of(slug: str) -> Facts | None:
    """None where no article of that name is out. One query for all threads that ask at once; or on SQLite none where
    nothing at all was written since this thread last asked: what was out then is out now.
    """
    if connection.in_atomic_block:
        return _read(slug)
    if connection.vendor != "sqlite":
        return _together(slug)
    known = _known_since_the_last_write()
    facts = known.get(slug)
    if facts is None:
        facts = _read(slug)
        if facts:
            known[slug] = facts
    return facts


def _known_since_the_last_write() -> dict[str, Facts]:
    """Of this thread's connection. SQLite says when others have committed something, and the connection how much it
    has written itself.
    """
    connection.ensure_connection()
    ours = connection.connection
    standing = (ours, ours.execute("PRAGMA data_version").fetchone()[0], ours.total_changes)
    known: Known | None = getattr(_of_this_thread, "known", None)
    if known is None or known.standing != standing or len(known.facts) >= MOST_KNOWN:
        known = _of_this_thread.known = Known(standing, {})
    return known.facts


def _question(*, slug: str, now: datetime) -> models.QuerySet[Any, Any]:
    return Article.objects.published(now).filter(slug=slug).values_list(*_columns(), site_wide_appeal(), *_lists())


_row = Prepared(_question)


def _read(slug: str) -> Facts | None:
    """By index, and worded once: with the ORM at each request it would take longer than the rest of the answer."""
    return next(iter(_row.raw(slug=slug, now=timezone.now())), None)


_together = Together(_read)


def article_of(facts: Facts) -> Article:
    """With what is read with it. No query."""
    values = iter(next(iter(_row.converted([facts]))))
    article = Article.from_db("default", names_of(Article), _taken(Article, values))
    for relation in READ_WITH_ARTICLES:
        field: Any = Article._meta.get_field(relation)
        told = _taken(field.related_model, values)
        one = None if told[0] is None else field.related_model.from_db("default", names_of(field.related_model), told)
        field.set_cached_value(article, one)
        if one and field.one_to_one:
            field.remote_field.set_cached_value(one, article)
    article.site_appeal = next(values)
    return article


def _columns() -> list[str]:
    """Every column of the article and of what is read with it: one that is added later is among them."""
    read = [(f"{relation}__", Article._meta.get_field(relation).related_model) for relation in READ_WITH_ARTICLES]
    return [prefix + name for prefix, model in [("", Article), *read] for name in names_of(model)]


def names_of(model: Any) -> list[str]:
    """Of a person only who he is."""
    return list(OF_AUTHORS) if model is User else [field.attname for field in model._meta.concrete_fields]


def _taken(model: Any, values: Iterator[Any]) -> list[Any]:
    return list(islice(values, len(names_of(model))))


def _lists() -> list[Subquery]:
    """The masthead's sections, and the article's tags."""
    return [listed(Section.objects.all()), listed(Tag.objects.filter(articles=OuterRef("pk")))]


def lists_of(facts: Facts) -> tuple[Facts, Facts]:
    """What the masthead's sections hang on, and the article's tags."""
    return facts[-2:-1], facts[-1:]


def listed(rows: models.QuerySet[Any]) -> Subquery:
    text = models.TextField()
    parts: list[Any] = []
    for field in rows.model._meta.concrete_fields:
        parts += [Cast(field.attname, text), Value("\n")]
    whole = rows.order_by().annotate(all=Value(1)).values("all")
    return Subquery(whole.annotate(listed=Listed(Concat(*parts, output_field=text))).values("listed"))
