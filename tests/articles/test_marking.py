"""Marking adds to a text and changes nothing of it, whatever lies over what."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.blocks import blocks_of
from articles.marking import Mark, marked
from tests.articles.bodies import bodies, text_of, tree_as_written, tree_of

MARKED = r'<mark class="passage" data-passage="\1">\2</mark>'
ADDED = re.compile(r'</?mark(?: class="passage" data-passage="[\d ]+")?>| id="p-\d+"')
BLANK = re.compile(r"\s+")


@st.composite
def bodies_with_marks(draw):
    body = draw(bodies)
    assume(tree_of(body) == tree_as_written(body))
    blocks = blocks_of(body)
    ids = [10 + place for place in range(len(blocks))]
    marks = []
    for key in range(1, draw(st.integers(0, 6)) + 1):
        if blocks:
            place = draw(st.integers(0, len(blocks) - 1))
            length = len(blocks[place].text)
            start = draw(st.integers(0, length - 1))
            marks.append(Mark(key, ids[place], start, draw(st.integers(start + 1, length))))
    return body, ids, marks + marks[:1]


def passages(branch, found=None):
    """What is marked for each key."""
    found = {} if found is None else found
    for tag, attributes, inner in (one for one in branch if isinstance(one, tuple)):
        if tag == "mark":
            assert inner and all(isinstance(one, str) for one in inner)  # words and nothing else
            for key in dict(attributes)["data-passage"].split():
                found[int(key)] = found.get(int(key), "") + "".join(inner)
        passages(inner, found)
    return found


@given(bodies_with_marks())
def test_only_marks_and_ids_are_added(made):
    body, ids, marks = made
    html = marked(body, ids, marks)
    assert ADDED.sub("", html) == body
    assert text_of(html) == text_of(body)
    assert [block.text for block in blocks_of(html)] == [block.text for block in blocks_of(body)]


@given(bodies_with_marks())
def test_a_browser_finds_every_tag_where_it_was_written(made):
    def note(mark):
        return f'<a class="note" href="#{mark.key}">{mark.key}</a>'

    def boxes(marks):
        return "".join(f"<details><summary>{mark.key}</summary><p>a</p></details>" for mark in marks)

    body, ids, marks = made
    for html in (
        marked(body, ids, marks),
        marked(body, ids, marks, note=note, boxes=boxes, block_link='<a class="block-link" href="#{}">b</a>'.format),
    ):
        assert tree_of(html) == tree_as_written(html)


@given(bodies_with_marks())
def test_each_passage_is_marked_and_nothing_beside_it(made):
    """Without the white space at its ends, and that between the items of an inner list or the cells of a table."""
    body, ids, marks = made
    texts = dict(zip(ids, (block.text for block in blocks_of(body)), strict=True))
    found = passages(tree_of(marked(body, ids, marks)))
    expected = {mark.key: texts[mark.block][mark.start : mark.end].strip() for mark in marks}
    assert {key: BLANK.sub("", text) for key, text in found.items()} == {
        key: BLANK.sub("", text) for key, text in expected.items() if text
    }
    for key, text in found.items():
        assert text == expected[key] or "\n" in expected[key]


@given(bodies_with_marks())
def test_each_passage_has_one_note_and_each_block_one_link(made):
    body, ids, marks = made
    html = marked(body, ids, marks, note=lambda mark: f"[{mark.key}]", block_link=lambda key: f"{{{key}}}")
    texts = dict(zip(ids, (block.text for block in blocks_of(body)), strict=True))
    words = {mark.key for mark in marks if texts[mark.block][mark.start : mark.end].strip()}
    assert sorted(map(int, re.findall(r"\[(\d+)\]", html))) == sorted(words)
    assert sorted(map(int, re.findall(r"\{(\d+)\}", html))) == ids


@given(st.text(alphabet='<>/=" aplitdcoe&;\n'), st.lists(st.builds(Mark, *[st.integers(-2, 9)] * 4)))
def test_it_never_raises(body, marks):
    marked(body, range(10), marks, note=str, boxes=str, block_link=str)


@pytest.mark.parametrize(
    ("body", "spans", "html"),
    [
        ("<p>one two</p>", [(0, 7)], "<p>[1:one two]</p>"),
        ("<p>one two</p>", [(0, 3), (4, 7)], "<p>[1:one] [2:two]</p>"),
        ("<p>onetwo</p>", [(0, 3), (3, 6)], "<p>[1:one][2:two]</p>"),
        ("<p>one two six</p>", [(0, 7), (4, 11)], "<p>[1:one ][1 2:two][2: six]</p>"),
        ("<p>one two six</p>", [(0, 11), (4, 7)], "<p>[1:one ][1 2:two][1: six]</p>"),
        ("<p>one</p>", [(0, 3), (0, 3)], "<p>[1 2:one]</p>"),
        ("<p>one <em>two</em> six</p>", [(2, 9)], "<p>on[1:e ]<em>[1:two]</em>[1: s]ix</p>"),
        ('<p><a href="/">one</a></p>', [(1, 3)], '<p><a href="/">o[1:ne]</a></p>'),
        ("<p>a &amp; b</p>", [(0, 5), (2, 3)], "<p>[1:a ][1 2:&amp;][1: b]</p>"),
        ("<p>one<br>two</p>", [(0, 6)], "<p>[1:one]<br>[1:two]</p>"),
        ("<p> one </p>", [(0, 5), (4, 5)], "<p> [1:one] </p>"),
        ("<p>one</p>", [(0, 4), (-1, 2), (2, 2), (3, 4)], "<p>one</p>"),
        ("<ul><li>a\n<ul>\n<li>b</li>\n</ul>c", [(0, 5)], "<ul><li>[1:a\n]<ul>\n<li>b</li>\n</ul>[1:c]"),
    ],
)  # fmt: skip
def test_marks_part_at_tags_and_where_another_begins(body, spans, html):
    found = marked(body, [5], [Mark(key, 5, *span) for key, span in enumerate(spans, 1)]).replace(' id="p-5"', "")
    assert found == re.sub(r"\[([\d ]+):(.*?)\]", MARKED, html, flags=re.DOTALL)


@pytest.mark.parametrize(
    ("body", "html"),
    [
        ("<p>one two</p>", "<p>one[1] two{5}</p>"),
        ("<p><em>one</em> two</p>", "<p><em>one</em>[1] two{5}</p>"),
        ('<p><a href="/">one two</a>.</p>', '<p><a href="/">one two</a>[1].{5}</p>'),
        ("<p><code>one</code></p>", "<p><code>one</code>[1]{5}</p>"),
        ("<pre><code>one\ntwo</code></pre>", "<pre><code>one\ntwo</code>[1]{5}</pre>"),
        ("<pre>one\ntwo\n</pre>", "<pre>one[1]\ntwo{5}\n</pre>"),
        ('<a href="/"><p>one two</p></a>', '<a href="/"><p>one two</p></a>[1]{5}'),
        ("<ul><li>one<ul><li>a</li></ul></li></ul>", "<ul><li>one[1]{5}<ul><li>a{6}</li></ul></li></ul>"),
    ],
)
def test_notes_stand_behind_their_words_and_outside_of_links_and_code(body, html):
    found = marked(body, [5, 6], [Mark(1, 5, 0, 3)], note="[{0.key}]".format, block_link="{{{}}}".format)
    assert ADDED.sub("", found) == html


def test_notes_at_one_place_come_in_the_order_of_their_passages():
    marks = [Mark(3, 5, 4, 7), Mark(1, 5, 4, 7), Mark(2, 5, 0, 7), Mark(1, 5, 4, 7)]
    assert ADDED.sub("", marked("<p>one two</p>", [5], marks, note="[{0.key}]".format)) == "<p>one two[2][1][3]</p>"


def test_boxes_stand_behind_the_whole_top_level_element():
    body = "<hr><ul>\n<li>one</li><li><p>two</p></li></ul>\n<p>six</p><p>ten</p>"
    marks = [Mark(1, 8, 0, 3), Mark(2, 6, 0, 3), Mark(3, 5, 1, 2)]
    html = marked(body, [5, 6, 7, 8], marks, boxes=lambda those: f"[{' '.join(str(mark.key) for mark in those)}]")
    assert ADDED.sub("", html) == "<hr><ul>\n<li>one</li><li><p>two</p></li></ul>[3 2]\n<p>six</p><p>ten</p>[1]"


def test_each_block_can_be_linked_to():
    assert marked("<ul><li>one</li></ul><p> </p><h2>two</h2>", [5, 6]) == (
        '<ul><li id="p-5">one</li></ul><p> </p><h2 id="p-6">two</h2>'
    )
    assert marked("", []) == ""
