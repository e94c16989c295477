"""Passages beside the text and in the list, on every screen, without script and on paper."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.passages import ARTICLE, DEMO, WORDS, box_of, composer, menu, note_behind, position, say, select

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def reader(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    return page


def test_a_number_opens_the_box_and_the_box_takes_a_comment(reader):
    expect(box_of(reader, DEMO)).not_to_have_attribute("open", "")
    note_behind(reader, DEMO).click()
    box = box_of(reader, DEMO)
    expect(box).to_have_attribute("open", "")
    expect(box.locator(".passage-best")).to_contain_text("Dr. Hedda Brook")
    box.get_by_role("link", name="Comment on this passage").click()
    expect(composer(reader).get_by_label("What would you add?")).to_be_focused()
    own = say(reader, "Two of them.")
    expect(own.locator("a.on-passage")).to_contain_text(DEMO)
    own.locator("a.on-passage").click()
    expect(box).to_be_in_viewport()


def test_a_comment_leads_to_its_words_in_the_text(page):
    page.goto(ARTICLE)
    page.locator(".thread a.on-passage", has_text=DEMO).click()
    expect(box_of(page, DEMO)).to_have_attribute("open", "")
    expect(box_of(page, DEMO)).to_be_in_viewport()


def test_an_address_of_a_passage_opens_it(page):
    page.goto(ARTICLE)
    address = note_behind(page, DEMO).get_attribute("href")
    page.goto("about:blank")
    page.goto(f"{ARTICLE}{address}")
    expect(box_of(page, DEMO)).to_have_attribute("open", "")


def test_the_list_of_passages_leads_back_to_the_same_place(page):
    page.goto(ARTICLE)
    note_behind(page, DEMO).click()
    box_of(page, DEMO).get_by_role("link", name="View all comments").scroll_into_view_if_needed()
    stood = position(page)
    box_of(page, DEMO).get_by_role("link", name="View all comments").click()
    page.wait_for_url(re.compile("feedback=1.*#on-passage-"))
    expect(page.locator(".passage-head").first).to_be_visible()
    assert page.locator(":target").inner_text().strip("“”") == DEMO
    assert page.locator(".passage-head").count() == 5
    page.locator("#thread .tools").get_by_role("link", name="View all comments").click()
    expect(page.locator(".passage-head")).to_have_count(0)
    expect(page.locator("#thread .thread article.c").first).to_be_visible()
    page.wait_for_function("stood => Math.abs(scrollY - stood) < 40", arg=stood)


def test_the_filter_keeps_the_place(page):
    page.goto(ARTICLE)
    tools = page.locator("#thread .tools")
    tools.scroll_into_view_if_needed()
    stood = position(page)
    tools.get_by_role("link", name="Inline feedbacks").click()
    expect(page.locator(".passage-head")).to_have_count(5)
    tools.get_by_role("link", name="View all comments").click()
    expect(page.locator(".passage-head")).to_have_count(0)
    page.wait_for_function("stood => Math.abs(scrollY - stood) < 40", arg=stood)


# Telephones, no script


@pytest.mark.context(**PHONE)
def test_a_finger_does_all_of_it(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    select(page)
    for action in menu(page).locator("> *").all():
        assert action.bounding_box()["height"] >= 24
    box = menu(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    menu(page).get_by_role("link", name="Comment").tap()
    expect(composer(page).get_by_label("The words that you mean")).to_have_value(WORDS)
    say(page, "By finger.")
    note_behind(page, DEMO).tap()
    expect(box_of(page, DEMO)).to_have_attribute("open", "")


@pytest.mark.context(java_script_enabled=False)
def test_all_of_it_works_without_script(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    page.get_by_role("link", name="Comment on this paragraph").nth(1).click()
    page.get_by_label("The words that you mean").fill(WORDS)
    page.get_by_label("What would you add?").fill("Without script.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".thread a.on-passage", has_text=WORDS)).to_be_visible()
    page.locator(".thread a.on-passage", has_text=WORDS).click()
    box_of(page, WORDS).locator("summary").click()
    expect(box_of(page, WORDS)).to_contain_text("Without script.")
    box_of(page, WORDS).get_by_role("link", name="View all comments").click()
    expect(page.locator(".passage-head", has_text=WORDS)).to_be_visible()
    page.locator("#thread .tools").get_by_role("link", name="View all comments").click()
    expect(page.locator(".passage-head")).to_have_count(0)


# How it looks


def open_all(page):
    page.locator("details.passage-box").evaluate_all("all => all.forEach((one) => { one.open = true })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1440])
def test_none_of_it_breaks_a_rule_of_axe(open_page, login, axe, scheme, width):
    page = login(open_page(color_scheme=scheme, viewport={"width": width, "height": 900}), "reader")
    page.goto(ARTICLE)
    open_all(page)
    select(page)
    assert axe(page) == []
    menu(page).get_by_role("link", name="Comment").click()
    expect(composer(page)).to_be_visible()
    assert axe(page) == []
    address = page.locator(".i-passage[href*='passages/']").first.get_attribute("href").removesuffix("comments")
    for other in (f"{ARTICLE}?feedback=1", f"{ARTICLE}passages/", f"{ARTICLE}passages/?block=2", address):
        page.goto(other)
        assert axe(page) == [], other


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 390, 1200, 1440])
def test_nothing_of_it_is_wider_than_the_screen_or_lies_over_something_else(open_page, width, direction):
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(ARTICLE)
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    open_all(page)
    select(page)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    box = menu(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width
    boxes = [one.bounding_box() for one in page.locator("details.passage-box").all()]
    assert all(one["x"] >= 0 and one["x"] + one["width"] <= width for one in boxes)
    boxes.sort(key=lambda one: one["y"])
    assert all(one["y"] + one["height"] <= other["y"] + 1 for one, other in pairwise(boxes))
    page.goto(f"{ARTICLE}?feedback=1")
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_marks_move_no_word(page, open_page):
    page.goto(ARTICLE)
    page.evaluate("document.fonts.ready")
    paragraph = page.locator(".prose > p", has=page.locator("mark")).first
    lines = "one => { const r = document.createRange(); r.selectNodeContents(one); return one.innerText }"
    assert re.sub(r"\s*\u2060?\d+\s*", " ", paragraph.evaluate(lines)).strip()
    assert paragraph.locator("mark").evaluate(
        "one => { const s = getComputedStyle(one); return [s.padding, s.borderWidth, s.margin].join() }"
    ) == "0px,0px,0px"  # fmt: skip


def test_paper_shows_the_text_alone(page):
    page.goto(ARTICLE)
    open_all(page)
    page.emulate_media(media="print")
    for hidden in (".note", ".block-link", ".passage-box"):
        assert page.locator(hidden).count() and not any(one.is_visible() for one in page.locator(hidden).all())
    look = page.locator("mark.passage").first.evaluate(
        "one => { const s = getComputedStyle(one); return "
        "[s.backgroundImage, s.backgroundColor, s.textDecorationLine] }"
    )
    assert look == ["none", "rgba(0, 0, 0, 0)", "none"]
