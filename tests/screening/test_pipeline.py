"""Rules are asked in their order, and what they say becomes the state of a comment and is kept beside it."""

import logging
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from discussion.conversation.standing import Standing
from discussion.guests.proving import confirm
from discussion.leaving import leave
from discussion.models import Comment, Event, Objection, Reader, Says, ScreeningRule, State, Verdict
from discussion.posting import edit_comment, post_comment
from discussion.screening import Draft, Finding, Options, Rule, option, pipeline, screen
from discussion.screening.keeping import forget_stopped
from tests.factories import guest, say, thread

pytestmark = pytest.mark.django_db
ON, SHADOW, OFF = ScreeningRule.Mode.ON, ScreeningRule.Mode.SHADOW, ScreeningRule.Mode.OFF


def rule(code, word, says, mode=ON, **finding):
    """Objects to comments with that word."""
    found = Finding(f"It has {word}.", f"No {word}, please.", **finding)
    return Rule(code, code, code, lambda draft, _options: found if word in draft.source else None, mode, says)


def broken(draft, options):
    raise ZeroDivisionError


@pytest.fixture
def rules(monkeypatch):
    def put(*some):
        monkeypatch.setattr(pipeline, "RULES", some)

    put(
        rule("mild", "mild", Says.NUDGE),
        rule("doubtful", "doubtful", Says.HOLD),
        rule("bad", "bad", Says.REFUSE),
        rule("worse", "worse", Says.REFUSE),
    )
    return put


def posted(by, source, under=None):
    under = under or thread()
    screened = screen(Draft(source, under, by=by))
    comment = post_comment(thread=under, by=by, source=source, client_id=uuid4(), screened=screened)
    return Comment.objects.get(pk=comment.pk)


@pytest.mark.parametrize(
    ("source", "says", "state"),
    [
        ("fine", Says.PUBLISH, State.PUBLISHED),
        ("mild", Says.NUDGE, State.HELD),
        ("doubtful", Says.HOLD, State.HELD),
        ("bad", Says.REFUSE, State.REFUSED),
        ("mild and doubtful", Says.HOLD, State.HELD),
        ("doubtful and bad", Says.REFUSE, State.REFUSED),
    ],
)
def test_the_strictest_verdict_decides_where_a_comment_begins(rules, ben, source, says, state):
    comment = posted(ben, source)
    assert (comment.state, comment.verdicts.get().says) == (state, says)


def test_the_first_refusal_ends_it(rules, ben):
    assert [step.code for step in screen(Draft("bad, worse", thread(), by=ben)).steps] == ["mild", "doubtful", "bad"]


def test_each_step_is_kept_with_its_reason_and_time(rules, ben):
    comment = posted(ben, "doubtful")
    steps = comment.verdicts.get().steps
    assert [(code, says, reason) for code, says, _mode, _ms, reason in steps] == [
        ("mild", "publish", ""),
        ("doubtful", "hold", "It has doubtful."),
        ("bad", "publish", ""),
        ("worse", "publish", ""),
    ]
    assert all(milliseconds >= 0 for _code, _says, _mode, milliseconds, _reason in steps)
    assert list(Objection.objects.values_list("code", "says", "shadow")) == [("doubtful", "hold", False)]


def test_a_rule_that_fails_is_logged_and_passed_over(rules, ben, caplog):
    rules(Rule("broken", "", "", broken, ON, Says.REFUSE), rule("doubtful", "doubtful", Says.HOLD))
    with caplog.at_level(logging.ERROR, logger="discussion.screening.pipeline"):
        screened = screen(Draft("doubtful", thread(), by=ben))
    assert screened.says == Says.HOLD and "failed" in screened.steps[0].reason
    assert "broken" in caplog.text and "ZeroDivisionError" in caplog.text


def test_in_shadow_a_rule_is_counted_and_changes_nothing(rules, ben):
    rules(rule("bad", "bad", Says.REFUSE, mode=SHADOW), rule("doubtful", "doubtful", Says.HOLD))
    comment = posted(ben, "bad")
    assert comment.published
    assert list(Objection.objects.values_list("code", "shadow")) == [("bad", True)]
    assert posted(ben, "bad and doubtful").state == State.HELD, "what comes after it is still asked"


def test_what_a_rule_only_counts_has_no_effect_though_it_is_on(rules, ben):
    rules(rule("bad", "bad", Says.REFUSE, shadow=True), rule("doubtful", "doubtful", Says.HOLD))
    comment = posted(ben, "bad")
    assert comment.published and comment.verdicts.get().steps[0][2] == SHADOW
    assert list(Objection.objects.values_list("code", "shadow")) == [("bad", True)]
    assert posted(ben, "bad and doubtful").state == State.HELD


