"""Shortcuts for whoever reads by keyboard: they fire, they keep out of the way, and they can be switched off."""

import pytest
from playwright.sync_api import expect

ARTICLE = "/articles/night-train-to-lundvik/"
MARK_AS_NEW = """
places => places.forEach((place) => document.querySelectorAll("article.c")[place]
    .querySelector(".c-head").append(document.getElementById("new-template").content.cloneNode(true)))
"""


def root(page, place):
    return page.locator(".thread > li > article").nth(place)


def dialog(page):
    return page.get_by_role("dialog", name="Keyboard shortcuts")


def opened(page, address=ARTICLE):
    """Its scripts have run."""
    page.goto(address)
    expect(page.locator("key-shortcuts")).not_to_have_attribute("hidden", "")
    return page


def nothing_is_focused(page):
    expect(page.locator("article.c:focus")).to_have_count(0)


def test_j_and_k_walk_from_discussion_to_discussion(page):
    opened(page)
    for key, place in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(root(page, place)).to_be_focused()
        expect(root(page, place).locator(".c-head").first).to_be_in_viewport()
    expect(root(page, 0).locator(".c-own").first).to_have_css("outline-style", "solid")


def test_k_leads_from_a_reply_to_its_discussion(page):
    opened(page, f"{ARTICLE}?sort=best")
    reply = page.locator(".replies article.c").first
    its_root = reply.evaluate("one => one.closest('.thread > li > article').id")
    reply.focus()
    page.keyboard.press("k")
    expect(page.locator(f"#{its_root}")).to_be_focused()


def test_j_goes_on_from_where_one_reads(page):
    opened(page)
    root(page, 4).evaluate("one => one.scrollIntoView({ behavior: 'instant' })")
    page.wait_for_function("scrollY > innerHeight")
    page.keyboard.press("j")
    expect(root(page, 5)).to_be_focused()


def test_n_and_p_walk_from_new_comment_to_new_comment(page):
    opened(page)
    page.evaluate(MARK_AS_NEW, [1, 3, 6])
    articles = page.locator("article.c")
    for key, place in (("n", 1), ("n", 3), ("n", 6), ("n", 6), ("p", 3), ("p", 1)):
        page.keyboard.press(key)
        expect(articles.nth(place)).to_be_focused()


def test_c_and_r_open_what_one_writes_in_and_type_nothing(page):
    opened(page)
    page.keyboard.press("c")
    expect(page.get_by_label("What would you add?")).to_be_focused()
    page.keyboard.type("jkc?")
    expect(page.get_by_label("What would you add?")).to_have_value("jkc?")
    expect(dialog(page)).to_be_hidden()
    page.get_by_label("What would you add?").blur()
    page.keyboard.press("j")
    expect(page.locator("article.c:focus")).to_have_count(1)
    page.keyboard.press("r")
    reply = page.locator("article.c > .answer").get_by_label("Your reply")
    expect(reply).to_be_focused()
    expect(reply).to_have_value("")


def test_u_votes_up_and_takes_it_back(page, login):
    login(page, "moderator")
    opened(page, f"{ARTICLE}?sort=oldest")
    page.keyboard.press("j")
    expect(root(page, 0)).to_be_focused()
    up = root(page, 0).locator(".i-up").first
    for pressed in ("true", "false"):
        with page.expect_response("**/vote"):
            page.keyboard.press("u")
        expect(up).to_have_attribute("aria-pressed", pressed)
    expect(root(page, 0)).to_be_focused()


def test_keys_of_the_browser_stay_its_own(page):
    opened(page)
    for key in ("Control+j", "Meta+j", "Alt+j"):
        page.keyboard.press(key)
        nothing_is_focused(page)


def test_the_list_of_keys_opens_and_gives_the_focus_back(page):
    opened(page)
    page.keyboard.press("j")
    expect(root(page, 0)).to_be_focused()
    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("j")
    nothing_is_focused(page)
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    expect(root(page, 0)).to_be_focused()


def test_keys_are_switched_off_for_good_and_on_again(page):
    opened(page)
    button = page.get_by_role("button", name="Keyboard shortcuts")
    button.click()
    dialog(page).get_by_label("Use these keys").uncheck()
    dialog(page).get_by_role("button", name="Close").click()
    expect(dialog(page)).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("k")
    nothing_is_focused(page)
    opened(page)
    for key in ("?", "j"):
        page.keyboard.press(key)
        nothing_is_focused(page)
        expect(dialog(page)).to_be_hidden()
    button.click()
    expect(dialog(page).get_by_label("Use these keys")).not_to_be_checked()
    dialog(page).get_by_label("Use these keys").check()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_be_hidden()
    page.keyboard.press("k")
    expect(page.locator("article.c:focus")).to_have_count(1)


def test_without_script_or_without_a_mouse_no_keys_are_offered(open_page):
    for how in ({"java_script_enabled": False}, {"has_touch": True, "is_mobile": True}):
        page = open_page(**how)
        page.goto(ARTICLE)
        expect(page.get_by_role("heading", name="Discussion")).to_be_visible()
        expect(page.locator(".keys-open")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_list_of_keys_breaks_no_rule_of_axe(open_page, axe, scheme, width):
    page = opened(open_page(color_scheme=scheme, viewport={"width": width, "height": 700}))
    page.keyboard.press("?")
    expect(dialog(page)).to_be_visible()
    expect(dialog(page).get_by_role("button", name="Close")).to_be_in_viewport()
    assert axe(page) == []
