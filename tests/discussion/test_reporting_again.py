"""A comment that was worded anew after a decision: who had reported it may do so again."""

import pytest
from django.db import IntegrityError

from discussion.models import Report, Rule
from discussion.moderating import ACTS, moderate, undo
from discussion.posting import edit_comment, undo_withdrawal, withdraw_comment
from discussion.recounting import recount
from people.roles import MODERATORS
from tests.discussion.test_reporting import columns, report
from tests.factories import say, staff, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment():
    return say(voice(), thread=thread())


@pytest.fixture
def ben():
    return voice()


@pytest.fixture
def moderator():
    return staff(MODERATORS)


def reworded(comment, source="Other words."):
    comment.refresh_from_db()
    edit_comment(comment=comment, by=comment.voice, source=source, wording=comment.wording_count)
    return comment


def outcomes(by):
    return list(by.reports.order_by("pk").values_list("rule", "outcome"))


def test_worded_anew_after_the_decision_it_is_reported_again(comment, ben, moderator):
    first = report(ben, comment)
    moderate([comment.pk], ACTS["keep"], by=moderator)
    again = report(ben, reworded(comment), Rule.HATE, "Now it is worse.")
    assert again.pk != first.pk and outcomes(ben) == [("attack", "dismissed"), ("hate", "open")]
    assert columns(comment) == (1, again.weight) and recount(comment.thread) == []
    assert report(ben, comment, Rule.SPAM).pk == again.pk  # which he may word anew himself
    moderate([comment.pk], ACTS["keep"], by=moderator)
    assert outcomes(ben) == [("attack", "dismissed"), ("spam", "dismissed")] and columns(comment) == (0, 0)
    assert report(ben, comment, Rule.HATE).pk == again.pk  # nobody has worded it anew since


def test_worded_anew_before_the_decision_it_is_not(comment, ben, moderator):
    report(ben, comment)
    moderate([reworded(comment).pk], ACTS["keep"], by=moderator)
    report(ben, comment, Rule.HATE)
    assert outcomes(ben) == [("attack", "dismissed")]


def test_a_decision_that_is_undone_opens_no_report_beside_his_new_one(comment, ben, moderator):
    old, cem = report(ben, comment), voice()
    report(cem, comment)
    done = moderate([comment.pk], ACTS["keep"], by=moderator)
    new = report(ben, reworded(comment), Rule.HATE)
    assert undo(done.batch, by=moderator).done
    assert (outcomes(ben), outcomes(cem)) == ([("attack", "dismissed"), ("hate", "open")], [("attack", "open")])
    assert columns(comment) == (2, new.weight + old.weight) and recount(comment.thread) == []


def test_two_that_became_moot_are_one_when_the_author_brings_it_back(comment, ben, moderator):
    report(ben, comment)
    moderate([comment.pk], ACTS["keep"], by=moderator)
    report(ben, reworded(comment), Rule.HATE)
    for verb in (withdraw_comment, undo_withdrawal):
        comment.refresh_from_db()
        verb(comment=comment, by=comment.voice)
    assert outcomes(ben) == [("attack", "dismissed"), ("hate", "open")]
    assert columns(comment)[0] == 1 and recount(comment.thread) == []


def test_the_database_takes_no_second_open_one(comment, ben):
    report(ben, comment)
    with pytest.raises(IntegrityError):
        Report.objects.create(comment=comment, voice=ben, rule=Rule.SPAM)
