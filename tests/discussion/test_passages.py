"""Passages: who chooses them, what their author does about them, what counts."""

import pytest
from django.db import IntegrityError

from articles.models import Article, Revision
from discussion.models import Event, Passage, State, Thread
from discussion.moderating import ACTS, moderate
from discussion.passages import Chosen, ask_readers, settle
from discussion.permissions import NotAllowed
from discussion.posting import withdraw_comment
from tests.discussion.revised import (
    BODY,
    SECOND,
    THIRD,
    assert_in_place,
    bridge_of,
    may,
    on,
    rewrite,
    shown,
    version,
    where,
)
from tests.discussion.soundness import assert_sound
from tests.factories import article, guest, person, say, thread, voice, vote

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    return bridge_of()


# Choosing


def test_words_of_a_paragraph_are_a_passage(bridge):
    passage = on(bridge, "nobody was late", block=2)
    assert (passage.quote, passage.words) == ("nobody was late",) * 2
    assert (passage.block, passage.place, passage.start) == (2, 1, SECOND.index("nobody"))
    assert (passage.prefix, passage.suffix) == (
        "Both times the ferry ran, and "[-32:],
        " for school or for the market."[:32],
    )
    assert passage.revision == passage.carried_to == Revision.objects.get()
    assert passage.lost_at is None
    bridge.refresh_from_db()
    assert bridge.has_passages


def test_an_article_that_was_never_revised_gets_its_first_revision():
    under = thread(article(body=BODY))
    assert on(under, "nobody was late").revision.number == 1
    assert Article.objects.get(pk=under.article_id).blocks == [1, 2, 3]


def test_tags_do_not_part_a_passage(bridge):
    assert on(bridge, "was closed twice").start == 11


def test_the_same_words_chosen_twice_are_one_passage(bridge):
    first = on(bridge, "nobody was late", block=2)
    assert on(bridge, "nobody was late", start=30) == first
    assert Passage.objects.get().comments.count() == 2


def test_words_that_overlap_are_passages_of_their_own(bridge):
    assert on(bridge, "nobody was late") != on(bridge, "was late for school")


def test_words_that_stand_there_twice_are_told_apart_by_what_stands_beside_them(bridge):
    rewrite(bridge, "The ferry ran at dawn, said one.", "In fog the ferry ran at noon, said another.")
    later = on(bridge, "ferry ran", prefix="In fog the ", suffix=" at noon")
    earlier = on(bridge, "ferry ran", prefix="The ", suffix=" at dawn")
    assert where(later)[0] != where(earlier)[0]
    texts = dict(Revision.objects.latest("number").texts)
    assert texts[later.block].startswith("In fog") and texts[earlier.block].startswith("The ferry")


def test_words_that_stand_in_one_paragraph_twice_are_told_apart_by_their_place(bridge):
    rewrite(bridge, "One boat, one man, one boat.")
    assert on(bridge, "boat", start=23).start == 23
    assert on(bridge, "boat", start=4).start == 4


@pytest.mark.parametrize("quote", ["somebody was late", "", " ", "late for school or for the market. The ferryman"])
def test_words_that_are_not_in_the_text_are_refused(bridge, quote):
    with pytest.raises(NotAllowed, match="not in the text"):
        on(bridge, quote)
    assert not Passage.objects.exists() and not bridge.comments.exists()


def test_a_passage_has_its_length(bridge):
    rewrite(bridge, "x" * 1001)
    with pytest.raises(NotAllowed, match="at most 1000 characters"):
        on(bridge, "x" * 1001)
    assert on(bridge, "x" * 1000).words == "x" * 1000


def test_places_are_counted_in_code_points(bridge):
    rewrite(bridge, "A train 🚆 for 👩‍👧 leaves; الجسر مغلق; 桥关了。")
    for quote in ("👩‍👧 leaves", "مغلق", "关了"):
        passage = on(bridge, quote)
        assert where(passage)[2] == quote
    assert assert_in_place(bridge) == 3


def test_a_reply_has_no_passage_of_its_own(bridge):
    root = say(voice(), thread=bridge)
    with pytest.raises(IntegrityError, match="roots_alone"):
        say(voice(), under=root, chosen=Chosen("nobody was late"))


@pytest.mark.parametrize("state", ["closed", "read_only"])
def test_where_nobody_may_post_nobody_hangs_anything_on_a_passage(bridge, state):
    Thread.objects.update(state=state)
    with pytest.raises(NotAllowed):
        on(bridge, "nobody was late")
    assert not Passage.objects.exists()


# Who chooses


@pytest.mark.parametrize("way", ["the site", "the article"])
@pytest.mark.parametrize(("feedback", "chooses", "joins"), [("off", 0, 0), ("author", 0, 1), ("everyone", 1, 1)])
def test_readers_choose_as_it_is_set(bridge, settings, way, feedback, chooses, joins):
    asked = ask_readers(thread=bridge, chosen=Chosen("the ferry ran"), by=voice(), question="Did it?")
    if way == "the site":
        settings.INLINE_FEEDBACK = feedback
    else:
        settings.INLINE_FEEDBACK = "everyone" if feedback == "off" else "off"
        Thread.objects.update(feedback=feedback)
    assert [may(bridge, Chosen("nobody was late")), may(bridge, Chosen(passage=asked.pk))] == [chooses, joins]
    assert may(bridge, Chosen("the ferry ran")) == joins  # it is there: nothing is chosen anew


