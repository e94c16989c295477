"""Texts get revisions, and their blocks ids."""

import pytest
from django.db import transaction

from articles.blocks import blocks_of
from articles.models import Article, Revision
from articles.revising import restore, revise
from tests.factories import article, person

pytestmark = pytest.mark.django_db

BODY = "<p>Nobody expected the ferry.</p><h2>What was said</h2><ul><li><p>Goodbye.</p></li><li>Hello.</li></ul>"


@pytest.fixture
def elin():
    return person("elin")


@pytest.fixture
def told():
    return article(body=BODY)


def write(article, body, by=None):
    article.body = body
    article.save()
    return revise(article, by=by)


def as_saved(article):
    """Its columns in the database; the object that was revised has the same."""
    saved = Article.objects.get(pk=article.pk)
    assert (article.blocks, article.block_count) == (saved.blocks, saved.block_count)
    return saved.blocks, saved.block_count


def test_the_first_revision_gives_the_ids_that_the_blocks_had_anyway(told, elin):
    assert (told.blocks, told.block_ids) == ([], [1, 2, 3, 4])
    first = revise(told, by=elin)
    assert (first.number, first.by, first.body, first.restored_from) == (1, elin, BODY, None)
    assert first.blocks == told.block_ids == [1, 2, 3, 4]
    assert first.texts == list(enumerate([block.text for block in blocks_of(BODY)], 1))
    assert as_saved(told) == ([1, 2, 3, 4], 4)


def test_a_text_without_blocks_has_no_ids(elin):
    assert revise(article(body="Words of no block."), by=elin).blocks == []


def test_only_a_changed_text_is_a_new_revision(told, elin):
    first = revise(told, by=elin)
    told.headline = "Another"
    told.save()
    assert revise(told, by=person()) == revise(told, by=None) == first
    assert told.revisions.get().by == elin


def test_blocks_keep_their_ids_and_new_ones_get_new_ids(told, elin):
    revise(told, by=elin)
    second = write(told, BODY.replace("<h2>", "<p>It came back in June.</p><h2>").replace("expected", "expects"), elin)
    assert (second.number, second.blocks) == (2, [1, 5, 2, 3, 4])
    assert (second.words_added, second.words_removed) == (6, 1)
    assert as_saved(told) == ([1, 5, 2, 3, 4], 5)


def test_an_id_is_never_given_again(told, elin):
    revise(told, by=elin)
    write(told, BODY.replace("<li>Hello.</li>", ""), elin)
    third = write(told, BODY.replace("Hello.", "An answer that nobody gave before."), elin)
    assert third.blocks == [1, 2, 3, 5]


def test_an_object_that_was_read_long_ago_takes_nothing_back(told, elin):
    stale = Article.objects.get(pk=told.pk)
    write(told, BODY + "<p>More was said.</p>", elin)
    revise(stale, by=elin)
    assert as_saved(stale) == ([1, 2, 3, 4, 5], 5)


def test_the_text_that_counts_is_the_saved_one(told, elin):
    told.body = "<p>Not saved.</p>"
    assert revise(told, by=elin).body == BODY


def test_asked_before_a_text_is_replaced_it_keeps_the_text(told, elin):
    told.body = "<p>Something else.</p>"
    revise(told, by=None)
    told.save()
    revise(told, by=elin)
    assert [(one.body, one.by) for one in told.revisions.order_by("number")] == [(BODY, None), (told.body, elin)]


def test_restored_a_text_reads_as_it_did_and_its_blocks_have_their_ids_again(told, elin):
    first = revise(told, by=elin)
    write(told, "<p>Nobody expected the ferry at all.</p><p>A wholly different end.</p>", elin)
    robin = person("robin")
    third = restore(first, by=robin)
    assert (third.number, third.by, third.restored_from, third.body) == (3, robin, 1, BODY)
    assert third.blocks == [1, 2, 3, 4]
    assert (third.article.body, third.article.blocks, third.article.block_count) == (BODY, [1, 2, 3, 4], 5)
    assert Article.objects.get(pk=told.pk).body == BODY


def test_to_restore_what_stands_changes_nothing(told, elin):
    first = revise(told, by=elin)
    assert restore(first, by=person()) == first
    assert Revision.objects.count() == 1


def test_what_nobody_had_kept_is_kept_before_another_text_is_restored(told, elin):
    first = revise(told, by=elin)
    Article.objects.filter(pk=told.pk).update(body="<p>Written in the shell.</p>")
    restore(first, by=elin)
    bodies = told.revisions.order_by("number").values_list("body", "by__handle")
    assert list(bodies) == [(BODY, "elin"), ("<p>Written in the shell.</p>", None), (BODY, "elin")]


def test_a_revision_that_is_rolled_back_gives_no_ids(told, elin):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        revise(told, by=elin)
        raise ZeroDivisionError
    assert Article.objects.get(pk=told.pk).block_count == Revision.objects.count() == 0


def test_articles_have_histories_of_their_own(told, elin):
    other = article(body=BODY)
    write(told, BODY, elin)
    assert (revise(other, by=elin).number, other.revisions.count()) == (1, 1)
