"""Attack strings posted through the form: the browser that they are written for does nothing but show them."""

import random

import pytest
from playwright.sync_api import expect

from tests.pages.attacks import attacks

ARTICLE = "/articles/turkey-syria-border/"
COUNT = 120
EACH = 10


@pytest.fixture
def strings():
    """The same sample in every run; each can stand in a form field."""
    return random.Random(2016).sample([text for text in attacks() if len(text) < 900], COUNT)


def test_they_open_no_dialog_break_no_policy_and_ask_no_foreign_host(page, login, watch, strings):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    login(page, "reader")
    opened = page.context.pages[:]
    for start in range(0, COUNT, EACH):
        page.goto(ARTICLE + "comments/")
        page.get_by_label("What would you add?").fill("\n\n".join(strings[start : start + EACH]))
        page.get_by_role("button", name="Post comment").click()
        page.wait_for_url("**/#comment-*")
        page.locator(":target .c-body").hover()
    page.goto(ARTICLE)
    posted = page.locator(".c-body").count()
    for share in page.locator("a.i-share").evaluate_all("all => all.map(one => one.href)")[: COUNT // EACH]:
        page.goto(share)
    page.goto(ARTICLE)
    page.mouse.wheel(0, 20_000)
    page.wait_for_timeout(300)
    assert posted >= COUNT // EACH
    links_lead_to_web_pages_and_mails_only(page)
    assert dialogs == []
    assert page.context.pages == opened
    assert watch.complaints == []


def links_lead_to_web_pages_and_mails_only(page):
    schemes = page.locator(".c-body a").evaluate_all("all => all.map(one => one.protocol)")
    assert set(schemes) <= {"http:", "https:", "mailto:"}
    expect(page.locator(".c-body").locator("script, img, iframe, svg, style, form, input, button")).to_have_count(0)
