"""What changed from one text to another, as people read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.differences import Run, differences, runs_of, words_changed


def marked(old, new):
    marks = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
    return "".join(marks[run.kind].format(run.text) for run in runs_of(old, new))


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("It came back.", "It came back.", "It came back."),
        ("The ferry came back.", "The old ferry came back.", "The [+old ]ferry came back."),
        ("It will come back.", "It has come back.", "It [-will][+has] come back."),
        ("It was here, at last.", "They were here, at last.", "[-It was][+They were] here, at last."),
        ("About 3,000 barrels", "About 4,000 barrels", "About [-3,000][+4,000] barrels"),
        ("他们昨天说桥关了。", "他们今天说桥关了。", "他们[-昨][+今]天说桥关了。"),
        ("", "New.", "[+New.]"),
    ],
)
def test_changed_words_are_marked(old, new, shown):
    assert marked(old, new) == shown


@given(st.text(), st.text())
def test_both_texts_can_be_read_from_the_marks(old, new):
    runs = runs_of(old, new)
    assert "".join(run.text for run in runs if run.kind != "added") == old
    assert "".join(run.text for run in runs if run.kind != "removed") == new
    assert all(run.text for run in runs) or not old + new


def test_paragraphs_are_paired_by_their_ids():
    old = [(1, "A"), (2, "B"), (3, "The ferry came."), (4, "D")]
    new = [(1, "A"), (5, "New"), (3, "The ferry left."), (4, "D")]
    found = [(one.kind, "".join(run.text for run in one.runs)) for one in differences(old, new)]
    assert found == [
        *[("same", "A"), ("removed", "B"), ("added", "New")],
        *[("changed", "The ferry cameleft."), ("same", "D")],
    ]


def test_of_paragraphs_in_another_order_the_fewest_are_said_to_have_moved():
    old = [(number, str(number)) for number in (1, 2, 3, 4)]
    new = [(number, str(number)) for number in (4, 1, 2, 3)]
    assert [one.runs[0].text for one in differences(old, new) if one.moved] == ["4"]


def test_what_was_removed_at_the_beginning_comes_first():
    assert [one.kind for one in differences([(1, "A"), (2, "B")], [(2, "B")])] == ["removed", "same"]


IDS = st.lists(st.integers(1, 12), unique=True)


@given(IDS, IDS)
def test_every_paragraph_of_both_is_shown_once(old, new):
    shown = differences([(one, str(one)) for one in old], [(one, str(one)) for one in new])
    texts = [one.runs[0].text for one in shown]
    assert sorted(texts) == sorted(map(str, {*old, *new}))
    assert [text for text in texts if int(text) in new] == list(map(str, new))
    in_place = [int(one.runs[0].text) for one in shown if one.kind == "same" and not one.moved]
    assert in_place == [number for number in old if number in in_place]


def test_words_are_counted():
    old = [(1, "The ferry came back."), (2, "Gone."), (3, "这是桥")]
    new = [(3, "这是旧桥"), (1, "The old ferry came home at last.")]
    assert words_changed(old, new) == (5, 2)


def test_a_paragraph_that_is_too_long_to_compare_is_shown_as_replaced():
    old, new = "a " * 5_000, "a " * 5_000 + "b"
    assert runs_of(old, new) == [Run("removed", old), Run("added", new)]
