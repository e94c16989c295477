"""What is told before a text is saved: just what its blocks come to be."""

import pytest

from articles import saving
from articles.models import Article
from articles.revising import revise, texts_to_be
from articles.saving import warnings
from tests.factories import article

pytestmark = pytest.mark.django_db

ONE, TWO = "<p>Nobody expected the ferry.</p>", "<p>It came back in June, and nobody knows why.</p>"
LATER = (ONE, TWO + ONE, ONE + "<p>New.</p>" + TWO, TWO.replace("June", "July"), "<p>Other.</p>")


@pytest.fixture
def told():
    made = article(body=ONE + TWO)
    revise(made, by=None)
    return Article.objects.get(pk=made.pk)


def written(made, body):
    Article.objects.filter(pk=made.pk).update(body=body)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("body", LATER)
def test_the_blocks_are_told_just_as_they_come_to_be(told, body):
    foretold = texts_to_be(told, body)
    assert foretold == revise(written(told, body), by=None).texts


@pytest.mark.parametrize("body", [ONE + TWO, TWO + "<p>And it stayed.</p>" + ONE])
def test_they_are_of_a_text_that_has_no_revision_yet(body):
    made = article(body=ONE + TWO)
    foretold = texts_to_be(made, body)
    revise(made, by=None)
    assert foretold == revise(written(made, body), by=None).texts


def test_they_are_where_the_text_was_written_past_the_newsroom(told):
    written(told, ONE + "<p>Between the two of them.</p>" + TWO)
    body = TWO + "<p>And one more here, at the end.</p>"
    foretold = texts_to_be(told, body)
    revise(told, by=None)
    assert foretold == revise(written(told, body), by=None).texts


def test_to_foretell_writes_nothing_and_asks_once(told, django_assert_num_queries):
    with django_assert_num_queries(1):
        texts_to_be(told, TWO)


def test_all_that_others_have_to_say_is_said(told, monkeypatch):
    heard = []
    monkeypatch.setattr(
        saving, "BEFORE", [lambda *given: heard.append(given) or ["One."], lambda *_: ["Two.", "Three."]]
    )
    assert warnings(told, [(1, "Words.")]) == ["One.", "Two.", "Three."]
    assert heard == [(told, [(1, "Words.")])]
