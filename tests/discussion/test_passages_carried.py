"""Passages in a text that is revised."""

import pytest

from articles.models import Revision
from articles.revising import restore
from articles.saving import saved
from discussion.models import Passage, Thread
from discussion.passages import Chosen, carry_passages, losses
from discussion.posting import withdraw_comment
from tests.discussion.revised import (
    BODY,
    FIRST,
    SECOND,
    THIRD,
    assert_in_place,
    bridge_of,
    fresh,
    may,
    on,
    rewrite,
    version,
    where,
)
from tests.factories import article, say, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def bridge():
    return bridge_of()


def test_a_passage_stays_where_it_is_while_nothing_there_changes(bridge):
    passage = on(bridge, "nobody was late")
    before = where(passage)
    rewrite(bridge, FIRST, SECOND, "The ferryman has burned his book.")
    assert where(passage) == before
    assert fresh(passage).carried_to.number == 2 and fresh(passage).revision.number == 1


def test_a_passage_moves_with_what_is_written_before_it(bridge):
    passage = on(bridge, "nobody was late")
    rewrite(bridge, FIRST, f"It is said that {SECOND[0].lower()}{SECOND[1:]}", THIRD)
    assert where(passage) == (2, SECOND.index("nobody") + 16, "nobody was late")


def test_a_passage_moves_with_its_paragraph(bridge):
    passage = on(bridge, "nobody was late")
    rewrite(bridge, SECOND, FIRST, THIRD)
    assert where(passage) == (2, SECOND.index("nobody"), "nobody was late")
    assert fresh(passage).place == 0


def test_a_passage_is_lost_with_its_paragraph_and_found_when_that_is_restored(bridge):
    passage = on(bridge, "nobody was late")
    rewrite(bridge, FIRST, THIRD)
    lost = fresh(passage)
    assert lost.lost_at and lost.quote == "nobody was late" and lost.revision.number == 1
    again = restore(Revision.objects.get(number=1), by=None)
    saved(again.article)
    assert fresh(passage).lost_at is None
    assert where(passage) == (2, SECOND.index("nobody"), "nobody was late")
    assert assert_in_place(bridge) == 1


def test_a_passage_that_was_lost_keeps_the_time_of_that(bridge):
    passage = on(bridge, "nobody was late")
    rewrite(bridge, FIRST, THIRD)
    lost_at = fresh(passage).lost_at
    rewrite(bridge, FIRST)
    assert fresh(passage).lost_at == lost_at and fresh(passage).carried_to.number == 1  # the last that had it


def test_what_hangs_on_a_lost_passage_can_be_joined(bridge):
    passage = on(bridge, "nobody was late")
    rewrite(bridge, FIRST, THIRD)
    assert may(bridge, Chosen(passage=passage.pk))


def test_the_same_words_chosen_after_they_were_lost_are_another_passage(bridge):
    passage = on(bridge, "nobody was late")
    rewrite(bridge, FIRST, THIRD)
    rewrite(bridge, FIRST, THIRD, "A sailor swears that nobody was late, whatever the owl said of it.")
    assert assert_in_place(bridge) == Passage.objects.filter(lost_at=None).count()
    assert on(bridge, "nobody was late").pk != passage.pk or fresh(passage).lost_at is None


def test_saving_the_same_text_again_changes_nothing(bridge):
    passage = on(bridge, "nobody was late")
    rewrite(bridge, SECOND, FIRST, THIRD)
    before = Passage.objects.values().get(), version(bridge)
    carry_passages(bridge.article)
    rewrite(bridge, SECOND, FIRST, THIRD)
    assert (Passage.objects.values().get(), version(bridge)) == before
    assert where(passage)[2] == "nobody was late"


def test_a_new_text_is_a_new_version_of_the_thread_only_where_a_passage_hangs(bridge):
    before = version(bridge)
    rewrite(bridge, FIRST, THIRD)
    assert version(bridge) == before
    on(bridge, "since the war")
    before = version(bridge)
    rewrite(bridge, THIRD, FIRST)
    assert version(bridge) == before + 1


def test_an_article_without_a_thread_is_saved(bridge):
    made = article(body=BODY)
    carry_passages(made)
    assert Thread.objects.get(article=made).version == 0


def test_an_editor_learns_which_passages_would_be_lost(bridge):
    on(bridge, "nobody was late")
    kept = on(bridge, "since the war")
    hidden = say(voice(), thread=bridge, chosen=Chosen("closed twice"))
    withdraw_comment(comment=hidden, by=hidden.voice)
    assert [passage.words for passage in losses(bridge.article, [(3, THIRD)])] == ["nobody was late"]
    assert losses(bridge.article, Revision.objects.get().texts) == []
    assert where(kept)[0] == 3
