"""Whom one may mean by “@” and a few letters, offered below what is being written."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import too_wide

ARTICLE = "/articles/which-river-do-you-want-back/"
SPEAK = """
from uuid import uuid4
from discussion.models import Thread, Voice
from discussion.posting import post_comment
from people.models import User

thread = Thread.objects.get(article__slug="which-river-do-you-want-back")
for handle in ("moderator", "editor"):
    voice = Voice.objects.of_user(User.objects.get(handle=handle))
    post_comment(thread=thread, by=voice, source="The one by the mill.", client_id=uuid4())
"""


@pytest.fixture(autouse=True)
def spoken(site):
    site.run("manage.py", "shell", "-c", SPEAK)


def box(page):
    return page.get_by_label("What would you add?")


def offered(page):
    return page.get_by_role("listbox")


def begin(page, login, text="Hello @mod"):
    login(page, "reader")
    page.goto(ARTICLE)
    box(page).focus()
    page.keyboard.type(text)
    expect(offered(page)).to_be_visible()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_by_keyboard_somebody_is_found_chosen_and_linked(open_page, login, axe, scheme):
    page = begin(open_page(color_scheme=scheme), login)
    option = offered(page).get_by_role("option", name="@moderator")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", option.get_attribute("id"))
    expect(page.locator("#say")).to_contain_text("1 person")
    assert axe(page) == []
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("Hello @moderator ")
    expect(box(page)).to_be_focused()
    expect(offered(page)).to_have_count(0)
    page.keyboard.type("and good night.")
    page.get_by_role("button", name="Post comment").click()
    said = page.locator("article.c[id]").filter(has_text="and good night.")
    expect(said.get_by_role("link", name="@moderator")).to_have_attribute("href", "/people/moderator/")


def test_arrows_go_round_and_escape_closes(page, login):
    begin(page, login, "@ed")
    page.keyboard.press("Escape")
    expect(offered(page)).to_have_count(0)
    expect(box(page)).to_have_value("@ed")
    page.keyboard.press("Enter")
    expect(box(page)).to_have_value("@ed\n")
    page.keyboard.type("@o")
    page.wait_for_timeout(400)
    expect(offered(page)).to_have_count(0)  # one letter is too little
    page.keyboard.type("k")
    chosen = offered(page).locator("[aria-selected=true]")
    expect(chosen).to_have_count(1)
    for key in ("ArrowDown", "ArrowUp"):
        page.keyboard.press(key)
        expect(chosen).to_have_count(1)
    page.keyboard.press("Tab")
    expect(box(page)).to_have_value("@ed\n@moderator ")


def test_with_a_finger(open_page, login):
    page = begin(open_page(viewport={"width": 320, "height": 640}, has_touch=True), login)
    assert not too_wide(page)
    offered(page).get_by_role("option").tap()
    expect(box(page)).to_have_value("Hello @moderator ")
    expect(box(page)).to_be_focused()


def test_it_goes_with_the_focus_and_within_words_it_does_not_come(page, login):
    begin(page, login)
    page.get_by_role("link", name="Newest", exact=True).focus()
    expect(offered(page)).to_have_count(0)
    box(page).fill("")
    box(page).focus()
    page.keyboard.type("me@moderator")
    page.wait_for_timeout(400)
    expect(offered(page)).to_have_count(0)


@pytest.mark.context(java_script_enabled=False)
def test_without_script_it_is_typed(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    box(page).fill("Hello @moderator, good night.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("link", name="@moderator")).to_have_attribute("href", "/people/moderator/")
