"""Rows that are written by statements that are worded once are those that the ORM would have written."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from discussion.models import Event, Subscription, Verdict, Voice
from kit.prepared_writes import PreparedUpdate, insert
from tests.factories import thread, voice

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)


def values_of(row):
    fresh = type(row).objects.get(pk=row.pk)
    return {field.attname: getattr(fresh, field.attname) for field in row._meta.concrete_fields if field.name != "id"}


@pytest.mark.parametrize("reason", ["", "100 % true", "It’s “so”; -- %s", "𝄞\n"])
def test_a_row_is_the_one_that_the_orm_writes(reason):
    ben, under = voice(), thread()
    for kept in (None, {"a": [1, "ü"]}):
        fields = {"kind": "noted", "at": NOW, "by": ben, "thread": under, "reason": reason, "kept": kept}
        batch = uuid4()
        mine, theirs = Event(**fields, batch=batch), Event.objects.create(**fields, batch=batch)
        insert(mine)
        assert values_of(mine) == values_of(theirs)
        assert mine.pk == theirs.pk + 1 and not mine._state.adding
        mine.reason = "It can be saved again."
        mine.save(update_fields=["reason"])
        assert values_of(mine)["reason"] == mine.reason


def test_several_rows_are_one_statement_and_get_their_keys_in_order():
    under = thread()
    rows = [Verdict(thread=under, says="hold", steps=[["a", number]], band_1=-number) for number in range(3)]
    for _again in range(2):
        with CaptureQueriesContext(connection) as asked:
            insert(*rows)
        assert len(asked) == 1
        kept = Verdict.objects.order_by("-pk").values_list("pk", "steps", "band_1")[:3]
        assert list(reversed(kept)) == [(row.pk, row.steps, row.band_1) for row in rows]


def test_what_is_there_already_is_passed_over_where_that_is_asked_for():
    ben, ada, under = voice(), voice(), thread()
    insert(Subscription(voice=ben, thread=under, kind="thread"))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(Subscription(voice=ben, thread=under, kind="thread"))
    insert(*(Subscription(voice=one, thread=under, kind="thread") for one in (ben, ada)), new=True)
    assert Subscription.objects.count() == 2


def test_an_update_changes_what_the_orm_would_change_and_says_so():
    said = PreparedUpdate(
        lambda word, *, least: (Voice.objects.filter(pk__gte=least).order_by(), {"name": word, "user": F("user")}),
        returning=("id",),
    )
    first, second, third = voice(), voice(), voice()
    for word in ("100 %", "Ben"):
        for least in (second.pk, third.pk, 2**40):
            found = [key for (key,) in said(word, least=least)]
            assert sorted(found) == [one.pk for one in (second, third) if one.pk >= least]
    names = dict(Voice.objects.values_list("pk", "name"))
    assert (names[second.pk], names[third.pk]) == ("Ben", "Ben") and names[first.pk] != "Ben"


def test_negative_numbers_and_large_ones_are_counted():
    under = thread(version=2**50)
    for step in (1, -3, 2**33):
        before = type(under).objects.get(pk=under.pk).version
        with transaction.atomic():
            under.move(versions=step)
        assert type(under).objects.get(pk=under.pk).version == before + step
