"""What a reader has selected of an article, in the browser's own terms, is found in the server's."""

import pytest

from config.static import EXPORT
from tests.guards.checkout import ROOT

MODULE = EXPORT.sub(r"\1", (ROOT / "static" / "js" / "selection.js").read_text())
PAGE = """<!doctype html><h1 id="headline">The bridge</h1>
<article><div class="prose">
<p id="p-1">One two <em>three <strong>four</strong></em> five <a href="#">six seven</a>.</p>
<p id="p-2"><mark class="passage" data-passage="3">Eight</mark><a class="note" href="#">12</a> nine ten
<a class="block-link" href="#">Comment on this paragraph</a></p>
<aside>A box</aside><details class="passage-box"><summary>Another box</summary><p>said</p></details>
<p id="p-3">A train 🚆 for 👩‍👧 leaves. A train 🚆 for e\u0301 waits.</p>
<p id="p-4" dir="rtl">الجسر مغلق منذ الحرب</p>
<ul><li id="p-5">outer one<ul><li id="p-6">inner</li></ul> outer two</li></ul>
<table><tr><td id="p-7">cell</td></tr></table>
<p id="p-8">0123456789 0123456789 0123456789 0123456789 here 0123456789 0123456789 0123456789 0123456789</p>
</div></article><p id="p-9">outside</p>"""
# Selects from the first words to the end of the last ones: each [selector, words].
SELECT = """([first, last, backwards]) => {
    const place = ([selector, words, end]) => {
        const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
        for (let node; (node = walker.nextNode()); ) {
            const at = node.data.indexOf(words);
            if (at >= 0) return [node, at + (end ? words.length : 0)];
        }
    };
    const ends = [place(first), place([...last, true])];
    if (backwards) ends.reverse();
    getSelection().setBaseAndExtent(...ends[0], ...ends[1]);
}"""


@pytest.fixture
def page(browser):
    context = browser.new_context()
    page = context.new_page()
    page.set_content(PAGE)
    page.add_script_tag(content=f"{MODULE}\nwindow.selected = selected;")
    yield page
    context.close()


def found(page, *names):
    said = page.evaluate("selected()")
    return said and tuple(said[name] for name in names or ("block", "quote", "start"))


def select(page, first, last=None, backwards=False):
    page.evaluate(SELECT, [first, last or first, backwards])


@pytest.mark.parametrize("backwards", [False, True])
def test_words_are_found_whichever_way_they_were_selected(page, backwards):
    select(page, ["#p-8", "here"], backwards=backwards)
    assert found(page) == ("8", "here", 44)


def test_what_stands_around_them_is_told(page):
    select(page, ["#p-8", "here"])
    around = "0123456789 0123456789 0123456789 0123456789"
    assert found(page, "prefix", "suffix") == (f"{around} "[-32:], f" {around}"[:32])
    select(page, ["#p-1", "One"])
    assert found(page, "prefix", "suffix") == ("", " two three four five six seven.")
    assert page.evaluate("selected().article.className") == "prose"
    assert page.evaluate("String(selected().range)") == "One"


def test_three_clicks_select_one_paragraph(page):
    for place, text in (("1", "One two three four five six seven."), ("2", "Eight nine ten"), ("7", "cell")):
        page.click(f"#p-{place}", click_count=3, position={"x": 3, "y": 3})
        assert found(page) == (place, text, 0)
    assert found(page, "suffix") == ("",)


def test_an_end_at_the_start_of_the_next_paragraph_takes_nothing_of_it(page):
    page.evaluate("getSelection().setBaseAndExtent(document.getElementById('p-1').firstChild, 4, "
                  "document.getElementById('p-2'), 0)")  # fmt: skip
    assert found(page) == ("1", "two three four five six seven.", 4)


def test_tags_do_not_part_a_passage(page):
    select(page, ["#p-1", "ree"], ["#p-1", "six"])
    assert found(page) == ("1", "ree four five six", 10)
    select(page, ["#p-1", "our"], ["#p-1", "seven"])
    assert found(page) == ("1", "our five six seven", 15)


def test_blank_ends_are_cut_off(page):
    select(page, ["#p-1", " two "])
    assert found(page, "prefix", "quote", "start") == ("One ", "two", 4)


def test_notes_and_links_of_the_page_are_no_words(page):
    select(page, ["#p-2", "ght"], ["#p-2", " nine"])
    assert found(page) == ("2", "ght nine", 2)
    select(page, ["#p-2", "2"], ["#p-2", "nine"])
    assert found(page) == ("2", "nine", 6)
    select(page, ["#p-2", "ten"], ["#p-2", "Comment"])
    assert found(page, "quote", "suffix") == ("ten", "\n")
    for place in (["#p-2", "12"], ["#p-2", "paragraph"], [".prose", "A box"], [".passage-box", "said"]):
        select(page, place)
        assert found(page) is None


def test_a_selection_over_several_blocks_ends_with_the_first(page):
    select(page, ["#p-1", "seven"], ["#p-3", "train"])
    assert found(page) == ("1", "seven.", 28)
    select(page, ["#p-6", "ner"], ["#p-7", "cell"])
    assert found(page) == ("6", "ner", 2)
    select(page, ["#p-5", "one"], ["#p-5", "two"])
    assert found(page) == ("5", "one outer two", 6)
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.prose'))")
    assert found(page) == ("1", "One two three four five six seven.", 0)


def test_one_that_begins_behind_the_words_of_a_block_is_of_the_next(page):
    page.evaluate("""() => {
        const [last, next] = [document.getElementById("p-1").lastChild, document.querySelector("#p-2 mark").firstChild];
        getSelection().setBaseAndExtent(last, last.length, next, 3);
    }""")
    assert found(page) == ("2", "Eig", 0)


def test_places_are_code_points(page):
    select(page, ["#p-3", "waits"])
    text = "A train 🚆 for 👩‍👧 leaves. A train 🚆 for e\u0301 waits."
    place = text.index("waits")
    assert found(page, "start", "prefix") == (place, text[:place][-32:])
    select(page, ["#p-3", "👩‍👧"])
    assert found(page) == ("3", "👩‍👧", text.index("👩"))


def test_a_script_from_right_to_left_is_counted_as_it_is_written(page):
    select(page, ["#p-4", "مغلق"])
    assert found(page, "start", "quote", "prefix", "suffix") == (6, "مغلق", "الجسر ", " منذ الحرب")


def test_nothing_is_selected_elsewhere(page):
    assert found(page) is None
    page.evaluate("getSelection().collapse(document.getElementById('p-1').firstChild, 3)")
    assert found(page) is None
    select(page, ["#p-1", " "])
    assert found(page) is None
    for first, last in ((["#p-9", "out"], None), (["#headline", "The"], ["#p-1", "One"])):
        select(page, first, last)
        assert found(page) is None
    page.evaluate("document.querySelector('.prose').remove()")
    assert found(page) is None
