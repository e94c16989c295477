"""On made-up edits of which is known what became of each character. `bin/bench anchors` does it with many more."""

from collections import Counter

import pytest

from bench.anchors import all_cases, judged


@pytest.fixture(scope="module")
def chosen():
    return [case for seed in range(101, 105) for case in all_cases(seed, passages=20)]


def share_right(verdicts):
    counts = Counter(verdicts)
    assert counts["wrong"] == counts["invented"] == 0
    return counts["right"] / (counts["right"] + counts["near"] + counts["orphaned"])


def test_nearly_all_that_survives_is_found_and_nothing_at_a_wrong_place(chosen):
    assert len(chosen) == 960
    assert share_right(judged(chosen, "matched")) >= 0.97


def test_what_the_blocks_are_named_changes_nothing(chosen):
    assert list(judged(chosen, "mixed")) == list(judged(chosen, "matched"))
