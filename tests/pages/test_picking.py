"""Picking comments, from the page and from the desk."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from discussion.models import Comment, Event, State
from discussion.moderating import pick
from discussion.posting import change_state
from people.roles import ADMINISTRATORS, EDITORS, MODERATORS, sync_staff
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

COMMENTS = "/admin/discussion/comment/"


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def comment():
    return say(voice(), "Worth reading.", thread=thread(article("bridge")))


def user_of(role):
    user = person()
    user.groups.add(Group.objects.get(name=role))
    sync_staff(user)
    return user


def client_of(role):
    client = Client()
    client.force_login(user_of(role))
    return client


def address(comment):
    return f"/comments/{comment.pk}/pick"


def test_an_editor_picks_and_is_led_back(comment):
    client = client_of(EDITORS)
    answer = client.post(address(comment), {"value": "1", "next": "/articles/bridge/?sort=best"})
    assert (answer.status_code, answer["Location"]) == (303, f"/articles/bridge/?sort=best#comment-{comment.pk}")
    assert list(Comment.objects.picked()) == [comment]
    client.post(address(comment), {"value": "0"})
    assert not Comment.objects.picked()


def test_the_button_beside_a_comment_is_for_who_picks(comment):
    button = f"Pick {comment.voice.name}'s comment"
    page = Visitor(user_of(EDITORS)).open("/articles/bridge/")
    for picked in (True, False):
        page = page.press(button)
        assert page.address == f"/articles/bridge/#comment-{comment.pk}"
        assert ("Editors’ pick" in page.words) == picked
        assert page.button(button).get("aria-pressed") == str(picked).lower()
    for visitor in (Visitor(), Visitor(person()), Visitor(user_of(MODERATORS))):
        assert not visitor.open("/articles/bridge/").buttons(button)


def test_everybody_sees_it_at_once(comment):
    reader = Visitor()
    assert "Editors’ pick" not in reader.open("/articles/bridge/").words
    client_of(EDITORS).post(address(comment), {"value": "1"})
    assert "Editors’ pick" in reader.open("/articles/bridge/").words


def test_a_script_gets_the_comments_box(comment):
    answer = client_of(EDITORS).post(address(comment), {"value": "1"}, HTTP_HX_REQUEST="true")
    html = answer.content.decode()
    assert answer.status_code == 200 and "<html" not in html
    assert "Worth reading." in html and "Editors’ pick" in html


@pytest.mark.parametrize("value", ["", "2", "x", "-1"])
def test_nonsense_is_refused(comment, value):
    assert client_of(EDITORS).post(address(comment), {"value": value}).status_code == 400
    assert not Comment.objects.picked()


def test_readers_and_moderators_are_refused_in_words(client, comment):
    client.force_login(person())
    for one in (client, client_of(MODERATORS)):
        answer = one.post(address(comment), {"value": "1"})
        assert answer.status_code == 403
        assert "Only editors pick comments." in answer.content.decode()
    assert not Comment.objects.picked()


def test_who_is_not_logged_in_is_asked_to(client, comment):
    answer = client.post(address(comment), {"value": "1"})
    assert answer.status_code == 303 and "/login/" in answer["Location"]
    assert not Comment.objects.picked()


def test_what_he_may_not_read_he_does_not_find(comment):
    change_state(comment, State.HIDDEN)
    assert client_of(EDITORS).post(address(comment), {"value": "1"}).status_code == 404


def test_many_are_picked_from_the_list(comment):
    hidden = say(voice(), thread=comment.thread, state=State.HIDDEN)
    desk = client_of(ADMINISTRATORS)
    fields = {"action": "pick", "_selected_action": [comment.pk, hidden.pk]}
    told = desk.post(COMMENTS, fields, follow=True).content.decode()
    assert list(Comment.objects.picked()) == [comment]
    assert "Pick: 1 comment." in told
    assert f"Comment {hidden.pk} was passed over. Only what is published can be picked." in told
    desk.post(COMMENTS, {**fields, "action": "unpick"})
    assert not Comment.objects.picked()
    assert Event.objects.filter(kind__in=[Event.Kind.PICKED, Event.Kind.UNPICKED]).count() == 2


def test_the_list_shows_the_picked_ones(comment):
    say(voice(), "Ordinary words.", thread=comment.thread)
    pick(comment=comment, by=user_of(EDITORS))
    page = client_of(ADMINISTRATORS).get(COMMENTS, {"picked": "1"}).content.decode()
    assert "Worth reading." in page and "Ordinary words." not in page


def test_one_is_picked_on_its_own_page_and_it_says_so(comment):
    desk = Visitor(user_of(ADMINISTRATORS))
    its_page = reverse("admin:discussion_comment_change", args=[comment.pk])
    page = desk.open(its_page)
    assert "Editors’ pick" not in page.words
    page = page.press("Pick")
    assert page.address == its_page and list(Comment.objects.picked()) == [comment]
    assert "Editors’ pick" in page.words
    page.press("Take the pick back")
    assert not Comment.objects.picked()


def test_moderators_are_not_offered_it(comment):
    desk = client_of(MODERATORS)
    assert 'value="pick"' not in desk.get(COMMENTS).content.decode()
    page = desk.get(reverse("admin:discussion_comment_change", args=[comment.pk])).content.decode()
    assert 'value="pick"' not in page
    desk.post(COMMENTS, {"action": "pick", "_selected_action": [comment.pk]})
    assert not Comment.objects.picked()
