"""Passages in the newsroom and at the moderators' desk, from the pages that staff have before them, without script."""

import pytest
from django.test import Client

from articles import saving
from articles.models import Article
from articles.revising import revise, texts_to_be
from articles.saving import saved
from discussion.models import Passage, State, Thread
from discussion.passages import Chosen, ask_readers
from people.roles import EDITORS, MODERATORS
from tests.factories import article, say, staff, thread, voice
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

FIRST, LAST = "<p>The bridge was closed twice.</p>", "<p>Both times the ferry ran.</p>"
COMMENTS = "/admin/discussion/comment/"


@pytest.fixture(autouse=True)
def without_second_factors(settings):
    settings.STAFF_MFA = False


@pytest.fixture
def bridge():
    made = article("bridge", body=FIRST + LAST)
    revise(made, by=None)
    return thread(made)


@pytest.fixture
def editor():
    return Visitor(staff(EDITORS))


@pytest.fixture
def moderator():
    return Visitor(staff(MODERATORS))


def hang(under, quote, text="About these words.", **more):
    return say(voice(), text, thread=under, chosen=Chosen(quote), **more)


def save(editor, body, **others):
    """As the form of the article sends it."""
    told = Article.objects.get(slug="bridge")
    fields = {name: getattr(told, name) for name in ("headline", "slug", "standfirst", "state", "support")}
    fields |= {"section": told.section_id, "author": told.author_id, "body": body}
    fields |= {"published_at_0": "2026-01-02", "published_at_1": "10:00:00"}
    client = Client()  # in the editor's session, and its posts need no token
    client.cookies = editor.client.cookies
    return client.post(f"/admin/articles/article/{told.pk}/change/", fields | others)


def rewrite(text):
    made = Article.objects.get(slug="bridge")
    made.body = text
    made.save()
    revise(made, by=None)
    saved(made)


def body():
    return Article.objects.get(slug="bridge").body


def test_an_editor_is_told_what_would_lose_its_place_and_nothing_is_saved(editor, bridge):
    root = hang(bridge, "closed twice")
    say(voice(), under=root)
    hang(bridge, "Both times")
    page = save(editor, LAST)
    words = page.content.decode()
    assert page.status_code == 200 and "2 comments on “closed twice” will lose their place." in words
    assert "Both times” will" not in words and "Save all the same" in words
    assert body() == FIRST + LAST and "&lt;p&gt;Both times the ferry ran.&lt;/p&gt;" in words
    assert Passage.objects.filter(lost_at=None).count() == 2


def test_all_the_same_it_is_saved(editor, bridge):
    hang(bridge, "closed twice")
    form = save(editor, LAST).context["adminform"].form
    assert save(editor, LAST, all_the_same=form.losses_key).status_code == 302
    assert body() == LAST and Passage.objects.get().lost_at


def test_that_was_said_to_these_losses_and_to_no_others(editor, bridge):
    hang(bridge, "closed twice")
    hang(bridge, "Both times")
    form = save(editor, LAST).context["adminform"].form
    page = save(editor, "<p>Nothing of it is left.</p>", all_the_same=form.losses_key)
    assert page.status_code == 200 and "1 comment on “Both times” will lose its place." in page.content.decode()
    assert body() == FIRST + LAST


def test_where_nothing_is_lost_nobody_is_asked(editor, bridge):
    hang(bridge, "closed twice")
    page = editor.open(f"/admin/articles/article/{bridge.article_id}/change/")
    assert "Save all the same" not in page.html
    assert save(editor, LAST + FIRST).status_code == 302
    assert Passage.objects.get().lost_at is None


def test_nothing_is_asked_about_another_headline(editor, bridge, monkeypatch):
    hang(bridge, "closed twice")
    monkeypatch.setattr(saving, "BEFORE", [lambda *_: pytest.fail("asked")])
    assert save(editor, FIRST + LAST, headline="Another").status_code == 302


def test_what_readers_do_not_see_has_no_place_to_lose(editor, bridge):
    hang(bridge, "closed twice", state=State.HIDDEN)
    assert save(editor, LAST).status_code == 302


