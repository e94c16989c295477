"""A whole discussion, read by following every link."""

import random

import pytest
from django.contrib.auth.models import AnonymousUser

from articles.models import Article
from discussion.conversation import Conversation, View
from discussion.conversation.conversation import ANCESTORS_SHOWN
from discussion.models import Comment, Reader, State
from discussion.posting import change_state, withdraw_comment
from discussion.ranking import SORTS
from discussion.voting import cast_vote
from tests.discussion.browsing import Visit, asked, expected
from tests.discussion.standard import entry, loaded, standard
from tests.factories import article, person, say, thread, voice

pytestmark = pytest.mark.django_db

ANYBODY = Reader(AnonymousUser())


def with_parts(under):
    return Article.objects.with_parts().get(pk=under.article_id)


def around(comment, reader=ANYBODY, sort="newest"):
    fresh = Comment.objects.select_related("voice", "thread__article").get(pk=comment.pk)
    return Conversation.around(reader, fresh.thread, fresh, View(SORTS[sort]))


@pytest.fixture
def busy():
    """300 comments: some withdrawn, some held, with and without replies."""
    under, rng = loaded(standard(300)), random.Random(1)
    for pk in rng.sample(list(under.comments.values_list("pk", flat=True)), 60):
        comment = Comment.objects.get(pk=pk)
        change_state(comment, rng.choice([State.WITHDRAWN, State.HELD, State.HIDDEN]))
    under.refresh_from_db()
    return under


@pytest.mark.slow
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("who", ["anybody", "moderator"])
def test_every_link_followed_every_comment_is_come_upon(busy, sort, who):
    reader = ANYBODY if who == "anybody" else Reader(person(is_staff=True, is_superuser=True))
    visit = Visit(reader)
    found = visit.everything(busy.article, asked(sort))
    placed = set(Comment.objects.placed_for(reader).values_list("pk", flat=True))
    assert found == placed
    roots = visit.roots(busy.article, asked(sort))
    assert len(roots) == len(set(roots))
    assert set(roots) == set(Comment.objects.placed_for(reader).roots().values_list("pk", flat=True))


@pytest.mark.slow
@pytest.mark.parametrize("sort", SORTS)
def test_each_list_of_replies_goes_on_to_its_end_with_each_once(busy, sort):
    visit = Visit(ANYBODY)
    visit.everything(busy.article, asked(sort))
    for page in list(visit.pages.values()):
        for pk in page.levels:
            if pk in page.links and page.links[pk].words.startswith("Continue"):
                assert page.children[pk] == []
            elif "&after=" not in page_url(visit, page) or page.children[None] != [pk]:
                assert visit.replies(page, pk) == expected(ANYBODY, sort, pk)


def page_url(visit, page):
    return next(url.replace("?after=", "&after=") for url, opened in visit.pages.items() if opened is page)


@pytest.mark.slow
def test_every_comment_hangs_where_its_parent_is(busy):
    visit = Visit(ANYBODY)
    visit.everything(busy.article)
    parents = dict(Comment.objects.values_list("pk", "parent"))
    for page in visit.pages.values():
        for above, children in page.children.items():
            if above is not None:
                assert {parents[pk] for pk in children} <= {above}


def test_a_chain_of_two_hundred_is_read_to_its_end():
    under = loaded([entry(0), *(entry(n, n - 1) for n in range(1, 200))])
    visit = Visit(ANYBODY)
    assert len(visit.everything(under.article)) == 200
    assert len(visit.pages) == 1 + 66  # each page but the first begins where the last one ended


def test_from_the_deepest_comment_links_lead_up_to_the_root():
    under = loaded([entry(0), *(entry(n, n - 1) for n in range(1, 200))])
    chain = list(under.comments.order_by("level").values_list("pk", flat=True))
    page, climbed = around(under.comments.order_by("-level").first()), []
    while True:
        shown = [line.id for line in page.ancestors]
        assert len(shown) <= ANCESTORS_SHOWN
        climbed = [*shown, page.lines[0].id, *climbed]
        if not page.earlier:
            break
        page = Visit(ANYBODY).open(page.earlier.url).conversation
    assert climbed == chain


