"""What an article is about, and the pages of all that is about the same."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Tag
from tests.factories import article
from tests.pages.reading import Visitor, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ferries():
    return Tag.objects.create(name="Ferries", slug="ferries")


def tagged(tag, **fields):
    told = article(**fields)
    told.tags.add(tag)
    return told


def test_an_article_names_its_tags_and_they_lead_on(ferries):
    told = tagged(ferries, headline="The ferry")
    told.tags.add(Tag.objects.create(name="Coasts", slug="coasts"))
    page = Visitor().open(f"/articles/{told.slug}/")
    tags = page.one("nav", aria_label="Tags")
    assert [words_of(link) for link in page.links(of=tags)] == ["Coasts", "Ferries"]
    page = page.follow("Ferries", of=tags)
    assert page.address == "/tags/ferries/"
    assert page.heading == "Ferries"
    assert page.title == "Ferries | Broadsheet"
    assert page.said(tag="h2") == ["The ferry"]


def test_an_article_without_tags_says_nothing_of_them():
    assert Visitor().open(f"/articles/{article().slug}/").all("nav", aria_label="Tags") == []


def test_a_tag_has_its_own_stories_in_pages_newest_first(ferries):
    now = timezone.now()
    for number in range(25):
        tagged(ferries, headline=f"Story {number}", published_at=now - timedelta(hours=number))
    article(headline="Of something else")
    page = Visitor().open("/tags/ferries/")
    heads = page.said(tag="h2")
    assert page.links("World")  # the section is named, as a tag's stories come from all of them
    heads += page.follow("Earlier stories").said(tag="h2")
    assert heads == [f"Story {number}" for number in range(25)]
    assert Visitor().open("/tags/ferries/?page=3").status == 404


@pytest.mark.parametrize(
    "fields",
    [{"state": Article.State.DRAFT}, {"published_at": timezone.now() + timedelta(days=1)}],
    ids=["draft", "scheduled"],
)
def test_a_tag_of_unpublished_articles_is_not_there(ferries, fields):
    tagged(ferries, **fields)
    assert Visitor().open("/tags/ferries/").status == 404
    tagged(ferries, headline="Out")
    assert Visitor().open("/tags/ferries/").said(tag="h2") == ["Out"]


def test_a_tag_that_nobody_made_is_not_there():
    assert Visitor().open("/tags/nothing/").status == 404


def test_a_page_of_a_tag_asks_the_same_whatever_its_length(ferries, django_assert_max_num_queries):
    for _ in range(20):
        tagged(ferries)
    visitor = Visitor()
    with django_assert_max_num_queries(5):
        visitor.open("/tags/ferries/")
