"""Two moderators and one comment: it is before one of them at a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.models import Claim
from discussion.moderating import ACTS, moderate
from discussion.moderating.claiming import claim, claimed_by_others, release
from people.roles import MODERATORS
from tests.discussion.processes import Worker
from tests.discussion.test_moderating import staff
from tests.factories import person, say, thread, voice


@pytest.fixture
def cast(db):
    return say(voice(), thread=thread()), staff(MODERATORS), staff(MODERATORS)


def let_pass(**time):
    for one in Claim.objects.all():
        Claim.objects.filter(pk=one.pk).update(until=one.until - timedelta(**time))


def test_the_first_has_it_and_renews_it_the_second_does_not_get_it(cast):
    comment, ada, ben = cast
    assert claim(comment.pk, by=ada)
    assert not claim(comment.pk, by=ben)
    let_pass(minutes=1)
    assert claim(comment.pk, by=ada)
    let_pass(seconds=90)
    assert not claim(comment.pk, by=ben)
    assert claimed_by_others([comment.pk], by=ben) == {comment.pk: ada.display_name}
    assert claimed_by_others([comment.pk], by=ada) == {}


def test_when_the_time_is_over_another_gets_it(cast):
    comment, ada, ben = cast
    claim(comment.pk, by=ada)
    let_pass(minutes=3)
    assert claimed_by_others([comment.pk], by=ben) == {}
    assert claim(comment.pk, by=ben)
    assert not claim(comment.pk, by=ada)


def test_who_goes_on_has_only_the_next_before_him(cast):
    comment, ada, ben = cast
    following = say(voice(), thread=thread())
    claim(comment.pk, by=ada)
    claim(following.pk, by=ada)
    assert list(Claim.objects.values_list("comment", flat=True)) == [following.pk]
    assert claim(comment.pk, by=ben)


def test_only_his_own_is_let_go(cast):
    comment, ada, ben = cast
    claim(comment.pk, by=ada)
    release(comment.pk, by=ben)
    assert not claim(comment.pk, by=ben)
    release(comment.pk, by=ada)
    assert claim(comment.pk, by=ben)


def test_what_another_has_is_passed_over_and_a_decision_ends_the_claim(cast):
    comment, ada, ben = cast
    claim(comment.pk, by=ada)
    refused = moderate([comment.pk], ACTS["hide"], by=ben, rule="hate")
    assert not refused.done and ada.display_name in refused.passed_over[comment.pk]
    assert moderate([comment.pk], ACTS["hide"], by=ada, rule="hate").done
    assert not Claim.objects.exists()


def test_it_holds_as_long_as_was_asked(cast):
    comment, ada, _ben = cast
    claim(comment.pk, by=ada, lasting=timedelta(minutes=10))
    assert Claim.objects.get().until > timezone.now() + timedelta(minutes=9)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("expired", [False, True])
def test_of_many_processes_one_gets_each(expired):
    comments = [say(voice(), thread=thread()).pk for _ in range(40)]
    if expired:
        gone = timezone.now() - timedelta(minutes=1)
        Claim.objects.bulk_create(Claim(comment_id=pk, user=person(), until=gone) for pk in comments)
    team = [Worker("tests.discussion.taking") for _ in range(4)]
    try:
        for worker in team:
            worker.order(comments=comments, users=[person().pk for _ in comments])
        taken = [pk for worker in team for pk in worker.answer()]
    finally:
        for worker in team:
            worker.end()
    assert sorted(taken) == sorted(comments)
