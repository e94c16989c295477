"""Two readers side by side: what one says reaches the other's page, and moves nothing there; and what is new since
somebody was here.
"""

import re

import pytest
from playwright.sync_api import expect

ARTICLE = "/articles/night-train-to-lundvik/"
SOON = 30_000  # five seconds, on a machine that has better things to do
PILL = re.compile("new comments?, show")
LIGHT_AND_DARK = pytest.mark.parametrize("scheme", ["light", "dark"])

COLLECT_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts.push(entry.value);
}).observe({ type: "layout-shift" });
"""
AWAY = """(away) => {
  Object.defineProperty(document, "hidden", { configurable: true, get: () => away });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def writer(open_page, login):
    """Somebody else, without script; what he says first wakes the thread."""
    page = login(open_page(java_script_enabled=False), "moderator")
    say(page, "Good morning.")
    return page


def say(writer, words):
    writer.goto(ARTICLE)
    writer.get_by_label("What would you add?").fill(words)
    writer.get_by_role("button", name="Post comment").click()
    expect(writer.locator(":target .c-body").first).to_have_text(words)


def answer(writer, comment, words):
    writer.goto(ARTICLE)
    writer.locator(f"#{comment} > .c-own .i-reply").click()
    writer.get_by_label("Your reply").fill(words)
    writer.get_by_role("button", name="Post comment").click()
    expect(writer.locator(":target .c-body").first).to_have_text(words)


def pill(page):
    return page.get_by_role("status").get_by_role("button", name=PILL)


def own(page, words):
    """The article whose own words these are, not one that answers it."""
    return page.locator("article.c", has=page.locator("> .c-own > .c-body", has_text=words))


def fresh(page):
    return page.locator("a.fresh")


def marked(page):
    return page.locator("#thread b.new")


def test_the_other_reader_is_told_and_nothing_of_his_page_moves(page, writer):
    page.goto(ARTICLE)
    page.locator("#thread article.c").nth(1).scroll_into_view_if_needed()
    page.evaluate(COLLECT_SHIFTS)
    say(writer, "News from the buffet car.")
    expect(pill(page)).to_be_visible(timeout=SOON)
    expect(pill(page)).to_have_text("1 new comment, show it")
    expect(own(page, "News from the buffet car.")).to_have_count(0)
    expect(page.locator(".disc-head .count")).to_have_text(writer.locator(".disc-head .count").inner_text())
    say(writer, "And from the driver.")
    expect(pill(page)).to_have_text("2 new comments, show them", timeout=SOON)
    assert page.evaluate("window.shifts") == []


def test_he_decides_when_to_see_it(page, writer):
    page.goto(ARTICLE)
    say(writer, "First of two.")
    say(writer, "Second of two.")
    expect(pill(page)).to_have_text("2 new comments, show them", timeout=SOON)
    pill(page).click()
    first = own(page, "First of two.")
    expect(first).to_be_focused()
    expect(first).to_be_in_viewport()
    expect(pill(page)).to_have_count(0)
    expect(first.locator("> .c-own b.new")).to_have_text("New")
    expect(page.locator("#thread .thread > li > article > .c-own > .c-body").first).to_have_text("Second of two.")
    say(writer, "A third.")
    expect(pill(page)).to_have_text("1 new comment, show it", timeout=SOON)


def test_a_reply_goes_under_what_it_answers(page, writer):
    say(writer, "Who is awake?")
    page.goto(ARTICLE)
    parent = own(page, "Who is awake?")
    comment = parent.get_attribute("id")
    answer(writer, comment, "I am, since Tuesday.")
    expect(pill(page)).to_be_visible(timeout=SOON)
    pill(page).press("Enter")
    reply = page.locator(f"#{comment} > details.replies[open] > ol > li > article")
    expect(reply.locator("> .c-own > .c-body")).to_have_text("I am, since Tuesday.")
    expect(reply).to_be_focused()
    answer(writer, comment, "So am I.")
    expect(pill(page)).to_be_visible(timeout=SOON)
    page.locator(f"#{comment} > details.replies > summary").click()
    expect(reply.first).to_be_hidden()
    pill(page).click()
    expect(reply).to_have_count(2)
    expect(reply.nth(1)).to_be_focused()


def test_a_comment_is_there_once_however_it_came(page, writer):
    page.goto(ARTICLE)
    say(writer, "Only once.")
    expect(pill(page)).to_be_visible(timeout=SOON)
    page.get_by_role("link", name="Oldest").click()
    expect(page.locator("[aria-current=true]")).to_have_text("Oldest")
    page.get_by_role("link", name="Newest").click()
    expect(page.locator("[aria-current=true]")).to_have_text("Newest")
    expect(own(page, "Only once.")).to_have_count(1)
    say(writer, "Another one.")
    expect(pill(page)).to_have_text("1 new comment, show it", timeout=SOON)
    pill(page).click()
    expect(own(page, "Another one.")).to_have_count(1)
    expect(own(page, "Only once.")).to_have_count(1)


def test_numbers_of_votes_follow_quietly(page, writer):
    page.goto(ARTICLE)
    writer.goto(ARTICLE)
    comment = writer.locator("#thread article.c:has(> .c-own .i-up:enabled)").first.get_attribute("id")
    up = page.locator(f"#{comment} > .c-own .i-up .score")
    before = int(up.text_content())
    page.evaluate(COLLECT_SHIFTS)
    writer.locator(f"#{comment} > .c-own .i-up").click()
    expect(writer.locator(f"#{comment} > .c-own .i-up")).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_text(str(before + 1), timeout=SOON)
    expect(pill(page)).to_have_count(0)
    assert page.evaluate("window.shifts") == []
    writer.locator(f"#{comment} > .c-own .i-up").click()
    expect(up).to_have_text(str(before), timeout=SOON)


def test_who_writes_is_not_told_of_his_own_words(page, writer, login):
    login(page, "reader")
    page.goto(ARTICLE)
    page.get_by_label("What would you add?").fill("My own words.")
    page.get_by_role("button", name="Post comment").click()
    expect(own(page, "My own words.")).to_be_visible()
    say(writer, "Somebody else’s words.")
    expect(pill(page)).to_have_text("1 new comment, show it", timeout=SOON)
    pill(page).click()
    expect(own(page, "My own words.")).to_have_count(1)
    expect(own(page, "Somebody else’s words.")).to_be_focused()


def test_a_hidden_tab_asks_nothing_and_a_visible_one_at_once(page, writer):
    asked = []
    page.on("request", lambda request: "/changes" in request.url and asked.append(request.url))
    page.clock.install()
    page.goto(ARTICLE)
    expect(page.locator("live-thread[role=status]")).to_have_count(1)
    with page.expect_response(lambda response: "/changes" in response.url):
        page.clock.run_for(6_000)
    page.evaluate(AWAY, True)
    page.clock.run_for(600_000)
    assert len(asked) == 1
    with page.expect_request(lambda request: "/changes" in request.url):
        page.evaluate(AWAY, False)
        page.clock.run_for(10)
    assert len(asked) == 2


def test_most_answers_are_that_nothing_changed(page, writer):
    page.goto(ARTICLE)
    with page.expect_response(lambda response: "/changes" in response.url, timeout=SOON) as polled:
        pass
    assert polled.value.status == 304
    assert polled.value.headers["poll-after"] == "2.5"


def test_without_script_there_is_nothing_to_press(open_page, writer):
    page = open_page(java_script_enabled=False)
    page.goto(ARTICLE)
    expect(page.get_by_role("button", name=PILL)).to_have_count(0)
    expect(fresh(page)).to_be_hidden()
    expect(page.locator("live-thread")).to_be_empty()


def test_a_guest_finds_what_is_new_since_he_left(page, writer):
    page.goto(ARTICLE)
    expect(page.locator("live-thread[role=status]")).to_have_count(1)
    expect(marked(page)).to_have_count(0)
    expect(fresh(page)).to_be_hidden()
    page.reload()  # that was leaving, and nothing came since
    expect(page.locator("live-thread[role=status]")).to_have_count(1)
    expect(marked(page)).to_have_count(0)
    page.goto("/")
    say(writer, "New to the guest.")
    say(writer, "New to him, too.")
    page.goto(ARTICLE)
    expect(fresh(page)).to_have_text("2 new")
    expect(marked(page)).to_have_count(2)
    first, second = own(page, "New to him, too."), own(page, "New to the guest.")
    for article in (first, second, first):
        fresh(page).click()
        expect(article).to_be_focused()
        expect(article.locator("b.new")).to_be_in_viewport()
    page.goto("/")
    page.goto(ARTICLE)
    expect(page.locator("live-thread[role=status]")).to_have_count(1)
    expect(marked(page)).to_have_count(0)
    expect(fresh(page)).to_be_hidden()


def test_marks_are_kept_for_a_bounded_number_of_threads(page, writer):
    page.goto(ARTICLE)
    page.evaluate("localStorage.setItem('seen', JSON.stringify([...Array(300).keys()].map((n) => [`x${n}`, 1])))")
    page.goto("/")
    kept = page.evaluate("JSON.parse(localStorage.getItem('seen'))")
    assert len(kept) == 200
    assert kept[-2][0] == "x299"
    assert kept[-1][0].isdigit()


def test_a_broken_store_breaks_nothing(page, writer):
    page.goto(ARTICLE)
    page.evaluate("localStorage.setItem('seen', 'nonsense')")
    page.evaluate("() => void (Storage.prototype.setItem = () => { throw new Error('full'); })")
    page.goto("/")
    page.goto(ARTICLE)
    expect(page.locator("live-thread[role=status]")).to_have_count(1)
    expect(marked(page)).to_have_count(0)


def test_a_signed_in_reader_finds_what_is_new_since_he_left(page, writer, login):
    login(page, "reader")
    page.goto(ARTICLE)
    expect(page.locator("live-thread[role=status]")).to_have_count(1)
    leaves(page)
    say(writer, "New to the reader.")
    page.goto(ARTICLE)
    expect(marked(page)).to_have_count(1)
    expect(fresh(page)).to_contain_text("1 new")
    fresh(page).click()
    expect(own(page, "New to the reader.")).to_be_focused()
    page.get_by_role("button", name="Mark all as read").click()
    expect(marked(page)).to_have_count(0)
    expect(fresh(page)).to_have_count(0)
    leaves(page)
    page.goto(ARTICLE)
    expect(marked(page)).to_have_count(0)


def leaves(page):
    with page.expect_response(lambda response: response.url.endswith("/visit")) as answered:
        page.evaluate(AWAY, True)
    assert answered.value.status == 204
    page.goto("/")


@LIGHT_AND_DARK
@pytest.mark.parametrize("width", [320, 1440])
def test_the_rules_of_accessibility_hold(open_page, writer, axe, scheme, width):
    page = open_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    page.goto(ARTICLE)
    expect(page.locator("live-thread[role=status]")).to_have_count(1)
    page.goto("/")
    say(writer, "For everybody to read.")
    page.goto(ARTICLE)
    expect(fresh(page)).to_have_text("1 new")
    say(writer, "And one more.")
    expect(pill(page)).to_be_visible(timeout=SOON)
    page.locator(".tools").scroll_into_view_if_needed()
    assert axe(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide == 0
