"""An editor asks readers about words that are selected in the editor of an article's text."""

import re

import pytest
from playwright.sync_api import expect

ASK = "Ask readers about these words"
# Selects words of the editor's text.
SELECT = """words => {
    const editor = document.querySelector(".field-body .ProseMirror[contenteditable]");
    const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        const at = node.data.indexOf(words);
        if (at >= 0) return getSelection().setBaseAndExtent(node, at, node, at + words.length);
    }
}"""


@pytest.fixture
def editor(open_page, login):
    page = login(open_page(viewport={"width": 1280, "height": 900}), "editor")
    page.goto("/admin/articles/article/?q=turkey-syria-border")
    page.locator("#result_list .field-headline a").first.click()
    page.wait_for_selector(".field-body .ProseMirror[contenteditable]")
    return page


def select(page, words):
    """With the cursor in the text already, as who selects has it there."""
    page.locator(".field-body .ProseMirror[contenteditable] p").nth(1).click()
    expect(page.locator(".field-body .ProseMirror[contenteditable]")).to_be_focused()
    page.evaluate(SELECT, words)


def words_of(page):
    """Of the middle of the second paragraph."""
    return page.locator(".field-body .ProseMirror[contenteditable] p").nth(1).inner_text()[10:50].strip()


def test_selected_words_become_a_question_that_readers_see(editor, open_page):
    link = editor.get_by_role("link", name=ASK)
    expect(link).to_be_hidden()
    words = words_of(editor)
    select(editor, words)
    expect(link).to_be_in_viewport()
    with editor.expect_popup() as opened:
        link.click()
    page = opened.value
    expect(page.get_by_label("The words that you mean")).to_have_value(words)
    page.get_by_label("Your question to readers").fill("Were you there?")
    page.get_by_label("Show it open").check()
    page.get_by_role("button", name="Ask").click()
    page.wait_for_url(re.compile("#passage-"))

    reader = open_page()
    reader.goto("/articles/turkey-syria-border/")
    expect(reader.locator("mark.passage", has_text=words)).to_be_visible()
    expect(reader.get_by_text("Were you there?").first).to_be_visible()


def test_the_link_goes_with_the_selection(editor):
    link = editor.get_by_role("link", name=ASK)
    select(editor, words_of(editor))
    expect(link).to_be_visible()
    editor.keyboard.press("ArrowRight")
    expect(link).to_be_hidden()
    editor.locator("input[name=headline]").select_text()
    expect(link).to_be_hidden()


def test_by_keyboard_it_is_next_behind_the_editor(editor):
    editor.locator(".field-body .ProseMirror[contenteditable] p").nth(1).click()
    editor.keyboard.press("Home")
    for _word in range(3):
        editor.keyboard.press("Control+Shift+ArrowRight")
    link = editor.get_by_role("link", name=ASK)
    expect(link).to_be_visible()
    editor.keyboard.press("Tab")
    expect(link).to_be_focused()
    with editor.expect_popup() as opened:
        editor.keyboard.press("Enter")
    expect(opened.value.get_by_label("The words that you mean")).not_to_have_value("")


def test_of_a_selection_over_paragraphs_it_takes_the_words_of_the_first(editor):
    first = editor.locator(".field-body .ProseMirror[contenteditable] p").first.inner_text()
    editor.locator(".field-body .ProseMirror[contenteditable]").focus()
    editor.keyboard.press("Control+a")
    address = editor.get_by_role("link", name=ASK).get_attribute("href")
    assert first[:40].split()[0] in address and "%0A" not in address


def test_before_words_lose_their_place_the_editor_is_asked(editor):
    words = words_of(editor)
    select(editor, words)
    with editor.expect_popup() as opened:
        editor.get_by_role("link", name=ASK).click()
    opened.value.get_by_label("Your question to readers").fill("Were you there?")
    opened.value.get_by_role("button", name="Ask").click()
    opened.value.wait_for_url(re.compile("#passage-"))
    opened.value.close()
    editor.locator(".field-body .ProseMirror[contenteditable] p").nth(1).click(click_count=3)
    editor.keyboard.press("Backspace")
    editor.get_by_role("button", name="Save and continue editing").click()
    expect(editor.get_by_text("will lose its place.")).to_be_visible()
    expect(editor.locator(".field-body .ProseMirror[contenteditable]")).not_to_contain_text(words)
    editor.get_by_label("Save all the same").check()
    editor.get_by_role("button", name="Save and continue editing").click()
    editor.wait_for_selector(".messagelist .success")
    expect(editor.get_by_label("Save all the same")).to_have_count(0)
