"""Notify of, in a browser: in place with script, on pages without; for everybody, on every screen."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import too_wide

ARTICLE = "/articles/which-river-do-you-want-back/"
TOLD = "You are told of new follow-up comments at once."


def notify(page):
    return page.get_by_role("group", name="Notify of")


def answer(site):
    """The moderator answers the reader, and both are told; carried out here, as no worker runs."""
    site.run("manage.py", "shell", "-c", ANSWER)


ANSWER = """
from uuid import uuid4
from discussion.models import Event, Thread, Voice
from discussion.notifications.telling import tell
from discussion.posting import post_comment
from people.models import User

reader, moderator = (Voice.objects.of_user(User.objects.get(handle=handle)) for handle in ("reader", "moderator"))
thread = Thread.objects.get(article__slug="which-river-do-you-want-back")
said = post_comment(thread=thread, by=reader, source="The one by the mill.", client_id=uuid4())
post_comment(thread=thread, by=moderator, source="So do I. " + "Mill" * 60, parent=said, client_id=uuid4())
for event in Event.objects.order_by("-pk")[:2]:
    tell(event)
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_script_it_is_asked_for_in_place(open_page, login, axe, site, scheme):
    page = login(open_page(color_scheme=scheme), "reader")
    page.goto(ARTICLE)
    page.get_by_label("What would you add?").fill("A text that stays.")
    notify(page).get_by_role("button", name="Notify me").click()
    expect(notify(page).get_by_text(TOLD)).to_be_focused()
    expect(page.get_by_label("What would you add?")).to_have_value("A text that stays.")
    assert page.url.endswith(ARTICLE)
    assert axe(page) == []
    answer(site)
    page.goto("/")
    page.get_by_role("link", name="1 new in your inbox").click()
    expect(page.get_by_role("link", name="Mod Okoye answered you")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.get_by_role("link", name="Inbox", exact=True)).to_be_visible()
    page.get_by_role("link", name="What you are told of").click()
    assert axe(page) == []
    page.get_by_role("combobox", name="How often").select_option("once a day")
    with page.expect_navigation():
        page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("combobox", name="How often")).to_have_value("daily")
    staff = login(open_page(color_scheme=scheme), "editor")
    staff.goto("/-/mails/")
    staff.get_by_role("link", name=re.compile("reader@")).first.click()
    expect(staff.get_by_role("heading", name="Headers")).to_be_visible()
    assert axe(staff) == []
    staff.get_by_role("link", name="See it with its looks").click()
    expect(staff.get_by_text("So do I.")).to_be_visible()


@pytest.mark.context(java_script_enabled=False)
def test_without_script_a_guest_logs_in_and_finds_what_he_chose(page, site):
    answer(site)
    page.goto(ARTICLE)
    page.get_by_label("new replies to my comments").check()
    notify(page).get_by_role("button", name="Notify me").click()
    page.locator("input[name=login]").fill("reader")
    page.locator("input[name=password]").fill(site.password)
    page.get_by_role("main").get_by_role("button", name="Log in", exact=True).click()
    expect(page.get_by_label("new replies to my comments")).to_be_checked()
    page.get_by_label("once an hour").check()
    page.get_by_role("button", name="Notify me").click()
    expect(page.get_by_text("You are told of new replies to your comments once an hour.")).to_be_visible()
    page.get_by_role("link", name="Back to the discussion").click()
    expect(notify(page).get_by_text("You are told of new replies")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Notify me of replies to")).first.click()
    page.get_by_role("button", name="Notify me of replies").click()
    expect(page.get_by_text("You are told of replies to this comment at once.")).to_be_visible()
    page.goto("/subscriptions/")
    for left in (1, 0):
        page.get_by_role("button", name="End").first.click()
        expect(page.get_by_role("button", name="End")).to_have_count(left)
    expect(page.get_by_text("Nothing yet.")).to_be_visible()


def test_its_pages_are_for_everybody_and_not_wider_than_any_screen(open_page, login, axe, site, watch):
    watch.expect("status of 404")  # the forged address
    answer(site)
    page = login(open_page(), "reader")
    page.goto(ARTICLE)
    notify(page).get_by_role("button", name="Notify me").click()
    expect(notify(page).get_by_role("link", name="Change")).to_be_visible()
    thread = notify(page).get_by_role("link", name="Change").get_attribute("href")
    comment = page.get_by_role("link", name=re.compile("^Notify me of replies to")).first.get_attribute("href")
    found = {}
    for address in (ARTICLE, thread, comment, "/subscriptions/", "/inbox/", "/subscriptions/forged/end"):
        page.goto(address)
        for width in (320, 390, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            for direction in ("ltr", "rtl"):
                page.evaluate("direction => { document.documentElement.dir = direction }", direction)
                found[address, width, direction] = too_wide(page)
        found[address] = axe(page)
    assert {how: out for how, out in found.items() if out} == {}
