"""Muting somebody on his page, and seeing whom one muted on one's own."""

import pytest
from django.utils import timezone

from discussion.models import Mute, State
from discussion.muting import mute
from tests.factories import article, guest, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben():
    return person("ben", display_name="Ben")


@pytest.fixture
def bridge():
    return thread(article("bridge"))


def test_a_reader_mutes_and_unmutes_somebody(ben, bridge):
    say(voice(ben), thread=bridge)
    ada = person("ada")
    page = Visitor(ada).open("/people/ben/")
    assert "You will see Ben’s comments folded. Nobody is told." in page.words
    page = page.press("Mute Ben")
    assert (page.answers, page.address) == ([303, 200], "/people/ben/")
    assert Mute.objects.get().user == ada and Mute.objects.get().voice.user == ben
    assert "You see Ben’s comments folded." in page.words
    page = page.press("Unmute Ben")
    assert page.buttons("Mute Ben") and not Mute.objects.exists()


def test_one_sees_whom_one_muted_and_nobody_else_does(ben):
    ada, stranger = person("ada"), guest("Guest", proved_at=timezone.now())
    for muted in (voice(ben), stranger):
        mute(by=ada, voice=muted)
    page = Visitor(ada).open("/people/ada/")
    assert "People you muted" in page.words
    assert page.follow("Ben").address == "/people/ben/"
    assert not page.links("Guest")
    page = page.press("Unmute Guest")
    assert (page.answers, page.address) == ([303, 200], "/people/ada/")
    page = page.press("Unmute Ben")
    assert "People you muted" not in page.words and not Mute.objects.exists()
    mute(by=ada, voice=stranger)
    for visitor in (Visitor(), Visitor(ben)):
        html = visitor.open("/people/ada/").html
        assert "Guest" not in html and "you muted" not in html


def test_nobody_is_offered_to_mute_himself_or_who_never_spoke(ben):
    voice(ben)
    assert not Visitor(ben).open("/people/ben/").buttons("Mute Ben")
    assert not Visitor().open("/people/ben/").buttons("Mute Ben")
    person("eve")
    assert not Visitor(ben).open("/people/eve/").buttons("Mute Eve")


def test_who_mutes_himself_all_the_same_is_told_so(client, ben):
    client.force_login(ben)
    response = client.post(f"/voices/{voice(ben).pk}/mute", {"value": "1"})
    assert response.status_code == 403 and "Nobody mutes himself." in response.content.decode()


@pytest.mark.parametrize("value", [{}, {"value": ""}, {"value": "2"}, {"value": "١"}, {"value": "1\x00"}])
def test_nonsense_mutes_nobody(client, ben, value):
    client.force_login(person("ada"))
    assert client.post(f"/voices/{voice(ben).pk}/mute", value).status_code == 400
    assert not Mute.objects.exists()


@pytest.mark.parametrize("pk", ["0", "999999", "9223372036854775808", "9" * 30])
def test_a_voice_that_is_not_there_cannot_be_muted(client, pk):
    client.force_login(person("ada"))
    assert client.post(f"/voices/{pk}/mute", {"value": "1"}).status_code == 404


def test_somebody_who_waits_for_review_cannot_be_named_by_muting_him(client, bridge):
    stranger = guest("Guest", proved_at=timezone.now())
    say(stranger, thread=bridge, state=State.HELD)
    client.force_login(person("ada"))
    assert client.post(f"/voices/{stranger.pk}/mute", {"value": "1"}).status_code == 404


def test_a_stranger_logs_in_first(client, ben):
    response = client.post(f"/voices/{voice(ben).pk}/mute", {"value": "1"})
    assert (response.status_code, response["Location"]) == (303, "/accounts/login/?next=/people/ben/")
    assert not Mute.objects.exists()


@pytest.mark.parametrize(
    ("then", "leads_to"),
    [
        ("/articles/bridge/?sort=best#x", "/articles/bridge/?sort=best"),
        ("//evil.example", "/people/ben/"),
        ("", "/people/ben/"),
    ],
)
def test_it_leads_back_to_a_page_of_ours(client, ben, then, leads_to):
    client.force_login(person("ada"))
    response = client.post(f"/voices/{voice(ben).pk}/mute", {"value": "1", "next": then})
    assert (response.status_code, response["Location"]) == (303, leads_to)


def test_after_muting_a_guest_one_sees_the_list(client, bridge):
    stranger = guest("Guest", proved_at=timezone.now())
    say(stranger, thread=bridge)
    client.force_login(person("ada"))
    response = client.post(f"/voices/{stranger.pk}/mute", {"value": "1"})
    assert response["Location"] == "/people/ada/"
    assert Mute.objects.get().voice == stranger
