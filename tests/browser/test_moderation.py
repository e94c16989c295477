"""The moderators' desk with its script: by keyboard alone, two at once, on narrow screens, in both schemes."""

import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import too_wide

DESK = "/moderation/"
HELD = f"{DESK}?queue=held"
TITLE = "[data-heading]"


def hold(site, count):
    """Lets so many comments of the demo wait."""
    with closing(sqlite3.connect(site.folder / "broadsheet.sqlite3", timeout=20)) as database, database:
        found = "SELECT id FROM discussion_comment WHERE state = 'published' AND descendant_count = 0 LIMIT ?"
        database.execute(f"UPDATE discussion_comment SET state = 'held' WHERE id IN ({found})", [count])  # noqa: S608


def states(site):
    with closing(sqlite3.connect(site.folder / "broadsheet.sqlite3", timeout=20)) as database:
        return dict(database.execute("SELECT state, COUNT(*) FROM discussion_comment GROUP BY state").fetchall())


def second_moderator(site):
    """An account that may all that the demo's moderator may, with its password."""
    program = (
        "import django; django.setup()\n"
        "from allauth.account.models import EmailAddress\n"
        "from people.models import User\n"
        "first = User.objects.get(handle='moderator')\n"
        "user = User(handle='olga', email='olga@example.org', display_name='Olga Reed', password=first.password)\n"
        "user.is_staff = True\n"
        "user.save()\n"
        "user.groups.set(first.groups.all())\n"
        "EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)\n"
    )
    site.run("-c", program)


def card(page):
    return page.locator(".mod-card").get_attribute("id")


def opened(page, address=HELD):
    """What is in focus is his."""
    page.goto(address)
    expect(page.locator(".mod-card.is-mine")).to_be_visible()
    return page


def press(page, *keys):
    """And waits for the next card, which takes the focus."""
    was = card(page)
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(f"#{was}")).to_have_count(0)
    expect(page.locator(TITLE)).to_be_focused()


@pytest.fixture
def desk(open_page, login, site):
    hold(site, 52)
    return opened(login(open_page(viewport={"width": 1280, "height": 900}), "moderator"))


def test_fifty_comments_are_cleared_by_keyboard_alone(desk, site):
    before = states(site)
    for number in range(50):
        press(desk, *(("f",), ("d", "3"), ("h", "1"))[number % 3])
    after = states(site)
    assert after["held"] == before["held"] - 50
    assert after["refused"] - before.get("refused", 0) == 17
    assert after["hidden"] - before.get("hidden", 0) == 16
    press(desk, "u")
    assert states(site)["held"] == before["held"] - 49


def test_j_and_k_walk_and_what_comes_is_announced(desk):
    first = card(desk)
    press(desk, "j")
    second = card(desk)
    assert second != first
    expect(desk.locator("#say")).to_contain_text("What ")
    press(desk, "k")
    assert card(desk) == first
    desk.go_back()
    expect(desk.locator(f"#{second}")).to_be_visible()
    desk.reload()
    expect(desk.locator(f"#{second}")).to_be_visible()


def test_keys_keep_out_of_fields_and_a_list_tells_them(desk):
    first = card(desk)
    desk.keyboard.press("/")
    expect(desk.get_by_label("Search words or an author")).to_be_focused()
    desk.keyboard.type("fjdu?")
    expect(desk.get_by_label("Search words or an author")).to_have_value("fjdu?")
    assert card(desk) == first
    desk.locator("h1").click()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys of the desk")).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("d")
    desk.keyboard.press("Escape")
    desk.keyboard.press("1")
    expect(desk.locator(f"#{first}")).to_be_visible()


def test_of_two_moderators_the_second_sees_the_claim_and_cannot_decide(desk, open_page, login, site, watch):
    watch.expect("status of 409")
    second_moderator(site)
    first = card(desk)
    other = login(open_page(), "olga")
    opened(other)
    assert card(other) != first
    held = other.locator(".mod-entries li", has=other.locator(f"a[href*='/{first.removeprefix('card-')}/']"))
    expect(held).to_contain_text("Mod Okoye has it before him")
    held.locator("a").click()
    expect(other.locator(f"#{first}")).to_contain_text("Mod Okoye has it before him.")
    expect(other.get_by_role("button", name="Approve")).to_be_disabled()
    desk.goto("/")
    desk.wait_for_load_state("networkidle")  # it is on leaving that he lets go of it
    other.reload()
    expect(other.get_by_role("button", name="Approve")).to_be_enabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_desk_is_for_everybody(open_page, login, site, axe, scheme, width):
    hold(site, 30)
    page = login(open_page(color_scheme=scheme, viewport={"width": width, "height": 800}), "moderator")
    page.goto(HELD)
    broken = {}
    card_page = page.locator(".mod-entries a").first.get_attribute("href")
    pk = card_page.split("/")[3]
    for address in (HELD, card_page, f"{DESK}decisions/?queue=held&comment={pk}", f"{DESK}acts/", f"{DESK}?queue=all"):
        page.goto(address)
        broken[address] = axe(page) + [str(one) for one in too_wide(page)]
    assert {name: lines for name, lines in broken.items() if lines} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_other_pages_of_moderators_are_for_everybody(open_page, login, site, axe, scheme, width):
    hold(site, 3)
    page = login(open_page(color_scheme=scheme, viewport={"width": width, "height": 800}), "moderator")
    page.goto(HELD)
    page.goto(page.locator(".mod-entries a").first.get_attribute("href"))
    pk = card(page).removeprefix("card-")
    person = page.locator(".mod-card").get_by_role("link", name="About").get_attribute("href")
    page.get_by_role("button", name="Approve").click()
    page.goto("/articles/night-train-to-lundvik/")
    thread = page.get_by_role("link", name="Moderate this discussion").get_attribute("href")
    broken = {}
    other = [f"{DESK}{name}/" for name in ("restrictions", "appeals", "log", "log/all", "numbers")]
    for address in (person, thread, *other, f"/comments/{pk}/report", f"/comments/{pk}/standing"):
        assert page.goto(address).status == 200
        broken[address] = axe(page) + [str(one) for one in too_wide(page)]
    assert {name: lines for name, lines in broken.items() if lines} == {}


def test_on_a_telephone_the_list_leads_to_a_card_and_an_act_to_the_next(open_page, login, site):
    hold(site, 3)
    page = login(open_page(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True), "moderator")
    page.goto(HELD)
    expect(page.locator(".mod-card")).to_be_hidden()
    page.locator(".mod-entries a").first.click()
    expect(page.locator(".mod-card.is-mine")).to_be_visible()
    first = card(page)
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(f"#{first}")).to_have_count(0)
    expect(page.locator(".mod-last.is-fresh")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#{first}")).to_be_visible()
