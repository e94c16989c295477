"""Notify of without an account, in a browser: with script and without, in both colours, on a telephone."""

import pytest
from playwright.sync_api import expect

from discussion.screening.by_hand import FASTEST
from tests.browser.test_accessibility import too_wide

ARTICLE = "/articles/which-river-do-you-want-back/"
WELCOME = """
from discussion.models import Thread
Thread.objects.filter(article__slug="which-river-do-you-want-back").update(guests="yes")
"""
ASKED = """
from discussion.models import Mail, Subscription
(told,) = Subscription.objects.filter(voice__email="ann@example.net")
(mail,) = Mail.objects.filter(voice=told.voice)
print("kept", told.kind, told.pace, mail.kind)
"""


@pytest.fixture
def welcome(site):
    site.run("manage.py", "shell", "-c", WELCOME)


def fill_in(page):
    page.get_by_label("once a day").check()
    page.get_by_label("E-mail address").fill("ann@example.net")
    page.wait_for_timeout((FASTEST + 1) * 1000)  # as long as a person takes
    page.get_by_role("button", name="Notify me").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_from_the_article_to_the_mail(open_page, axe, welcome, scheme):
    page = open_page(color_scheme=scheme, viewport={"width": 360, "height": 740})
    page.goto(ARTICLE)
    page.get_by_label("new replies to my comments").check()
    page.get_by_role("group", name="Notify of").get_by_role("button", name="Notify me").click()
    expect(page.get_by_label("new replies to my comments")).to_be_checked()
    expect(page.get_by_label("Leave this empty")).not_to_be_in_viewport(ratio=0.01)
    assert axe(page) == [] and not too_wide(page)
    fill_in(page)
    assert axe(page) == [] and not too_wide(page)
    page.get_by_role("link", name="Back to the discussion").click()
    expect(page).to_have_url(f"{page.url.split('/articles')[0]}{ARTICLE}#discussion")


@pytest.mark.context(java_script_enabled=False)
def test_without_script(page, site, welcome):
    page.goto(ARTICLE)
    page.get_by_role("group", name="Notify of").get_by_role("button", name="Notify me").click()
    fill_in(page)
    assert "kept thread daily confirm" in site.run("manage.py", "shell", "-c", ASKED)


def test_by_keyboard_nobody_comes_to_the_field_for_robots(page, axe, welcome):
    page.goto(ARTICLE)
    page.get_by_role("group", name="Notify of").get_by_role("button", name="Notify me").click()
    page.get_by_label("E-mail address").focus()
    page.keyboard.type("ann@example")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Notify me")).to_be_focused()
    assert axe(page) == []
