"""Comments that hang on passages of an article, from the pages that readers have before them, without script."""

import re

import pytest

from discussion.models import Comment, Passage, Thread, Voice
from discussion.passages import Chosen
from tests.discussion.revised import bridge_of, on, rewrite
from tests.factories import person, say, voice
from tests.pages.guests import GUS, in_no_hurry
from tests.pages.reading import Visitor, words_of

pytestmark = pytest.mark.django_db

BRIDGE = "/articles/bridge/"
PASSAGES = f"{BRIDGE}passages/"
FIRST = "The bridge was <em>closed</em> twice."
SECOND = "Both times the ferry ran, and nobody was late."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
TEXT, WORDS = "What would you add?", "The words that you mean"
QUESTION, CORRECTION = "Your question to readers (optional)", "What was corrected (optional)"


@pytest.fixture
def bridge():
    return bridge_of(BODY)


@pytest.fixture
def ben():
    return Visitor(person("ben"))


def headings(page):
    return [words_of(page.one("h3", of=head)) for head in page.all(class_="passage-head")]


# Commenting


def test_a_reader_comments_on_a_part_of_a_paragraph(bridge, ben):
    page = ben.open(BRIDGE)
    assert len(page.links("Comment on this paragraph")) == 2
    page = ben.open(page.links("Comment on this paragraph")[1].get("href"))
    assert page.text_in(WORDS) == SECOND
    page = page.press("Post comment", {WORDS: "nobody was late", TEXT: "I was."})
    assert page.answers == [303, 200]
    passage = Passage.objects.get()
    assert (passage.quote, passage.block, passage.start) == ("nobody was late", 2, 30)
    assert Comment.objects.get().passage == passage
    html = ben.open(BRIDGE).html
    assert f'<mark class="passage" data-passage="{passage.pk}">nobody was late</mark>' in html
    assert f'href="#passage-{passage.pk}" aria-label="1 comment on this passage"' in html


def test_a_reader_chooses_a_paragraph_on_a_page_of_all_of_them(bridge, ben):
    page = ben.open(PASSAGES)
    assert (page.status, page.heading) == (200, "Choose a paragraph")
    assert "The bridge was closed twice." in page.words and SECOND in page.words
    assert not page.links("Ask readers about it")
    second = page.links("Comment on this paragraph")[1].get("href")
    assert ben.open(f"{PASSAGES}{second}").text_in(WORDS) == SECOND


@pytest.mark.parametrize(
    ("words", "status", "why"),
    [("somebody was late", 403, "These words are not in the text"), (" ", 422, "Which words do you mean?")],
)
def test_words_that_are_not_there_are_refused_and_the_text_is_kept(bridge, ben, words, status, why):
    page = ben.open(f"{PASSAGES}?block=2").press("Post comment", {WORDS: words, TEXT: "I was."})
    assert page.status == status and why in page.words
    assert (page.text_in(WORDS).strip(), page.text_in(TEXT)) == (words.strip(), "I was.")
    assert not Comment.objects.exists()
    page = page.press("Post comment", {WORDS: "nobody was late"})
    assert page.answers == [303, 200] and Comment.objects.get().source == "I was."


def test_a_text_that_is_missing_is_asked_for_and_the_words_are_kept(bridge, ben):
    page = ben.open(f"{PASSAGES}?block=2").press("Post comment", {WORDS: "nobody was late", TEXT: " "})
    assert page.status == 422 and "Write something first." in page.words
    assert page.text_in(WORDS) == "nobody was late"


def test_a_preview_keeps_the_words(bridge, ben):
    page = ben.open(f"{PASSAGES}?block=2").press("Preview", {WORDS: "nobody was late", TEXT: "*I* was."})
    assert page.status == 200 and "<em>I</em> was." in page.html
    assert (page.text_in(WORDS), page.text_in(TEXT)) == ("nobody was late", "*I* was.")
    assert page.press("Post comment").answers == [303, 200]
    assert Passage.objects.get().words == "nobody was late"


