"""Many do the same thing in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from discussion.models import Comment, Event, Thread, Voice, Vote, VoteChange
from discussion.voting import cast_vote, retract_vote
from people.models import User
from tests.discussion.soundness import assert_sound
from tests.factories import article, person, say, thread, voice

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def storm(act, people):
    """Lets all of them act at once, each in a thread with a connection of its own. Returns what came of it."""
    start = Barrier(len(people))

    def run(who):
        start.wait(60)
        try:
            return act(who)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as threads:
        return list(threads.map(run, people))


def users(count):
    names = [f"crowd{number}" for number in range(count)]
    return User.objects.bulk_create(User(handle=name, email=f"{name}@example.org", display_name=name) for name in names)


def browsers(user, count):
    """Tabs of one browser: all with the same session."""
    first = Client()
    first.force_login(user)
    tabs = [Client() for _ in range(count)]
    for tab in tabs:
        tab.cookies = first.cookies
    return tabs


def submit(tab, address, form, text="Sent in a hurry."):
    return tab.post(address, {"source": text, "client_id": str(form)})


def test_200_votes_of_200_users_count_200():
    comment = say(voice(), thread=thread())
    storm(lambda user: cast_vote(comment=comment, by=Voice.objects.of_user(user), value=1), users(200))
    comment.refresh_from_db()
    assert (comment.up, comment.down, comment.score) == (200, 0, 200)
    assert Vote.objects.count() == VoteChange.objects.count() == 200
    comment.thread.refresh_from_db()
    assert comment.thread.version == 1 + 200
    assert_sound()


def test_votes_in_both_directions_and_taken_back_leave_what_was_meant_last():
    comment = say(voice(), thread=thread())

    def waver(number):
        who = voices[number]
        cast_vote(comment=comment, by=who, value=1)
        cast_vote(comment=comment, by=who, value=-1)
        if number % 3 == 0:
            retract_vote(comment=comment, by=who)

    voices = [voice() for _ in range(30)]
    storm(waver, range(30))
    comment.refresh_from_db()
    assert (comment.up, comment.down, comment.score) == (0, 20, -20)
    assert Vote.objects.count() == 20
    assert_sound()


def test_50_equal_votes_of_one_user_count_1():
    comment, ben = say(voice(), thread=thread()), voice()
    storm(lambda _tab: cast_vote(comment=comment, by=ben, value=1), range(50))
    comment.refresh_from_db()
    assert (comment.up, comment.score) == (1, 1)
    assert Vote.objects.count() == VoteChange.objects.count() == 1
    assert_sound()


@pytest.mark.parametrize("where", ["in a thread", "under a comment", "as the first of its article"])
def test_50_submissions_of_one_form_make_1_comment(where):
    if where == "under a comment":
        address = reverse("discussion:replies", args=[say(voice(), thread=thread()).pk])
    else:
        under = article()
        address = reverse("discussion:comments", args=[under.slug])
        if where == "in a thread":
            thread(under)
    earlier = Comment.objects.count()
    form = uuid4()
    answers = storm(lambda tab: submit(tab, address, form), browsers(person("ben"), 50))
    assert {answer.status_code for answer in answers} == {303}
    comment = Comment.objects.get(client_id=form)
    assert len({answer["Location"] for answer in answers}) == 1
    assert answers[0]["Location"].endswith(f"#comment-{comment.pk}")
    assert Comment.objects.count() == earlier + 1
    assert Event.objects.filter(comment=comment).count() == 1
    assert_sound()


def test_50_first_actions_of_a_new_user_make_1_voice():
    address = reverse("discussion:comments", args=[article().slug])
    answers = storm(lambda tab: submit(tab, address, uuid4()), browsers(person("ben"), 50))
    assert {answer.status_code for answer in answers} == {303}
    assert Voice.objects.filter(user__handle="ben").count() == 1
    assert len({answer["Location"] for answer in answers}) == Comment.objects.count() == 50
    only = Thread.objects.get()
    assert (only.comment_count, only.voice_count, only.version) == (50, 1, 50)
    assert_sound()


def test_50_votes_through_the_page_count_1():
    comment = say(voice(), thread=thread())
    address = reverse("discussion:vote", args=[comment.pk])
    answers = storm(lambda tab: tab.post(address, {"value": "1"}), browsers(person("ben"), 50))
    assert {(answer.status_code, answer["Location"].split("#")[1]) for answer in answers} == {
        (303, f"comment-{comment.pk}")
    }
    comment.refresh_from_db()
    assert (comment.up, Vote.objects.count()) == (1, 1)
    assert_sound()
