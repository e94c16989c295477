"""A moderator at work, in the admin as it is delivered."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import too_wide
from tests.browser.test_account import sign_up

ARTICLE = "/articles/night-train-to-lundvik/"
LIST = "/admin/discussion/comment/"
PHONE, DESKTOP = {"viewport": {"width": 390, "height": 844}}, {"viewport": {"width": 1280, "height": 900}}
LOOKS = [DESKTOP, {**PHONE, "color_scheme": "dark"}]
NAMES = ["desktop", "dark phone"]


@pytest.fixture
def desk(open_page, login):
    return login(open_page(**DESKTOP), "moderator")


def go(page, link):
    with page.expect_navigation():
        link.click()


def discussion(page):
    """What a reader sees of it: every comment of the page with its place, its words and its counts."""
    page.goto(f"{ARTICLE}?sort=oldest")
    return page.locator("#discussion").inner_text()


def thread_of(page):
    page.goto(f"{LIST}?q=train")
    options = page.locator("#changelist-filter a[href*='thread=']", has_text="sleeping train")
    return options.first.get_attribute("href").partition("thread=")[2].partition("&")[0]


def choose(page, address, act, how_many):
    """Chooses the first of a page of the list, one box at a time, and the act."""
    page.goto(address)
    boxes = page.locator("#result_list tbody input.action-select")
    for number in range(how_many):
        boxes.nth(number).check()
    page.locator("select[name=action]").select_option(act)
    go(page, page.get_by_role("button", name="Go"))


def decide(page, name, reason=""):
    page.get_by_label("Reason").fill(reason)
    go(page, page.locator("#content").get_by_role("button", name=name))
    page.wait_for_selector(".messagelist .success")
    return page.locator(".messagelist").inner_text()


def test_forty_comments_are_hidden_with_a_reason_and_restored_to_the_same_page(desk, open_page):
    reader = open_page()
    before, of_thread = discussion(reader), f"{LIST}?thread={thread_of(desk)}"
    for _page in range(2):
        # What is hidden leaves this list, so its first page holds the next ones.
        choose(desk, f"{of_thread}&state__exact=published", "hide", 20)
        expect(desk.get_by_role("heading", name="Hide: 20 comments")).to_be_visible()
        assert decide(desk, "Hide", "Off the subject.") == "Hide: 20 comments."
    hidden = discussion(reader)
    assert hidden != before

    desk.goto(f"{of_thread}&state__exact=hidden")
    expect(desk.locator("#result_list tbody tr")).to_have_count(40)
    go(desk, desk.locator("#result_list tbody th a").first)
    expect(desk.locator(".desk-log li").filter(has_text="Off the subject.")).to_be_visible()

    choose(desk, f"{of_thread}&state__exact=hidden", "restore", 40)
    assert decide(desk, "Restore") == "Restore: 40 comments."
    assert discussion(reader) == before


def test_a_suspended_reader_is_told_why_when_he_logs_in(site, desk, open_page, login, watch):
    watch.expect("status of 403")
    ben = open_page()
    sign_up(ben, site, "bellerophon")
    login(ben, "bellerophon")
    ben.goto(ARTICLE)
    ben.get_by_label("What would you add?").fill("All of you are fools.")
    ben.get_by_role("button", name="Post comment").click()
    expect(ben.locator(".thread").get_by_text("All of you are fools.")).to_be_visible()
    expect(ben.locator(".is-pending")).to_have_count(0)

    desk.goto(f"{LIST}?q=bellerophon")
    go(desk, desk.locator("#result_list tbody th a"))
    go(desk, desk.locator(".desk").get_by_role("link", name="Bellerophon"))
    desk.locator("input[type=date]").fill("2099-01-01")
    desk.locator("input[type=time]").fill("12:00")
    desk.get_by_label("Reason").fill("Insults, after two warnings.")
    go(desk, desk.get_by_role("button", name="Suspend"))
    expect(desk.get_by_text("Suspended until Jan. 1, 2099, noon: Insults, after two warnings.")).to_be_visible()

    ben.goto("/accounts/name/")
    assert "/accounts/login/" in ben.url
    ben.get_by_label("E-mail or handle").fill("bellerophon")
    ben.get_by_label("Password", exact=True).fill(site.password)
    go(ben, ben.locator("main").get_by_role("button", name="Log in", exact=True))
    expect(ben.get_by_text("Insults, after two warnings.")).to_be_visible()

    go(desk, desk.get_by_role("button", name="Let in again"))
    desk.wait_for_selector(".messagelist .success")
    login(ben, "bellerophon")
    expect(ben.locator(".me .who")).to_have_text("Bellerophon")


def pages_of_the_desk(page):
    """Each in turn, open: where it is and what it is called."""
    for address in ("/admin/", LIST, "/admin/discussion/event/", "/admin/discussion/thread/"):
        page.goto(address)
        yield address
    page.goto(LIST)
    go(page, page.locator("#result_list tbody th a").first)
    yield "a comment"
    go(page, page.locator(".desk-acts button").first)
    yield "a decision"
    page.go_back()
    go(page, page.locator(".desk a[href*='/voice/']").last)
    yield "a voice"
    page.goto("/admin/discussion/thread/")
    go(page, page.locator("#result_list tbody th a").first)
    yield "a thread"


@pytest.mark.parametrize("look", LOOKS, ids=NAMES)
def test_the_desk_is_for_everybody(open_page, login, axe, look):
    """Django's own search field has a picture for a label; for the rest its pages pass as ours do. Preloading would
    have axe write the sheets that Django's import into the page, where the policy stops it.
    """
    how = {"preload": False, "rules": {"label-title-only": {"enabled": False}}}
    page = login(open_page(**look), "moderator")
    for name in pages_of_the_desk(page):
        assert too_wide(page) == [], name
        assert axe(page, **how) == [], name
