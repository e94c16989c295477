"""Who speaks without an account, and by what he is known."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from freezegun import freeze_time

from discussion.guests.devices import LONGEST, forget, guest_of, remember, who_came_by
from discussion.guests.joining import join
from discussion.guests.speaking import first_vote, first_words, speak, vote
from discussion.models import Comment, Device, Thread, Voice, Vote
from discussion.moderating import set_thread
from discussion.permissions import NotAllowed
from tests.factories import guest, person, say, thread, voice

pytestmark = pytest.mark.django_db

HERE = "192.0.2.7"


@pytest.fixture
def under():
    return thread(guests="yes")


def test_a_cookie_names_one_guest_until_it_is_forgotten():
    gus, other = guest(), guest()
    one, two = remember(gus), remember(other)
    assert guest_of({"guest": one}) == gus and guest_of({"guest": two}) == other
    assert guest_of({"guest": one[:-1]}) is guest_of({"guest": one + "x"}) is guest_of({}) is None
    forget({"guest": one})
    forget({"guest": "x"})
    assert guest_of({"guest": one}) is None and guest_of({"guest": two}) == other


def test_a_cookie_ends_by_itself():
    with freeze_time(timezone.now() - LONGEST - timedelta(days=1)):
        old = remember(guest())
    assert guest_of({"guest": old}) is None


def test_the_database_cannot_speak_for_anybody():
    cookie = remember(guest())
    assert Device.objects.get().digest not in cookie


def test_a_members_voice_is_no_guests():
    assert guest_of({"guest": remember(voice(person("ben")))}) is None


def test_a_form_is_the_same_for_an_hour():
    form = uuid4()
    with freeze_time(timezone.now() - timedelta(hours=2)):
        remember(guest(), form)
    assert who_came_by(form) is None and who_came_by(uuid4()) is None


def test_where_guests_are_not_welcome_they_say_and_vote_nothing(under):
    said, gus = say(voice(), thread=under), guest()
    Thread.objects.update(guests="no")
    closed = Thread.objects.get(pk=under.pk)
    said.thread = closed
    with pytest.raises(NotAllowed):
        speak(thread=closed, by=gus, source="No.", client_id=uuid4(), address=HERE)
    with pytest.raises(NotAllowed):
        vote(comment=said, by=gus, value=1, address=HERE)
    with pytest.raises(NotAllowed):
        first_words(thread=closed, name="Gus", email="g@x.org", client_id=uuid4(), source="No.", address=HERE)
    assert Comment.objects.count() == 1 and Voice.objects.filter(user=None).count() == 1


def test_who_has_voted_keeps_his_address_and_gets_his_name_once(under):
    said = say(voice(), thread=under)
    cookie = first_vote(comment=said, value=1, form=uuid4(), address=HERE)
    silent = guest_of({"guest": cookie})
    assert join(name="Gus", email="gus@example.org", guest=silent).pk == silent.pk
    again = join(name="Eve", email="eve@example.org", guest=silent)
    assert (again.name, again.email) == ("Gus", "gus@example.org")


def test_one_token_has_one_vote(under):
    said, form = say(voice(), thread=under), uuid4()
    for _ in range(3):
        first_vote(comment=said, value=1, form=form, address=HERE)
    assert Vote.objects.count() == 1
    for value in (-1, 1, 0):
        vote(comment=said, by=Vote.objects.get().voice, value=value, address=HERE)
    assert not Vote.objects.exists()


def test_who_may_take_part_is_decided_and_written_down():
    chief, under = person("chief", is_staff=True, is_superuser=True), thread()
    assert not under.welcomes_guests
    for _ in range(2):
        under = set_thread(thread=under, guests=Thread.Guests.WELCOME, by=chief, reason="Why not?")
    assert under.welcomes_guests and under.events.get().reason == "May comment and vote. Why not?"
