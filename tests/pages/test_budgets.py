"""A page asks the database a number of questions that does not grow with what is said."""

import json
import re
from random import Random

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Appeal, Tag
from bench.make_thread import thread as standard_thread
from discussion.importers.bulk import load
from discussion.importers.thread_file import read
from discussion.models import Comment, State, Voice
from discussion.passages import Chosen
from people.models import User
from tests.factories import article, person, say, thread, voice, vote

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MOST = 12
LARGE = 600  # several pages and trees that are cut
SORTS = ("newest", "top", "oldest", "best")


@pytest.fixture
def standard():
    return loaded(standard_thread(LARGE, 0.35, 7))


def loaded(lines):
    """The first of its voices belong to accounts, as those of a living site do."""
    under = thread()
    load(under, read(map(json.dumps, lines)))
    for guest in Voice.objects.filter(user=None, email="")[:40]:
        guest.user = person()
        guest.save()
    return under


def of_size(comments):
    """Whatever the order, the first two pages hold a root with replies three deep: each fourth root has some, and
    the first and the last.
    """
    roots = 24 if comments == 30 else comments // 2
    chance, number = Random(7), 0
    for root in range(roots):
        end = roots == 24 and root in (0, roots - 1)
        votes = root if roots == 24 else chance.randint(0, 99)
        number += 1
        yield line(number, None, votes)
        for _ in range(3 if end or (roots > 24 and root % 3 == 0) else 0):
            number += 1
            yield line(number, number - 1, 0)


def line(number, parent, votes):
    minute, hour = number % 60, number // 60
    created = f"2026-01-{1 + hour // 24:02}T{hour % 24:02}:{minute:02}:00+00:00"
    return {
        "id": number,
        "parent": parent,
        "author": f"Reader {number % 40}",
        "created": created,
        "text": "x",
        "up": votes,
    }


@pytest.fixture(params=["nobody", "a reader"])
def client(request):
    client = Client()
    if request.param == "a reader":
        ben = person("ben")
        voice(ben)
        client.force_login(ben)
    return client


def questions(client, address):
    """How many, for the page alone; and the address of the next one."""
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    more = re.search(r'href="([^"#]+)#discussion"(?: [\w-]+="[^"]*")*>Load more comments', response.content.decode())
    return len(asked), more and more[1].replace("&amp;", "&")


def of_two_pages(client, under, sort):
    first, more = questions(client, f"{under.article.get_absolute_url()}?sort={sort}")
    second, _more = questions(client, more)
    return first, second


@pytest.mark.parametrize("sort", SORTS)
def test_an_article_page_asks_the_same_of_a_small_and_a_large_thread(client, sort):
    small, large = (of_two_pages(client, loaded(of_size(size)), sort) for size in (30, LARGE))
    assert small == large
    assert max(large) <= MOST


@pytest.mark.parametrize("sort", SORTS)
def test_an_article_page_asks_little_of_the_standard_thread(client, standard, sort):
    assert max(of_two_pages(client, standard, sort)) <= MOST


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_with_all_that_there_is_asks_little(client, standard, sort):
    """Of a process that has kept nothing: a pin, a pick, a comment on a passage, tags, an appeal, and for the reader
    one of his own that waits.
    """
    made = standard.article
    made.tags.add(Tag.objects.create(name="Bridges", slug="bridges"))
    Appeal.objects.create(above="Keep us going", button="Help", link="https://example.org/", site_wide=True)
    roots = Comment.objects.of_thread(standard).roots()
    roots.filter(pk__in=roots[:1]).update(pinned_at=timezone.now())
    roots.filter(pk__in=roots[1:2]).update(picked_at=timezone.now())
    say(voice(), thread=standard, chosen=Chosen("The text"))
    for reader in User.objects.filter(handle="ben"):
        say(voice(reader), thread=standard, state=State.HELD)
    caches["pages"].clear()
    assert questions(client, f"{made.get_absolute_url()}?sort={sort}")[0] <= MOST


@pytest.mark.parametrize("sort", ["top", "best"])
def test_votes_that_land_between_two_pages_cost_little(client, standard, sort):
    under = standard
    _first, more = questions(client, f"{under.article.get_absolute_url()}?sort={sort}")
    for comment in Comment.objects.of_thread(under).roots()[:20]:
        vote(voice(), comment)
    second, _more = questions(client, more)
    assert second <= MOST


def test_a_permalink_asks_the_same_of_a_small_and_a_large_thread(client):
    found = []
    for size in (30, LARGE):
        under = loaded(of_size(size))
        comments = Comment.objects.of_thread(under).filter(tree_id=under.comments.latest("level").tree_id)
        address = under.article.get_absolute_url()
        found.append([questions(client, f"{address}comments/{comment.pk}/")[0] for comment in comments])
    assert len(found[0]) == 4
    assert found[0] == found[1]
    assert max(found[0]) <= MOST


def test_a_permalink_asks_little_of_the_standard_thread(client, standard):
    comments = Comment.objects.of_thread(standard)
    for order in ("-descendant_count", "-level", "-reply_count"):
        comment = comments.order_by(order).first()
        assert questions(client, f"{standard.article.get_absolute_url()}comments/{comment.pk}/")[0] <= MOST


def test_lists_of_stories_ask_the_same_of_few_and_of_many(client):
    def stories(count):
        for _ in range(count):
            thread(article())
        return [questions(client, address)[0] for address in ("/", "/sections/world/")]

    few = stories(2)
    many = stories(40)
    assert max(few + many) <= MOST
    assert few == many


@pytest.mark.parametrize("name", ["replies", "wordings", "vote"])
def test_a_page_about_one_comment_asks_little(client, standard, name):
    comment = Comment.objects.of_thread(standard).order_by("-level").first()
    if name == "vote":
        assert questions(client, f"{comment.thread.article.get_absolute_url()}comments/")[0] <= MOST
    else:
        assert questions(client, f"/comments/{comment.pk}/{name}")[0] <= MOST
