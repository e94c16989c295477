"""Which replies come along with a page, and the links to the rest."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser

from discussion.conversation import Conversation, View
from discussion.conversation.branches import REPLIES_BUDGET, REPLIES_EACH, SHOWN_LEVELS
from discussion.models import Comment, Reader, State
from discussion.posting import change_state, withdraw_comment
from discussion.ranking import SORTS
from tests.discussion.browsing import Visit, asked, expected, nested
from tests.discussion.standard import entry, loaded, standard
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db

ANYBODY = Reader(AnonymousUser())


def first_page(under, sort="newest", reader=ANYBODY):
    conversation = Conversation.for_reader(reader, under.article, View(SORTS[sort]))
    return nested(conversation.lines, conversation)


def published_below(pk):
    return Comment.objects.filter(parent=pk, state=State.PUBLISHED)


def assert_everybodys_first_goes_before_anybodys_second(page):
    for level in range(SHOWN_LEVELS - 1):
        shown = {pk: len(page.children[pk]) for pk, at in page.levels.items() if at == level}
        most = max(shown.values(), default=0)
        for pk, count in shown.items():
            assert count >= min(published_below(pk).count(), most - 1)


def assert_links_say_how_many_they_lead_to(page):
    for pk, onward in page.links.items():
        (number,) = map(int, re.findall(r"\d+", onward.words))
        if onward.words.startswith("Continue"):
            assert number == Comment.objects.get(pk=pk).descendant_count
        else:
            assert number == published_below(pk).exclude(pk__in=page.children[pk]).count()
            assert ("more" in onward.words) == bool(page.children[pk])


@pytest.mark.slow
def test_a_page_of_three_thousand_comments():
    under = loaded(standard(3000))
    for sort in SORTS:
        page = first_page(under, sort)
        assert 20 <= len(page.conversation.lines) <= 80
        assert max(page.levels.values()) < SHOWN_LEVELS
        assert max(len(page.children[pk]) for pk in page.levels) <= REPLIES_EACH
        assert_everybodys_first_goes_before_anybodys_second(page)
        assert_links_say_how_many_they_lead_to(page)


def test_many_replies_everywhere_stay_within_the_budget():
    roots = [entry(root) for root in range(20)]
    replies = [entry(1000 + n, n % 20) for n in range(100)]
    more = [entry(2000 + n, 1000 + n % 100) for n in range(300)]
    page = first_page(loaded(roots + replies + more))
    assert len(page.conversation.lines) <= 20 + REPLIES_BUDGET
    assert all(page.children[root] for root in page.children[None])
    assert_everybodys_first_goes_before_anybodys_second(page)
    assert_links_say_how_many_they_lead_to(page)


def test_three_replies_come_along_and_a_link_to_the_rest():
    page = first_page(loaded([entry(0), *(entry(n, 0) for n in range(1, 8))]))
    (root,) = page.children[None]
    assert page.children[root] == expected(ANYBODY, "newest", root)[:3]
    assert page.links[root].words == "Show 4 more replies"


def test_no_link_where_all_are_shown():
    page = first_page(loaded([entry(0), *(entry(n, 0) for n in range(1, 4))]))
    assert page.links == {}
    assert page.conversation.lines[0].show_replies == "Show 3 replies"


def test_one_more_is_one_reply():
    page = first_page(loaded([entry(0), *(entry(n, 0) for n in range(1, 5))]))
    assert [onward.words for onward in page.links.values()] == ["Show 1 more reply"]


def test_below_the_last_level_a_link_continues():
    under = loaded([entry(0), *(entry(n, n - 1) for n in range(1, 9))])
    page = first_page(under)
    assert len(page.levels) == SHOWN_LEVELS
    ((pk, onward),) = page.links.items()
    assert onward.words == "Continue this thread, 5 more replies"
    assert Visit(ANYBODY).open(onward.url).children[None] == [pk]


def test_a_place_without_words_counts_as_no_reply():
    ada = voice()
    root = say(ada, thread=thread())
    replies = [say(ada, under=root) for _reply in range(5)]
    for reply in replies:
        say(ada, under=reply)
    withdraw_comment(comment=replies[0], by=ada)
    withdraw_comment(comment=replies[4], by=ada)
    page = first_page(root.thread)
    assert page.children[root.pk] == [reply.pk for reply in replies[:3]]
    assert page.links[root.pk].words == "Show 1 more reply"


def test_a_link_to_places_alone_says_at_least_one():
    ada = voice()
    root = say(ada, thread=thread())
    replies = [say(ada, under=root) for _reply in range(4)]
    say(ada, under=replies[3])
    withdraw_comment(comment=replies[3], by=ada)
    page = first_page(root.thread)
    assert page.links[root.pk].words == "Show 1 more reply"
    assert Visit(ANYBODY).replies(page, root.pk) == [reply.pk for reply in replies]


def held_at_the_end_of_a_chain(length, author):
    ada = voice()
    above = say(ada, thread=thread())
    for _reply in range(length - 1):
        above = say(ada, under=above)
    held = say(voice(author), under=above)
    change_state(Comment.objects.get(pk=held.pk), State.HELD)
    return Comment.objects.select_related("thread__article").get(pk=held.pk)


@pytest.mark.parametrize("length", range(1, 8))
def test_whoever_may_read_what_waits_comes_upon_it_at_any_depth(length):
    author, moderator = person(), person(is_staff=True, is_superuser=True)
    held = held_at_the_end_of_a_chain(length, author)
    for reader in (author, moderator):
        assert held.pk in Visit(Reader(reader)).everything(held.thread.article)
    assert held.pk not in Visit(ANYBODY).everything(held.thread.article)


def test_whoever_may_read_what_waits_comes_upon_it_below_a_place_without_words():
    author, moderator = person(), person(is_staff=True, is_superuser=True)
    held = held_at_the_end_of_a_chain(2, author)
    for comment in Comment.objects.exclude(pk=held.pk).order_by("-level"):
        withdraw_comment(comment=comment, by=comment.voice)
    for reader in (author, moderator):
        assert held.pk in Visit(Reader(reader)).everything(held.thread.article)
    assert Visit(ANYBODY).everything(held.thread.article) == set()


def test_a_moderators_page_shows_what_waits_in_its_place():
    held = held_at_the_end_of_a_chain(2, person())
    page = first_page(held.thread, reader=Reader(person(is_staff=True, is_superuser=True)))
    assert page.children[held.parent_id] == [held.pk]
    assert page.conversation.lines[-1].badge == "Waiting for review"


@pytest.mark.parametrize("sort", SORTS)
def test_replies_stand_in_the_order_of_the_sort_at_every_level(sort):
    under = loaded(standard(300, roots_share=0.1))
    visit = Visit(ANYBODY)
    query = asked(sort)
    while query:
        page = visit.open(under.article.get_absolute_url() + query)
        for pk in page.levels:
            shown = page.children[pk]
            assert shown == expected(ANYBODY, sort, pk)[: len(shown)]
        query = page.conversation.next_query
