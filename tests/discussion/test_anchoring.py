import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench.anchors import monotonous
from discussion.anchoring import Anchor, Text, anchor_at, carry, find

BRIDGE = "The bridge was closed on Monday. Nobody had told the village, which waited for its letters. It opens in May."
RIVER = "The river had risen for nine days before anybody measured it, and it fell again in one night."
BEFORE = [Text(1, "A bridge"), Text(2, BRIDGE), Text(3, RIVER)]

words = st.text(
    alphabet=st.sampled_from("ab \n\xa0,.“\u0301字的🇹🇷👩\u200dب") | st.characters(codec="utf-8"), max_size=120
)
repetitive = st.text(alphabet="ab ", max_size=60)
some_words = words | repetitive


@st.composite
def texts(draw, least=0):
    found = draw(st.lists(some_words, min_size=least, max_size=6))
    ids = draw(st.lists(st.integers(1, 50), min_size=len(found), max_size=len(found), unique=True))
    return [Text(id, said) for id, said in zip(ids, found, strict=True)]


@st.composite
def passages(draw):
    some = draw(texts(least=1).filter(lambda some: any(text.words.strip() for text in some)))
    text = draw(st.sampled_from([text for text in some if text.words.strip()]))
    start = draw(st.integers(0, len(text.words) - 1).filter(lambda start: text.words[start:].strip()))
    ends = [end for end in range(start + 1, len(text.words) + 1) if text.words[start:end].strip()]
    return some, anchor_at(text, start, draw(st.sampled_from(ends)))


def anchor(quote, text=BEFORE[1]):
    start = text.words.index(quote)
    return anchor_at(text, start, start + len(quote))


def carried(quote, *after, before=BEFORE):
    found = carry(anchor(quote), [Text(id, said) for id, said in after], before=before)
    return found and (found.block, found.quote)


def test_an_anchor_keeps_what_stands_beside_it():
    found = anchor("Nobody had told the village")
    assert found.prefix == "he bridge was closed on Monday. " and len(found.prefix) == 32
    assert found.suffix == ", which waited for its letters. "
    assert BRIDGE[found.start : found.end] == found.quote


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3), (0, len(BRIDGE) + 1), (3, 4)])
def test_no_anchor_where_nothing_stands(start, end):
    with pytest.raises(ValueError, match=r"place|spaces"):
        anchor_at(BEFORE[1], start, end)


def test_what_a_browser_says_is_found_though_its_spaces_differ():
    text = Text(1, "It is 20\xa0km to the\n  bridge")
    assert find("20 km to the bridge", texts=[text]).quote == "20\xa0km to the\n  bridge"
    assert find(" 20 km to the bridge\n", texts=[text]).start == 6
    assert find("21 km", texts=[text]) is None
    assert find("  ", texts=[text]) is None


def test_of_several_the_one_whose_surroundings_fit_then_the_block_then_the_nearest():
    both = [Text(1, "one bridge, two bridges"), Text(2, "a bridge")]
    assert find("bridge", prefix="two ", texts=both).start == 16
    assert find("bridge", block=2, texts=both).block == 2
    assert find("bridge", block=1, start=15, texts=both).start == 16


def test_a_passage_is_found_where_words_of_it_were_changed():
    after = BRIDGE.replace("told the village", "informed the village").replace("Monday", "Sunday")
    assert carried("Nobody had told the village, which waited", (2, after)) == (
        2,
        "Nobody had informed the village, which waited",
    )


def test_a_passage_goes_with_its_paragraph_and_with_the_half_that_it_is_in():
    first, second = BRIDGE[:33], BRIDGE[33:]
    assert carried("Nobody had told the village", (9, RIVER), (8, BRIDGE)) == (8, "Nobody had told the village")
    assert carried("which waited for its letters", (2, first), (7, second)) == (7, "which waited for its letters")


def test_a_passage_that_was_deleted_is_orphaned():
    assert carried("Nobody had told the village", (2, "The bridge was closed. It opens in May."), (3, RIVER)) is None


def test_a_common_word_elsewhere_is_not_the_passage():
    assert carried("Nobody", (2, "The bridge was closed."), (5, "Nobody came.")) is None
    assert carried("The", (3, RIVER)) is None