def test_a_question_that_nobody_answered_has_one(editor, bridge):
    ask_readers(thread=bridge, chosen=Chosen("closed twice"), by=voice(), question="Were you there?")
    assert "The question to readers on “closed twice” will lose its place." in save(editor, LAST).content.decode()


def test_before_an_earlier_text_comes_back_its_page_says_what_that_costs(editor, bridge):
    save(editor, FIRST)
    hang(bridge, "bridge")
    assert save(editor, FIRST + LAST).status_code == 302
    hang(bridge, "Both times")
    page = editor.open(f"/admin/articles/article/{bridge.article_id}/revisions/2/")
    assert "1 comment on “Both times” will lose its place." in page.words and "“bridge”" not in page.words
    page = editor.open(f"/admin/articles/article/{bridge.article_id}/revisions/3/")
    assert "will lose" not in page.words


def test_to_foretell_takes_two_queries_however_much_hangs_there(bridge, django_assert_num_queries):
    for words in ("The bridge", "closed", "twice", "Both times", "the ferry"):
        hang(bridge, words)
    told = Article.objects.get(slug="bridge")
    with django_assert_num_queries(2):
        assert len(saving.warnings(told, texts_to_be(told, LAST))) == 3


def test_from_the_text_in_the_newsroom_one_comes_to_its_questions(editor, bridge):
    page = editor.open(f"/admin/articles/article/{bridge.article_id}/change/")
    page = page.follow("Ask readers")
    assert page.links("Ask readers about it")[0].get("href").endswith("?block=1")


@pytest.mark.parametrize("fields", [{"feedback": "off"}, {"state": "draft"}])
def test_there_is_nothing_to_ask_where_readers_could_not_answer(editor, bridge, fields):
    Thread.objects.filter(pk=bridge.pk).update(**{name: fields[name] for name in fields if name == "feedback"})
    Article.objects.filter(pk=bridge.article_id).update(**{name: fields[name] for name in fields if name == "state"})
    page = editor.open(f"/admin/articles/article/{bridge.article_id}/change/")
    assert page.links("Ask readers") == []


def test_a_comment_stands_before_its_moderator_below_the_words_that_it_is_about(moderator, bridge):
    comment = hang(bridge, "closed twice")
    reply = say(voice(), "No, once.", under=comment)
    for one in (comment, reply):
        page = moderator.open(f"{COMMENTS}{one.pk}/change/")
        assert page.said(class_="desk-passage")[0].startswith("closed twice")
        assert "On an earlier version" not in page.words


def test_a_moderator_sees_when_the_words_are_gone(moderator, editor, bridge):
    comment = hang(bridge, "closed twice")
    rewrite(LAST)
    page = moderator.open(f"{COMMENTS}{comment.pk}/change/")
    assert "On an earlier version" in page.words and "closed twice" in page.words


def test_the_list_says_what_hangs_on_words_and_shows_that_alone(moderator, bridge):
    hang(bridge, "closed twice", "About the bridge.")
    say(voice(), "About nothing.", thread=bridge)
    page = moderator.open(COMMENTS)
    assert page.said(class_="field-passage_words") == ["-", "closed twice"]
    page = moderator.open(f"{COMMENTS}?on_passage=1")
    assert "About the bridge." in page.words and "About nothing." not in page.words
    rewrite(LAST)
    page = moderator.open(f"{COMMENTS}?on_passage=lost")
    assert page.said(class_="field-passage_words") == ["closed twice, on an earlier version"]


@pytest.mark.parametrize("asked", ["x", "", "2"])
def test_a_nonsense_filter_shows_all(moderator, bridge, asked):
    hang(bridge, "closed twice", "About the bridge.")
    assert "About the bridge." in moderator.open(f"{COMMENTS}?on_passage={asked}").words


def test_the_list_asks_no_more_for_many_passages(moderator, bridge, django_assert_max_num_queries):
    for words in ("The bridge", "closed", "twice", "Both times", "the ferry"):
        hang(bridge, words)
    with django_assert_max_num_queries(20):
        moderator.open(COMMENTS)