def test_a_comment_of_its_own_page_stands_below_what_it_answers():
    ada, ben = voice(), voice()
    root = say(ada, "First.", thread=thread())
    reply = say(ben, "Second.", under=root)
    say(ada, "Aside.", under=root)
    last = say(ada, "Third.", under=reply)
    page = around(last)
    assert [line.id for line in page.ancestors] == [root.pk, reply.pk]
    assert [(line.id, line.target) for line in page.lines] == [(last.pk, True)]
    assert not any(line.target for line in page.ancestors)
    assert page.earlier is None


def test_what_was_taken_back_above_is_a_place_without_words():
    ada = voice()
    root = say(ada, "Secret.", thread=thread())
    reply = say(voice(), under=root)
    withdraw_comment(comment=root, by=ada)
    (line,) = around(reply).ancestors
    assert line.gone == "This comment was deleted by its author."
    assert "Secret" not in line.html
    assert ada.name not in (line.name, line.html)
    assert line.avatar == ""


def test_a_comment_of_another_tree_is_no_ancestor():
    under, ada = thread(), voice()
    for _root in range(3):
        say(ada, under=say(ada, thread=under))
    reply = under.comments.exclude(parent=None).last()
    assert [line.id for line in around(reply).ancestors] == [reply.parent_id]


def test_an_article_nobody_answered_has_an_empty_conversation(django_assert_num_queries):
    silent = Article.objects.with_parts().get(pk=article().pk)
    with django_assert_num_queries(0):
        conversation = Conversation.for_reader(ANYBODY, silent, View.default())
    assert conversation.empty
    assert conversation.count_words() == ""


def test_the_number_above_counts_what_is_published():
    under, ada = thread(), voice()
    root = say(ada, thread=under)
    say(voice(), under=root)
    withdraw_comment(comment=say(voice(), thread=under), by=under.comments.last().voice)
    assert (
        Conversation.for_reader(ANYBODY, with_parts(under), View.default()).count_words() == "2 comments from 2 readers"
    )


def test_a_reader_sees_his_own_votes_on_every_page():
    user = person()
    root = say(voice(), thread=thread())
    reply = say(voice(), under=root)
    cast_vote(comment=root, by=voice(user), value=1)
    cast_vote(comment=reply, by=voice(user), value=-1)
    page = Conversation.for_reader(Reader(user), with_parts(root.thread), View.default())
    assert [line.own.vote for line in page.lines] == [1, -1]
    beside = around(reply, Reader(user))
    assert [line.own.vote for line in beside.ancestors + beside.lines] == [1, -1]
    assert [line.own.vote for line in around(reply, Reader(person())).lines] == [0]


@pytest.mark.slow
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("comments", [30, 300, 3000])
def test_the_first_page_asks_as_much_whatever_the_size(sort, comments, django_assert_max_num_queries):
    under = loaded(standard(comments))
    read = with_parts(under)
    with django_assert_max_num_queries(4):
        Conversation.for_reader(ANYBODY, read, View(SORTS[sort]))
    with django_assert_max_num_queries(0):
        Conversation.for_reader(ANYBODY, read, View(SORTS[sort]))
    signed_in = Reader(person())
    with django_assert_max_num_queries(1):  # votes, the last visit, who is muted, what waits for review
        Conversation.for_reader(signed_in, read, View(SORTS[sort]))


@pytest.mark.slow
@pytest.mark.parametrize("sort", SORTS)
def test_later_pages_ask_two_queries_more_at_the_most(sort, django_assert_max_num_queries):
    under = loaded(standard(300))
    first = Conversation.for_reader(ANYBODY, with_parts(under), View(SORTS[sort]))
    for comment in under.comments.roots()[:50]:
        cast_vote(comment=comment, by=voice(), value=1)
    read = with_parts(under)
    with django_assert_max_num_queries(6):
        Conversation.for_reader(ANYBODY, read, View(SORTS[sort], first.next))


@pytest.mark.parametrize("sort", SORTS)
def test_a_comments_own_page_asks_as_much_however_deep(sort, django_assert_max_num_queries):
    under = loaded([entry(0), *(entry(n, n - 1) for n in range(1, 120)), *(entry(n, 119) for n in range(200, 240))])
    for level in (0, 5, 119):
        comment = under.comments.select_related("voice", "thread__article").get(level=level)
        with django_assert_max_num_queries(4):  # replies, two levels below them, ancestors
            Conversation.around(ANYBODY, comment.thread, comment, View(SORTS[sort]))