def test_a_sentence_that_is_said_twice_is_orphaned_rather_than_guessed():
    assert carried("Nobody had told the village", (8, BRIDGE), (9, BRIDGE)) is None
    assert carried("Nobody had told the village", (8, BRIDGE), (2, BRIDGE)) is None


def test_a_sentence_that_was_copied_is_where_its_neighbours_are():
    copied = RIVER + " Nobody had told the village, which waited for its letters."
    assert carried("Nobody had told the village", (7, copied), (8, BRIDGE)) == (8, "Nobody had told the village")
    assert carried("Nobody had told the village", (2, copied), (8, "It opens in May. " + copied)) is None


def test_a_sentence_that_was_said_twice_is_not_taken_for_the_other():
    twice = [*BEFORE, Text(4, BRIDGE)]
    assert carried("Nobody had told the village", (4, BRIDGE), before=twice) is None


def test_a_sentence_that_was_said_once_is_known_wherever_it_is():
    quote = "which waited for its letters"
    assert carried(quote, (3, RIVER + " There was a village, " + quote)) == (3, quote)
    assert carried(quote, (3, RIVER + " There was a town; it rang, " + quote)) == (3, quote)


def test_the_ids_of_blocks_are_no_witness():
    assert carried("Nobody had told the village", (2, RIVER), (3, BRIDGE)) == (3, "Nobody had told the village")
    assert carried("Nobody had told the village", (2, RIVER)) is None


def test_a_passage_of_another_text_is_found_only_where_just_its_words_came_back():
    quote = "which waited for its letters"
    assert carried(quote, (7, BRIDGE), before=[Text(3, RIVER)]) == (7, quote)
    assert carried(quote, (7, BRIDGE), (8, BRIDGE), before=[Text(3, RIVER)]) is None
    assert carried(quote, (7, f"He saw a town, {quote}"), before=[Text(3, RIVER)]) is None


def test_in_a_text_without_spaces_the_edges_are_those_of_characters():
    before = Text(1, "大桥在星期一关闭了。村里没有人知道这件事，他们还在等信。五月才会重新开放。")
    after = Text(1, "大桥在星期一关闭了。村里几乎没有人知道这件大事，他们还在等信。五月才会重新开放。")
    quote = "村里没有人知道这件事"
    found = carry(anchor(quote, before), [after], before=[before])
    assert found and found.quote == "村里几乎没有人知道这件大事"


@given(passages())
def test_nothing_moves_where_nothing_was_edited(passage):
    some, kept = passage
    assert carry(kept, some, before=some) == kept


@given(passages(), texts(), st.booleans())
def test_whatever_comes_after_what_is_returned_stands_there(passage, after, known):
    before, kept = passage
    found = carry(kept, after, before=before if known else [])
    if found:
        text = next(text for text in after if text.id == found.block)
        assert found == anchor_at(text, found.start, found.end)


@given(passages(), st.text(max_size=5), st.integers(0, 120))
def test_the_same_after_a_small_edit(passage, inserted, place):
    before, kept = passage
    after = [Text(text.id, text.words[:place] + inserted + text.words[place:]) for text in before]
    found = carry(kept, after, before=before)
    if found:
        text = next(text for text in after if text.id == found.block)
        assert found == anchor_at(text, found.start, found.end)


@given(passages())
@example(([Text(1, "a \xa0 a")], Anchor(1, " ", "a ", "", 2)))
def test_every_selection_is_found_again(passage):
    some, kept = passage
    found = find(kept.quote, prefix=kept.prefix, suffix=kept.suffix, start=kept.start, texts=some, block=kept.block)
    assert found == kept or not kept.quote.strip()


@pytest.mark.parametrize("char", ["a", "字", "a ", "🙂", "\u0301", " a"])
def test_a_text_of_one_character_ends_in_time_and_is_no_wrong_place(char):
    """How long it takes is measured by `bin/bench anchors`."""
    before, after, kept = monotonous(char)
    found = carry(kept, after, before=before)
    assert found is None or found.block == after[-1].id
    assert find(kept.quote, start=3000, block=999, texts=before) == kept
