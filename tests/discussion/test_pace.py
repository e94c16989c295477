"""How many comments one person may post in a minute."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from freezegun import freeze_time

from discussion.models import Comment
from discussion.permissions import NotAllowed, TooFast
from discussion.posting import post_comment, withdraw_comment
from tests.factories import say, thread, voice

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture(autouse=True)
def three_a_minute(settings):
    settings.POSTS_A_MINUTE = 3


@pytest.fixture
def under():
    return thread()


def at(seconds):
    return freeze_time(NOW + timedelta(seconds=seconds))


def say_three(ben, under, every=10):
    for number in range(3):
        with at(number * every):
            say(ben, thread=under)


def test_one_more_is_refused_and_told_when(under):
    ben = voice()
    say_three(ben, under)
    with at(21), pytest.raises(TooFast, match=r"You can post again in 39 seconds\.") as refusal:
        say(ben, thread=under)
    assert refusal.value.seconds == 39
    assert isinstance(refusal.value, NotAllowed)
    assert Comment.objects.count() == 3


def test_when_that_time_has_come_it_is_posted(under):
    ben = voice()
    say_three(ben, under)
    with at(59.5), pytest.raises(TooFast, match=r"in 1 second\."):
        say(ben, thread=under)
    with at(60):
        say(ben, thread=under)
    with at(61), pytest.raises(TooFast) as refusal:
        say(ben, thread=under)
    assert refusal.value.seconds == 9  # until the second is a minute old


def test_wherever_he_posts(under):
    ben = voice()
    say_three(ben, under)
    with at(30), pytest.raises(TooFast):
        say(ben, thread=thread())


def test_others_are_not_slowed_down(under):
    say_three(voice(), under)
    with at(30):
        say(voice(), thread=under)


def test_what_he_took_back_counts(under):
    ben = voice()
    say_three(ben, under)
    for comment in Comment.objects.all():
        withdraw_comment(comment=comment, by=ben)
    with at(30), pytest.raises(TooFast):
        say(ben, thread=under)


def test_the_same_form_again_is_still_answered_with_its_comment(under):
    ben, form = voice(), uuid4()
    with at(0):
        first = post_comment(thread=under, by=ben, source="Once.", client_id=form)
        for _ in range(2):
            say(ben, thread=under)
        assert post_comment(thread=under, by=ben, source="Once.", client_id=form) == first


def test_a_clock_that_was_set_back_keeps_nobody_out(under):
    ben = voice()
    say_three(ben, under)
    with at(-3600):
        say(ben, thread=under)


def test_none_is_as_fast_as_he_likes(under, settings):
    settings.POSTS_A_MINUTE = 0
    ben = voice()
    for _ in range(20):
        say(ben, thread=under)


def test_it_costs_one_question(under, settings):
    ben = voice()

    def questions():
        with CaptureQueriesContext(connection) as asked:
            say(ben, thread=under)
        return len(asked)

    questions()
    paced = questions()
    settings.POSTS_A_MINUTE = 0
    assert paced == questions() + 1
