"""Orders, pages, branches and permalinks, by the links that stand there."""

import json
import re

import pytest

from bench.make_thread import thread as standard_thread
from discussion.importers.bulk import load
from discussion.importers.thread_file import read
from discussion.models import Comment, State
from discussion.posting import change_state, withdraw_comment
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.reading import Visitor, words_of

pytestmark = pytest.mark.django_db

ONWARD = re.compile(r"^(Show \d+ (more )?repl|Show more replies|Continue this thread)")


def loaded(comments):
    under = thread()
    load(under, read(json.dumps(line) for line in standard_thread(comments, 0.35, 7)))
    under.refresh_from_db()
    return under


def texts(page):
    return page.said(tag="div", class_="c-body")


def ids(page, of=None):
    return [int(element.get("id").removeprefix("comment-")) for element in page.all("article", of, class_="c")]


def test_four_links_give_four_orders():
    under, ben = thread(), voice()
    for words in ("first", "second", "third"):
        say(ben, words, thread=under)
    first, second, third = Comment.objects.order_by("pk")
    for _ in range(3):
        vote(voice(), first)
        vote(voice(), second)
    vote(voice(), first)
    for _ in range(2):
        vote(voice(), first, -1)
    vote(voice(), third, -1)
    page = Visitor().open(under.article.get_absolute_url())
    assert texts(page) == ["third", "second", "first"]
    orders = {name: texts(page.follow(name)) for name in ("Newest", "Most voted", "Oldest", "Best")}
    assert orders == {
        "Newest": ["third", "second", "first"],
        "Most voted": ["second", "first", "third"],
        "Oldest": ["first", "second", "third"],
        "Best": ["second", "first", "third"],
    }


def test_the_order_that_is_shown_is_marked():
    under = thread()
    say(voice(), thread=under)
    page = Visitor().open(under.article.get_absolute_url())
    for name in ("Newest", "Most voted", "Oldest", "Best"):
        page = page.follow(name)
        assert page.address.endswith("#discussion")
        assert [words_of(link) for link in page.all("a", aria_current="true")] == [name]


def test_replies_read_oldest_first_under_newest():
    ben = voice()
    root = say(ben, "root", thread=thread())
    for words in ("one", "two"):
        say(ben, words, under=root)
    assert texts(Visitor().open(root.thread.article.get_absolute_url())) == ["root", "one", "two"]


@pytest.mark.parametrize("sort", ["newest", "top", "oldest", "best"])
def test_load_more_comments_leads_to_every_root_once(sort):
    under = loaded(300)
    page = Visitor().open(f"{under.article.get_absolute_url()}?sort={sort}")
    roots = set(Comment.objects.roots().values_list("pk", flat=True))
    seen = [pk for pk in ids(page) if pk in roots]
    while page.links("Load more comments"):
        page = page.follow("Load more comments")
        assert page.status == 200
        seen += [pk for pk in ids(page) if pk in roots]
    assert len(seen) == len(set(seen))
    assert set(seen) == roots


def test_every_comment_is_reached_by_links():
    """Load more comments, Show more replies, Continue this thread: from all of them together."""
    under = loaded(300)
    visitor = Visitor()
    waiting, opened, seen = [under.article.get_absolute_url()], set(), set()
    while waiting:
        address = waiting.pop()
        if address in opened:
            continue
        opened.add(address)
        page = visitor.open(address)
        assert page.status == 200, address
        seen.update(ids(page))
        waiting += [link.get("href") for link in [*page.links(ONWARD), *page.links("Load more comments")]]
    assert seen == set(Comment.objects.values_list("pk", flat=True))


def test_what_a_link_to_more_replies_announces_is_what_comes():
    ben = voice()
    root = say(ben, "root", thread=thread())
    for number in range(8):
        say(ben, f"reply {number}", under=root)
    page = Visitor().open(root.thread.article.get_absolute_url())
    assert texts(page) == ["root", "reply 0", "reply 1", "reply 2"]
    rest = page.follow("Show 5 more replies")
    assert texts(rest) == ["root", *(f"reply {number}" for number in range(3, 8))]


def test_a_deep_thread_is_continued_on_a_page_of_its_own():
    ben = voice()
    comment = say(ben, "level 0", thread=thread())
    for level in range(1, 8):
        comment = say(ben, f"level {level}", under=comment)
    page = Visitor().open(comment.thread.article.get_absolute_url())
    assert texts(page) == [f"level {level}" for level in range(4)]
    page = page.follow("Continue this thread, 4 more replies")
    assert texts(page) == [f"level {level}" for level in range(7)]  # those that it answers stand above it
    assert ids(page, page.one("ol", class_="ancestors")) == ids(page)[:3]
    page = page.follow("Continue this thread, 1 more reply")
    assert texts(page)[-1] == "level 7"


def test_the_order_is_kept_on_the_way():
    ben = voice()
    comment = say(ben, thread=thread())
    for _ in range(5):
        comment = say(ben, under=comment)
    page = Visitor().open(f"{comment.thread.article.get_absolute_url()}?sort=best")
    assert "sort=best" in page.follow("Continue this thread, 2 more replies").address


