"""Eight processes write at once, as the web servers of a busy evening do."""

from collections import Counter
from itertools import chain

import pytest

from discussion.models import Comment, Event, State, Thread, Vote
from tests.discussion.processes import Worker
from tests.discussion.soundness import assert_sound
from tests.factories import person, say, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WORKERS = 8


@pytest.fixture(params=[400, pytest.param(4000, marks=pytest.mark.soak)])
def operations(request):
    """Of all workers together."""
    return request.param


@pytest.fixture(scope="module")
def workers(django_db_setup):
    team = [Worker("tests.discussion.writing") for _ in range(WORKERS)]
    yield team
    for worker in team:
        worker.end()


def write(workers, operations, mix, threads_of_worker, speaker=voice):
    """Lets them all work and returns what they acknowledged, one answer a worker."""
    for number, worker in enumerate(workers):
        threads = [thread.pk for thread in threads_of_worker(number)]
        voice_of_worker = speaker().pk
        worker.order(seed=number, voice=voice_of_worker, threads=threads, mix=mix, count=operations // WORKERS)
    answers = [worker.answer() for worker in workers]
    speed = operations / max(answer["seconds"] for answer in answers)
    print(f"{' + '.join(mix)}: {speed:.0f} operations a second")
    return answers


def all_of(answers, what):
    return list(chain.from_iterable(answer[what] for answer in answers))


def assert_nothing_is_lost(answers, seeds=()):
    assert all_of(answers, "tracebacks") == []
    there = Comment.objects.exclude(pk__in=[comment.pk for comment in seeds])
    assert {(pk, str(form)) for pk, form in there.values_list("pk", "client_id")} == {
        (pk, form) for pk, form in all_of(answers, "posted")
    }
    assert dict(there.values_list("pk", "source")) == dict(all_of(answers, "sources"))
    assert_sound()


def test_roots_in_one_thread(workers, operations):
    here = thread()
    answers = write(workers, operations, {"root": 1}, lambda number: [here])
    assert_nothing_is_lost(answers)
    assert len(all_of(answers, "posted")) == operations
    here.refresh_from_db()
    assert (here.comment_count, here.voice_count, here.version) == (operations, WORKERS, operations)


def test_replies_anywhere_in_one_tree(workers, operations):
    root = say(voice(), thread=thread())
    answers = write(workers, operations, {"reply": 1}, lambda number: [root.thread])
    assert_nothing_is_lost(answers, seeds=[root])
    assert len(all_of(answers, "posted")) == operations
    root.refresh_from_db()
    assert (root.rght, root.descendant_count) == (2 * (operations + 1), operations)


def test_conversations_in_a_thread_for_each(workers, operations):
    threads = [thread() for _ in workers]
    answers = write(workers, operations, {"root": 1, "reply": 3}, lambda number: [threads[number]])
    assert_nothing_is_lost(answers)
    posted = [len(answer["posted"]) for answer in answers]
    assert [thread.version for thread in Thread.objects.order_by("pk")] == posted


def test_conversations_in_the_same_threads(workers, operations):
    threads = [thread() for _ in range(3)]
    answers = write(workers, operations, {"root": 1, "reply": 3}, lambda number: threads)
    assert_nothing_is_lost(answers)
    versions = [thread.version for thread in Thread.objects.all()]
    assert sum(versions) == len(all_of(answers, "posted"))


def test_branches_that_moderators_move_and_move_back_while_all_post(workers, operations):
    threads = [thread() for _ in range(2)]
    mix = {"root": 1, "reply": 6, "move": 2, "move_back": 1, "vote": 1, "withdraw": 1}
    answers = write(
        workers, operations, mix, lambda number: threads, lambda: voice(person(is_staff=True, is_superuser=True))
    )
    assert_nothing_is_lost(answers)
    told = {kind: sum(answer["outcomes"].get(kind, 0) for answer in answers) for kind in mix}
    assert all(told.values()), told
    events = Counter(Event.objects.values_list("kind", flat=True))
    assert (events[Event.Kind.BRANCH_MOVED], events[Event.Kind.UNDONE]) == (told["move"], told["move_back"])


def test_everything_at_once(workers, operations):
    threads = [thread() for _ in range(3)]
    mix = {"root": 2, "reply": 6, "edit": 2, "withdraw": 1, "vote": 6, "retract": 1}
    answers = write(workers, operations, mix, lambda number: threads)
    assert_nothing_is_lost(answers)
    withdrawn = set(all_of(answers, "withdrawn"))
    assert set(Comment.objects.exclude(state=State.PUBLISHED).values_list("pk", flat=True)) == withdrawn
    votes = Vote.objects.values_list("voice", "comment", "value")
    assert len(votes) == len(all_of(answers, "votes"))
    assert sorted((comment, value) for _voice, comment, value in votes) == sorted(map(tuple, all_of(answers, "votes")))
    told = {kind: sum(answer["outcomes"].get(kind, 0) for answer in answers) for kind in mix}
    assert all(told.values()), told
    events = Counter(Event.objects.values_list("kind", flat=True))
    assert events == {
        Event.Kind.POSTED: told["root"] + told["reply"],
        Event.Kind.EDITED: told["edit"],
        Event.Kind.WITHDRAWN: told["withdraw"],
    }
