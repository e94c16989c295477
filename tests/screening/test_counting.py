"""How often rules objected, against what moderators then decided."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from discussion.models import Comment, Objection, Says, ScreeningRule
from discussion.moderating import ACTS, moderate
from discussion.moderating.undoing import undo
from discussion.posting import post_comment
from discussion.screening import Draft, Finding, Rule, keep, pipeline, screen
from discussion.screening.counting import Tally, tallies
from people.roles import MODERATORS
from tests.factories import person, staff, thread, voice

pytestmark = pytest.mark.django_db


def finds(word, says, mode=ScreeningRule.Mode.ON):
    found = Finding(f"It has {word}.")
    return Rule(word, word, word, lambda draft, _options: found if word in draft.source else None, mode, says)


@pytest.fixture(autouse=True)
def rules(monkeypatch):
    monkeypatch.setattr(
        pipeline, "RULES", (finds("doubtful", Says.HOLD), finds("quiet", Says.HOLD, ScreeningRule.Mode.SHADOW))
    )


@pytest.fixture
def mod():
    return staff(MODERATORS)


@pytest.fixture
def ben():
    return voice(person("ben"))


def posted(by, source):
    under = thread()
    screened = screen(Draft(source, under, by=by))
    return post_comment(thread=under, by=by, source=source, client_id=uuid4(), screened=screened)


def decide(mod, act, *comments):
    return moderate(comments=[one.pk for one in comments], act=ACTS[act], by=mod, reason="Because.")


def test_a_site_without_objections_has_nothing_to_count(ben):
    posted(ben, "fine")
    assert tallies() == {} and tallies()["doubtful"] == Tally() and Tally().precision is None


def test_what_moderators_decided_is_counted_against_what_a_rule_said(ben, mod):
    held = [posted(ben, "doubtful") for _ in range(4)]
    decide(mod, "refuse", held[0], held[1])
    decide(mod, "approve", held[2])
    found = tallies()["doubtful"]
    assert found == Tally(asked=4, down=2, stand=1, open=1)
    assert (found.decided, found.precision) == (3, 67)


def test_what_a_rule_says_in_shadow_is_counted_apart(ben, mod):
    out = [posted(ben, "quiet") for _ in range(2)]
    decide(mod, "hide", out[0])
    assert tallies() == {"quiet": Tally(shadow=2, down=1, open=1)}


def test_what_was_undone_was_never_decided(ben, mod):
    held = posted(ben, "doubtful")
    outcome = decide(mod, "approve", held)
    undo(batch=outcome.batch, by=mod)
    assert tallies()["doubtful"] == Tally(asked=1, open=1)


def test_a_decision_about_an_earlier_wording_is_none_about_this(ben, mod):
    comment = posted(ben, "fine")
    decide(mod, "keep", comment)
    keep(screen(Draft("quiet", comment.thread, by=ben, comment=comment)), Comment.objects.get(pk=comment.pk))
    assert tallies()["quiet"] == Tally(shadow=1, open=1)


def test_what_never_became_a_comment_waits_for_no_decision(ben):
    keep(screen(Draft("doubtful", thread(), by=ben)))
    assert tallies()["doubtful"] == Tally(asked=1, stopped=1)


def test_what_is_older_than_a_month_does_not_count(ben):
    posted(ben, "doubtful")
    Objection.objects.update(at=timezone.now() - timedelta(days=31))
    assert tallies() == {}


def test_many_objections_of_many_rules_are_one_query(ben, django_assert_num_queries):
    for _ in range(5):
        posted(ben, "doubtful and quiet")
    with django_assert_num_queries(1):
        tallies()
