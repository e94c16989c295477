"""Page by page: nothing twice, nothing left out, whatever lands in between."""

import random
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import QueryDict

from articles.models import Article
from discussion.conversation import BadView, Conversation, View
from discussion.models import Comment, Reader, Thread, VoteChange
from discussion.ranking import SORTS, votes_of
from discussion.voting import cast_vote, retract_vote
from tests.discussion.browsing import Visit, asked, expected
from tests.discussion.standard import entry, loaded
from tests.factories import say, voice

pytestmark = pytest.mark.django_db

ANYBODY = Reader(AnonymousUser())
BY_VOTES = ["top", "best"]


def roots_with_votes(count, rng):
    """Few different numbers of votes, so that many stand equal."""
    votes = [{"up": rng.randint(0, 9), "down": rng.randint(0, 4)} for _root in range(count)]
    return loaded([entry(number, **votes[number]) for number in range(count)])


def order_now(under, sort, parent=None):
    order = SORTS[sort].replies if parent else SORTS[sort].roots
    return list(under.comments.filter(parent=parent).order_by(*order.columns).values_list("pk", flat=True))


def joined(pages):
    return list(chain.from_iterable(pages))


def walk_of_roots(under, sort):
    """The ids of a page at a time."""
    query = asked(sort)
    while query:
        article = Article.objects.with_parts().get(pk=under.article_id)
        page = Conversation.for_reader(ANYBODY, article, View.asked(QueryDict(query[1:])))
        yield [line.id for line in page.lines]
        query = page.next_query


def walk_of_replies(comment, sort):
    query = asked(sort)
    while query:
        under = Thread.objects.get(pk=comment.thread_id)
        page = Conversation.around(ANYBODY, under, Comment.objects.get(pk=comment.pk), View.asked(QueryDict(query[1:])))
        yield [line.id for line in page.lines[1:]]
        onward = page.lines[-1].closes[-1]
        query = onward and "?" + onward.url.partition("?")[2]


class Crowd:
    """Votes, takes votes back and starts new comments, between the pages and during them."""

    def __init__(self, comments, rng, newcomer=None):
        self.comments, self.rng, self.newcomer = list(comments), rng, newcomer
        self.voices = [voice() for _voice in range(30)]
        self.acts = self.busy = 0

    def act(self):
        self.acts += 1
        comment = self.rng.choice(self.comments)
        by = self.rng.choice([voice for voice in self.voices if voice.pk != comment.voice_id])
        if self.newcomer and self.acts % 25 == 0:
            self.comments.append(self.newcomer(by))
        elif self.acts % 5 == 0:
            retract_vote(comment=comment, by=by)
        else:
            cast_vote(comment=comment, by=by, value=self.rng.choice([1, 1, -1]))

    def between(self, times):
        for _act in range(times):
            self.act()

    def before_each_query(self, execute, sql, params, many, context):
        if not self.busy:
            self.busy = True
            self.act()
            self.busy = False
        return execute(sql, params, many, context)

    def walk(self, pages):
        seen = []
        with connection.execute_wrapper(self.before_each_query):
            for page in pages:
                seen += page
                self.busy = True
                self.between(60)
                self.busy = False
        return seen


