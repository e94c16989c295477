"""The admin's list of articles, and what waits on its first page."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import waiting
from articles.models import Article, Section, Tag
from articles.waiting import Item, Waiting
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Page, Visitor, words_of

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/article/"


@pytest.fixture(autouse=True)
def without_second_factors(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def desk():
    user = person("elin", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="articles"))
    return Visitor(user)


def draft(**fields):
    return article(**{"state": Article.State.DRAFT, "published_at": None, **fields})


def scheduled(**fields):
    return article(published_at=timezone.now() + timedelta(days=1), **fields)


def column(page: Page, name):
    return [words_of(cell) for cell in page.all(class_=f"field-{name}")]


def test_it_shows_what_is_being_written_first_then_the_newest(desk):
    out = article(headline="Out")
    draft(headline="Written")
    scheduled(headline="Planned")
    ben = voice()
    say(ben, under=say(ben, thread=thread(out)))
    page = desk.open(LIST)
    assert column(page, "headline") == ["Written", "Planned", "Out"]
    assert column(page, "standing") == ["Draft", "Scheduled", "Published"]
    assert column(page, "comments") == ["0", "0", "2"]


@pytest.mark.parametrize(("asked", "found"), [("draft", "Written"), ("scheduled", "Planned"), ("out", "Out")])
def test_it_is_narrowed_by_what_readers_see(desk, asked, found):
    article(headline="Out"), draft(headline="Written"), scheduled(headline="Planned")
    assert column(desk.open(f"{LIST}?standing={asked}"), "headline") == [found]
    assert len(column(desk.open(f"{LIST}?standing=nonsense"), "headline")) == 3


def test_it_is_narrowed_by_section_tag_and_author_and_searched(desk):
    books = Section.objects.create(name="Books", slug="books")
    told = article(headline="Of books", section=books, author=person(display_name="Ruth Ellison"))
    told.tags.add(Tag.objects.create(name="Shelves", slug="shelves"))
    article(headline="Of other things")
    for asked in (
        f"section__id__exact={books.pk}",
        f"tags__id__exact={told.tags.get().pk}",
        f"author__id__exact={told.author_id}",
        "q=books",
        "q=ellison",
    ):
        assert column(desk.open(f"{LIST}?{asked}"), "headline") == ["Of books"], asked


def test_it_asks_the_same_of_a_thousand_articles(desk, django_assert_max_num_queries):
    first = article()
    desk.open(LIST)
    with CaptureQueriesContext(connection()) as few:
        desk.open(LIST)
    more = [
        Article(
            slug=f"a-{number}",
            headline=f"Headline {number}",
            standfirst="…",
            section=first.section,
            author=first.author,
            body="<p>…</p>",
        )
        for number in range(1000)
    ]
    Article.objects.bulk_create(more)
    with CaptureQueriesContext(connection()) as many:
        assert len(column(desk.open(LIST), "headline")) == 50
    assert len(many) == len(few) <= 15


def connection():
    from django.db import connection

    return connection


def lists(page):
    return {words_of(page.one("h2", of=part)): part for part in page.all("section", class_="waits")}


def test_the_first_page_says_what_waits(desk):
    planned, written = scheduled(headline="Planned"), draft(headline="Written")
    article(headline="Out")
    page = desk.open("/admin/")
    shown = lists(page)
    assert page.link("Planned", of=shown["Scheduled articles"]).get("href") == f"{LIST}{planned.pk}/change/"
    assert page.link("Written", of=shown["Drafts"]).get("href") == f"{LIST}{written.pk}/change/"
    assert page.link("All: Drafts").get("href") == f"{LIST}?standing=draft"
    assert page.links("Out") == []
    assert column(page.follow("All: Scheduled articles"), "headline") == ["Planned"]


def test_when_nothing_waits_it_says_so(desk):
    assert "Nothing waits here." in words_of(lists(desk.open("/admin/"))["Drafts"])


def test_it_shows_the_next_to_come_first_and_a_handful(desk):
    now = timezone.now()
    for number in range(7, 0, -1):
        article(headline=f"In {number} days", published_at=now + timedelta(days=number))
    page = desk.open("/admin/")
    shown = [words_of(link) for link in page.links(of=lists(page)["Scheduled articles"])]
    assert shown[:5] == [f"In {number} days" for number in range(1, 6)]
    assert len(shown) == 6  # and the link to all


def test_who_has_no_part_in_it_is_not_told():
    draft(headline="A secret")
    page = Visitor(person(is_staff=True)).open("/admin/")
    assert page.status == 200
    assert "Drafts" not in lists(page) and "A secret" not in page.words


def test_whoever_has_something_that_waits_registers_it(desk, monkeypatch):
    monkeypatch.setattr(waiting, "SOURCES", [])
    waiting.register(lambda request: Waiting("Questions", [Item("Why?", "/why", "since today")], "/questions"))
    waiting.register(lambda request: None)
    page = desk.open("/admin/")
    assert [words_of(part) for part in lists(page).values()] == ["Questions Why? since today See all"]
