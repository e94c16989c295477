"""Whose words were mostly rejected lately waits for review."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.models import Comment, Says, State
from discussion.screening import Draft
from discussion.screening.refusals import Share, find
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db

OUT, HELD, REFUSED, SPAM, HIDDEN, BACK = (
    State.PUBLISHED,
    State.HELD,
    State.REFUSED,
    State.SPAM,
    State.HIDDEN,
    State.WITHDRAWN,
)


def found(states, share=None, days=0, **draft):
    ben, under = voice(person("ben")), thread()
    for state in states:
        say(ben, thread=under, state=state)
    Comment.objects.update(posted_at=timezone.now() - timedelta(days=days))
    return find(Draft("Another one.", under, by=ben, **draft), share or Share())


@pytest.mark.parametrize(
    ("states", "held"),
    [
        ([], False),
        ([REFUSED] * 4, False),
        ([REFUSED] * 5, True),
        ([OUT, OUT, OUT, REFUSED, SPAM], True),
        ([OUT, OUT, OUT, OUT, HIDDEN], False),
        ([OUT, OUT, OUT, HELD, HELD, REFUSED, BACK, BACK], False),
        ([HELD] * 10, False),
        ([HIDDEN, SPAM, REFUSED, OUT, OUT, HELD, BACK], True),
    ],
)
def test_the_share_of_what_was_decided_counts(states, held):
    assert bool(found(states)) == held


def test_the_reason_has_the_numbers():
    reason = found([OUT, OUT, OUT, REFUSED, SPAM]).reason
    assert "2 of the writer's 5" in reason and "30 days" in reason and "40 percent" in reason


def test_what_is_long_ago_is_forgotten():
    assert found([REFUSED] * 5, days=31) is None


def test_a_simulation_knows_nothing_of_later_days():
    assert found([REFUSED] * 5, at=timezone.now() - timedelta(days=1)) is None


def test_nothing_is_refused_unless_a_site_wants_it():
    assert found([REFUSED] * 10).says is None


@pytest.mark.parametrize(("count", "says"), [(10, Says.REFUSE), (9, None)])
def test_a_site_can_refuse_whom_it_rejected_ten_times(count, says):
    assert found([REFUSED] * count, Share(refused=80)).says == says


def test_who_has_no_voice_was_never_rejected():
    assert find(Draft("My first words.", thread()), Share()) is None
