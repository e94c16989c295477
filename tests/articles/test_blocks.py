"""Blocks: what of a text belongs together, and where each word of it stands in the source."""

from html import unescape

import html5lib
from hypothesis import assume, given

from articles.blocks import HOLDERS, blocks_of
from tests.articles.bodies import bodies, tree_as_written, tree_of


@given(bodies)
def test_pieces_follow_each_other_and_say_what_the_source_says(body):
    for block in blocks_of(body):
        end = block.opened
        for piece in block.pieces:
            assert end <= piece.start < piece.end
            assert unescape(body[piece.start : piece.end]) == piece.text
            end = piece.end


@given(bodies)
def test_no_word_is_in_two_blocks(body):
    starts = [piece.start for block in blocks_of(body) for piece in block.pieces]
    assert len(starts) == len(set(starts))


@given(bodies)
def test_tags_are_where_they_are_said_to_be(body):
    for block in blocks_of(body):
        tag = body[block.opening : block.opened]
        assert tag.startswith(f"<{block.tag}") and tag.endswith(">") and tag.count("<") == 1


@given(bodies)
def test_a_block_has_the_text_that_a_browser_has(body):
    assume(tree_of(body) == tree_as_written(body))
    found = html5lib.parseFragment(body, treebuilder="etree", namespaceHTMLElements=False)
    own = ["".join(words(element)) for element in found.iter() if element.tag in HOLDERS]
    assert [block.text for block in blocks_of(body)] == [text for text in own if text.strip()]


def words(element):
    yield element.text or ""
    for child in element:
        if child.tag not in HOLDERS:
            yield from words(child)
        yield child.tail or ""


@given(bodies)
def test_the_top_level_element_is_counted_as_a_browser_counts(body):
    assume(tree_of(body) == tree_as_written(body))
    found = list(html5lib.parseFragment(body, treebuilder="etree", namespaceHTMLElements=False))
    for block in blocks_of(body):
        assert block.text in {"".join(words(element)) for element in found[block.top].iter(block.tag)}


@given(bodies)
def test_every_block_ends(body):
    """Clean bodies are well-formed, so that no block takes in what follows it."""
    assert all(body.count(f"<{tag}>") + body.count(f"<{tag} ") == body.count(f"</{tag}>") for tag in HOLDERS)


def test_words_belong_to_the_innermost_holder():
    body = "<ul>\n<li>a <ul><li>b</li></ul> c</li></ul><blockquote><p>d<br><em>e</em></p></blockquote>loose<p> </p>"
    assert [(block.tag, block.top, block.text) for block in blocks_of(body)] == [
        ("li", 0, "a  c"),
        ("li", 0, "b"),
        ("p", 1, "de"),
    ]


def test_a_reference_is_one_piece():
    [block] = blocks_of("<p>a &amp; b\n&nbsp;&lt;</p>")
    assert [piece.text for piece in block.pieces] == ["a ", "&", " b\n", "\xa0", "<"]


def test_a_long_text_is_read_once():
    """Were it quadratic, this would take minutes."""
    assert len(blocks_of("<p>one &amp; <em>two</em>\n</p>" * 20_000)) == 20_000
    assert len(blocks_of(f"<p>{'&amp; ' * 100_000}</p>")[0].text) == 200_000