def test_a_guest_is_asked_for_his_name_and_keeps_his_words(bridge):
    Thread.objects.update(guests="yes")
    visitor = Visitor()
    page = visitor.open(f"{PASSAGES}?block=2")
    page = page.press("Post comment", {WORDS: "nobody was late", TEXT: "I was."})
    assert (page.text_in(WORDS), page.text_in(TEXT)) == ("nobody was late", "I was.")
    in_no_hurry(page).press("Post comment", GUS)
    comment = Comment.objects.get()
    assert comment.passage.words == "nobody was late" and comment.voice == Voice.objects.get(user=None)
    assert "passage-box" not in Visitor().open(BRIDGE).html  # it waits


def test_another_guest_joins_a_passage(bridge):
    Thread.objects.update(guests="yes")
    passage = on(bridge, "nobody was late")
    page = Visitor().open(f"{PASSAGES}{passage.pk}/comments")
    assert page.said(tag="blockquote") == ["nobody was late"]
    page = page.press("Post comment", {TEXT: "So was I."})
    assert page.said(tag="blockquote") == ["nobody was late"] and page.text_in(TEXT) == "So was I."
    in_no_hurry(page).press("Post comment", GUS)
    assert Comment.objects.get(source="So was I.").passage == passage


def test_a_reader_joins_a_passage(bridge, ben):
    passage = on(bridge, "nobody was late")
    page = ben.open(BRIDGE).follow("Comment on this passage")
    assert page.said(tag="blockquote") == ["nobody was late"]
    page = page.press("Post comment", {TEXT: "So was I."})
    assert page.answers == [303, 200]
    assert Comment.objects.get(source="So was I.").passage == passage
    assert page.all("a", class_="on-passage")[0].get("href") == f"{BRIDGE}#passage-{passage.pk}"


# Reading


def test_the_list_goes_by_passages_in_the_order_of_the_text(bridge):
    for quote, text in (("nobody was late", "Later."), ("The bridge", "Earlier."), ("nobody was late", "Again.")):
        say(voice(), text, thread=bridge, chosen=Chosen(quote))
    say(voice(), "On nothing.", thread=bridge)
    page = Visitor().open(BRIDGE).follow("Inline feedbacks")
    assert headings(page) == ["“The bridge”", "“nobody was late”"]
    assert page.said(class_="c-body") == ["Earlier.", "Again.", "Later."]
    assert len(page.links("View all 2 comments on this passage")) == 1
    page = page.follow("View all comments", of=page.one("nav", class_="tools"))
    assert "On nothing." in page.words and page.address == f"{BRIDGE}#discussion"


def test_what_is_lost_stands_last_with_its_own_words(bridge):
    on(bridge, "The bridge"), on(bridge, "nobody was late")
    rewrite(bridge, SECOND)
    visitor = Visitor()
    page = visitor.open(f"{BRIDGE}?feedback=1")
    assert headings(page) == ["“nobody was late”", "On an earlier version: “The bridge”"]
    lost = Passage.objects.get(words="The bridge")
    page = page.follow("On an earlier version: “The bridge”")
    assert page.address == f"{PASSAGES}{lost.pk}/" and page.said(tag="blockquote") == ["The bridge"]
    page = page.follow("Read that version")
    assert page.address == f"{BRIDGE}versions/1/#p-1" and "The bridge was closed twice." in page.words
    assert page.one(id="p-1") is not None
    assert page.follow("Read it as it is now").address == BRIDGE


def test_no_passage_is_repeated_or_missed_on_the_pages_of_the_list(ben):
    words = [f"Words{number}x" for number in range(23)]
    bridge = bridge_of("".join(f"<p>Here are {one} and more.</p>" for one in words))
    for one in [*words[::2], *words[1::2]]:
        on(bridge, one)
    page, read = ben.open(f"{BRIDGE}?feedback=1"), []
    while True:
        read += headings(page)
        assert len(headings(page)) <= 10
        if not page.links("More passages"):
            break
        page = page.follow("More passages")
    assert read == [f"“{one}”" for one in words]


