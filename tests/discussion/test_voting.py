import pytest
from django.db import IntegrityError, transaction

from discussion.models import State, Vote, VoteChange
from discussion.permissions import NotAllowed
from discussion.posting import change_state
from discussion.ranking import wilson
from discussion.recounting import recount
from discussion.voting import cast_vote, retract_vote
from tests.factories import say, thread, voice, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return say(voice(), thread=thread())


@pytest.fixture
def ben():
    return voice()


def counters(comment):
    comment.refresh_from_db()
    return comment.up, comment.down, comment.score, comment.best


def test_it_works(comment, ben):
    before = comment.thread.version
    voted = cast_vote(comment=comment, by=ben, value=1)
    comment.thread.refresh_from_db()
    assert (voted.up, voted.down, voted.score, voted.best) == counters(comment) == (1, 0, 1, wilson(1, 0))
    assert comment.thread.version == before + 1
    assert comment.events.count() == 1  # a vote is no event


def test_a_vote_down_counts_down(comment, ben):
    cast_vote(comment=comment, by=ben, value=-1)
    assert counters(comment) == (0, 1, -1, 0)


@pytest.mark.parametrize("value", [1, -1])
def test_the_other_way_takes_the_place_of_the_first(comment, ben, value):
    cast_vote(comment=comment, by=ben, value=value)
    cast_vote(comment=comment, by=ben, value=-value)
    assert Vote.objects.get(comment=comment, voice=ben).value == -value
    assert counters(comment)[:3] == ((0, 1, -1) if value == 1 else (1, 0, 1))


@pytest.mark.parametrize("value", [1, -1])
def test_the_same_again_changes_nothing(comment, ben, value):
    cast_vote(comment=comment, by=ben, value=value)
    comment.thread.refresh_from_db()
    before = counters(comment), comment.thread.version, VoteChange.objects.count()
    cast_vote(comment=comment, by=ben, value=value)
    comment.thread.refresh_from_db()
    assert (counters(comment), comment.thread.version, VoteChange.objects.count()) == before


@pytest.mark.parametrize("value", [1, -1])
def test_a_vote_can_be_taken_back_and_cast_again(comment, ben, value):
    cast_vote(comment=comment, by=ben, value=value)
    retract_vote(comment=comment, by=ben)
    assert counters(comment) == (0, 0, 0, 0)
    assert not Vote.objects.exists()
    cast_vote(comment=comment, by=ben, value=value)
    assert counters(comment)[2] == value


def test_taking_back_what_was_never_cast_changes_nothing(comment, ben):
    before = comment.thread.version
    assert retract_vote(comment=comment, by=ben) == comment
    comment.thread.refresh_from_db()
    assert comment.thread.version == before


def test_nobody_votes_on_his_own_comment(comment):
    with pytest.raises(NotAllowed, match="own"):
        cast_vote(comment=comment, by=comment.voice, value=1)
    assert counters(comment) == (0, 0, 0, 0)


def test_nobody_votes_where_the_thread_is_closed(comment, ben):
    cast_vote(comment=comment, by=ben, value=1)
    type(comment.thread).objects.update(state="closed")
    with pytest.raises(NotAllowed):
        cast_vote(comment=comment, by=ben, value=-1)
    with pytest.raises(NotAllowed):
        retract_vote(comment=comment, by=ben)
    assert counters(comment)[:2] == (1, 0)


def test_votes_count_where_nobody_can_post(comment, ben):
    type(comment.thread).objects.update(state="read_only")
    cast_vote(comment=comment, by=ben, value=1)
    assert counters(comment)[:2] == (1, 0)


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.SPAM, State.WITHDRAWN, State.ERASED])
def test_nobody_votes_on_what_is_not_published(comment, ben, state):
    change_state(comment, state)
    with pytest.raises(NotAllowed):
        cast_vote(comment=comment, by=ben, value=1)


@pytest.mark.parametrize("value", [0, 2, -2, 127])
def test_the_database_knows_up_and_down_alone(comment, ben, value):
    with pytest.raises(IntegrityError), transaction.atomic():
        cast_vote(comment=comment, by=ben, value=value)
    assert counters(comment) == (0, 0, 0, 0)


def test_the_database_takes_one_vote_a_voice(comment, ben):
    vote(ben, comment)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(comment=comment, voice=ben, value=-1)


def test_many_votes_add_up(comment):
    for number in range(12):
        vote(voice(), comment, -1 if number % 4 == 3 else 1)
    assert counters(comment) == (9, 3, 6, wilson(9, 3))
    assert recount(comment.thread) == []


def test_votes_leave_other_comments_alone(comment, ben):
    other = say(voice(), under=comment)
    vote(ben, other, -1)
    assert counters(comment) == (0, 0, 0, 0)


def test_each_change_says_what_it_moved_and_when(comment, ben):
    start = comment.thread.version
    cast_vote(comment=comment, by=ben, value=1)
    cast_vote(comment=comment, by=ben, value=-1)
    retract_vote(comment=comment, by=ben)
    changes = VoteChange.objects.order_by("version").values_list("version", "up", "down")
    assert list(changes) == [(start + 1, 1, 0), (start + 2, -1, 1), (start + 3, 0, -1)]


def test_a_thread_keeps_its_newest_changes(comment, monkeypatch):
    monkeypatch.setattr(VoteChange, "KEPT", 5)
    elsewhere = say(voice(), thread=thread())
    vote(voice(), elsewhere)
    for _vote in range(12):
        vote(voice(), comment)
    comment.thread.refresh_from_db()
    kept = VoteChange.objects.filter(thread=comment.thread).order_by("version")
    newest = comment.thread.version
    assert [change.version for change in kept] == list(range(newest - 4, newest + 1))
    assert VoteChange.objects.filter(thread=elsewhere.thread).count() == 1
    assert counters(comment)[0] == 12
