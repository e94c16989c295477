"""What is not there of passages, what nobody meant to ask for, and what a page with many of them costs."""

from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from discussion.models import Comment, Passage, State, Thread
from discussion.passages import Chosen
from discussion.posting import withdraw_comment
from tests.discussion.revised import bridge_of, on, rewrite
from tests.factories import article, person, say, thread, voice
from tests.pages.reading import Visitor
from tests.pages.test_nonsense import NONSENSE

pytestmark = pytest.mark.django_db

BRIDGE = "/articles/bridge/"
PASSAGES = f"{BRIDGE}passages/"
BODY = "<p>The bridge was <em>closed</em> twice.</p><p>Both times the ferry ran, and nobody was late.</p>"
MOST = 12


@pytest.fixture
def bridge():
    return bridge_of(BODY)


@pytest.fixture
def client(client):
    client.raise_request_exception = False
    return client


def addresses(pk):
    return [PASSAGES, f"{PASSAGES}?block=1", f"{PASSAGES}{pk}/", f"{PASSAGES}{pk}/comments", f"{PASSAGES}question"]


def statuses(client, pk):
    return [client.get(address).status_code for address in addresses(pk)]


def test_they_are_there(bridge, client):
    assert statuses(client, on(bridge, "nobody was late").pk) == [200, 200, 200, 200, 302]


def test_without_feedback_nothing_is_there(bridge, client):
    passage = on(bridge, "nobody was late")
    Thread.objects.update(feedback="off", version=99)
    client.force_login(bridge.article.author)
    assert statuses(client, passage.pk) == [404] * 5
    assert client.post(f"{PASSAGES}{passage.pk}/settlement", {"correction": "No."}).status_code == 404
    page = Visitor().open(BRIDGE)
    assert not page.all("mark") and not page.all(class_="block-link") and not page.all(class_="passage-box")
    assert not page.links("Inline feedbacks")
    assert page.link("“nobody was late”").get("href") == BRIDGE
    for query in ("?feedback=1", "?feedback=1&after=1.999999999999999999.1"):
        page = Visitor().open(f"{BRIDGE}{query}")
        assert page.status == 200 and not page.all(class_="passage-head") and len(page.all(class_="c-body")) == 1


def test_of_a_draft_nothing_is_there(bridge, client):
    passage = on(bridge, "nobody was late")
    Article.objects.update(state="draft")
    client.force_login(bridge.article.author)
    assert statuses(client, passage.pk) == [404] * 5
    assert client.get(f"{BRIDGE}versions/1/").status_code == 404


def test_a_passage_is_found_under_its_own_article_alone(bridge, client):
    elsewhere = on(thread(article("elsewhere", body=BODY)), "nobody was late")
    assert statuses(client, elsewhere.pk) == [200, 200, 404, 404, 302]
    client.force_login(bridge.article.author)
    for name in ("settlement", "comments"):
        assert client.post(f"{PASSAGES}{elsewhere.pk}/{name}", {"source": "x"}).status_code == 404


def test_an_article_without_a_thread_has_its_paragraphs(client):
    article("bridge", body=BODY)
    client.force_login(person())
    assert statuses(client, 1) == [200, 200, 404, 404, 403]
    assert not Thread.objects.exists()


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.HIDDEN, State.WITHDRAWN])
def test_a_passage_with_nothing_to_read_is_not_there(bridge, client, state):
    comment = say(voice(), thread=bridge, chosen=Chosen("nobody was late"), state=state)
    assert statuses(client, comment.passage_id) == [200, 200, 404, 404, 302]
    page = Visitor().open(BRIDGE)
    assert not page.all("mark") and not page.links("Inline feedbacks")
    assert "nobody was late" not in Visitor().open(f"{BRIDGE}?feedback=1").said(class_="passage-head")


def test_a_passage_goes_with_its_last_comment_and_others_stay(bridge):
    comment = say(voice(), thread=bridge, chosen=Chosen("nobody was late"))
    on(bridge, "The bridge")
    assert len(Visitor().open(BRIDGE).all("details", class_="passage-box")) == 2
    withdraw_comment(comment=comment, by=comment.voice)
    assert len(Visitor().open(BRIDGE).all("details", class_="passage-box")) == 1


def test_where_only_the_author_chooses_no_paragraph_is_offered_and_a_question_is_answered(bridge):
    Thread.objects.update(feedback="author", version=7)
    reader = Visitor(person())
    page = reader.open(BRIDGE)
    assert not page.all(class_="block-link") and 'id="passage-template"' not in page.html
    page = reader.open(f"{PASSAGES}?block=2").press("Post comment", {"What would you add?": "Me too."})
    assert page.status == 403 and "only the author chooses" in page.words


def test_where_nobody_may_post_passages_are_only_read(bridge):
    passage = on(bridge, "nobody was late")
    Thread.objects.update(state="read_only", version=9)
    page = Visitor(person()).open(BRIDGE)
    assert page.all("mark") and not page.links("Comment on this passage") and not page.all(class_="block-link")
    assert Visitor(person()).open(f"{PASSAGES}{passage.pk}/comments").status == 403


