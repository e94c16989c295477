"""A reply becomes a conversation of its own, and goes back to the very place that it had."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from discussion.models import Comment, Event, State, Subscription
from discussion.moderating import move_branch, pin, undo
from discussion.notifications.audience import audience
from discussion.permissions import NotAllowed
from discussion.posting import change_state
from discussion.subscribing import subscribe
from people.roles import EDITORS
from tests.discussion.moderators import moderator, rows
from tests.discussion.soundness import assert_sound
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def mod():
    return moderator()


def fresh(comment):
    return Comment.objects.get(pk=comment.pk)


def last_event():
    return Event.objects.filter(kind=Event.Kind.BRANCH_MOVED).last()


def test_a_reply_takes_all_below_it_along(under, mod):
    root = say(voice(), thread=under)
    branch, stays = say(voice(), under=root), say(voice(), under=root)
    below = say(voice(), under=branch)
    moved = move_branch(comment=branch, by=mod, reason="Another subject.")
    assert (moved.parent, moved.level, moved.lft, moved.rght, moved.descendant_count) == (None, 0, 1, 4, 1)
    assert fresh(below).tree_id == moved.tree_id != fresh(root).tree_id == fresh(stays).tree_id
    assert (fresh(root).reply_count, fresh(root).descendant_count) == (1, 1)
    assert last_event().reason == "Another subject."
    assert_sound()


def test_what_was_said_below_it_since_goes_back_with_it(under, mod):
    root = say(voice(), thread=under)
    branch = say(voice(), under=root)
    move_branch(comment=branch, by=mod)
    since, beside = say(voice(), under=fresh(branch)), say(voice(), under=fresh(root))
    undo(last_event().batch, by=mod)
    assert fresh(since).parent_id == branch.pk and fresh(branch).parent_id == root.pk
    assert fresh(branch).lft < fresh(beside).lft
    assert_sound()


def test_two_that_were_moved_go_back_in_either_order(under, mod):
    root = say(voice(), thread=under)
    branches = [say(voice(), under=root) for _ in range(4)]
    before = rows()
    for turn in (1, -1):
        batches = []
        for branch in branches[1:3]:
            move_branch(comment=branch, by=mod)
            batches.append(last_event().batch)
        for batch in batches[::turn]:
            undo(batch, by=mod)
        assert rows() == before


@pytest.mark.parametrize("since", ["its parent moved too", "it was pinned"])
def test_it_stays_where(under, mod, since):
    root = say(voice(), thread=under)
    parent = say(voice(), under=root)
    branch = say(voice(), under=parent)
    moved = move_branch(comment=branch, by=mod)
    batch = last_event().batch
    if since == "it was pinned":
        pin(comment=moved, by=mod)
    else:
        move_branch(comment=parent, by=mod)
    before = rows()
    assert undo(batch, by=mod).passed_over and rows() == before
    assert_sound()


def test_who_follows_it_hears_of_answers_and_who_follows_what_it_answered_does_not(under, mod):
    root = say(voice(), thread=under)
    branch = say(voice(), under=root)
    of_root, of_branch = voice(), voice()
    subscribe(by=of_root, thread=under, kind=Subscription.Kind.BRANCH, comment=root)
    subscribe(by=of_branch, thread=under, kind=Subscription.Kind.BRANCH, comment=branch)
    move_branch(comment=branch, by=mod)
    answer = say(voice(), under=fresh(branch))
    told = {one.voice.pk for one in audience(answer, before=timezone.now())}
    assert of_branch.pk in told and of_root.pk not in told


def test_roots_what_is_hidden_and_what_others_than_moderators_move_stay(under, mod):
    root = say(voice(), thread=under)
    reply = say(voice(), under=root)
    hidden = say(voice(), under=root, state=State.HIDDEN)
    for comment, by in ((root, mod), (hidden, mod), (reply, person()), (reply, moderator(EDITORS))):
        with pytest.raises(NotAllowed):
            move_branch(comment=comment, by=by)


def test_it_asks_the_same_of_a_small_and_a_large_branch(under, mod):
    def queries(size):
        branch = say(voice(), under=say(voice(), thread=under))
        for _ in range(size):
            say(voice(), under=fresh(branch))
        with CaptureQueriesContext(connection) as asked:
            move_branch(comment=branch, by=mod)
        return len(asked)

    queries(1)  # what is asked once of the moderator
    assert queries(1) == queries(12)


class Moves(TestCase):
    @hypothesis_settings(max_examples=25)
    @given(st.data())
    def test_of_any_trees_leave_them_sound_and_undone_leave_no_trace(self, data):
        under, mod = thread(), moderator()
        voices = [voice() for _ in range(3)]
        said = []
        for number in range(data.draw(st.integers(4, 16))):
            parent = data.draw(st.one_of(st.none(), st.sampled_from(said))) if said else None
            said.append(say(voices[number % 3], thread=under, under=parent and fresh(parent)))
        for comment in data.draw(st.lists(st.sampled_from(said), max_size=3, unique=True)):
            change_state(Comment.objects.select_related("thread").get(pk=comment.pk), State.HIDDEN)
        before, batches = rows("comment_count", "voice_count"), []
        for comment in data.draw(st.lists(st.sampled_from(said), max_size=6)):
            if fresh(comment).parent_id and fresh(comment).published:
                move_branch(comment=comment, by=mod)
                batches.append(last_event().batch)
                assert_sound()
        for batch in reversed(batches):
            assert undo(batch, by=mod).done
            assert_sound()
        assert rows("comment_count", "voice_count") == before
