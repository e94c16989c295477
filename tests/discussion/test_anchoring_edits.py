"""On made-up edits of which is known what became of each character. `bin/bench anchors` does it with many more."""

from collections import Counter

import pytest

from bench.anchors import all_cases, judged


@pytest.fixture(scope="module")
def chosen():
    return [case for seed in (101, 102) for case in all_cases(seed, passages=20)]


def share_right(verdicts):
    counts = Counter(verdicts)
    assert counts["wrong"] == counts["invented"] == 0
    return counts["right"] / (counts["right"] + counts["near"] + counts["orphaned"])


def test_nearly_all_that_survives_is_found_and_nothing_at_a_wrong_place(chosen):
    assert len(chosen) > 400
    assert share_right(judged(chosen, "kept", known=True)) >= 0.97


def test_most_is_found_also_where_no_block_was_recognized(chosen):
    assert share_right(judged(chosen, "new", known=True)) >= 0.93


def test_most_is_found_also_where_the_earlier_texts_are_not_at_hand(chosen):
    assert share_right(judged(chosen, "kept", known=False)) >= 0.9