def test_a_text_written_past_the_newsroom_shows_no_wrong_mark(bridge):
    on(bridge, "nobody was late")
    Article.objects.update(body="<p>Something else stands here now, and it is long enough for all of it.</p>" * 2)
    assert not Visitor().open(BRIDGE).all("mark")


# Nonsense


@pytest.mark.slow
def test_every_value_of_every_parameter_is_answered(bridge, client):
    pk = on(bridge, "nobody was late").pk
    names = ["block", "quote", "before", "behind", "start", "sort", "after", "feedback", "from"]
    client.force_login(bridge.article.author)
    wrong = []
    for value in NONSENSE:
        choosing, reading = (
            [f"block=2&start={quote(value)}", f"block={quote(value)}"],
            f"sort=newest&after={quote(value)}",
        )
        every = "&".join(f"{name}={quote(value)}" for name in names)
        asked = {PASSAGES: [every, *choosing], f"{PASSAGES}question": [every, *choosing]}
        asked |= {f"{PASSAGES}{pk}/": [every, reading], f"{PASSAGES}{pk}/comments": [every]}
        for address, query in ((address, query) for address, queries in asked.items() for query in queries):
            status = client.get(f"{address}?{query}").status_code
            if status not in (200, 400, 404):
                wrong.append((address, query[:80], status))
        status = client.get(f"{BRIDGE}?feedback=1&after={quote(value)}&from={quote(value)}").status_code
        wrong += [] if status in (200, 400) else [("list", value[:60], status)]
    assert wrong == []


@pytest.mark.slow
@pytest.mark.parametrize("who", ["a reader", "a stranger"])
def test_every_value_of_every_field_is_answered(bridge, client, who, settings):
    pk = on(bridge, "nobody was late").pk
    Thread.objects.update(guests="yes")
    settings.POSTS_A_MINUTE = 10**6
    if who == "a reader":
        client.force_login(bridge.article.author)
    fields = ["quote", "block", "before", "behind", "start", "passage", "source", "client_id", "question", "unfolded"]
    wrong = []
    for value in NONSENSE:
        told = dict.fromkeys(fields, value)
        good = {"quote": "nobody was late", "source": "x", "client_id": "8d7f7be6-3c84-4f25-8dd0-5e1d3f9b1b7c"}
        posts = [(address, told) for address in (PASSAGES, f"{PASSAGES}{pk}/comments", f"{PASSAGES}question")]
        posts += [(address, {**told, "preview": "1"}) for address, told in posts[:2]]
        posts += [(PASSAGES, {**good, name: value}) for name in ("quote", "block", "before", "behind", "start")]
        posts += [(f"{PASSAGES}{pk}/comments", {**good, "passage": value})]
        for address, posted in posts:
            status = client.post(address, posted).status_code
            if status not in (200, 303, 400, 403, 422, 429):
                wrong.append((address, str(posted)[:90], status))
        status = client.post(f"{PASSAGES}{pk}/settlement", {"correction": value}).status_code
        wrong += [] if status in (303, 400, 422) else [("settlement", value[:60], status)]
    assert wrong == []


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "9223372036854775808", "9" * 30])
def test_a_passage_that_there_is_not_is_not_found(bridge, client, number):
    client.force_login(bridge.article.author)
    assert client.get(f"{PASSAGES}{number}/").status_code == 404
    assert client.get(f"{PASSAGES}{number}/comments").status_code == 404
    assert client.post(f"{PASSAGES}{number}/settlement", {"correction": "x"}).status_code == 404
    assert client.get(f"{BRIDGE}versions/{number}/").status_code == 404


# Costs


@pytest.mark.parametrize("query", ["", "?feedback=1", "?feedback=1&sort=oldest"])
def test_a_page_with_thirty_passages_asks_little(query):
    bridge = bridge_of("".join(f"<p>Here are Words{number}x and more.</p>" for number in range(30)))
    for number in range(30):
        root = say(voice(), thread=bridge, chosen=Chosen(f"Words{number}x"))
        say(voice(), under=root)
        say(voice(), thread=bridge, chosen=Chosen(f"Words{number}x"))
    rewrite(bridge, *[f"Here are Words{number}x and more." for number in range(28)])
    reader = Client()
    reader.force_login(voice().user)
    for client, most in ((reader, MOST), (Client(), MOST), (reader, MOST)):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{BRIDGE}{query}").status_code == 200
        print(query, len(asked))
        assert len(asked) <= most


def test_a_page_of_a_passage_asks_the_same_of_few_and_of_many(bridge):
    def asked(client):
        with CaptureQueriesContext(connection) as found:
            assert client.get(f"{PASSAGES}{Passage.objects.get().pk}/").status_code == 200
        return len(found)

    client = Client()
    client.force_login(voice().user)
    on(bridge, "nobody was late"), on(bridge, "nobody was late")
    few = asked(client)
    for _ in range(12):
        on(bridge, "nobody was late")
    assert asked(client) == few <= MOST
    assert Comment.objects.count() == 14
