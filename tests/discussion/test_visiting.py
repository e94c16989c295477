"""Up to where a reader has seen a thread."""

import pytest

from discussion.leaving import leave
from discussion.models import Visit
from discussion.visiting import mark_seen
from tests.discussion.test_storms import storm
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben():
    return person("ben")


@pytest.fixture
def under():
    return thread(version=9)


def seen(user, thread):
    return Visit.objects.values_list("version", flat=True).get(user=user, thread=thread)


def test_the_mark_moves_on(ben, under):
    for version in (3, 7):
        mark_seen(by=ben, thread=under, version=version)
        assert seen(ben, under) == version
    assert Visit.objects.count() == 1


def test_it_never_goes_back(ben, under):
    mark_seen(by=ben, thread=under, version=7)
    at = Visit.objects.get().at
    for version in (7, 3, 0):
        mark_seen(by=ben, thread=under, version=version)
    assert seen(ben, under) == 7
    assert Visit.objects.get().at == at


def test_nobody_has_seen_what_is_yet_to_come(ben, under):
    mark_seen(by=ben, thread=under, version=10**18 - 1)
    assert seen(ben, under) == 9
    comment = say(voice(), thread=under)
    assert comment.appeared > seen(ben, under)


def test_what_counts_is_the_thread_as_it_is_now(ben, under):
    say(voice(), thread=under)  # `under` is a row that was read before
    mark_seen(by=ben, thread=under, version=10)
    assert seen(ben, under) == 10


def test_each_reader_and_each_thread_has_a_mark_of_its_own(ben, under):
    mark_seen(by=ben, thread=under, version=5)
    mark_seen(by=person(), thread=under, version=6)
    mark_seen(by=ben, thread=thread(version=4), version=4)
    assert sorted(Visit.objects.values_list("version", flat=True)) == [4, 5, 6]


def test_it_moves_nothing_that_others_see(ben, under):
    mark_seen(by=ben, thread=under, version=5)
    under.refresh_from_db()
    assert under.version == 9


@pytest.mark.parametrize("comments_go", [True, False])
def test_who_closes_his_account_leaves_no_marks(ben, under, comments_go):
    mark_seen(by=ben, thread=under, version=5)
    leave(ben, comments_go)
    assert not Visit.objects.exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_the_highest_stays():
    ben, under = person("ben"), thread(version=50)
    storm(lambda version: mark_seen(by=ben, thread=under, version=version), range(1, 21))
    assert seen(ben, under) == 20
    assert Visit.objects.count() == 1
