"""Somebody makes his words his account's, or has them erased, while he goes on speaking in other windows."""

import threading

import pytest

from discussion.guests.claiming import claim
from discussion.leaving import erase_guest
from discussion.models import Comment, State, Vote
from tests.discussion.soundness import assert_sound
from tests.discussion.standing import guest
from tests.discussion.test_storms import storm
from tests.factories import person, say, thread, voice, vote

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EMAIL = "ada@example.org"
TIMES = 5


def crowd(last):
    """Two browsers of hers post, vote and answer in three threads, her account does too, and `last` happens twice."""
    ada = person("ada")
    mine, here, there, ben = voice(ada), guest(EMAIL), guest(EMAIL), voice(person("ben"))
    roots = [say(ben, thread=thread()) for _number in range(3)]
    say(here, under=roots[0])
    said = []
    guard = threading.Lock()

    def speak(who):
        for number in range(TIMES):
            comment = say(who, under=roots[number % 3])
            with guard:
                said.append(comment.pk)
            vote(who, roots[(number + 1) % 3])

    acts = [lambda: speak(here), lambda: speak(there), lambda: speak(mine), lambda: last(ada), lambda: last(ada)]
    storm(lambda act: act(), acts)
    return ada, roots, said


def test_claiming_beside_posting_loses_no_word_and_counts_right():
    ada, roots, said = crowd(lambda ada: claim(user=ada, email=EMAIL))
    assert len(said) == 3 * TIMES
    assert Comment.objects.filter(pk__in=said, state=State.PUBLISHED).count() == 3 * TIMES
    assert Comment.objects.filter(voice__user=ada).count() >= TIMES + 1
    assert Vote.objects.filter(comment__in=roots).exists()
    assert_sound()


def test_erasing_beside_posting_counts_right():
    _ada, _roots, said = crowd(lambda ada: erase_guest(EMAIL))
    assert Comment.objects.filter(pk__in=said).count() == 3 * TIMES
    assert_sound()
