import random
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import F

from discussion.models import Comment, State, Thread
from discussion.models.state import TRANSITIONS
from discussion.posting import change_state, withdraw_comment
from discussion.recounting import recount
from discussion.voting import retract_vote
from tests.factories import say, thread, voice, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def root():
    ada, ben = voice(), voice()
    root = say(ada, thread=thread())
    reply = say(ben, under=root)
    say(ada, under=reply)
    vote(ben, root)
    vote(voice(), root, -1)
    return root


@pytest.mark.parametrize("column", ["up", "down", "score", "best", "reply_count", "descendant_count"])
def test_a_wrong_counter_of_a_comment_is_named_and_put_right(root, column):
    right = Comment.objects.values().get(pk=root.pk)
    Comment.objects.filter(pk=root.pk).update(**{column: F(column) + 41})
    (correction,) = recount(root.thread)
    assert correction == (f"comment {root.pk}", column, right[column] + 41, right[column])
    assert Comment.objects.values().get(pk=root.pk) == right
    assert recount(root.thread) == []


@pytest.mark.parametrize("column", ["comment_count", "voice_count"])
def test_a_wrong_total_is_named_and_put_right(root, column):
    right = getattr(Thread.objects.get(), column)
    Thread.objects.update(**{column: right + 3})
    (correction,) = recount(root.thread)
    assert correction == (f"thread {root.thread_id}", column, right + 3, right)
    assert getattr(Thread.objects.get(), column) == right


def test_readers_get_a_new_version_only_when_something_was_wrong(root):
    before = Thread.objects.get().version
    recount(root.thread)
    assert Thread.objects.get().version == before
    Comment.objects.filter(pk=root.pk).update(up=9)
    recount(root.thread)
    assert Thread.objects.get().version == before + 1


def test_carried_votes_stay_and_count(root):
    Comment.objects.filter(pk=root.pk).update(carried_up=100, carried_down=10)
    recount(root.thread)
    root.refresh_from_db()
    assert (root.up, root.down, root.score) == (101, 11, 90)


def test_other_threads_are_left_alone(root):
    other = say(voice(), thread=thread())
    Comment.objects.filter(pk=other.pk).update(up=5)
    assert recount(root.thread) == []
    other.refresh_from_db()
    assert other.up == 5


def test_it_asks_a_bounded_number_of_queries(root, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):  # 5 and a savepoint's two
        recount(root.thread)


def test_the_command_names_what_it_corrects(root):
    Comment.objects.filter(pk=root.pk).update(up=9)
    out = StringIO()
    call_command("recount", stdout=out)
    assert f"comment {root.pk}: up was 9, is 1" in out.getvalue()
    assert "1 counters corrected" in out.getvalue()
    again = StringIO()
    call_command("recount", stdout=again)
    assert again.getvalue() == "All counters are right.\n"


@pytest.mark.parametrize("seed", range(6))
def test_after_whatever_people_do_there_is_nothing_to_correct(seed):
    rng = random.Random(seed)
    under, cast = thread(), [voice() for _voice in range(4)]
    say(cast[0], thread=under)
    for _step in range(60):
        comment = rng.choice(Comment.objects.with_voices().select_related("thread"))
        by = rng.choice(cast)
        verb = rng.choice(["root", "reply", "reply", "vote", "vote", "retract", "withdraw", "state", "state"])
        if verb == "root":
            say(by, thread=under)
        elif verb == "reply" and comment.published:
            say(by, under=comment)
        elif verb == "vote" and comment.published and comment.voice != by:
            vote(by, comment, rng.choice([1, -1]))
        elif verb == "retract" and comment.published and comment.voice != by:
            retract_vote(comment=comment, by=by)
        elif verb == "withdraw" and comment.state not in (State.WITHDRAWN, State.ERASED):
            withdraw_comment(comment=comment, by=comment.voice)
        elif verb == "state" and TRANSITIONS[comment.state]:
            change_state(comment, rng.choice(sorted(TRANSITIONS[comment.state])))
    assert Comment.objects.exclude(state=State.PUBLISHED).exists()
    assert recount(under) == []
