"""Speaking and voting without an account, in a browser: with script, without, by keyboard, in light and dark."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import too_wide

ARTICLE = "/articles/turkey-syria-border/"
TEXT = "What would you add?"


@pytest.fixture(autouse=True)
def welcome(site):
    site.run("manage.py", "shell", "-c", WELCOME)


WELCOME = """
from discussion.models import Thread
Thread.objects.filter(article__slug="turkey-syria-border").update(guests="yes")
"""
CONFIRMATION = """
from discussion.guests.tokens import proof_token
from discussion.models import Voice
print(f"/guests/{proof_token(Voice.objects.get(email='gus@example.org'))}/confirmation")
"""


def confirmation(site):
    return site.run("manage.py", "shell", "-v", "0", "-c", CONFIRMATION).split()[-1]


def first_words(page, text="The one by the mill."):
    page.goto(ARTICLE)
    page.get_by_label(TEXT).fill(text)
    page.get_by_role("button", name="Post comment").click()
    page.get_by_label("Name", exact=True).fill("Gus")
    page.get_by_label("E-mail address").fill("gus@example.org")
    page.wait_for_timeout(3100)  # nobody is faster


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_script_a_guest_speaks_confirms_and_then_speaks_in_place(open_page, axe, site, scheme):
    page = open_page(color_scheme=scheme)
    first_words(page)
    assert axe(page) == []
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("We sent a mail to gus@example.org.")).to_be_visible()
    said = page.get_by_role("article", name="Gus")
    expect(said.get_by_text("Waiting for you to confirm your address")).to_be_visible()
    expect(page.get_by_label(TEXT)).to_have_value("")
    assert axe(page) == []
    mail = open_page(color_scheme=scheme)
    mail.goto(confirmation(site))
    assert axe(mail) == []
    mail.get_by_role("button", name="Yes, confirm").click()
    expect(mail.get_by_role("heading", name="Your address is confirmed.")).to_be_visible()
    assert axe(mail) == []
    page.goto(ARTICLE)
    page.get_by_label(TEXT).fill("And the one below it.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("article", name="Gus")).to_have_count(2)
    assert page.url.endswith(ARTICLE)
    voted = page.get_by_role("button", name=re.compile("^Vote up (?!Gus)")).first
    with page.expect_response("**/vote"):
        voted.click()
    expect(voted).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(voted).to_have_attribute("aria-pressed", "true")
    page.get_by_role("link", name="Change as whom you write").click()
    assert axe(page) == []
    page.get_by_role("button", name="Forget me on this device").click()
    expect(page.get_by_text("This browser speaks as nobody")).to_be_visible()


@pytest.mark.context(java_script_enabled=False)
def test_without_script(page, site):
    first_words(page, "Without script.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_text("We sent a mail to gus@example.org.")).to_be_visible()
    page.goto(confirmation(site))
    page.get_by_role("button", name="This was not me").click()
    expect(page.get_by_role("heading", name="It is erased.")).to_be_visible()
    page.goto(ARTICLE)
    expect(page.get_by_text("Without script.")).to_have_count(0)


def test_a_strangers_vote_by_keyboard_and_then_in_place(page, axe):
    page.goto(ARTICLE)
    page.get_by_role("button", name=re.compile("^Vote up")).first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your vote")).to_be_visible()
    assert axe(page) == []
    page.wait_for_timeout(2100)
    for _ in range(40):
        if page.evaluate("document.activeElement.textContent.trim()") == "Vote up":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    voted = page.get_by_role("button", name=re.compile("^Vote up")).first
    expect(voted).to_have_attribute("aria-pressed", "true")
    page.get_by_label(TEXT).fill("A voter speaks.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_label("Name", exact=True)).to_be_visible()
    expect(page.get_by_label(TEXT)).to_have_value("A voter speaks.")


def test_its_pages_are_not_wider_than_any_screen(page, site):
    first_words(page)
    found = {}
    for address in ("", f"{ARTICLE}comments/", "/guest/"):
        if address:
            page.goto(address)
        for width in (320, 390, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            for direction in ("ltr", "rtl"):
                page.evaluate("direction => { document.documentElement.dir = direction }", direction)
                found[address, width, direction] = too_wide(page)
    assert {how: out for how, out in found.items() if out} == {}
