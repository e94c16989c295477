from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from kit.prepared import Prepared
from tests.factories import article

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)


def asked(order, *, now, least):
    return Article.objects.published(now).filter(pk__gte=least).order_by(order).values_list("pk", "slug")


def test_rows_are_those_of_the_query_set_whatever_the_values():
    for days in range(4):
        article(published_at=NOW - timedelta(days=days))
    ask, first = Prepared(asked), Article.objects.earliest("pk").pk
    for order in ("pk", "-pk", "published_at"):
        for now in (NOW, NOW - timedelta(days=2), NOW - timedelta(microseconds=1), NOW - timedelta(days=9)):
            for least in (0, first, first + 2):
                assert ask(order, now=now, least=least) == list(asked(order, now=now, least=least))


def test_it_is_worded_once_and_asked_each_time():
    worded = []

    def question(*, least):
        worded.append(least)
        return asked("pk", now=NOW, least=least)

    ask = Prepared(question)
    with CaptureQueriesContext(connection) as queries:
        for least in range(5):
            ask(least=least)
    assert (len(worded), len(queries)) == (1, 5)


def test_converted_rows_are_those_that_the_query_set_would_make():
    article(published_at=NOW, blocks=[1, 2, 3])

    def question(order, *, now):
        return Article.objects.published(now).order_by(order).values_list("published_at", "blocks", "slug")

    ask = Prepared(question)
    for order in ("pk", "-pk"):
        found = ask.converted(ask(order, now=NOW), order)
        assert list(map(tuple, found)) == list(question(order, now=NOW))


def test_what_is_always_the_same_is_taken_as_it_is():
    articles = [article(headline=headline) for headline in ("50 % of %s", "it's", 'a "quoted" \\ one', "—")]

    def question(headline, *, least):
        return Article.objects.filter(headline=headline, pk__gte=least).values_list("pk", "headline")

    ask = Prepared(question)
    for one in articles:
        assert ask(one.headline, least=0) == [(one.pk, one.headline)]
        assert ask(one.headline, least=one.pk + 1) == []
