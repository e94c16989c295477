"""Others hold what a verb wants to write: it is tried again, and in the end refused as a whole."""

from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction

from discussion.models import Comment, Thread, Vote
from discussion.posting import post_comment
from discussion.voting import cast_vote
from kit.contention import TRIES, Busy, contended, patiently
from tests.discussion.holding import held, impatient
from tests.discussion.soundness import assert_sound
from tests.discussion.test_storms import storm
from tests.factories import say, thread, voice

pytestmark = pytest.mark.django_db(transaction=True)
postgresql = pytest.mark.skipif(connection.vendor == "sqlite", reason="it has one writer at a time")


def test_a_vote_waits_until_the_others_are_done():
    comment, ben = say(voice(), thread=thread()), voice()
    with impatient(), held(seconds=0.25):
        cast_vote(comment=comment, by=ben, value=1)
    assert Vote.objects.count() == 1
    assert_sound()


def test_a_post_that_never_gets_its_turn_is_refused_as_a_whole():
    under, ben = thread(), voice()
    with impatient(), held(), pytest.raises(Busy) as refusal:
        post_comment(thread=under, by=ben, source="In vain.", client_id=uuid4())
    assert contended(refusal.value) and refusal.value.seconds > 0
    assert not Comment.objects.exists()
    post_comment(thread=under, by=ben, source="At last.", client_id=uuid4())
    assert_sound()


def test_what_is_wrong_otherwise_is_tried_once():
    tried = []

    @patiently
    def fail():
        tried.append(1)
        raise IntegrityError("No lock.")

    with pytest.raises(IntegrityError):
        fail()
    assert len(tried) == 1


def test_what_was_written_before_the_lock_is_written_once():
    under, tried = thread(), []

    @patiently
    def touch():
        tried.append(1)
        under.touch()
        if len(tried) < TRIES:
            raise Busy("Others again.")

    touch()
    assert (len(tried), Thread.objects.get().version) == (TRIES, 1)


@postgresql
def test_who_waits_for_one_thread_gives_way_and_no_other_thread_waits():
    comment, ben, elsewhere = say(voice(), thread=thread()), voice(), thread()
    with impatient(), held(thread=comment.thread):
        with pytest.raises(Busy):
            cast_vote(comment=comment, by=ben, value=1)
        post_comment(thread=elsewhere, by=ben, source="Here.", client_id=uuid4())
    assert (elsewhere.comments.count(), Vote.objects.count()) == (1, 0)
    assert_sound()


@postgresql
def test_a_part_of_a_transaction_is_not_tried_alone():
    comment, ben = say(voice(), thread=thread()), voice()
    with impatient(), held(), pytest.raises(OperationalError) as refusal, transaction.atomic():
        cast_vote(comment=comment, by=ben, value=1)
    assert contended(refusal.value) and not isinstance(refusal.value, Busy)


@postgresql
def test_a_deadlock_is_resolved_by_trying_again():
    one, two = thread().pk, thread().pk
    both_hold, tried = Barrier(2), []

    @patiently
    def touch(first, second):
        tried.append(first)
        Thread.objects.lock(first)
        if tried.count(first) == 1:
            both_hold.wait(30)
        Thread.objects.lock(second).touch()

    storm(lambda pair: touch(*pair), [(one, two), (two, one)])
    assert len(tried) > 2
    assert list(Thread.objects.values_list("version", flat=True)) == [1, 1]


@pytest.mark.parametrize("code", [5, 6, 261, 517, "40001", "40P01", "55P03"])
def test_locks_are_told_by_their_codes(code):
    class Cause(Exception):
        pass

    setattr(Cause, "sqlstate" if isinstance(code, str) else "sqlite_errorcode", code)
    error = DatabaseError()
    error.__cause__ = Cause()
    assert contended(error)


@pytest.mark.parametrize("code", [1, 11, 13, 19, "23505", "57014", None])
def test_other_failures_are_none(code):
    class Cause(Exception):
        pass

    setattr(Cause, "sqlite_errorcode" if isinstance(code, int) else "sqlstate", code)
    error = DatabaseError()
    error.__cause__ = Cause()
    assert not contended(error)
