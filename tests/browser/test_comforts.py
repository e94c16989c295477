"""Times that say how long ago, links that copy, quotations, and a line that is gone."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

ARTICLE = "/articles/night-train-to-lundvik/"
SHARES = "Navigator.prototype.share = async (what) => { window.shared = what.url; };"
NO_CLIPBOARD = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });"
REFUSING_CLIPBOARD = "Clipboard.prototype.writeText = async () => { throw new Error('denied'); };"


def comment(page):
    """The first with words that can be answered."""
    return page.locator("article.c").filter(has=page.locator(".i-reply")).first


def time_in_sight(page):
    """Nobody is told how long ago before he comes near."""
    time = page.locator(".perma time").first
    time.scroll_into_view_if_needed()
    return time


def share(page):
    return page.get_by_role("link", name="Share").first


def quote(page):
    return page.get_by_role("button", name="Quote", exact=True)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(seconds=20), "1 minute ago"),
        (timedelta(minutes=59), "59 minutes ago"),
        (timedelta(hours=3, minutes=50), "3 hours ago"),
        (timedelta(days=6, hours=23), "6 days ago"),
        (timedelta(days=8), None),
    ],
    ids=str,
)
def test_a_week_long_times_say_how_long_ago(page, open_page, later, words):
    page.goto(ARTICLE)
    absolute = open_page(java_script_enabled=False)
    absolute.goto(ARTICLE)
    time = absolute.locator(".perma time").first
    posted, written = time.get_attribute("datetime"), time.text_content()
    page.clock.install(time=datetime.fromisoformat(posted) + later)
    page.goto(ARTICLE)
    shown = time_in_sight(page)
    expect(shown).to_have_text(words or written)
    if words:
        expect(shown).to_have_attribute("title", written)


def test_times_go_on_while_a_page_is_open(page):
    page.goto(ARTICLE)
    posted = page.locator(".perma time").first.get_attribute("datetime")
    page.clock.install(time=datetime.fromisoformat(posted) + timedelta(hours=3))
    page.goto(ARTICLE)
    shown = time_in_sight(page)
    expect(shown).to_have_text("3 hours ago")
    page.clock.fast_forward(61 * 60 * 1000)
    expect(shown).to_have_text("4 hours ago")


def test_a_comment_that_comes_later_has_such_a_time_too(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    page.get_by_label("What would you add?").fill("What time is it?")
    page.get_by_role("button", name="Post comment").click()
    fresh = page.locator("article.c[id]").filter(has_text="What time is it?").first
    expect(fresh.locator(".perma time").first).to_have_text("1 minute ago")


@pytest.mark.context(permissions=["clipboard-read", "clipboard-write"])
def test_a_link_is_copied_and_it_is_said(page):
    page.goto(ARTICLE)
    link = page.locator(".i-share").first
    address = link.evaluate("link => link.href")
    link.click()
    expect(page.locator("#say")).to_have_text("Link copied")
    expect(link).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()") == address
    expect(link).to_have_text("Share")
    expect(page.locator("#say")).to_be_empty()
    assert page.url.endswith(ARTICLE)


@pytest.mark.parametrize("trouble", [NO_CLIPBOARD, REFUSING_CLIPBOARD], ids=["no clipboard", "refusing clipboard"])
def test_where_nothing_can_be_copied_the_link_leads_to_the_comment(page, trouble):
    page.add_init_script(trouble)
    page.goto(ARTICLE)
    share(page).click()
    page.wait_for_url(f"**{ARTICLE}comments/*/")


@pytest.mark.context(has_touch=True, is_mobile=True)
def test_a_phone_shares_in_its_own_way(page):
    page.add_init_script(SHARES)
    page.goto(ARTICLE)
    address = share(page).evaluate("link => link.href")
    share(page).tap()
    page.wait_for_function("address => window.shared === address", arg=address)


def test_what_is_selected_is_quoted_by_a_button(page):
    page.goto(ARTICLE)
    paragraph = comment(page).locator(".c-body p").last
    words = paragraph.text_content()
    paragraph.click(click_count=3)
    expect(quote(page)).to_be_visible()
    size = quote(page).bounding_box()
    assert size["height"] >= 24 and size["width"] >= 24
    quote(page).click()
    reply = page.get_by_label("Your reply")
    expect(reply).to_be_focused()
    expect(reply).to_have_value("".join(f"> {line}\n" for line in words.split("\n")) + "\n")
    expect(quote(page)).to_have_count(0)
    page.keyboard.type("Well said.")
    expect(reply).to_have_value("".join(f"> {line}\n" for line in words.split("\n")) + "\nWell said.")


@pytest.mark.parametrize("how", [["r"], ["Tab", "Enter"]], ids="-".join)
def test_what_is_selected_is_quoted_by_the_keyboard(page, how):
    page.goto(ARTICLE)
    comment(page).locator(".c-body p").first.dblclick(position={"x": 8, "y": 8})
    page.keyboard.press("Shift+ArrowRight")
    expect(quote(page)).to_be_visible()
    words = page.evaluate("`${getSelection()}`.trim()")
    assert words
    if "Tab" in how:
        comment(page).locator(".c-head a").last.focus()
        page.keyboard.press("Tab")
        expect(quote(page)).to_be_focused()
    page.keyboard.press(how[-1])
    expect(page.get_by_label("Your reply")).to_have_value(f"> {words}\n\n")


def test_the_button_goes_with_the_selection(page):
    page.goto(ARTICLE)
    comment(page).locator(".c-body p").first.click(click_count=3)
    expect(quote(page)).to_be_visible()
    page.evaluate("getSelection().removeAllRanges()")
    expect(quote(page)).to_have_count(0)


def test_the_button_does_not_offer_what_no_single_person_said(page):
    page.goto(ARTICLE)
    comment(page).locator(".c-body p").first.click(click_count=3)
    expect(quote(page)).to_be_visible()
    page.evaluate("getSelection().extend([...document.querySelectorAll('.c-body p')].at(-1), 1)")
    expect(quote(page)).to_have_count(0)


def test_a_line_that_is_gone_is_said_until_it_is_back(page, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page.goto(ARTICLE)
    bar = page.get_by_text("You are offline. What you write is kept.")
    expect(page.locator("key-shortcuts")).not_to_have_attribute("hidden", "")
    expect(bar).to_be_hidden()
    page.context.set_offline(True)
    expect(bar).to_be_visible()
    page.context.set_offline(False)
    expect(bar).to_be_hidden()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_none_of_them_breaks_a_rule_of_axe(open_page, watch, axe, scheme):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = open_page(color_scheme=scheme)
    page.goto(ARTICLE)
    page.get_by_label("What would you add?").fill("Kept.")
    expect(page.get_by_text("Draft saved on this device.").first).to_be_visible()
    comment(page).locator(".c-body p").first.click(click_count=3)
    expect(quote(page)).to_be_visible()
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    assert axe(page) == []
