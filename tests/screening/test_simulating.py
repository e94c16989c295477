"""A rule is tried on what was posted already, in batches, and nothing but its own row changes."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from discussion.models import Comment, Says, ScreeningRule, Simulation, State, Verdict
from discussion.moderating import ACTS, moderate
from discussion.screening import Finding, Options, Rule, option, pipeline, simulating
from discussion.screening.by_hand import BY_HAND
from discussion.screening.pipeline import InForce
from discussion.screening.simulating import go_on, simulate, start, stop
from people.roles import MODERATORS
from tests.factories import guest, person, say, staff, thread, voice

pytestmark = pytest.mark.django_db
ON = ScreeningRule.Mode.ON


@dataclass(frozen=True)
class Length(Options):
    most: int = option(10, "letters allowed", 1, 100)


def too_long(draft, options):
    return Finding(f"{len(draft.source)} letters") if len(draft.source) > options.most else None


def asks_for_earlier(draft, options):
    return Finding("Said before.") if draft.earlier else None


def broken(draft, options):
    raise ZeroDivisionError


LENGTH = Rule("length", "Length", "Counts letters.", too_long, ON, Says.HOLD, options=Length)


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    def put(*some):
        monkeypatch.setattr(pipeline, "RULES", some)

    put(LENGTH, BY_HAND)
    return put


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def under():
    return thread()


def tried(rule=LENGTH, says=Says.HOLD, **options):
    return start(InForce(rule, ON, says, rule.options(**options)))


def work(most=100):
    """As a worker does, so many batches."""
    for _ in range(most):
        waiting = DBTaskResult.objects.filter(task_path=simulate.module_path, status="READY").first()
        if waiting is None:
            return
        DBTaskResult.objects.filter(pk=waiting.pk).update(status="SUCCESSFUL")
        simulate.call(*waiting.args_kwargs["args"])


def after(simulation):
    return Simulation.objects.get(pk=simulation.pk)


def test_it_counts_what_the_rule_would_have_said_beside_what_it_says_now(ben, under):
    short, long, longer = (say(ben, "a" * length, thread=under) for length in (3, 8, 20))
    simulation = tried(says=Says.REFUSE, most=5)
    work()
    found = after(simulation)
    assert (found.state, found.done, found.total) == ("done", 3, 3)
    assert found.result == {
        "tried": {"refuse": {"count": 2, "down": 0, "stand": 0, "latest": [longer.pk, long.pk]}},
        "current": {"hold": {"count": 1, "down": 0, "stand": 0, "latest": [longer.pk]}},
    }
    assert not Verdict.objects.exists()
    assert Comment.objects.filter(state=State.PUBLISHED).count() == 3 and short.words


def test_what_moderators_decided_stands_beside_it(ben, under):
    said = [say(ben, "a" * 20, thread=under) for _ in range(3)]
    mod = staff(MODERATORS)
    moderate([said[0].pk], ACTS["hide"], by=mod, reason="Because.")
    moderate([said[1].pk], ACTS["keep"], by=mod)
    simulation = tried()
    work()
    counted = after(simulation).result["tried"]["hold"]
    assert (counted["count"], counted["down"], counted["stand"]) == (3, 1, 1)


def test_comments_are_asked_about_as_of_when_they_were_posted(ben, under, rules):
    rules(Rule("again", "again", "again", asks_for_earlier, ON, Says.HOLD))
    _first, second = say(ben, "one", thread=under), say(ben, "two", thread=under)
    simulation = tried(pipeline.RULES[0])
    work()
    assert after(simulation).result["tried"]["hold"]["latest"] == [second.pk]


def test_it_goes_in_batches_and_asks_about_each_comment_once(ben, under, monkeypatch):
    monkeypatch.setattr(simulating, "BATCH", 2)
    said = [say(ben, "a" * 20, thread=under).pk for _ in range(5)]
    Comment.objects.update(posted_at=timezone.now() - timedelta(days=1))  # of one moment
    simulation = tried()
    seen = []
    for _ in range(3):
        work(1)
        seen.append((after(simulation).done, after(simulation).state))
    assert seen == [(2, "running"), (4, "running"), (5, "done")]
    assert after(simulation).result["tried"]["hold"]["latest"] == said[::-1]


def test_it_is_stopped_and_goes_on_where_it_was(ben, under, monkeypatch):
    monkeypatch.setattr(simulating, "BATCH", 2)
    for _ in range(5):
        say(ben, "a" * 20, thread=under)
    simulation = tried()
    work(1)
    stop(simulation)
    work()
    assert (after(simulation).done, after(simulation).state) == (2, "stopped")
    go_on(simulation)
    go_on(simulation)
    work()
    assert (after(simulation).done, after(simulation).state) == (5, "done")
    assert after(simulation).result["tried"]["hold"]["count"] == 5


def test_a_batch_that_is_done_twice_counts_once(ben, under, monkeypatch):
    monkeypatch.setattr(simulating, "BATCH", 2)
    for _ in range(3):
        say(ben, "a" * 20, thread=under)
    simulation = tried()
    early = Simulation.objects.get(pk=simulation.pk)
    work(1)
    simulating._move(early, list(simulating._next_of(early)))
    assert after(simulation).done == 2
    assert DBTaskResult.objects.filter(task_path=simulate.module_path, status="READY").count() == 1


def test_one_whose_worker_was_killed_can_go_on(ben, under):
    say(ben, "a" * 20, thread=under)
    simulation = tried()
    DBTaskResult.objects.all().delete()
    go_on(simulation)
    assert not DBTaskResult.objects.exists(), "it may still be at it"
    Simulation.objects.update(moved_at=timezone.now() - timedelta(minutes=3))
    go_on(simulation)
    work()
    assert after(simulation).state == "done"


def test_it_reads_what_was_written_where_words_were_covered(ben, under):
    comment = say(ben, "■■■", thread=under)
    Verdict.objects.create(comment=comment, thread=under, says=Says.PUBLISH, original="a" * 20)
    simulation = tried()
    work()
    assert after(simulation).result["tried"]["hold"]["count"] == 1


def test_it_asks_about_the_words_of_readers_in_the_last_month(ben, under):
    old, erased, withdrawn, unproved = (say(by, "a" * 20, thread=under) for by in (ben, ben, ben, guest()))
    say(voice(staff(MODERATORS)), "a" * 20, thread=under)
    Comment.objects.filter(pk=old.pk).update(posted_at=timezone.now() - timedelta(days=31))
    Comment.objects.filter(pk=erased.pk).update(state=State.ERASED)
    Comment.objects.filter(pk=withdrawn.pk).update(state=State.WITHDRAWN)
    Comment.objects.filter(pk=unproved.pk).update(state=State.UNPROVED)
    theirs = say(voice(person("eve")), "a" * 20, thread=under)
    simulation = tried()
    work()
    assert after(simulation).total == 1
    assert after(simulation).result["tried"]["hold"]["latest"] == [theirs.pk]


def test_a_rule_that_fails_objects_to_nothing(ben, under, rules):
    rules(Rule("broken", "", "", broken, ON, Says.HOLD))
    say(ben, "anything", thread=under)
    simulation = tried(pipeline.RULES[0])
    work()
    assert after(simulation).state == "done" and after(simulation).result == {"tried": {}, "current": {}}


def test_a_rule_that_was_taken_out_meanwhile_ends_it(ben, under, rules):
    say(ben, "a" * 20, thread=under)
    simulation = tried()
    rules()
    work()
    assert after(simulation).state == "done" and after(simulation).result == {}


def test_a_rule_that_is_never_in_force_can_be_tried(ben, under, monkeypatch):
    alone = Rule("pattern", "Pattern", "One pattern.", too_long, ON, Says.NUDGE, options=Length)
    monkeypatch.setattr(simulating, "TRIED_ONLY", [alone])
    say(ben, "a" * 20, thread=under)
    simulation = tried(alone, Says.NUDGE, most=3)
    work()
    assert after(simulation).result["tried"]["nudge"]["count"] == 1


def test_what_needs_a_form_cannot_be_tried():
    with pytest.raises(ValueError, match="by_hand"):
        tried(BY_HAND, Says.REFUSE)


def test_trials_older_than_a_month_are_forgotten(ben, under):
    old = tried()
    Simulation.objects.update(started_at=timezone.now() - timedelta(days=31))
    tried()
    assert not Simulation.objects.filter(pk=old.pk).exists()


@pytest.mark.parametrize("count", [5, 40])
def test_a_batch_costs_the_same_queries_however_many_comments(ben, under, count, django_assert_max_num_queries):
    for number in range(count):
        say(ben, "a" * (number % 20), thread=under)
    simulation = tried()
    with django_assert_max_num_queries(6):
        simulate.call(simulation.pk)
    assert after(simulation).done == count
