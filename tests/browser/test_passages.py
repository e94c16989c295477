"""Passages of an article, chosen by mouse and keyboard and commented on where they stand."""

import pytest
from playwright.sync_api import expect

from tests.browser.held import Held
from tests.browser.passages import ARTICLE, EDGES, WORDS, composer, menu, note_behind, say, select


@pytest.fixture
def reader(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    return page


def test_words_are_selected_with_the_mouse_and_commented_on_where_they_stand(reader):
    left, top, right, bottom = reader.evaluate(EDGES, WORDS)
    reader.mouse.move(left + 1, top)
    reader.mouse.down()
    reader.mouse.move(right - 1, bottom, steps=8)
    reader.mouse.up()
    expect(menu(reader)).to_be_visible()
    menu(reader).get_by_role("link", name="Comment").click()
    expect(composer(reader).get_by_label("The words that you mean")).to_have_value(WORDS)
    expect(composer(reader).get_by_label("What would you add?")).to_be_focused()
    expect(menu(reader)).to_have_count(0)
    own = say(reader, "If both fold in their mirrors.")
    expect(own.locator("a.on-passage")).to_contain_text(WORDS)
    expect(own.locator(".c-body")).to_have_text("If both fold in their mirrors.")
    expect(composer(reader)).to_have_count(0)
    assert reader.url.endswith(ARTICLE)
    reader.reload()
    expect(reader.locator("mark.passage", has_text=WORDS)).to_have_text(WORDS)
    expect(note_behind(reader, WORDS)).to_have_attribute("aria-label", "1 comment on this passage")


def test_words_are_selected_and_commented_on_with_the_keyboard(reader):
    left, top, _right, _bottom = reader.evaluate(EDGES, WORDS)
    reader.mouse.dblclick(left + 1, top)
    for _ in range(5):
        reader.keyboard.press("Shift+ArrowRight")
    words = reader.evaluate("`${getSelection()}`.trim()")
    assert words == "just wide"
    expect(menu(reader)).to_be_visible()
    reader.keyboard.press("Tab")
    for _ in range(12):
        if reader.evaluate("document.activeElement.textContent") == "Comment":
            break
        reader.keyboard.press("Tab")
    expect(menu(reader).get_by_role("link", name="Comment")).to_be_focused()
    reader.keyboard.press("Enter")
    expect(composer(reader).get_by_label("The words that you mean")).to_have_value(words)
    expect(composer(reader).get_by_label("What would you add?")).to_be_focused()


def test_the_menu_goes_with_the_selection(page):
    page.goto(ARTICLE)
    select(page)
    page.evaluate("getSelection().removeAllRanges()")
    expect(menu(page)).to_have_count(0)


def test_a_composer_comes_though_the_selection_has_gone_meanwhile(reader):
    held = Held(reader, "**/passages/?*")
    select(reader)
    menu(reader).get_by_role("link", name="Comment").click()
    reader.evaluate("getSelection().removeAllRanges()")
    expect(menu(reader)).to_have_count(0)
    held.go_on()
    expect(composer(reader).get_by_label("The words that you mean")).to_have_value(WORDS)


def test_what_was_begun_is_kept_and_the_words_are_those_chosen_last(reader):
    select(reader)
    menu(reader).get_by_role("link", name="Comment").click()
    composer(reader).get_by_label("What would you add?").fill("Begun.")
    expect(composer(reader).get_by_text("Draft saved on this device.")).to_be_visible()
    reader.reload()
    select(reader, "The school, the swimming pool")
    menu(reader).get_by_role("link", name="Comment").click()
    expect(composer(reader).get_by_label("What would you add?")).to_have_value("Begun.")
    expect(composer(reader).get_by_label("The words that you mean")).to_have_value("The school, the swimming pool")


def test_nothing_is_offered_outside_of_the_text(page):
    page.goto(ARTICLE)
    page.locator("h1").click(click_count=3)
    page.wait_for_timeout(400)
    expect(menu(page)).to_have_count(0)


def test_the_menu_stands_below_the_words_and_on_the_screen(page):
    page.goto(ARTICLE)
    select(page)
    box, edges = menu(page).bounding_box(), page.evaluate(EDGES, WORDS)
    assert box["y"] > edges[3] and box["x"] >= 0
    assert box["x"] + box["width"] <= page.viewport_size["width"]


def test_what_is_refused_shows_why_and_keeps_the_text(reader, watch):
    watch.expect("status of 403")
    select(reader)
    menu(reader).get_by_role("link", name="Comment").click()
    composer(reader).get_by_label("The words that you mean").fill("words that nobody wrote")
    composer(reader).get_by_label("What would you add?").fill("Kept.")
    composer(reader).get_by_role("button", name="Post comment").click()
    expect(composer(reader).get_by_role("alert")).to_contain_text("These words are not in the text.")
    expect(composer(reader).get_by_label("What would you add?")).to_have_value("Kept.")
    expect(composer(reader).get_by_label("What would you add?")).to_be_focused()
    composer(reader).get_by_label("The words that you mean").fill("two lorries")
    composer(reader).get_by_role("button", name="Post comment").click()
    expect(reader.locator(".thread a.on-passage", has_text="two lorries").first).to_be_visible()


def test_while_it_is_sent_the_comment_shows_its_own_words(reader):
    select(reader)
    menu(reader).get_by_role("link", name="Comment").click()
    held = Held(reader, "**/passages/")
    composer(reader).get_by_label("What would you add?").fill("My own words.")
    composer(reader).get_by_role("button", name="Post comment").click()
    expect(reader.locator(".is-pending .c-body")).to_have_text("My own words.")
    held.go_on()
    expect(reader.locator(".is-pending")).to_have_count(0)


def test_a_preview_stands_below_the_text(reader):
    select(reader)
    menu(reader).get_by_role("link", name="Comment").click()
    composer(reader).get_by_label("What would you add?").fill("Look *here*.")
    composer(reader).get_by_role("button", name="Preview").click()
    expect(composer(reader).locator(".preview")).to_contain_text("Look here.")
    assert composer(reader).locator("[name=source] + .preview").count() == 1


def test_a_composer_that_is_cancelled_goes(reader):
    select(reader)
    menu(reader).get_by_role("link", name="Comment").click()
    composer(reader).get_by_role("link", name="Cancel").click()
    expect(composer(reader)).to_have_count(0)
    assert reader.url.endswith(ARTICLE)


def test_what_is_selected_is_quoted_in_the_composer(page):
    page.goto(ARTICLE)
    select(page)
    menu(page).get_by_role("button", name="Quote").click()
    box = page.locator("#composer").get_by_label("What would you add?")
    expect(box).to_be_focused()
    expect(box).to_have_value(f"> {WORDS}\n\n")
    expect(menu(page)).to_have_count(0)


@pytest.mark.context(permissions=["clipboard-read", "clipboard-write"])
def test_a_link_to_the_words_is_copied(page):
    page.goto(ARTICLE)
    select(page)
    menu(page).get_by_role("link", name="Share").click()
    expect(page.locator("#say")).to_have_text("Link copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{ARTICLE}#:~:text=just%20wide%20enough%20for%20two%20lorries")
    assert page.url.endswith(ARTICLE)


def test_who_is_not_known_is_led_to_the_log_in_and_finds_his_words(page):
    page.goto(ARTICLE)
    select(page)
    menu(page).get_by_role("link", name="Comment").click()
    composer(page).get_by_label("What would you add?").fill("From outside.")
    composer(page).get_by_role("button", name="Post comment").click()
    page.wait_for_url("**/accounts/login/**")