@pytest.mark.parametrize("sort", SORTS)
def test_a_walk_gives_each_root_once_in_order(sort):
    under = roots_with_votes(60, random.Random(1))
    pages = list(walk_of_roots(under, sort))
    assert [len(page) for page in pages] == [20, 20, 20]
    assert joined(pages) == order_now(under, sort)


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 40, 41])
def test_a_walk_ends_where_the_comments_end(sort, count):
    under = roots_with_votes(count, random.Random(2)) if count else loaded([])
    pages = list(walk_of_roots(under, sort))
    assert joined(pages) == order_now(under, sort)
    assert len(pages) == max(1, -(-count // 20))


@pytest.mark.parametrize("sort", SORTS)
def test_equals_never_swap_places(sort):
    under = loaded([entry(number, created="2026-01-05T07:00:00+00:00", up=4, down=1) for number in range(50)])
    first = joined(walk_of_roots(under, sort))
    assert first == order_now(under, sort)
    assert all(joined(walk_of_roots(under, sort)) == first for _again in range(3))


@pytest.mark.slow
@pytest.mark.parametrize("sort", BY_VOTES)
@pytest.mark.parametrize("seed", [1, 2])
def test_two_hundred_roots_while_five_hundred_votes_land(sort, seed):
    rng = random.Random(seed)
    under = roots_with_votes(200, rng)
    crowd = Crowd(under.comments.all(), rng, newcomer=lambda by: say(by, thread=under))
    crowd.between(100)  # before the walk begins
    crowd.acts = 0
    first = set(under.comments.values_list("pk", flat=True))
    pages = walk_of_roots(under, sort)
    begun = order_now(under, sort)
    seen = next(pages)
    assert seen == begun[:20]
    seen += crowd.walk(pages)
    assert crowd.acts > 500
    assert len(seen) == len(set(seen))
    assert [pk for pk in seen if pk in first] == begun
    assert order_now(under, sort)[:20] != begun[:20]  # the votes did move something


@pytest.mark.slow
@pytest.mark.parametrize("sort", BY_VOTES)
def test_replies_while_votes_land(sort):
    rng = random.Random(7)
    under = loaded([entry(0), *(entry(n, 0, up=rng.randint(0, 5), down=rng.randint(0, 2)) for n in range(1, 121))])
    root = under.comments.get(parent=None)
    crowd = Crowd(under.comments.exclude(parent=None), rng, newcomer=lambda by: say(by, under=root))
    crowd.between(40)
    first = set(under.comments.exclude(parent=None).values_list("pk", flat=True))
    begun = order_now(under, sort, root)
    pages = walk_of_replies(root, sort)
    seen = next(pages)
    seen += crowd.walk(pages)
    assert len(seen) == len(set(seen))
    assert [pk for pk in seen if pk in first] == begun


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_orders_by_time_while_comments_land(sort):
    under = roots_with_votes(60, random.Random(4))
    begun, by = order_now(under, sort), voice()
    seen = []
    for page in walk_of_roots(under, sort):
        seen += page
        say(by, thread=under)
    assert len(seen) == len(set(seen))
    assert [pk for pk in seen if pk in set(begun)] == begun


@pytest.mark.parametrize("sort", SORTS)
def test_a_page_asked_for_again_is_the_same_page(sort):
    under = roots_with_votes(60, random.Random(5))
    visit = Visit(ANYBODY)
    visit.roots(under.article, asked(sort))
    crowd = Crowd(under.comments.all(), random.Random(6))
    crowd.between(30)
    begins_anew = 1 if sort in BY_VOTES else 0  # the first page of an order by votes
    for url in list(visit.pages)[begins_anew:]:
        assert Visit(ANYBODY).open(url).children[None] == visit.pages[url].children[None]


@pytest.mark.parametrize("sort", BY_VOTES)
def test_the_link_to_more_replies_goes_on_where_the_page_ended(sort):
    """Votes that land between the reading of the thread and that of the replies are on the page already."""
    under = loaded([entry(0), *(entry(n, 0, up=20 - n) for n in range(1, 9))])
    root = under.comments.get(parent=None)
    article = Article.objects.with_parts().get(pk=under.article_id)
    lowest = under.comments.order_by("score").exclude(pk=root.pk).first()
    for _vote in range(30):
        cast_vote(comment=lowest, by=voice(), value=1)
    begun = expected(ANYBODY, sort, root.pk)
    page = Conversation.for_reader(ANYBODY, article, View(SORTS[sort]))
    shown = [line.id for line in page.lines[1:]]
    onward = page.lines[-1].closes[0]
    rest = Visit(ANYBODY).open(onward.url).children[root.pk]
    assert shown + rest == begun


@pytest.mark.parametrize("sort", BY_VOTES)
def test_a_walk_older_than_what_is_kept_still_gets_its_pages(sort, monkeypatch):
    monkeypatch.setattr(VoteChange, "KEPT", 10)
    under = roots_with_votes(60, random.Random(8))
    crowd = Crowd(under.comments.all(), random.Random(9))
    pages = walk_of_roots(under, sort)
    assert next(pages) == order_now(under, sort)[:20]
    crowd.between(120)
    rest = list(pages)
    assert rest
    assert all(len(page) == len(set(page)) <= 20 for page in rest)


@pytest.mark.parametrize("sort", ["newest", "oldest"])
@pytest.mark.parametrize("year", [1600, 1969, 2038, 2290, 9999])
def test_any_time_can_be_walked_past(sort, year):
    under = roots_with_votes(41, random.Random(10))
    for number, comment in enumerate(under.comments.all()):
        posted = datetime(year, 12, 31, 23, tzinfo=UTC) + timedelta(microseconds=number)
        Comment.objects.filter(pk=comment.pk).update(posted_at=posted)
    assert joined(walk_of_roots(under, sort)) == order_now(under, sort)


def test_any_number_of_votes_can_be_walked_past():
    under = roots_with_votes(41, random.Random(11))
    for number, comment in enumerate(under.comments.all()):
        up, down = (1_000_000_000 + number, 0) if number % 2 else (0, 1_000_000_000 + number)
        Comment.objects.filter(pk=comment.pk).update(carried_up=up, carried_down=down, **votes_of(up, down))
    for sort in BY_VOTES:
        assert joined(walk_of_roots(under, sort)) == order_now(under, sort)


FORGED = [
    "1", "1.2", "1.2.3.4", "..", "a.b.c", "-1.2.3", "1.2.-3", "1.2.3 ", " 1.2.3", "1.2.3\n", "+1.2.3", "1e3.2.3",
    "0x1.2.3", "1.٢.3", "\x00", "1.2.3\x00", "0.0.0", "1.-0.1", "1" * 5000, "' OR 1=1--", "../../etc/passwd", "\ud800",
    "😀", "%31.2.3", f"{'9' * 18}.0.0", f"0.{'9' * 16}.0", f"0.-{'9' * 16}.0", f"0.0.{'9' * 18}",
    f"{'9' * 18}.{'9' * 16}.{'9' * 18}", f"{'9' * 19}.0.0", f"0.{'9' * 19}.0", f"0.-{'9' * 19}.0", f"0.0.{'9' * 19}",
    f"0.{'9' * 18}.0", f"0.-{'9' * 18}.0",
]  # fmt: skip


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("place", FORGED, ids=lambda place: ascii(place)[:20])
def test_a_forged_place_gives_a_page_or_is_refused(sort, place):
    under = roots_with_votes(3, random.Random(12))
    root = say(voice(), under=under.comments.first()).parent
    cast_vote(comment=root, by=voice(), value=1)
    query = QueryDict(mutable=True)
    query.update({"sort": sort, "after": place})
    try:
        view = View.asked(query)
    except BadView:
        return
    assert Conversation.for_reader(ANYBODY, under.article, view) is not None
    assert Conversation.around(ANYBODY, under, root, view) is not None


@pytest.mark.parametrize("seed", range(5))
def test_any_place_that_parses_gives_a_page(seed):
    rng = random.Random(seed)
    under = roots_with_votes(25, rng)
    Crowd(under.comments.all(), rng).between(10)
    for _place in range(20):
        key = rng.choice(["", "-"]) + str(rng.randrange(10 ** rng.randint(1, 16)))
        place = f"{rng.randrange(10 ** rng.randint(1, 18))}.{key}.{rng.randrange(10 ** rng.randint(1, 18))}"
        for sort in SORTS:
            page = Conversation.for_reader(ANYBODY, under.article, View.asked(QueryDict(f"sort={sort}&after={place}")))
            assert len({line.id for line in page.lines}) == len(page.lines) <= 20


def test_an_unknown_order_is_refused():
    for name in ("", "hot", "TOP", "top ", "newest\x00"):
        with pytest.raises(BadView):
            View.asked(QueryDict(f"sort={name}"))
