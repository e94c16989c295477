"""What migrations make of rows that are there."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from discussion.models import Vote
from tests.factories import say, thread, voice, vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def migrate(name):
    executor = MigrationExecutor(connection)
    executor.migrate([("discussion", name)])


@pytest.fixture
def newest():
    name = MigrationExecutor(connection).loader.graph.leaf_nodes("discussion")[0][1]
    yield name
    migrate(name)


def test_votes_learn_their_discussion(newest):
    comments = [say(voice(), thread=thread()) for _ in range(3)]
    for comment in comments:
        vote(voice(), comment)
    migrate("0030_decided_by_time")
    migrate(newest)
    assert set(Vote.objects.values_list("comment", "thread")) == {(said.pk, said.thread_id) for said in comments}
