import pytest

from discussion.models import Comment
from tests.factories import article, person
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

TEXT = "What would you add?"


@pytest.fixture
def page(settings):
    settings.POSTS_A_MINUTE = 2
    article("bridge")
    visitor = Visitor(person("ben"))
    for number in range(2):
        visitor.open("/articles/bridge/").press("Post comment", {TEXT: f"Number {number}."})
    return visitor.open("/articles/bridge/")


def test_who_posts_too_fast_is_told_when_he_may_and_keeps_his_text(page):
    page = page.press("Post comment", {TEXT: "Number 2."})
    assert page.status == 429
    seconds = int(page.response["Retry-After"])
    assert 0 < seconds <= 60
    assert f"You can post again in {seconds} seconds." in page.words
    assert page.text_in(TEXT) == "Number 2."
    assert Comment.objects.count() == 2


def test_the_text_can_be_sent_from_there(page, settings):
    page = page.press("Post comment", {TEXT: "Number 2."})
    settings.POSTS_A_MINUTE = 3
    assert page.press("Post comment").answers == [303, 200]
    assert Comment.objects.filter(source="Number 2.").count() == 1


def test_the_same_form_again_leads_to_its_comment(page, settings):
    settings.POSTS_A_MINUTE = 3
    first = page.press("Post comment", {TEXT: "Number 2."})
    again = page.press("Post comment", {TEXT: "Number 2."})
    assert again.answers == [303, 200]
    assert again.address == first.address


def test_a_preview_is_no_post(page):
    assert page.press("Preview", {TEXT: "Number 2."}).status == 200
