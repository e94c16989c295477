"""Rows that nobody has read yet are those that the query set makes, once they are; whatever befell the connection."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.models import TextField, Value

from articles.models import Article
from kit.prepared import Prepared
from kit.raw_rows import Raw
from tests.factories import article

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
COLUMNS = ("pk", "slug", "headline", "published_at", "blocks", "lead_photo", "percent")


def question(*, least, before):
    told = Value("100 % of 'it'", TextField())
    rows = Article.objects.filter(pk__gte=least, published_at__lte=before).order_by("pk")
    return rows.annotate(percent=told).values_list(*COLUMNS)


@pytest.fixture
def ask():
    article("one", published_at=NOW, headline="It’s “so”; -- %s\n\\ '𝄞'", blocks=[{"a": [1, "ü"]}, None])
    article("two", published_at=NOW, headline="")
    return Prepared(question)


def as_asked(ask, **values):
    rows = ask.raw(**values)
    assert all(isinstance(row, Raw) == (connection.vendor == "postgresql") for row in rows)
    assert ask.raw(**values) == rows
    read = [tuple(row) for row in ask.converted(rows)]
    assert read == list(question(**values)) == [tuple(row) for row in ask.converted(ask(**values))]
    return len(read)


def test_they_are_those_of_the_query_set(ask):
    first = Article.objects.earliest("pk").pk
    assert as_asked(ask, least=first, before=NOW) == 2
    assert as_asked(ask, least=first + 1, before=NOW) == 1
    assert as_asked(ask, least=first, before=datetime(2026, 3, 4, 5, 6, 7, 891010, tzinfo=UTC)) == 0


def test_they_differ_where_anything_has_changed(ask):
    before = ask.raw(least=0, before=NOW)
    Article.objects.filter(slug="two").update(headline="Now it has one.")
    assert ask.raw(least=0, before=NOW) != before


def test_in_a_transaction_they_are_what_it_has_written(ask):
    with transaction.atomic():
        Article.objects.filter(slug="two").update(headline="Not for long.")
        assert [tuple(row) for row in ask.raw(least=0, before=NOW)] == ask(least=0, before=NOW)
        assert "Not for long." in [headline for _pk, _slug, headline, *_ in ask.converted(ask.raw(least=0, before=NOW))]
        transaction.set_rollback(True)


def test_a_plan_that_the_server_forgot_is_made_again(ask):
    assert as_asked(ask, least=0, before=NOW) == 2
    with transaction.atomic():
        ask(least=0, before=NOW)
        transaction.set_rollback(True)  # after which psycopg has all plans forgotten, with its next statement
    assert ask(least=0, before=NOW)
    assert as_asked(ask, least=0, before=NOW) == 2


def test_another_connection_has_plans_of_its_own(ask):
    assert as_asked(ask, least=0, before=NOW) == 2
    connection.close()
    assert as_asked(ask, least=0, before=NOW) == 2


def test_who_watches_statements_sees_it(ask):
    seen = []

    def watch(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        ask.raw(least=0, before=NOW)
        ask.raw(least=0, before=NOW)
    assert len(seen) == 2 and all("articles_article" in sql for sql in seen)