def test_a_passage_has_a_page_with_all_that_hangs_there(bridge, ben):
    passage = on(bridge, "nobody was late")
    for number in range(23):
        say(voice(), f"Comment {number}.", thread=bridge, chosen=Chosen("nobody was late"))
    say(voice(), "Elsewhere.", thread=bridge)
    page = ben.open(f"{PASSAGES}{passage.pk}/?sort=oldest")
    assert page.status == 200 and page.said(class_="c-body")[1] == "Comment 0."
    assert [link.get("aria-current") for link in page.all("a", of=page.one("nav", class_="tools"))].count("true") == 1
    more = page.follow("More comments")
    said = [*page.said(class_="c-body"), *more.said(class_="c-body")]
    assert len(said) == len(set(said)) == 24 and "Elsewhere." not in said
    assert page.follow("Newest").said(class_="c-body")[0] == "Comment 22."
    assert page.link("See it in the text").get("href") == f"{BRIDGE}#passage-{passage.pk}"


def test_the_text_with_its_passages_is_the_same_for_two_readers(bridge):
    on(bridge, "nobody was late")
    guest, reader, other = Visitor(), Visitor(person()), Visitor(person())
    prose = {
        re.search(r'<div class="prose".*?</div>', one.open(BRIDGE).html, re.DOTALL)[0] for one in (guest, reader, other)
    }
    assert len(prose) == 1 and "passage-box" in prose.pop()


# What its author does


def test_an_author_asks_and_readers_see_it(bridge):
    author, reader = Visitor(bridge.article.author), Visitor(person())
    page = author.open(PASSAGES)
    page = author.open(page.links("Ask readers about it")[1].get("href"))
    assert page.text_in(WORDS) == SECOND
    page = page.press("Ask", {WORDS: "nobody was late", QUESTION: "Were you?"})
    assert page.answers == [303, 200] and page.address.startswith(f"{BRIDGE}#passage-")
    page = reader.open(BRIDGE)
    assert page.said(class_="question") == ["Were you?"]
    assert len(page.links("A question about this passage")) == 1
    page = page.follow("Comment on this passage").press("Post comment", {TEXT: "Never."})
    assert page.answers == [303, 200]


def test_a_question_about_words_that_are_not_there_comes_back(bridge):
    page = Visitor(bridge.article.author).open(f"{PASSAGES}question?block=2")
    page = page.press("Ask", {WORDS: "somebody", QUESTION: "Who?"})
    assert page.status == 403 and "These words are not in the text" in page.words
    assert page.text_in(QUESTION) == "Who?"


def test_an_author_settles_a_passage(bridge):
    passage = on(bridge, "nobody was late")
    page = Visitor(bridge.article.author).open(f"{PASSAGES}{passage.pk}/")
    page = page.press("Settle", {CORRECTION: "Two were late."})
    assert page.answers == [303, 200] and "Two were late." in page.words
    assert "Two were late." in Visitor().open(BRIDGE).words
    page = page.press("Settle", {CORRECTION: ""})
    assert "Two were late." not in Visitor().open(BRIDGE).words


def test_nobody_else_asks_or_settles(bridge, ben):
    passage = on(bridge, "nobody was late")
    assert not ben.open(f"{PASSAGES}{passage.pk}/").buttons("Settle")
    assert ben.open(f"{PASSAGES}question?block=2").status == 403
    token = {"csrfmiddlewaretoken": ben.client.cookies["csrf"].value}
    for address in ("question", f"{passage.pk}/settlement"):
        posted = {"quote": "late", "question": "?", "correction": "None.", **token}
        assert ben.client.post(f"{PASSAGES}{address}", posted).status_code == 403
    assert Passage.objects.get().correction == ""
    stranger = Visitor().open(f"{PASSAGES}question?block=2")
    assert stranger.address.startswith("/accounts/login/")


def test_an_editor_answers_for_all_articles(bridge):
    editor = Visitor(person(is_staff=True, is_superuser=True))
    assert editor.open(f"{PASSAGES}question?block=2").status == 200
