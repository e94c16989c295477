import pytest

from discussion.models import Comment, Voice, Vote
from discussion.posting import withdraw_comment
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

UP, DOWN = "Vote up Ada's comment", "Vote down Ada's comment"


@pytest.fixture
def comment():
    return say(voice(person("ada")), thread=thread(article("bridge")))


@pytest.fixture
def ben():
    return Visitor(person("ben"))


def stand(page):
    """What the two buttons say: (up, pressed), (down, pressed)."""
    return tuple((int("".join(b.itertext())), b.get("aria-pressed") == "true") for b in map(page.button, (UP, DOWN)))


def test_a_vote_is_cast_turned_and_taken_back(ben, comment):
    page = ben.open("/articles/bridge/")
    assert stand(page) == ((0, False), (0, False))
    page = page.press(UP)
    assert page.answers == [303, 200]
    assert stand(page) == ((1, True), (0, False))
    page = page.press(DOWN)
    assert stand(page) == ((0, False), (1, True))
    page = page.press(DOWN)
    assert stand(page) == ((0, False), (0, False))
    assert not Vote.objects.exists()


def test_it_leads_back_to_the_comment_on_the_page_that_it_was_cast_on(ben, comment):
    for address in ("/articles/bridge/", "/articles/bridge/?sort=best", f"/articles/bridge/comments/{comment.pk}/"):
        page = ben.open(address).press(UP)
        assert page.address == f"{address}#comment-{comment.pk}"


def test_others_see_the_count_and_not_whose_it_is(ben, comment):
    ben.open("/articles/bridge/").press(UP)
    assert stand(Visitor().open("/articles/bridge/")) == ((1, False), (0, False))
    assert stand(Visitor(person()).open("/articles/bridge/")) == ((1, False), (0, False))


def test_the_same_page_sent_twice_counts_once(ben, comment):
    page = ben.open("/articles/bridge/")
    page.press(UP)
    assert stand(page.press(UP)) == ((1, True), (0, False))


def test_somebody_who_is_not_logged_in_is_asked_to_and_then_sees_the_comment(comment):
    person("ben")
    page = Visitor().open("/articles/bridge/").press(UP)
    assert page.answers == [303, 200]
    assert page.heading == "Log in"
    page = page.press("Log in", {"E-mail or handle": "ben", "Password": "correct horse"})
    assert page.address == f"/articles/bridge/comments/{comment.pk}/#comment-{comment.pk}"
    assert stand(page) == ((0, False), (0, False))


def test_nobody_votes_for_himself(comment):
    ada = Visitor(comment.voice.user)
    page = ada.open("/articles/bridge/")
    assert "disabled" in page.button(UP).attrib and "disabled" in page.button(DOWN).attrib
    del page.button(UP).attrib["disabled"]
    page = page.press(UP)
    assert page.status == 403
    assert "You cannot vote on your own comment." in page.words
    assert not Vote.objects.exists()


@pytest.mark.parametrize("value", ["", "2", "-2", "x", "\x00", "1.0", "١", "1e0", "9" * 5000, "[1]", None])
def test_a_vote_is_up_or_down_or_taken_back(ben, comment, value):
    page = ben.open("/articles/bridge/")
    button = page.button(UP)
    if value is None:
        del button.attrib["name"]
    else:
        button.set("value", value)
    page = page.press(UP)
    assert page.status == 400
    assert "A vote is up, down, or taken back." in page.words
    assert not Vote.objects.exists()


def test_no_vote_in_a_closed_thread(ben, comment):
    page = ben.open("/articles/bridge/")
    thread(comment.thread.article, state="closed")
    page = page.press(UP)
    assert page.status == 403
    assert "This discussion is closed." in page.words


def test_a_read_only_thread_still_takes_votes(ben, comment):
    thread(comment.thread.article, state="read_only")
    assert stand(ben.open("/articles/bridge/").press(UP)) == ((1, True), (0, False))


def test_no_vote_on_what_went_meanwhile(ben, comment):
    page = ben.open("/articles/bridge/")
    withdraw_comment(comment=comment, by=comment.voice)
    assert page.press(UP).status == 404
    assert not Vote.objects.exists()


def test_a_refused_vote_says_so_before_anything_is_written(comment):
    """A vote on nothing gives nobody a voice."""
    page = Visitor(person("ben")).open("/articles/bridge/")
    page.button(UP).set("formaction", "/comments/999999/vote")
    assert page.press(UP).status == 404
    assert not Voice.objects.filter(user__handle="ben").exists()


def test_counts_follow(ben, comment):
    ben.open("/articles/bridge/").press(UP)
    comment = Comment.objects.get()
    assert (comment.up, comment.down, comment.score) == (1, 0, 1)
