"""A person's page in a browser: for everybody, on every screen, with nothing but links and forms."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import too_wide

ARTICLE = "/articles/night-train-to-lundvik/"
WORDS = "I look after the discussions here.\nWrite to me about anything but trains.\n\n" + "Donaudampfschiff" * 12


@pytest.fixture
def spoken(open_page, login):
    """The page of somebody who said something of himself and of the article, and once more in reply to it."""
    page = login(open_page(java_script_enabled=False), "moderator")
    page.goto("/accounts/name/")
    page.get_by_label("About me").fill(WORDS)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    page.goto(f"{ARTICLE}comments/")
    page.get_by_label("What would you add?").fill("The night train is *late* again.")
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url("**#comment-*")
    page.goto("/people/moderator/")
    permalink = page.get_by_role("article").first.get_by_role("link").last.get_attribute("href")
    number = permalink.rstrip("/").rsplit("/", 1)[1]
    page.goto(f"/comments/{number}/replies")
    page.get_by_label("Your reply").fill("And the one before it: " + "so-very-late-" * 20)
    page.get_by_role("button", name="Post comment").click()
    page.wait_for_url("**#comment-*")
    return "/people/moderator/"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_person_is_for_everybody(open_page, login, axe, spoken, scheme):
    page = open_page(color_scheme=scheme)
    page.goto(spoken)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mod Okoye")
    assert axe(page) == []
    login(page, "reader")
    page.goto(spoken)
    page.get_by_role("button", name="Mute Mod Okoye", exact=True).click()
    expect(page.get_by_role("button", name="Unmute Mod Okoye")).to_be_visible()
    assert axe(page) == []
    page.goto("/people/reader/")
    expect(page.get_by_role("heading", name="People you muted")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Unmute Mod Okoye").click()
    expect(page.get_by_role("heading", name="People you muted")).to_have_count(0)


def test_a_person_is_not_wider_than_any_screen(open_page, login, spoken):
    page = login(open_page(), "reader")
    found = {}
    for width in (320, 390, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(spoken)
        expect(page.get_by_role("button", name="Mute Mod Okoye", exact=True)).to_be_visible()
        for direction in ("ltr", "rtl"):
            page.evaluate("direction => { document.documentElement.dir = direction }", direction)
            found[width, direction] = too_wide(page)
    assert {how: out for how, out in found.items() if out} == {}


@pytest.mark.context(java_script_enabled=False)
def test_without_script_a_reader_mutes_and_unmutes(page, login, spoken):
    login(page, "reader")
    page.goto(spoken)
    page.get_by_role("button", name="Mute Mod Okoye", exact=True).click()
    expect(page.get_by_text("You see Mod Okoye’s comments folded.")).to_be_visible()
    page.goto("/people/reader/")
    page.get_by_role("link", name="Mod Okoye").click()
    page.get_by_role("button", name="Unmute Mod Okoye").click()
    expect(page.get_by_role("button", name="Mute Mod Okoye", exact=True)).to_be_visible()
    page.goto("/people/reader/")
    expect(page.get_by_role("heading", name="Comments")).to_be_visible()
    expect(page.get_by_role("heading", name="People you muted")).to_have_count(0)
