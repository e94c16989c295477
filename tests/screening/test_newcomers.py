"""The first words of somebody new, where a site reads them before."""

import pytest

from discussion.models import ScreeningRule, State
from discussion.screening import Draft
from discussion.screening.newcomers import NEWCOMERS, First, find
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("states", "first", "held"),
    [
        ([], 1, True),
        ([State.PUBLISHED], 1, False),
        ([State.SHADOWED], 1, False),
        ([State.HELD], 1, True),
        ([State.REFUSED, State.SPAM, State.WITHDRAWN], 1, True),
        ([State.PUBLISHED], 2, True),
        ([State.PUBLISHED, State.HELD, State.PUBLISHED], 2, False),
    ],
)
def test_what_is_out_counts(states, first, held):
    ben, under = voice(person("ben")), thread()
    for state in states:
        say(ben, thread=under, state=state)
    found = find(Draft("Another one.", under, by=ben), First(first))
    assert bool(found) == held
    if found:
        assert str(first) in found.reason and "Welcome" in found.said


def test_somebody_without_a_voice_is_new():
    assert find(Draft("My first words.", thread()), First())


def test_it_is_for_who_wants_it():
    assert NEWCOMERS.mode == ScreeningRule.Mode.OFF and not NEWCOMERS.edits
