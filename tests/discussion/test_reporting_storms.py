"""Readers report at once, in processes of their own, as when a comment has been passed round."""

import pytest

from discussion.models import Comment, Event, Report, State, Thread
from discussion.moderating import ACTS, moderate
from discussion.posting import edit_comment
from people.roles import MODERATORS
from tests.discussion.processes import Worker
from tests.discussion.soundness import assert_sound
from tests.factories import say, staff, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

READERS, WORKERS = 50, 5


@pytest.fixture(scope="module")
def workers(django_db_setup):
    team = [Worker("tests.discussion.complaining") for _ in range(WORKERS + 1)]
    yield team
    for worker in team:
        worker.end()


def storm(workers, comments, **last):
    """Each of READERS reports each comment; the last worker does what it is told instead."""
    readers, each = [voice().pk for _reader in range(READERS)], READERS // WORKERS
    pks = [comment.pk for comment in comments]
    busy = workers[: WORKERS + bool(last)]
    for number, worker in enumerate(workers[:WORKERS]):
        worker.order(comments=pks, voices=readers[number * each : (number + 1) * each])
    if last:
        workers[WORKERS].order(comments=pks, **last)
    answers = [worker.answer() for worker in busy]
    assert [error for answer in answers for error in answer["tracebacks"]] == []
    return [pk for answer in answers for pk in answer["taken"]]


def test_fifty_who_report_at_once_are_counted_exactly(workers):
    comments = [say(voice(), thread=thread()) for _comment in range(3)]
    Comment.objects.update(looked_at="2099-01-01T00:00:00Z")  # so that none is held on the way
    taken = storm(workers, comments)
    assert len(taken) == len(set(taken)) == Report.objects.count() == 3 * READERS
    columns = set(Comment.objects.values_list("report_count", "report_weight", "state"))
    assert columns == {(READERS, READERS * Report.FULL_WEIGHT, State.PUBLISHED)}
    assert_sound()


def test_a_comment_is_held_once_and_just_when_it_is_enough(workers):
    comment = say(voice(), thread=thread())
    taken = storm(workers, [comment])
    assert len(taken) == Report.objects.count() == 3  # the others came too late to report it
    assert Event.objects.filter(kind=Event.Kind.REPORT_HELD).count() == 1
    comment.refresh_from_db()
    assert (comment.state, comment.report_count, comment.report_weight) == (State.HELD, 3, 300)
    assert Thread.objects.get().comment_count == 0
    assert_sound()


def test_an_author_who_takes_it_back_meanwhile_leaves_no_wrong_count(workers):
    author, under = voice(), thread()
    comments = [say(author, thread=under) for _comment in range(3)]
    storm(workers, comments, author=author.pk, rounds=10)
    assert_sound()
    for comment in Comment.objects.all():
        found = comment.reports.filter(outcome=Report.Outcome.OPEN).count()
        assert comment.report_count == found == comment.reports.count(), comment.state


def test_fifty_who_report_again_what_was_worded_anew_have_one_open_each(workers):
    author, comments = voice(), []
    for _comment in range(2):
        comments.append(say(author, thread=thread()))
    Comment.objects.update(looked_at="2099-01-01T00:00:00Z")  # so that none is held on the way
    first = storm(workers, comments)
    moderate([comment.pk for comment in comments], ACTS["keep"], by=staff(MODERATORS))
    for comment in comments:
        edit_comment(comment=comment, by=author, source="Other words.", wording=0)
    Comment.objects.update(looked_at="2099-01-01T00:00:00Z")
    readers = list(Report.objects.order_by("voice").values_list("voice", flat=True).distinct())
    for worker in workers[:WORKERS]:  # the same readers by all workers at once
        worker.order(comments=[comment.pk for comment in comments], voices=readers[: READERS // 2])
    answers = [worker.answer() for worker in workers[:WORKERS]]
    assert [error for answer in answers for error in answer["tracebacks"]] == []
    taken = {pk for answer in answers for pk in answer["taken"]}
    assert len(taken) == READERS and not taken & set(first)
    assert Report.objects.filter(outcome=Report.Outcome.OPEN).count() == READERS
    assert set(Comment.objects.values_list("report_count", flat=True)) == {READERS // 2}
    assert_sound()
