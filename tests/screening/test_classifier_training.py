"""Training on this site's own decisions: which teach, which do not, when it is due, and what is kept of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.leaving import leave
from discussion.models import Classifier, Comment, Event, Rule, State
from discussion.moderating import undo
from discussion.posting import change_state, edit_comment, withdraw_comment
from discussion.screening.classifier import training
from discussion.screening.classifier.examples import examples
from discussion.screening.classifier.training import ask_for_training, train, train_when_due, use
from people.roles import MODERATORS
from tests.factories import say, staff, thread, voice
from tests.screening.learning import classifier, decide, site

pytestmark = pytest.mark.django_db
Stage = Classifier.Stage


def learned():
    return {example.text: example.down for example in examples()}


@pytest.mark.parametrize(
    ("act", "rule", "down"),
    [
        ("keep", "", False),
        ("hide", Rule.ATTACK, True),
        ("hide", Rule.HATE, True),
        ("refuse", Rule.SPAM, True),
        ("spam", Rule.SPAM, True),
        ("hide", Rule.PRIVATE, True),
        ("hide", Rule.ILLEGAL, True),
    ],
)
def test_what_moderators_decided_teaches(act, rule, down):
    decide(say(voice(), "These words.", thread=thread()), act, rule=rule)
    assert learned() == {"These words.": down}


def test_what_they_approved_or_restored_teaches_too():
    held = say(voice(), "Was held.", thread=thread(), state=State.HELD)
    decide(held, "approve")
    decide(decide(say(voice(), "Was hidden.", thread=thread())), "restore")
    assert learned() == {"Was held.": False, "Was hidden.": False}


def test_what_nobody_decided_on_does_not_teach():
    under = thread()
    say(voice(), "Nobody looked at it.", thread=under)
    for state in (State.REFUSED, State.HELD):  # as screening itself does
        change_state(say(voice(), f"Screening made it {state}.", thread=under), state)
    assert learned() == {}


def test_off_topic_does_not_teach_as_no_text_shows_it():
    decide(say(voice(), "Elsewhere this were fine.", thread=thread()), rule=Rule.OFF_TOPIC)
    assert learned() == {}


def test_what_was_undone_does_not_teach():
    decide(say(voice(), "A slip of the hand.", thread=thread()))
    act = Event.objects.get(kind=Event.Kind.HIDDEN)
    undo(act.batch, by=act.by.user)
    assert learned() == {}


def test_what_was_worded_anew_since_or_taken_back_or_erased_does_not_teach():
    ada, ben, under = voice(), voice(), thread()
    edited = decide(say(ada, "First.", thread=under), "keep")
    edit_comment(comment=edited, by=ada, source="Second.", wording=0)
    back = decide(say(ada, "Back.", thread=under), "keep")
    withdraw_comment(comment=back, by=ada)
    decide(say(ben, "Gone.", thread=under), "hide")
    leave(ben.user, comments_go=True)
    assert learned() == {}
    decide(Comment.objects.get(pk=edited.pk), "keep")
    assert learned() == {"Second.": False}


def test_the_same_text_is_learned_once_and_nobody_teaches_it_alone(monkeypatch):
    from discussion.screening.classifier import examples as module

    monkeypatch.setattr(module, "A_VOICE", 2)
    mod, under, ada = staff(MODERATORS), thread(), voice()
    for text in ("Same.", "SAME. ", "Two.", "Three."):
        decide(say(ada, text, thread=under), "hide", mod)
    decide(say(voice(), "same.", thread=under), "hide", mod)
    assert set(learned()) == {"same.", "Three.", "Two."}


def test_the_latest_of_either_side_are_taken():
    mod, under = staff(MODERATORS), thread()
    for number in range(4):
        decide(say(voice(), f"Down {number}.", thread=under), "hide", mod)
    assert [example.text for example in examples(most=2)] == ["Down 3.", "Down 2."]


def test_the_first_three_comments_are_those_of_a_newcomer():
    mod, under, ada = staff(MODERATORS), thread(), voice()
    for number in range(5):
        decide(say(ada, f"Number {number}.", thread=under), "keep", mod)
    assert [example.newcomer for example in reversed(examples())] == [True, True, True, False, False]


def test_examples_are_read_by_two_queries(django_assert_num_queries):
    site(4)
    with django_assert_num_queries(2):
        assert len(examples()) == 8


def test_training_makes_what_judges_from_then_on():
    old = classifier()
    site()
    new = ask_for_training()
    assert new.stage == Stage.ASKED
    train.call(new.pk)
    new.refresh_from_db()
    old.refresh_from_db()
    assert new.stage == Stage.READY and new.active and not old.active
    assert (new.kept_count, new.down_count) == (12, 12) and new.seed_count > 400
    assert new.auc > 0.9 and new.precision is not None and new.weights
    use(old)
    old.refresh_from_db()
    assert old.active and Classifier.objects.filter(active=True).count() == 1


def test_its_own_decisions_replace_what_was_made_up(monkeypatch):
    monkeypatch.setattr(training, "ENOUGH", 12)
    site()
    train.call(ask_for_training().pk)
    assert Classifier.objects.get().seed_count == 0


def test_two_do_not_train_at_once_but_what_was_left_behind_holds_nobody_up():
    assert ask_for_training() and ask_for_training() is None
    Classifier.objects.update(asked_at=timezone.now() - timedelta(hours=3), stage=Stage.LEARNING)
    assert ask_for_training()


def test_what_fails_says_so_and_the_old_one_stays_at_work(monkeypatch, caplog):
    def broken(*examples, **how):
        raise MemoryError

    monkeypatch.setattr(training, "learn", broken)
    old = classifier()
    new = ask_for_training()
    train.call(new.pk)
    new.refresh_from_db()
    old.refresh_from_db()
    assert (new.stage, new.failure) == (Stage.FAILED, "MemoryError") and old.active
    assert "Training the classifier failed" in caplog.text


def test_a_task_that_runs_twice_leaves_what_is_ready():
    row = classifier(auc=0.5)
    train.call(row.pk)
    row.refresh_from_db()
    assert row.auc == 0.5


def yesterday(**fields):
    ago = timezone.now() - timedelta(hours=25)
    return classifier(asked_at=ago, trained_at=ago, **fields)


def asked():
    train_when_due()
    return Classifier.objects.filter(stage=Stage.ASKED).exists()


def test_it_is_due_with_the_first_decision():
    assert not asked()
    decide(say(voice(), thread=thread()), "keep")
    assert asked()


def test_it_is_due_once_a_day_where_enough_was_decided(monkeypatch):
    monkeypatch.setattr(training, "CHANGED", 6)
    row = yesterday()
    site(2)
    assert not asked(), "four decisions are too few"
    site(2)
    Classifier.objects.filter(pk=row.pk).update(kept_count=1000)
    assert not asked(), "eight are few beside a thousand"
    Classifier.objects.filter(pk=row.pk).update(kept_count=10, asked_at=timezone.now())
    assert not asked(), "not twice a day"
    Classifier.objects.filter(pk=row.pk).update(asked_at=timezone.now() - timedelta(hours=25))
    assert asked()


def test_it_is_due_when_somebody_erased_his_words_and_what_knew_them_goes(monkeypatch):
    old = yesterday()
    ada = voice()
    say(ada, thread=thread())
    leave(ada.user, comments_go=True)
    assert asked()
    train.call(Classifier.objects.get(stage=Stage.ASKED).pk)
    assert not Classifier.objects.filter(pk=old.pk).exists()
    assert Classifier.objects.get().active


def test_a_few_are_kept_to_go_back_to():
    for _ in range(7):
        classifier(active=False)
    Classifier.objects.create(stage=Stage.FAILED)
    train.call(ask_for_training().pk)
    assert [row.stage for row in Classifier.objects.all()] == [Stage.READY] * 5
