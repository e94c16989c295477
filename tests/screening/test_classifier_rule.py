"""The rule holds what was learned, names why, and acts only while moderators mostly agree with it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from discussion.models import Classifier, Comment, Objection, Says, ScreeningRule, State
from discussion.posting import change_state, edit_comment, post_comment
from discussion.screening import Draft, pipeline, screen
from discussion.screening.classifier import CLASSIFIER
from discussion.screening.classifier.holding import Bars, find
from discussion.screening.classifier.judging import Judge
from discussion.screening.classifier.measuring import measure
from tests.factories import say, thread, voice
from tests.screening.learning import SPAM, classifier, judged, objections

pytestmark = pytest.mark.django_db
Mode = ScreeningRule.Mode


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """Other rules have their own mind."""
    monkeypatch.setattr(pipeline, "RULES", (CLASSIFIER,))


def put(mode, **options):
    row = ScreeningRule(code="classifier", mode=mode, says=Says.HOLD, options=options)
    ScreeningRule.objects.filter(code="classifier").delete()
    row.save()


def proved(**fields):
    return classifier(decided_count=100, upheld_count=99, **fields)


def step_of(text, by=None):
    screened = screen(Draft(text, thread(), by=by or voice()))
    return screened, next(step for step in screened.steps if step.code == "classifier")


@pytest.mark.parametrize(
    ("mode", "upheld", "decided", "says", "shadow"),
    [
        (Mode.ON, 99, 100, Says.HOLD, False),
        (Mode.ON, 50, 50, Says.HOLD, False),
        (Mode.ON, 49, 49, Says.PUBLISH, True),
        (Mode.ON, 49, 50, Says.PUBLISH, True),
        (Mode.ON, 85, 100, Says.PUBLISH, True),
        (Mode.ON, 0, 0, Says.PUBLISH, True),
        (Mode.SHADOW, 99, 100, Says.PUBLISH, True),
    ],
)
def test_it_acts_only_while_it_is_on_and_mostly_right(mode, upheld, decided, says, shadow):
    put(mode)
    classifier(decided_count=decided, upheld_count=upheld)
    screened, step = step_of(SPAM)
    assert (screened.says, step.says, step.shadow) == (says, Says.HOLD, shadow)


@pytest.mark.parametrize(
    ("upheld", "decided", "words"),
    [
        (1, 1, "It was only counted: of 50 objections that must be decided on, 1 is."),
        (12, 20, "It was only counted: of 50 objections that must be decided on, 20 are."),
        (60, 100, "It was only counted: moderators took down 60 of 100, for sure 50 % and not 90 %."),
    ],
)
def test_it_says_why_it_does_not_act(upheld, decided, words):
    put(Mode.ON)
    classifier(decided_count=decided, upheld_count=upheld)
    assert step_of(SPAM)[1].reason.endswith(words)


def test_the_bar_is_the_sites():
    put(Mode.ON, precision=50)
    classifier(decided_count=100, upheld_count=70)
    assert step_of(SPAM)[0].says == Says.HOLD


def test_the_threshold_is_the_sites():
    classifier(Judge({"w:casino": 1.0}))
    likely = Judge({"w:casino": 1.0}).probability({"w:casino": 1.0})
    assert 0.7 < likely < 0.75
    assert find(Draft("casino", thread(), by=voice()), Bars(threshold=70))
    assert find(Draft("casino", thread(), by=voice()), Bars(threshold=75)) is None


def test_what_it_holds_waits_for_a_moderator():
    put(Mode.ON)
    proved()
    under, ada = thread(), voice()
    screened = screen(Draft(SPAM, under, by=ada))
    comment = post_comment(thread=under, by=ada, source=SPAM, client_id=uuid4(), screened=screened)
    assert Comment.objects.get(pk=comment.pk).state == State.HELD
    assert comment.verdicts.get().said == "A moderator reads it before it is published."
    assert list(Objection.objects.values_list("code", "shadow")) == [("classifier", False)]


def test_it_names_what_weighed_most():
    proved()
    reason = step_of(SPAM)[1].reason
    assert reason.startswith("It looks like what moderators take down, at 9")
    assert "“casino” (+" in reason and "1 link or more (+1.0)" in reason


def test_it_never_asks_for_more_than_to_hold():
    assert CLASSIFIER.may_say == (Says.HOLD,) and CLASSIFIER.says == Says.HOLD and CLASSIFIER.mode == Mode.SHADOW


def test_without_a_classifier_it_says_nothing():
    step = step_of(SPAM)[1]
    assert (step.says, step.reason) == (Says.PUBLISH, "")


def test_ordinary_words_pass():
    proved()
    assert step_of("I walked over the bridge.")[1].says == Says.PUBLISH


def test_somebodys_first_words_are_judged_too():
    proved()
    assert find(Draft(SPAM, thread()), Bars())


def test_newcomers_are_told_apart_by_what_they_said_before_that_moment():
    classifier(Judge({"f:newcomer": 9.0}))
    under, ada = thread(), voice()
    before = timezone.now()
    for _ in range(3):
        say(ada, thread=under)
    assert find(Draft("Hello.", under, by=ada), Bars()) is None
    assert find(Draft("Hello.", under, by=ada, at=before), Bars()), "as a simulation asks"


def test_the_weights_are_read_once_a_process_and_a_new_classifier_at_once():
    old = classifier()
    draft = Draft(SPAM, thread(), by=voice())
    find(draft, Bars())
    with CaptureQueriesContext(connection) as asked:
        find(draft, Bars())
    assert len(asked) == 1 and '"weights"' not in asked[0]["sql"], "earlier comments are known by now"
    Classifier.objects.filter(pk=old.pk).update(active=False)
    classifier(Judge({"w:other": 1.0}, bias=-9.0))
    assert find(draft, Bars()) is None


def measured():
    measure()
    row = Classifier.objects.get(active=True)
    return row.upheld_count, row.decided_count


def test_what_moderators_decided_after_it_had_judged_is_counted():
    classifier()
    objections(upheld=3, kept=2)
    assert measured() == (3, 5)


def test_what_was_decided_before_or_long_ago_or_of_another_rule_is_not():
    classifier()
    under = thread()
    early = say(voice(), thread=under, state=State.HIDDEN)
    Comment.objects.filter(pk=early.pk).update(looked_at=timezone.now() - timedelta(hours=1))
    judged(Comment.objects.get(pk=early.pk))
    objections(upheld=2, kept=0, ago=timedelta(days=91))
    objections(upheld=2, kept=0, code="links")
    assert measured() == (0, 0)


def test_what_stood_for_a_week_counts_as_kept_and_what_waits_counts_not_at_all():
    classifier()
    under = thread()
    judged(say(voice(), "Stood.", thread=under), ago=timedelta(days=8))
    judged(say(voice(), "New.", thread=under))
    judged(say(voice(), "Waits.", thread=under, state=State.HELD), ago=timedelta(days=8))
    assert measured() == (0, 1)


def test_what_was_worded_anew_or_taken_back_since_is_no_answer():
    classifier()
    under, ada = thread(), voice()
    comment = say(ada, "First.", thread=under)
    judged(comment, ago=timedelta(days=8))
    edit_comment(comment=comment, by=ada, source="Second.", wording=0)
    back = say(ada, "Back.", thread=under)
    judged(back, ago=timedelta(days=8))
    change_state(back, State.WITHDRAWN)
    assert measured() == (0, 0)


def test_the_latest_count_so_that_getting_worse_shows(monkeypatch):
    from discussion.screening.classifier import measuring

    monkeypatch.setattr(measuring, "LATEST", 4)
    classifier()
    objections(upheld=5, kept=0)
    objections(upheld=0, kept=3)
    assert measured() == (1, 4)


def test_two_queries_measure(django_assert_num_queries):
    classifier()
    objections(upheld=2, kept=1)
    with django_assert_num_queries(3):
        measure()
