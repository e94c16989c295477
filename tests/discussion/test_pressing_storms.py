"""Everybody presses on one comment and in one discussion; others read and write meanwhile."""

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from discussion.models import Comment, Vote
from tests.discussion.processes import Worker
from tests.discussion.soundness import assert_sound
from tests.discussion.test_storms import users
from tests.factories import say, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

PRESSING = 4  # processes
TABS = 6  # of different people in each
ROUNDS = 12


@pytest.fixture(scope="module")
def workers(django_db_setup):
    team = [Worker("tests.discussion.pressing") for _ in range(PRESSING + 1)]
    yield team
    for worker in team:
        worker.end()


def tabs_of(people):
    """A session and a network each: limits are kept by address too."""
    made = []
    for number, user in enumerate(people):
        tab = Client()
        tab.force_login(user)
        made.append([tab.cookies["session"].value, f"10.{number // 250}.{number % 250}.7"])
    return made


def test_a_storm_on_one_comment_is_complete_and_holds_up_nobody_else(workers):
    hot = say(voice(), thread=thread())
    elsewhere = [thread() for _ in range(3)]
    tabs = tabs_of(users((PRESSING + 1) * TABS))
    shares = [tabs[start : start + TABS] for start in range(0, len(tabs), TABS)]
    at = {"vote": reverse("discussion:vote", args=[hot.pk]), "replies": reverse("discussion:replies", args=[hot.pk])}
    for number, worker in enumerate(workers[:PRESSING]):
        worker.order(what="press", seed=number, tabs=shares[number], **at)
    others = workers[PRESSING].ask(
        what="go_on",
        seed=0,
        tabs=shares[PRESSING],
        pages=["/", hot.thread.article.get_absolute_url()],
        elsewhere=[reverse("discussion:comments", args=[one.article.slug]) for one in elsewhere],
        rounds=ROUNDS,
    )
    told = Counter()
    for answer in [*(worker.answer() for worker in workers[:PRESSING]), others]:
        assert "traceback" not in answer, answer["traceback"]
        told.update(answer["answers"])
    people = PRESSING * TABS
    expected = {"vote 303": people * 3, "reply 303": people * 2, "page 200": ROUNDS * 4, "post 303": ROUNDS}
    assert told == expected
    hot.refresh_from_db()
    assert (hot.up, hot.down, Vote.objects.count()) == (people, 0, people)
    assert hot.reply_count == hot.descendant_count == people * 2
    assert Comment.objects.filter(thread__in=elsewhere).count() == ROUNDS
    assert_sound()
