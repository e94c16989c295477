"""Members get one page, kept in pieces: each with his own words in it, and never an old one."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone

from articles.models import Article, Section, Tag
from discussion.models import Notice, Thread
from people.models import User
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db
BRIDGE = "/articles/bridge/"


@pytest.fixture
def root():
    return say(voice(person("ben")), "The root.", thread=thread(article("bridge")))


def as_printed_anew(visitor):
    caches["pages"].clear()
    return plain(visitor.open(BRIDGE))


def plain(page):
    """Without what is another one each time."""
    return re.sub(r'(csrfmiddlewaretoken|client_id)" value="[^"]+"', r"\1", page.html)


def test_each_finds_his_own_name_and_token(root):
    eve, ada = Visitor(person("eve", display_name="Eve <b>& Co</b>")), Visitor(person("ada"))
    pages = [visitor.open(BRIDGE) for visitor in (ada, eve, ada)]
    assert [page.said(class_="who") for page in pages] == [["Ada"], ["Eve <b>& Co</b>"], ["Ada"]]
    tokens = [{field.get("value") for field in page.all("input", name="csrfmiddlewaretoken")} for page in pages]
    assert [len(of_page) for of_page in tokens] == [1, 1, 1] and len(set.union(*tokens)) == 3
    forms = [page.one("input", name="client_id").get("value") for page in pages]
    assert len(set(forms)) == 3
    assert plain(pages[1]) == as_printed_anew(eve) and plain(pages[2]) == as_printed_anew(ada)


def test_a_page_from_pieces_takes_posts(root):
    Visitor(person()).open(BRIDGE)
    page = Visitor(person()).open(BRIDGE).press("Post comment", {"What would you add?": "Said."})
    assert "Said." in page.said(class_="c-body")


def headline(root):
    Article.objects.update(headline="Another headline")


def name_of_the_section(root):
    Section.objects.update(name="Elsewhere")


def name_of_the_author(root):
    User.objects.filter(articles=root.thread.article).update(display_name="Somebody Else")


def tag(root):
    root.thread.article.tags.add(Tag.objects.create(name="Rivers", slug="rivers"))


def comment(root):
    say(root.voice, "One more.", thread=root.thread)


def end(root):
    Thread.objects.update(close_after_days=1)
    Article.objects.update(published_at=timezone.now() - timedelta(days=2))


def notice(root):
    eve = User.objects.get(handle="eve")
    said = say(root.voice, "For you.", under=say(voice(eve), "Mine.", thread=root.thread))
    Notice.objects.get_or_create(voice=voice(eve), comment=said)


@pytest.mark.parametrize(
    "change", [headline, name_of_the_section, name_of_the_author, tag, comment, end, notice], ids=lambda it: it.__name__
)
def test_a_change_is_seen_at_once(root, change):
    eve = Visitor(person("eve"))
    before = plain(eve.open(BRIDGE))
    assert plain(eve.open(BRIDGE)) == before
    change(root)
    after = plain(eve.open(BRIDGE))
    assert after != before
    assert after == as_printed_anew(eve)


def test_nothing_that_stands_for_words_is_left(root):
    for visitor in (Visitor(person()), Visitor(person()), Visitor(), Visitor(person(is_staff=True))):
        assert not re.search(r"\d{18}", visitor.open(BRIDGE).html)
