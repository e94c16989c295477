"""Four workers link while four moderators act: the chain is whole and each act is in it once."""

import pytest

from discussion.models import Event, LogEntry
from discussion.models.event import LOGGED
from discussion.moderating.chain import chain_stragglers
from discussion.moderating.verifying import Walk
from tests.discussion.moderated import staff
from tests.discussion.processes import Worker
from tests.discussion.soundness import assert_sound
from tests.factories import say, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

OF_EACH = 4


@pytest.fixture
def workers():
    team = [Worker("tests.discussion.moderating_together") for _ in range(2 * OF_EACH)]
    yield team
    for worker in team:
        worker.end()


def test_the_chain_is_whole_under_four_workers_and_four_moderators(workers):
    under = [thread(), thread()]
    comments = [say(voice(), thread=under[number % 2]).pk for number in range(20)]
    for number, worker in enumerate(workers):
        if number < OF_EACH:
            worker.order(what="link", seconds=8)
        else:
            worker.order(what="act", seed=number, user=staff().pk, comments=comments, count=40)
    answers = [worker.answer() for worker in workers]
    assert [answer["traceback"] for answer in answers if "traceback" in answer] == []
    while chain_stragglers():
        pass
    done = sum(answer.get("done", 0) for answer in answers)
    assert done > 100
    assert LogEntry.objects.count() == Event.objects.filter(LOGGED).count() == done
    assert set(LogEntry.objects.values_list("event", flat=True)) == set(
        Event.objects.filter(LOGGED).values_list("pk", flat=True)
    )
    walk = Walk()
    assert list(walk) == list(range(1, done + 1))
    assert walk.fault == ""
    assert_sound()
