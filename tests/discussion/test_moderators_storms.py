"""Eight processes speak and moderate at once: trees, counts and the log stay whole."""

from collections import Counter

import pytest

from discussion.models import Event, State
from discussion.moderating import ACTS
from people.roles import MODERATORS
from tests.discussion.processes import Worker
from tests.discussion.soundness import assert_sound
from tests.factories import staff, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORKERS = 8
LED_TO = {act.kind: act.to for act in ACTS.values()}
MIX = {"root": 2, "reply": 5, "decide": 4, "undo": 2, "vote": 1}


@pytest.fixture(params=[400, pytest.param(4000, marks=pytest.mark.soak)])
def operations(request):
    return request.param


@pytest.fixture(scope="module")
def workers(django_db_setup):
    team = [Worker("tests.discussion.deciding") for _ in range(WORKERS)]
    yield team
    for worker in team:
        worker.end()


def test_trees_counts_and_the_log_stay_whole(workers, operations):
    threads = [thread() for _ in range(3)]
    for number, worker in enumerate(workers):
        speaks = voice(staff(MODERATORS)).pk
        worker.order(seed=number, voice=speaks, threads=[t.pk for t in threads], mix=MIX, count=operations // WORKERS)
    answers = [worker.answer() for worker in workers]
    assert [trace for answer in answers for trace in answer["tracebacks"]] == []
    told = Counter()
    for answer in answers:
        told.update(answer["outcomes"])
    assert all(told[kind] for kind in MIX), told
    assert_sound()
    assert_states_follow_from_the_log()


def assert_states_follow_from_the_log():
    """Each comment stands where its last event put it, and each event left what the one before it had made."""
    for under in Event.objects.values_list("comment", flat=True).distinct():
        state = State.PUBLISHED
        for event in Event.objects.filter(comment=under).order_by("pk").select_related("undoes", "comment"):
            if event.kind == Event.Kind.POSTED:
                continue
            if event.undoes:
                state = State(event.undoes.was)
            else:
                assert event.was == state, event
                state = LED_TO.get(event.kind, state)
        assert event.comment.state == state