def test_a_permalink_shows_a_comment_with_what_it_answers_and_what_answers_it():
    ben, ada = voice(person("ben")), voice(person("ada"))
    root = say(ben, "question", thread=thread(article("bridge")))
    reply = say(ada, "answer", under=root)
    say(ben, "thanks", under=reply)
    say(ben, "elsewhere", under=root)
    page = Visitor().open("/articles/bridge/")
    page = page.follow("Share Ada's comment")
    assert page.address == f"/articles/bridge/comments/{reply.pk}/"
    assert texts(page) == ["question", "answer", "thanks"]
    assert page.title == "Ada on “Headline of bridge” | Broadsheet"
    assert page.heading == "A comment by Ada on “Headline of bridge”"
    assert [element.get("id") for element in page.all("article", class_="is-target")] == [f"comment-{reply.pk}"]
    back = page.follow("View all comments")
    assert back.address == "/articles/bridge/#discussion"
    assert page.follow("Headline of bridge").address == "/articles/bridge/"


def test_a_permalink_leaves_out_what_came_long_before_and_leads_there():
    ben = voice()
    comment = say(ben, "level 0", thread=thread())
    for level in range(1, 14):
        comment = say(ben, f"level {level}", under=comment)
    page = Visitor().open(f"{comment.thread.article.get_absolute_url()}comments/{comment.pk}/")
    assert texts(page) == [f"level {level}" for level in range(3, 14)]
    assert "level 2" in texts(page.follow("Show what came before"))


def test_the_time_of_a_comment_is_a_link_to_it():
    comment = say(voice(), thread=thread())
    page = Visitor().open(comment.thread.article.get_absolute_url())
    perma = page.one("a", class_="perma")
    assert perma.get("href") == f"{comment.thread.article.get_absolute_url()}comments/{comment.pk}/"
    assert page.one("time", perma).get("datetime").startswith(f"{comment.posted_at:%Y-%m-%dT%H:%M:%S}")


def test_a_withdrawn_comment_leaves_its_place_to_the_replies():
    ben = voice(person("ben"))
    root = say(ben, "my secret", thread=thread())
    say(voice(), "reply", under=root)
    withdraw_comment(comment=root, by=ben)
    for address in ("", f"comments/{root.pk}/"):
        page = Visitor().open(root.thread.article.get_absolute_url() + address)
        assert "This comment was deleted by its author." in page.words
        assert "reply" in texts(page)
        assert "my secret" not in page.html and "Ben" not in page.html
        assert not page.links("Reply to a deleted comment")


def test_a_withdrawn_comment_without_replies_is_gone():
    ben = voice()
    root = say(ben, "my secret", thread=thread())
    withdraw_comment(comment=root, by=ben)
    page = Visitor().open(root.thread.article.get_absolute_url())
    assert "No comments yet" in page.words
    assert Visitor().open(f"{root.thread.article.get_absolute_url()}comments/{root.pk}/").status == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.HELD, "This comment is waiting for review."),
        (State.HIDDEN, "This comment was removed by a moderator."),
        (State.SPAM, "This comment was removed by a moderator."),
        (State.ERASED, "This comment was erased at its author’s wish."),
    ],
)
def test_a_tombstone_says_what_happened(state, words):
    root = say(voice(), "the words", thread=thread())
    say(voice(), "reply", under=root)
    change_state(root, state)
    page = Visitor().open(root.thread.article.get_absolute_url())
    assert words in page.words
    assert "the words" not in page.html


def test_its_author_still_reads_what_a_moderator_hid():
    ben = voice()
    say(ben, "hidden words", thread=thread(), state=State.HIDDEN)
    page = Visitor(ben.user).open(Comment.objects.get().thread.article.get_absolute_url())
    assert "hidden words" in texts(page)
    assert "Hidden by a moderator, only you can see this" in page.words


def test_a_discussion_without_comments_invites():
    page = Visitor().open(article().get_absolute_url())
    assert "No comments yet. Be the first to say something." in page.words
    assert page.buttons("Post comment")


@pytest.mark.parametrize(
    ("state", "words"), [("closed", "This discussion is closed."), ("read_only", "nobody can post at the moment")]
)
def test_where_nobody_may_post_a_sentence_stands_in_place_of_the_composer(state, words):
    comment = say(voice(), thread=thread())
    thread(comment.thread.article, state=state)
    page = Visitor(person()).open(comment.thread.article.get_absolute_url())
    assert words in page.words
    assert not page.buttons("Post comment") and not page.links(re.compile("^Reply to"))


@pytest.mark.parametrize("address", ["/articles/bridge/", "/articles/bridge/comments/{}/"])
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("sort=loudest", "Comments cannot be sorted that way."),
        ("sort=", "Comments cannot be sorted that way."),
        ("after=nowhere", "This address does not lead to a page of comments."),
    ],
)
def test_a_view_that_does_not_exist_is_refused_in_words(address, query, words):
    comment = say(voice(), thread=thread(article("bridge")))
    page = Visitor().open(f"{address.format(comment.pk)}?{query}")
    assert page.status == 400
    assert page.heading == "We did not understand that"
    assert words in page.words


def test_a_parameter_that_stands_twice_counts_as_it_stands_last():
    under, ben = thread(), voice()
    say(ben, "first", thread=under)
    say(ben, "second", thread=under)
    address = under.article.get_absolute_url()
    assert texts(Visitor().open(f"{address}?sort=newest&sort=oldest")) == ["first", "second"]
    assert Visitor().open(f"{address}?sort=oldest&sort=nonsense").status == 400
