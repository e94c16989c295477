"""Whom a reader muted is his own business: one row, made and taken away by himself alone."""

import pytest
from django.utils import timezone

from discussion import muting
from discussion.models import Event, Mute, Reader, State, Thread, Voice
from discussion.muting import mute, unmute, voices_known_to
from discussion.permissions import NotAllowed
from people.closing import close_account
from tests.factories import article, guest, person, say, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return person("ada")


@pytest.fixture
def ben():
    return voice(person("ben"))


def muted_by(user):
    return set(Mute.objects.filter(user=user).values_list("voice", flat=True))


def test_muting_twice_is_muting_once(ada, ben):
    for _ in range(2):
        mute(by=ada, voice=ben)
    assert muted_by(ada) == {ben.pk} and Mute.objects.count() == 1


def test_unmuting_twice_is_unmuting_once(ada, ben):
    other = voice()
    mute(by=ada, voice=ben)
    mute(by=ada, voice=other)
    for _ in range(2):
        unmute(by=ada, voice=ben)
    assert muted_by(ada) == {other.pk}


def test_everybody_mutes_for_himself(ada, ben):
    eve = person("eve")
    mute(by=ada, voice=ben)
    mute(by=eve, voice=ben)
    unmute(by=eve, voice=ben)
    assert muted_by(ada) == {ben.pk} and muted_by(eve) == set()


def test_nobody_mutes_himself(ada):
    with pytest.raises(NotAllowed, match="himself"):
        mute(by=ada, voice=voice(ada))
    assert muted_by(ada) == set()


def test_guests_can_be_muted(ada):
    stranger = guest()
    mute(by=ada, voice=stranger)
    assert muted_by(ada) == {stranger.pk}


def test_it_is_no_event_and_no_change_of_a_discussion(ada, ben):
    under = thread()
    say(ben, thread=under)
    before, events = Thread.objects.get().version, Event.objects.count()
    mute(by=ada, voice=ben)
    unmute(by=ada, voice=ben)
    assert Thread.objects.get().version == before and Event.objects.count() == events
    assert not Voice.objects.filter(user=ada).exists()


def test_a_list_has_an_end(ada, ben, monkeypatch):
    monkeypatch.setattr(muting, "MOST", 2)
    for _ in range(2):
        mute(by=ada, voice=voice())
    with pytest.raises(NotAllowed, match="as many people as one can"):
        mute(by=ada, voice=ben)
    unmute(by=ada, voice=Voice.objects.get(pk=min(muted_by(ada))))
    mute(by=ada, voice=ben)
    assert ben.pk in muted_by(ada)


def test_names_that_nobody_may_read_are_not_found_by_counting(ada, ben):
    guests = {state: guest(f"Guest {state}", proved_at=timezone.now()) for state in (State.PUBLISHED, State.HELD)}
    draft = guest("Guest of a draft", proved_at=timezone.now())
    for state, stranger in guests.items():
        say(stranger, thread=thread(), state=state)
    say(draft, thread=thread(article(state="draft", published_at=None)))
    close_account(ben.user, comments_go=False)
    assert set(voices_known_to(Reader(ada))) == {guests[State.PUBLISHED]}
    assert set(voices_known_to(Reader(person("eve", is_superuser=True, is_staff=True)))) == set(guests.values())


def test_who_is_muted_can_be_unmuted_whatever_became_of_his_words(ada):
    stranger = guest()
    mute(by=ada, voice=stranger)
    assert stranger in voices_known_to(Reader(ada)) and stranger not in voices_known_to(Reader(person("eve")))


@pytest.mark.parametrize("comments_go", [True, False])
def test_who_closes_his_account_leaves_no_list(ada, ben, comments_go):
    mute(by=ada, voice=ben)
    close_account(ada, comments_go=comments_go)
    assert Mute.objects.count() == 0


def test_words_that_stay_after_their_author_stay_muted(ada, ben):
    mute(by=ada, voice=ben)
    close_account(ben.user, comments_go=False)
    assert muted_by(ada) == {ben.pk}


def test_of_an_author_whose_words_went_nothing_is_left_to_mute(ada, ben):
    mute(by=ada, voice=ben)
    close_account(ben.user, comments_go=True)
    assert muted_by(ada) == set()
