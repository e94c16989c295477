"""What staff see of screening, as it is delivered."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import too_wide
from tests.browser.test_desk import LOOKS, NAMES, go

RULES = "/admin/discussion/screeningrule/"
TRIAL = "/admin/discussion/simulation/{}/change/"
# Django's search field has a picture for a label; preloading would have axe write its sheets into the page.
HOW = {"preload": False, "rules": {"label-title-only": {"enabled": False}}}


@pytest.fixture
def staged(site):
    return json.loads(site.run("-m", "bench.staging"))


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_pages_about_rules_are_for_everybody(open_page, login, axe, staged, look):
    page = login(open_page(**look), "chief")
    trials = [TRIAL.format(staged[name]) for name in ("trying", "tried")]
    for address in (
        RULES,
        f"{RULES}by_hand/change/",
        f"{RULES}by_hand/history/",
        "/admin/discussion/simulation/",
        "/admin/discussion/watchedword/",
        "/admin/discussion/watchedword/add/",
        "/admin/discussion/watchedword/import/",
        "/admin/discussion/classifier/",
        *trials,
    ):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true })")
        assert too_wide(page) == [], address
        assert axe(page, **HOW) == [], address


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_what_rules_said_is_for_every_moderator(open_page, login, axe, staged, look):
    page = login(open_page(**look), "moderator")
    for address in ("/admin/discussion/stopped/", "/admin/discussion/comment/{}/change/", "/moderation/comments/{}/"):
        page.goto(address.format(staged["screened"]))
        assert too_wide(page) == [], address
        assert axe(page, **HOW) == [], address


def test_a_trial_asks_again_by_itself_and_is_stopped_without_script(open_page, login, staged):
    page = login(open_page(java_script_enabled=False), "chief")
    page.goto(TRIAL.format(staged["trying"]))
    with page.expect_navigation():
        pass  # nobody touched it
    expect(page.get_by_role("status")).to_contain_text("Running: 7,500 of 18,204 comments.")
    go(page, page.get_by_role("button", name="Stop"))
    expect(page.get_by_role("status")).to_contain_text("Stopped: 7,500 of 18,204 comments.")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()


def test_a_rule_is_set_without_script(open_page, login, staged):
    page = login(open_page(java_script_enabled=False), "chief")
    page.goto(RULES)
    go(page, page.get_by_role("link", name="Filled in by hand"))
    page.get_by_label("Off").check()
    go(page, page.get_by_role("button", name="Save"))
    expect(page.locator(".messagelist")).to_contain_text("mode: On → Off")
    expect(page.get_by_role("row", name="Filled in by hand")).to_contain_text("Off")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_who_insists_is_read_by_a_moderator_first(open_page, login, watch, script):
    page = login(open_page(java_script_enabled=script), "reader")
    watch.expect("status of 422")
    page.goto("/articles/turkey-syria-border/")
    loud = "NOBODY EVER LISTENS TO WHAT WE SAY HERE ABOUT THE BORDER"
    write(page, loud)
    expect(page.locator(".composer .error")).to_contain_text("If you send it again, a moderator reads it first.")
    expect(page.get_by_label("What would you add?").first).to_have_value(loud)
    page.get_by_role("button", name="Post comment").first.click()
    expect(page.locator("article.c").filter(has_text=loud).get_by_text("Waiting for review")).to_be_visible()
    write(page, "AND NOW FOR SOMETHING ELSE THAT MAKES ME REALLY ANGRY")
    expect(page.locator(".composer .error")).to_contain_text("If you send it again")  # he is asked anew


def write(page, text):
    page.get_by_label("What would you add?").first.fill(text)
    page.get_by_role("button", name="Post comment").first.click()
