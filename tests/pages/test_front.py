"""The front page, a section, and pages that are not there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Section
from tests.factories import article, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


def stories(count, **fields):
    """The first is the newest."""
    now = timezone.now()
    return [
        article(headline=f"Story {number}", published_at=now - timedelta(hours=number), **fields)
        for number in range(1, count + 1)
    ]


def heads(page):
    return page.said(tag="h2")


def test_the_front_page_has_the_newest_story_first():
    stories(3)
    page = Visitor().open("/")
    assert page.status == 200
    assert page.title == "Front page | Broadsheet"
    assert heads(page) == ["Story 1", "Story 2", "Story 3"]
    assert page.follow("Story 2").heading == "Story 2"


def test_a_story_says_what_it_is_about_and_how_much_is_said_of_it():
    told = article(headline="The bridge", standfirst="It has stood empty since June.")
    under = thread(told)
    say(voice(), thread=under)
    say(voice(), thread=under)
    page = Visitor().open("/")
    story = page.one("article", class_="story")
    assert "It has stood empty since June." in page.words
    assert told.author.display_name in page.words
    assert page.link("World", of=story).get("href") == "/sections/world/"
    assert page.link("2 comments", of=story).get("href") == f"/articles/{told.slug}/#discussion"


def test_the_front_page_is_there_before_anything_is_published():
    article(state=Article.State.DRAFT, published_at=None)
    page = Visitor().open("/")
    assert page.status == 200
    assert "Nothing has been published yet." in page.words


def test_a_section_goes_on_until_its_oldest_story():
    stories(45)
    page = Visitor().open("/sections/world/")
    assert page.heading == "World"
    read = heads(page)
    assert len(read) == 20
    while page.links("Earlier stories"):
        page = page.follow("Earlier stories")
        read += heads(page)
    assert read == [f"Story {number}" for number in range(1, 46)]


def test_a_section_has_its_own_stories_only():
    article(headline="Here")
    article(headline="There", section=Section.objects.create(name="Books", slug="books"))
    assert heads(Visitor().open("/sections/books/")) == ["There"]


def test_an_empty_section_says_so():
    Section.objects.create(name="Books", slug="books")
    assert "Nothing has been published in this section yet." in Visitor().open("/sections/books/").words


@pytest.mark.parametrize("page", ["0", "-1", "4", "x", "1.5", "", "%00", "1" * 5000, "9" * 30, "٣x"])
def test_a_page_that_a_section_does_not_have_is_not_found(page):
    stories(45)
    answer = Visitor().open(f"/sections/world/?page={page}")
    assert answer.status == 404
    assert answer.heading == "There is no such page"


@pytest.mark.parametrize("address", ["/nothing", "/sections/nothing/", "/articles/nothing/", "/media/nothing.jpg"])
def test_what_is_not_there_has_a_page_that_leads_on(address):
    page = Visitor().open(address)
    assert page.status == 404
    assert page.heading == "There is no such page"
    assert page.follow("Go to the front page").address == "/"


def test_the_masthead_names_the_sections_in_their_order():
    Section.objects.create(name="Last", slug="last", position=9)
    Section.objects.create(name="First", slug="first", position=1)
    page = Visitor().open("/sections/last/")
    sections = page.one("nav", aria_label="Sections")
    assert [link.text for link in page.links(of=sections)] == ["First", "Last"]
    assert page.link("Last", of=sections).get("aria-current") == "page"