def test_nothing_hangs_on_a_passage_of_another_article(bridge):
    elsewhere = on(thread(article(body=BODY)), "nobody was late")
    assert not may(bridge, Chosen(passage=elsewhere.pk)) and not may(bridge, Chosen(passage=10**9))


# What its author does


def test_an_author_asks_readers_about_words_of_his_text(bridge):
    before = version(bridge)
    by = voice(bridge.article.author)
    passage = ask_readers(thread=bridge, chosen=Chosen("the ferry ran"), by=by, question="Did it?", unfolded=True)
    assert (passage.question, passage.asked_by, passage.unfolded) == ("Did it?", by, True)
    assert version(bridge) == before + 1
    assert shown(bridge) == [("the ferry ran", 0)]
    event = Event.objects.get(kind=Event.Kind.ASKED)
    assert (event.by, event.thread, event.reason) == (by, bridge, "Did it?")


def test_a_second_question_takes_the_place_of_the_first_and_an_empty_one_takes_it_back(bridge):
    by = voice()
    for question in ("Did it?", "When?"):
        ask_readers(thread=bridge, chosen=Chosen("the ferry ran"), by=by, question=question)
    assert Passage.objects.get().question == "When?"
    ask_readers(thread=bridge, chosen=Chosen("the ferry ran"), by=by, question="")
    assert shown(bridge) == []


def test_no_question_is_asked_where_there_is_no_feedback_or_no_such_words(bridge):
    with pytest.raises(NotAllowed):
        ask_readers(thread=bridge, chosen=Chosen("no such words"), by=voice(), question="What?")
    Thread.objects.update(feedback="off")
    with pytest.raises(NotAllowed):
        ask_readers(thread=bridge, chosen=Chosen("the ferry ran"), by=voice(), question="Did it?")
    assert not Passage.objects.exists()


def test_an_author_settles_a_passage_and_takes_that_back(bridge):
    passage, by = on(bridge, "nobody was late"), voice(bridge.article.author)
    before = version(bridge)
    settled = settle(passage=passage, by=by, correction="Two children were late.")
    assert settled.correction == "Two children were late." and settled.settled_at
    assert version(bridge) == before + 1
    assert Event.objects.get(kind=Event.Kind.SETTLED).reason == "Two children were late."
    back = settle(passage=passage, by=by, correction="")
    assert (back.correction, back.settled_at) == ("", None)


# What is counted


def test_replies_count_and_what_nobody_may_read_does_not(bridge):
    root = say(voice(), thread=bridge, chosen=Chosen("nobody was late"))
    reply = say(voice(), under=root)
    say(voice(), under=reply)
    say(voice(), thread=bridge, chosen=Chosen("nobody was late"))
    assert shown(bridge) == [("nobody was late", 4)]
    withdraw_comment(comment=reply, by=reply.voice)
    assert shown(bridge) == [("nobody was late", 3)]
    assert_sound()


def test_a_passage_whose_comments_are_all_hidden_is_not_shown(bridge):
    root = say(voice(), thread=bridge, chosen=Chosen("nobody was late"))
    editor = person(is_staff=True, is_superuser=True)
    moderate([root.pk], ACTS["hide"], by=editor, reason="Rude.")
    assert shown(bridge) == []
    moderate([root.pk], ACTS["restore"], by=editor, reason="Not so rude.")
    assert shown(bridge) == [("nobody was late", 1)]


@pytest.mark.parametrize("state", [State.HELD, State.SPAM, State.HIDDEN])
def test_what_waits_shows_no_passage(bridge, state):
    say(voice(), thread=bridge, chosen=Chosen("nobody was late"), state=state)
    assert shown(bridge) == []


def test_the_first_words_of_a_guest_wait_at_their_passage(bridge):
    comment = say(guest(), thread=bridge, chosen=Chosen("nobody was late"))
    assert comment.state != State.PUBLISHED and comment.passage.words == "nobody was late"
    assert shown(bridge) == []


def test_passages_stand_in_the_order_of_the_text_and_the_lost_ones_behind(bridge):
    for quote in ("since the war", "nobody was late", "The bridge", "the ferry ran"):
        on(bridge, quote)
    vote(voice(), bridge.comments.first())
    order = ["The bridge", "the ferry ran", "nobody was late", "since the war"]
    assert [words for words, _count in shown(bridge)] == order
    rewrite(bridge, THIRD, SECOND)
    assert [words for words, _count in shown(bridge)] == [
        "since the war",
        "the ferry ran",
        "nobody was late",
        "The bridge",
    ]
    places = list(Passage.objects.filter(thread=bridge).placed())
    for number, passage in enumerate(places):
        assert list(Passage.objects.filter(thread=bridge).behind(passage.key, passage.pk)) == places[number + 1 :]
