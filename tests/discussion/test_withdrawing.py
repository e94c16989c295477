import pytest

from discussion.models import Comment, Event, Reader, State
from discussion.permissions import NotAllowed
from discussion.posting import edit_comment, withdraw_comment
from discussion.voting import cast_vote, retract_vote
from tests.factories import person, say, thread, voice, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return voice()


@pytest.fixture
def stranger():
    return Reader(person())


def seen_by(reader):
    return set(Comment.objects.visible_to(reader)), set(Comment.objects.placed_for(reader))


def test_without_replies_it_vanishes(ada, stranger):
    comment = say(ada, thread=thread())
    withdraw_comment(comment=comment, by=ada)
    assert seen_by(stranger) == (set(), set())
    assert [event.kind for event in comment.events.all()] == [Event.Kind.POSTED, Event.Kind.WITHDRAWN]


def test_with_replies_its_place_stays(ada, stranger):
    comment = say(ada, thread=thread())
    reply = say(voice(), under=comment)
    withdraw_comment(comment=comment, by=ada)
    assert seen_by(stranger) == ({reply}, {comment, reply})


def test_the_last_reply_takes_the_place_with_it(ada, stranger):
    comment = say(ada, thread=thread())
    reply = say(ada, under=comment)
    withdraw_comment(comment=comment, by=ada)
    withdraw_comment(comment=reply, by=ada)
    assert seen_by(stranger) == (set(), set())


def test_counters_go_down_all_the_way_up(ada):
    ben = voice()
    root = say(ada, thread=thread())
    reply = say(ben, under=root)
    say(ada, under=reply)
    withdraw_comment(comment=reply, by=ben)
    root.refresh_from_db()
    reply.refresh_from_db()
    assert (root.reply_count, root.descendant_count) == (0, 1)
    assert (reply.reply_count, reply.descendant_count) == (1, 1)
    root.thread.refresh_from_db()
    assert (root.thread.comment_count, root.thread.voice_count) == (2, 1)


def test_a_voice_that_said_more_is_still_heard(ada):
    root = say(ada, thread=thread())
    say(ada, thread=root.thread)
    withdraw_comment(comment=root, by=ada)
    root.thread.refresh_from_db()
    assert (root.thread.comment_count, root.thread.voice_count) == (1, 1)


def test_only_its_author_withdraws_a_comment(ada):
    comment = say(ada, thread=thread())
    with pytest.raises(NotAllowed):
        withdraw_comment(comment=comment, by=voice())
    comment.refresh_from_db()
    assert comment.published


def test_twice_is_refused_and_counts_once(ada):
    comment = say(ada, thread=thread())
    withdraw_comment(comment=comment, by=ada)
    with pytest.raises(NotAllowed):
        withdraw_comment(comment=comment, by=ada)  # though the object in hand still says published
    comment.thread.refresh_from_db()
    assert comment.thread.comment_count == 0


@pytest.mark.parametrize("state", ["closed", "read_only"])
def test_ones_own_words_can_be_taken_back_whatever_the_thread(ada, state):
    comment = say(ada, thread=thread())
    type(comment.thread).objects.update(state=state)
    withdraw_comment(comment=comment, by=ada)
    comment.refresh_from_db()
    assert comment.state == State.WITHDRAWN


def test_nothing_is_done_to_it_afterwards(ada):
    ben = voice()
    comment = vote(ben, say(ada, thread=thread()))
    withdraw_comment(comment=comment, by=ada)
    with pytest.raises(NotAllowed):
        cast_vote(comment=comment, by=ben, value=-1)
    with pytest.raises(NotAllowed):
        retract_vote(comment=comment, by=ben)
    with pytest.raises(NotAllowed):
        say(ben, under=comment)
    with pytest.raises(NotAllowed):
        edit_comment(comment=comment, by=ada, source="On second thoughts.", wording=0)
    comment.refresh_from_db()
    assert (comment.up, comment.down, comment.reply_count) == (1, 0, 0)
