"""A moderator erases who cannot do it himself: whom he may, and what is left of that."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from discussion.models import Event
from discussion.moderating import erase_person
from discussion.permissions import NotAllowed
from people.models import User
from people.roles import MODERATORS, sync_staff
from tests.discussion.standing import everything, guest
from tests.discussion.traces import EMAIL, NAME, WORDS, lines_with_traces, member, take_part, traces
from tests.factories import person, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben():
    return voice(person("ben"))


@pytest.fixture
def moderator():
    mod = person("mod")
    mod.groups.add(Group.objects.get(name=MODERATORS))
    sync_staff(mod)
    return User.objects.get(pk=mod.pk)


@pytest.mark.parametrize("comments", ["go", "stay"])
def test_a_moderator_erases_who_asks_for_it(ben, settings, moderator, comments):
    settings.STAFF_MFA = False
    here = guest(EMAIL, NAME)
    take_part(here, ben)
    desk = Visitor(moderator)
    page = desk.open(f"/admin/discussion/voice/{here.pk}/change/").follow("Erase this person")
    assert page.status == 200 and traces(everything())
    form = {
        "comments": comments,
        "sure": "on",
        "csrfmiddlewaretoken": page.all("input", name="csrfmiddlewaretoken")[0].get("value"),
    }
    assert desk.client.post(page.address, {**form, "sure": ""}).status_code == 422
    assert desk.client.post(page.address, form).status_code == 303
    here.refresh_from_db()
    assert (here.name, here.email) == ("Former reader", "")
    assert (WORDS in everything()) == (comments == "stay")
    fact = Event.objects.filter(kind=Event.Kind.ERASED, comment=None).get()
    assert (fact.by.user, fact.about) == (moderator, here)


def test_a_moderator_erases_members_but_nobody_who_works_here(moderator):
    he, chief = voice(member()), voice(person("chief", is_staff=True, is_superuser=True))
    with pytest.raises(NotAllowed):
        erase_person(voice=chief, by=moderator, comments_go=True)
    with pytest.raises(NotAllowed):
        erase_person(voice=voice(moderator), by=moderator, comments_go=True)
    erase_person(voice=he, by=moderator, comments_go=True)
    assert lines_with_traces() == []
    chief.refresh_from_db()
    assert chief.name == "Chief"


def test_of_an_address_that_was_never_confirmed_a_moderator_erases_that_voice_alone(moderator):
    doubtful, proved = guest(EMAIL, NAME, proved=False), guest(EMAIL, NAME)
    erase_person(voice=doubtful, by=moderator, comments_go=True)
    proved.refresh_from_db()
    assert proved.email == EMAIL


def test_readers_erase_nobody(settings):
    settings.STAFF_MFA = False
    here = guest(EMAIL, NAME)
    clerk = person("clerk", is_staff=True)
    for user in (clerk, person("reader")):
        client = Client()
        client.force_login(user)
        answer = client.post(f"/admin/discussion/voice/{here.pk}/erasure/", {"comments": "go", "sure": "on"})
        assert answer.status_code in (302, 403)
    here.refresh_from_db()
    assert here.email == EMAIL