def test_a_rule_that_is_off_is_not_asked(rules, ben):
    ScreeningRule.objects.create(code="bad", mode=OFF, says=Says.REFUSE)
    assert [step.code for step in screen(Draft("bad", thread(), by=ben)).steps] == ["mild", "doubtful", "worse"]


def test_a_row_changes_what_a_rule_asks_for(rules, ben):
    ScreeningRule.objects.create(code="bad", mode=ON, says=Says.HOLD)
    assert screen(Draft("bad", thread(), by=ben)).says == Says.HOLD


def test_options_that_do_not_fit_are_those_of_the_module():
    class Limits(Options):
        pass

    made = type("Limits", (Options,), {"__annotations__": {"most": int}, "most": option(3, "most", 1, 9)})
    from dataclasses import dataclass

    limits = dataclass(frozen=True)(made)
    stored = [{"most": 5}, {"most": "5"}, {"most": 10}, {"most": True}, {"other": 1}]
    assert [limits.of(one).most for one in stored] == [5, 3, 3, 3, 3]


def test_covered_words_go_on_to_the_next_rule_and_into_the_comment(rules, ben):
    rules(rule("cover", "bad", Says.PUBLISH, source="not ■■■ at all"), rule("bad", "bad", Says.REFUSE))
    comment = posted(ben, "not bad at all")
    assert comment.published and comment.source == "not ■■■ at all" and "bad" not in comment.html
    assert comment.verdicts.get().original == "not bad at all"


def test_the_same_form_sent_again_is_not_screened_again(rules, ben):
    under, form = thread(), uuid4()
    first = screen(Draft("doubtful", under, by=ben, client_id=form))
    comment = post_comment(thread=under, by=ben, source="doubtful", client_id=form, screened=first)
    again = screen(Draft("doubtful", under, by=ben, client_id=form))
    assert not again.steps
    assert post_comment(thread=under, by=ben, source="doubtful", client_id=form, screened=again) == comment
    assert Verdict.objects.count() == 1


def test_an_author_is_told_why_and_can_appeal(rules, ben):
    comment = posted(ben, "bad")
    standing = Standing.of(comment, Reader(ben.user))
    assert standing.reason == "No bad, please." and "no person has looked" in standing.words
    assert Event.objects.filter(comment=comment, kind=Event.Kind.REFUSED, by=None).exists()
    assert Standing.of(posted(ben, "doubtful"), Reader(ben.user)).reason == "No doubtful, please."


def test_a_guests_comment_remembers_its_verdict_until_his_address_is_confirmed(rules, settings):
    settings.GUESTS_FIRST = "confirm"
    gus = guest()
    doubtful, fine = posted(gus, "doubtful"), posted(gus, "fine")
    assert doubtful.state == fine.state == State.UNPROVED
    Comment.objects.filter(pk=say(gus, thread=thread()).pk).update(state=State.PUBLISHED)
    confirm(voice=gus)
    doubtful.refresh_from_db()
    fine.refresh_from_db()
    assert (doubtful.state, fine.state) == (State.HELD, State.PUBLISHED)


def test_a_new_wording_is_held_under_its_own_verdict(rules, ben):
    comment = posted(ben, "fine")
    screened = screen(Draft("doubtful", comment.thread, by=ben, comment=comment))
    edited = edit_comment(comment=comment, by=ben, source="doubtful", wording=0, screened=screened)
    edited.refresh_from_db()
    assert edited.state == State.HELD and edited.thread.comment_count == 0
    assert list(edited.verdicts.values_list("wording", "says")) == [(0, "publish"), (1, "hold")]


def test_what_rules_quote_goes_with_the_person(rules, ben):
    rules(rule("cover", "bad", Says.HOLD, source="■■■"))
    comment = posted(ben, "bad")
    stopped = Verdict.objects.create(thread=comment.thread, voice=ben, says=Says.NUDGE, original="bad")
    leave(ben.user, comments_go=True)
    assert list(comment.verdicts.values_list("steps", "original")) == [([], "")]
    assert not Verdict.objects.filter(pk=stopped.pk).exists()


def test_verdicts_on_what_never_became_a_comment_are_forgotten(rules, ben):
    comment = posted(ben, "fine")
    old = timezone.now() - timedelta(days=31)
    stopped = Verdict.objects.create(thread=comment.thread, says=Says.NUDGE, at=old)
    Verdict.objects.filter(comment=comment).update(at=old)
    forget_stopped()
    assert not Verdict.objects.filter(pk=stopped.pk).exists() and comment.verdicts.exists()
