from itertools import product

import pytest

from discussion.models import Comment, Reader, State
from discussion.models.state import KEPT_BY_ITS_AUTHOR, KEPT_FROM_READERS, TRANSITIONS
from discussion.permissions import NotAllowed
from discussion.posting import change_state
from discussion.recounting import recount
from tests.factories import person, say, thread, voice

STEPS = [(was, to) for was, to in product(State, State) if to in TRANSITIONS[was]]
NO_STEPS = [(was, to) for was, to in product(State, State) if to not in TRANSITIONS[was]]


def way_to(state):
    """The steps from a published comment to `state`, the shortest."""
    ways = [[State.PUBLISHED]]
    while ways[0][-1] != state:
        way = ways.pop(0)
        ways += [[*way, step] for step in sorted(TRANSITIONS[way[-1]]) if step not in way]
    return ways[0][1:]


def in_state(state):
    """A reply in that state between a published comment and a published reply."""
    root = say(voice(), thread=thread())
    comment = say(voice(), under=root)
    say(voice(), under=comment)
    comment = Comment.objects.get(pk=comment.pk)  # as it stands now, below and above
    for step in way_to(state):
        change_state(comment, step)
    return comment


def test_every_state_has_a_row():
    assert set(TRANSITIONS) == {None, *State}


def test_every_row_leads_to_states():
    assert {to for steps in TRANSITIONS.values() for to in steps} <= set(State)
    assert all(state not in steps for state, steps in TRANSITIONS.items())


def test_every_state_can_be_reached():
    assert {state for state in State if way_to(state) is not None} == set(State)


def test_from_everywhere_a_person_can_be_erased_and_nothing_comes_back():
    assert all(State.ERASED in TRANSITIONS[state] for state in State if state != State.ERASED)
    assert not TRANSITIONS[State.ERASED]


def test_what_its_author_took_back_returns_to_wherever_it_can_be_taken_back_from():
    sources = {state for state in State if State.WITHDRAWN in TRANSITIONS[state]}
    assert TRANSITIONS[State.WITHDRAWN] == sources | {State.ERASED}


def test_what_is_kept_from_readers_is_neither_published_nor_gone():
    gone = {State.WITHDRAWN, State.ERASED}
    assert set(State) - {State.PUBLISHED, State.UNPROVED} - gone == KEPT_FROM_READERS
    assert set(State) - {State.PUBLISHED} - gone == KEPT_BY_ITS_AUTHOR


@pytest.mark.django_db
@pytest.mark.parametrize(("was", "to"), STEPS)
def test_a_step_takes_its_counters_along(was, to):
    comment = in_state(was)
    version = comment.thread.version
    change_state(comment, to)
    comment = Comment.objects.get(pk=comment.pk)
    published = to == State.PUBLISHED
    assert comment.state == to
    assert comment.thread.version == version + 1
    assert (comment.thread.comment_count, comment.thread.voice_count) == (2 + published, 2 + published)
    assert (comment.parent.reply_count, comment.parent.descendant_count) == (published, 1 + published)
    assert recount(comment.thread) == []


@pytest.mark.django_db
@pytest.mark.parametrize(("was", "to"), NO_STEPS)
def test_where_there_is_no_step_nothing_changes(was, to):
    comment = in_state(was)
    version = comment.thread.version
    with pytest.raises(NotAllowed):
        change_state(comment, to)
    comment = Comment.objects.get(pk=comment.pk)
    assert (comment.state, comment.thread.version) == (was, version)
    assert recount(comment.thread) == []


@pytest.mark.django_db
@pytest.mark.parametrize("state", State)
def test_only_what_is_published_is_answered_and_voted_on_by_others(state):
    comment = in_state(state)
    assert (comment in Comment.objects.visible_to(Reader(person()))) == (state == State.PUBLISHED)
    if state != State.PUBLISHED:
        with pytest.raises(NotAllowed):
            say(voice(), under=comment)
