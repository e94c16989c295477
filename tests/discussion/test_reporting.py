"""What readers report: once each, weighed by how often they were right, and what becomes of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from freezegun import freeze_time

from discussion.leaving import erase_voice
from discussion.models import Comment, Event, Report, Rule, State, Voice
from discussion.moderating import ACTS, moderate, undo
from discussion.permissions import NotAllowed, TooFast
from discussion.posting import EditConflict, edit_comment, undo_withdrawal, withdraw_comment
from discussion.recounting import recount
from discussion.reporting import report_comment
from discussion.weighing import weight_of
from people.roles import MODERATORS
from tests.discussion.standing import guest, is_sound
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


def report(by, comment, rule=Rule.ATTACK, note=""):
    return report_comment(comment=comment, by=by, rule=rule, note=note)


def columns(comment):
    comment.refresh_from_db()
    return comment.report_count, comment.report_weight


def held_by_reports(comment):
    for _reader in range(3):
        report(voice(), comment)
    comment.refresh_from_db()
    assert comment.state == State.HELD
    return comment


def test_it_works(comment, ben):
    made = report(ben, comment, note=" Look at the second line. ")
    assert (made.rule, made.note, made.weight, made.outcome) == ("attack", "Look at the second line.", 100, "open")
    assert columns(comment) == (1, 100) and comment.state == State.PUBLISHED
    event = Event.objects.get(kind=Event.Kind.REPORTED)
    assert (event.by, event.comment, event.rule, event.reason) == (ben, comment, "attack", "")


def test_a_second_report_changes_the_first_as_long_as_nobody_has_decided(comment, ben, moderator):
    first = report(ben, comment)
    again = report(ben, comment, Rule.SPAM, "It is.")
    assert again.pk == first.pk and (again.rule, again.note) == ("spam", "It is.")
    assert columns(comment) == (1, 100) and Event.objects.filter(kind=Event.Kind.REPORTED).count() == 1
    moderate([comment.pk], ACTS["keep"], by=moderator)
    late = report(ben, comment, Rule.HATE, "No!")
    assert (late.pk, late.rule, late.note, late.outcome) == (first.pk, "spam", "It is.", "dismissed")
    assert columns(comment) == (0, 0)


def test_nobody_reports_his_own(comment):
    with pytest.raises(NotAllowed, match="own"):
        report(comment.voice, comment)
    assert not Report.objects.exists()


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED, State.UNPROVED}))
def test_what_is_not_published_is_not_reported(ben, state):
    comment = say(voice(), thread=thread(), state=state)
    with pytest.raises(NotAllowed, match="no longer"):
        report(ben, comment)
    assert not Report.objects.exists() and columns(comment) == (0, 0)


def test_also_what_stands_in_a_closed_discussion_is_reported(ben):
    comment = say(voice(), thread=thread())
    type(comment.thread).objects.update(state="closed")
    assert report(ben, comment).outcome == "open"


def test_who_saw_other_words_is_asked_again(comment, ben):
    edit_comment(comment=comment, by=comment.voice, source="Other words.", wording=0)
    with pytest.raises(EditConflict):
        report_comment(comment=comment, by=ben, rule=Rule.HATE, wording=0)
    assert report_comment(comment=comment, by=ben, rule=Rule.HATE, wording=1)


def test_so_many_an_hour(ben, settings):
    settings.REPORTS_AN_HOUR = 2
    one, two, three = (say(voice(), thread=thread()) for _ in range(3))
    with freeze_time(timezone.now()) as clock:
        report(ben, one)
        clock.tick(600)
        report(ben, two)
        with pytest.raises(TooFast, match="in 50 minutes") as refusal:
            report(ben, three)
        assert refusal.value.seconds == 3000
        report(ben, one, Rule.SPAM)  # what he has reported he may still word
        report(voice(), three)
        clock.tick(3001)
        report(ben, three)


def test_nobody_is_limited_where_the_site_sets_no_limit(ben, settings):
    settings.REPORTS_AN_HOUR = 0
    for _ in range(25):
        report(ben, say(voice(), thread=thread()))
    assert ben.reports.count() == 25


# What they weigh


@pytest.mark.parametrize(
    ("upheld", "dismissed", "moot", "weight"),
    [(0, 0, 0, 100), (5, 0, 0, 100), (0, 2, 0, 50), (0, 6, 0, 25), (3, 3, 0, 62), (0, 0, 9, 100), (0, 900, 0, 1)],
)
def test_who_was_mostly_wrong_weighs_less_and_never_nothing(ben, settings, upheld, dismissed, moot, weight):
    settings.REPORTS_AN_HOUR, under, author = 0, thread(), voice()
    decision = Event.objects.create(kind=Event.Kind.KEPT)
    outcomes = ["upheld"] * upheld + ["dismissed"] * dismissed + ["moot"] * moot
    first = say(author, thread=under)
    copies = [
        Comment(thread=under, voice=author, client_id=uuid4(), lft=1, rght=2, level=0, tree_id=t)
        for t in range(10**6, 10**6 + len(outcomes))
    ]
    made = Comment.objects.bulk_create(copies)
    Report.objects.bulk_create(
        Report(comment=one, voice=ben, rule="spam", outcome=outcome, decision=decision)
        for one, outcome in zip(made, outcomes, strict=True)
    )
    assert weight_of(ben) == report(ben, first).weight == weight


# Held by them


def test_enough_of_them_hold_a_comment(comment):
    before = comment.thread.comment_count
    held_by_reports(comment)
    comment.thread.refresh_from_db()
    assert comment.thread.comment_count == before - 1 and columns(comment) == (3, 300)
    event = Event.objects.get(kind=Event.Kind.REPORT_HELD)
    assert (event.by, event.was, event.about) == (None, "published", comment.voice)
    assert event.batch and event.kept == {"report_count": 3, "report_weight": 300}
    assert is_sound(comment.thread)


def test_who_weighs_less_does_not_hold_it_alone(comment, ben):
    Report.objects.create(
        comment=say(voice(), thread=thread()),
        voice=ben,
        rule="spam",
        outcome="dismissed",
        decision=Event.objects.create(kind="kept"),
    )
    for by in (ben, voice(), voice()):
        report(by, comment)
    assert columns(comment) == (3, 267) and comment.state == State.PUBLISHED
    report(voice(), comment)
    assert columns(comment) == (4, 367) and comment.state == State.HELD


def test_none_is_held_where_the_site_does_not_want_it(comment, settings):
    settings.REPORTS_TO_HOLD = 0
    for _reader in range(5):
        report(voice(), comment)
    assert columns(comment) == (5, 500) and comment.state == State.PUBLISHED


def test_what_a_moderator_has_seen_as_it_reads_is_not_held(comment, moderator):
    moderate([comment.pk], ACTS["keep"], by=moderator)
    for _reader in range(4):
        report(voice(), comment)
    assert columns(comment) == (4, 400) and comment.state == State.PUBLISHED


def test_worded_anew_since_it_is_held_again(comment, moderator):
    moderate([comment.pk], ACTS["keep"], by=moderator)
    edit_comment(comment=comment, by=comment.voice, source="Worse.", wording=0)
    held_by_reports(comment)


def test_approving_settles_all_that_held_it(comment, moderator):
    held_by_reports(comment)
    outcome = moderate([comment.pk], ACTS["approve"], by=moderator)
    assert columns(comment) == (0, 0) and comment.state == State.PUBLISHED
    assert set(Report.objects.values_list("outcome", flat=True)) == {"dismissed"}
    undo(outcome.batch, by=moderator)
    assert columns(comment) == (3, 300) and comment.state == State.HELD
    assert is_sound(comment.thread)


def test_a_hold_can_be_undone_exactly(comment, moderator):
    for _reader in range(2):
        report(voice(), comment)
    report(guest("gus@example.org"), comment)
    event = Event.objects.get(kind=Event.Kind.REPORT_HELD)
    done = undo(event.batch, by=moderator)
    assert done.done == [event.pk] and not done.passed_over
    assert columns(comment) == (3, 300) and comment.state == State.PUBLISHED and comment.looked_at is None
    assert set(Report.objects.values_list("outcome", flat=True)) == {"open"} and is_sound(comment.thread)


def test_a_hold_on_which_somebody_has_decided_since_is_left(comment, moderator):
    held_by_reports(comment)
    moderate([comment.pk], ACTS["hide"], by=moderator, rule="hate")
    event = Event.objects.get(kind=Event.Kind.REPORT_HELD)
    assert undo(event.batch, by=moderator).passed_over == {event.pk: "It was changed again since."}
    comment.refresh_from_db()
    assert comment.state == State.HIDDEN


# Gone before anybody looked


def test_what_its_author_takes_back_is_moot_until_he_brings_it_back(comment, ben):
    report(ben, comment)
    withdraw_comment(comment=comment, by=comment.voice)
    assert columns(comment) == (0, 0)
    settled = Report.objects.get()
    assert settled.outcome == "moot" and settled.decision.kind == Event.Kind.WITHDRAWN
    undo_withdrawal(comment=comment, by=comment.voice)
    assert columns(comment) == (1, 100) and Report.objects.get().outcome == "open"
    assert Report.objects.get().decision is None and is_sound(comment.thread)


def test_what_was_held_comes_back_held(comment):
    held_by_reports(comment)
    withdraw_comment(comment=comment, by=comment.voice)
    undo_withdrawal(comment=comment, by=comment.voice)
    assert columns(comment) == (3, 300) and comment.state == State.HELD


def test_what_a_moderator_had_decided_stays_decided(comment, ben, moderator):
    report(ben, comment)
    moderate([comment.pk], ACTS["keep"], by=moderator)
    withdraw_comment(comment=comment, by=comment.voice)
    undo_withdrawal(comment=comment, by=comment.voice)
    assert Report.objects.get().outcome == "dismissed" and columns(comment) == (0, 0)


def test_erased_with_its_author_it_is_moot(comment, ben):
    report(ben, comment)
    erase_voice(comment.voice)
    assert Report.objects.get().outcome == "moot" and columns(comment) == (0, 0) and is_sound(comment.thread)


def test_of_a_reporter_who_goes_the_note_goes(comment):
    gus = guest("gus@example.org", "Gus")
    report(gus, comment, note="I am Gus.")
    erase_voice(gus)
    assert Report.objects.get().note == "" and columns(comment) == (1, 100) and is_sound(comment.thread)
    assert Voice.objects.get(pk=gus.pk).name == "Former reader"


@pytest.mark.parametrize("column", ["report_count", "report_weight"])
def test_a_wrong_column_is_named_and_put_right(comment, ben, column):
    report(ben, comment)
    right = Comment.objects.values().get(pk=comment.pk)
    Comment.objects.filter(pk=comment.pk).update(**{column: 41})
    assert recount(comment.thread) == [(f"comment {comment.pk}", column, 41, right[column])]
    assert Comment.objects.values().get(pk=comment.pk) == right


def test_a_report_asks_the_same_however_many_there_are(comment, django_assert_max_num_queries):
    Comment.objects.filter(pk=comment.pk).update(looked_at=timezone.now() + timedelta(days=1))
    for _reader in range(20):
        report(voice(), comment)
    by = voice()
    with django_assert_max_num_queries(12):
        report(by, comment)
