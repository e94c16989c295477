"""Which block of a text is which block of the text before."""

from hypothesis import given
from hypothesis import strategies as st

from articles.matching import match

LONG = (
    "The ferry was sold in March, and nobody on the island expected to see it again before the winter. "
    "Its captain had packed the lamp of the bridge into a box."
)
FIRST, SECOND = LONG.split(". ", 1)
OTHER = "At the harbour office a clerk counts the barrels every evening and writes their number into a red book."


def ids(old, new):
    return match(list(enumerate(old, 1)), new, len(old) + 1)


def test_a_text_that_did_not_change_keeps_every_id():
    assert ids(["A", "B", "C"], ["A", "B", "C"]) == [1, 2, 3]


def test_a_new_block_gets_an_id_that_none_ever_had():
    assert match([(3, "A"), (9, "B")], ["A", "Something else.", "B"], 12) == [3, 12, 9]


def test_a_moved_block_keeps_its_id():
    assert ids(["A", "B", "C", "D"], ["D", "A", "C", "B"]) == [4, 1, 3, 2]


def test_a_changed_block_keeps_its_id():
    assert ids(["A", LONG, "B"], ["A", LONG.replace("March", "a hard April").replace("lamp", "bell"), "B"]) == [1, 2, 3]


def test_a_block_that_was_changed_and_moved_keeps_its_id():
    assert ids([LONG, "A", OTHER], [OTHER.replace("red", "blue"), "A", LONG.replace("box", "bag")]) == [3, 2, 1]


def test_a_rewritten_block_is_a_new_one():
    assert ids(["A", LONG, "B"], ["A", OTHER, "B"]) == [1, 4, 3]


def test_the_larger_part_of_a_split_block_keeps_its_id():
    assert len(FIRST) > len(SECOND)
    assert ids(["A", LONG, "B"], ["A", FIRST, SECOND, "B"]) == [1, 2, 4, 3]
    assert ids(["A", LONG, "B"], ["A", SECOND, FIRST, "B"]) == [1, 4, 2, 3]


def test_a_small_part_that_is_left_keeps_the_id_if_the_rest_is_gone():
    assert ids([f"{OTHER} {LONG}"], [SECOND, "Another."]) == [1, 2]


def test_merged_blocks_have_the_id_of_the_one_that_gave_most():
    assert ids(["A", FIRST, SECOND, "B"], ["A", LONG, "B"]) == [1, 2, 4]
    assert ids([SECOND, FIRST], [f"{SECOND} {FIRST}"]) == [2]


def test_a_heading_of_which_one_letter_was_wrong_keeps_its_id():
    assert ids(["Concluson", LONG], ["Conclusion", LONG]) == [1, 2]


def test_a_few_words_are_not_found_again_in_a_long_paragraph():
    assert ids(["The box", "A"], [LONG, "A"]) == [3, 2]


def test_equal_blocks_keep_their_order():
    assert ids(["A", "–", "B", "–"], ["B", "–", "A", "–"]) == [3, 2, 1, 4]


def test_of_equal_blocks_that_is_gone_whose_neighbours_are_gone():
    assert ids(["A", "–", "B", "–", "C"], ["A", "B", "–", "C"]) == [1, 3, 4, 5]
    assert ids(["A", "–", "B", "–", "C", "–"], ["–", "A", "C", "–"]) == [2, 1, 5, 6]


def test_of_equal_blocks_that_is_new_which_has_new_neighbours():
    assert ids(["A", "–", "B"], ["New.", "–", "Newer.", "A", "–", "B"]) == [4, 5, 6, 1, 2, 3]


def test_spaces_are_no_change():
    assert ids(["A  b\n c", "D"], ["D", " A b c"]) == [2, 1]


def test_chinese_is_compared_by_its_characters():
    old = "渡轮在三月被卖掉，岛上没有人想到冬天之前还会再见到它。船长把桥上的灯装进了箱子。"
    new = "渡轮在四月被卖掉，岛上没有人想到夏天之前还会再见到它。船长把桥上的灯装进了袋子。"
    assert ids(["A", old], [new, "A"]) == [2, 1]
    other = "港口办公室的职员每天晚上数木桶，并把数目写进一本红色的账簿里，从不缺席。"
    assert ids(["A", old], [other, "A"]) == [3, 1]


WORDS = st.sampled_from(["the", "of", "a", "ferry", "island", "captain", "lamp", "box", "harbour", "–", "渡", "轮"])
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), max_size=12)


@given(TEXTS, TEXTS)
def test_every_block_has_one_id_and_no_two_the_same(old, new):
    given_ids = ids(old, new)
    assert len(given_ids) == len(set(given_ids)) == len(new)
    fresh = sorted(number for number in given_ids if number > len(old))
    assert fresh == list(range(len(old) + 1, len(old) + 1 + len(fresh)))
    assert given_ids == ids(old, new)


@given(TEXTS, TEXTS)
def test_as_many_equal_blocks_as_both_have_keep_their_ids_in_order(old, new):
    given_ids = ids(old, new)
    for text in set(old) & set(new):
        kept = [
            number
            for number, now in zip(given_ids, new, strict=True)
            if now == text and number <= len(old) and old[number - 1] == text
        ]
        assert len(kept) == min(old.count(text), new.count(text))
        assert kept == sorted(kept)


@given(
    st.lists(TEXTS.filter(bool).map(" ".join), unique=True, max_size=12).flatmap(
        lambda texts: st.tuples(st.just(texts), st.permutations(texts))
    )
)
def test_whatever_is_moved_keeps_its_id(both):
    old, new = both
    assert ids(old, new) == [old.index(text) + 1 for text in new]


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=12), TEXTS, st.randoms())
def test_what_nobody_touched_keeps_its_id(numbers, others, random):
    old = [f"Paragraph {number}." for number in numbers]
    new = [text for text in old if random.random() < 0.7]
    kept = set(new)
    for text in others:
        new.insert(random.randrange(len(new) + 1), text)
    found = dict(zip(new, ids(old, new), strict=True))
    assert all(found[text] == old.index(text) + 1 for text in kept)
