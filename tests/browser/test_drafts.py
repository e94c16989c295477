"""What somebody writes is kept on his device until it is posted."""

import json

from playwright.sync_api import expect

ARTICLE = "/articles/night-train-to-lundvik/"
REFUSES_STORAGE = """
for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
"""


def box(page, label="What would you add?"):
    return page.get_by_label(label)


def saved(page):
    return page.get_by_text("Draft saved on this device.").first


def post(page):
    page.get_by_role("button", name="Post comment").first.click()


def another(page, address=ARTICLE):
    """As after a crash: the first page never said goodbye."""
    other = page.context.new_page()
    other.goto(address)
    return other


def said(page, text):
    return page.locator("article.c .c-body").filter(has_text=text).first


def nothing_kept(page):
    page.wait_for_function("localStorage.drafts === '[]'")


def test_a_draft_survives_a_reload_and_a_crash(page):
    page.goto(ARTICLE)
    expect(saved(page)).to_be_hidden()
    box(page).fill("Half a thought,\nand a second line")
    expect(saved(page)).to_be_visible()
    page.reload()
    expect(box(page)).to_have_value("Half a thought,\nand a second line")
    expect(saved(page)).to_be_visible()
    other = another(page)
    expect(box(other)).to_have_value("Half a thought,\nand a second line")
    expect(saved(other)).to_be_visible()


def test_a_draft_goes_with_its_words(page):
    page.goto(ARTICLE)
    box(page).fill("On second thought")
    expect(saved(page)).to_be_visible()
    box(page).fill("")
    expect(saved(page)).to_be_hidden()
    nothing_kept(page)
    expect(box(another(page))).to_have_value("")


def test_who_leaves_in_the_middle_of_a_word_finds_it_again(page):
    page.goto(ARTICLE)
    box(page).fill("In a hurr")
    page.goto("/")
    expect(box(another(page))).to_have_value("In a hurr")


def test_articles_keep_their_drafts_apart(page):
    page.goto(ARTICLE)
    box(page).fill("About the train")
    expect(saved(page)).to_be_visible()
    other = another(page, "/articles/turkey-syria-border/")
    expect(box(other)).to_have_value("")
    expect(saved(other)).to_be_hidden()


def test_what_was_posted_does_not_come_back(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    box(page).fill("Posted once and for all.")
    expect(saved(page)).to_be_visible()
    post(page)
    expect(said(page, "Posted once and for all.")).to_be_visible()
    expect(box(page)).to_have_value("")
    expect(saved(page)).to_be_hidden()
    nothing_kept(page)
    expect(box(another(page))).to_have_value("")


def test_what_was_refused_stays(page, login, watch):
    watch.expect("status of 422")
    login(page, "reader")
    page.goto(ARTICLE)
    box(page).fill("x" * 10_001)
    post(page)
    expect(page.get_by_text("A comment has at most").first).to_be_visible()
    expect(box(page)).to_have_value("x" * 10_001)
    expect(box(another(page))).to_have_value("x" * 10_001)


def test_a_log_in_that_ran_out_costs_no_words(page, login, site):
    login(page, "reader")
    page.goto(ARTICLE)
    box(page).fill("Written for a long, long time.")
    page.context.clear_cookies(name="session")
    post(page)
    page.wait_for_url("**/accounts/login/**")
    log_in_and_post(page, site, "Written for a long, long time.")


def test_a_guest_finds_his_words_after_the_log_in_and_only_until_he_posts(page, site):
    page.goto(ARTICLE)
    box(page).fill("A guest’s words.")
    post(page)
    page.wait_for_url("**/accounts/login/**")
    expect(box(another(page))).to_have_value("A guest’s words.")
    log_in_and_post(page, site, "A guest’s words.")


def log_in_and_post(page, site, words):
    page.get_by_label("E-mail or handle").fill("reader")
    page.get_by_label("Password").fill(site.password)
    page.get_by_role("button", name="Log in", exact=True).click()
    page.wait_for_url(f"**{ARTICLE}comments/")
    expect(box(page)).to_have_value(words)
    post(page)
    expect(said(page, words)).to_be_visible()
    page.wait_for_url("**#comment-*")
    expect(box(page)).to_have_value("")
    nothing_kept(page)
    expect(box(another(page))).to_have_value("")


def test_a_reply_has_a_draft_of_its_own(page):
    page.goto(ARTICLE)
    replies = page.locator(".i-reply")
    address = replies.first.get_attribute("href")
    replies.first.click()
    box(page, "Your reply").fill("Only for you")
    expect(page.locator(".answer .saved")).to_be_visible()
    other = another(page)
    expect(box(other)).to_have_value("")
    other.locator(f".i-reply[href='{address}']").click()
    expect(box(other, "Your reply")).to_have_value("Only for you")
    other.locator(".answer .cancel").click()
    other.locator(f".i-reply:not([href='{address}']):visible").first.click()
    expect(box(other, "Your reply")).to_have_value("")


def test_a_wording_is_kept_until_it_is_saved(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    box(page).fill("First wording, to be changed.")
    post(page)
    own = page.locator("article.c[id] > .c-own").filter(has_text="First wording, to be changed.")
    address = own.locator(".i-edit").get_attribute("href")
    page.goto(address)
    expect(box(page, "Your comment")).to_have_value("First wording, to be changed.")
    box(page, "Your comment").fill("Second wording, and better.")
    expect(saved(page)).to_be_visible()
    other = another(page, address)
    expect(box(other, "Your comment")).to_have_value("Second wording, and better.")
    other.get_by_role("button", name="Save").click()
    expect(said(other, "Second wording, and better.")).to_be_visible()
    nothing_kept(other)


def test_a_device_keeps_fifty_drafts_for_thirty_days(page):
    page.goto("/")
    day = 24 * 60 * 60 * 1000
    now = page.evaluate("Date.now()")
    drafts = [[f"/old/{n}", "old", now - 31 * day] for n in range(5)] + [[f"/new/{n}", "new", now] for n in range(60)]
    page.evaluate("drafts => { localStorage.drafts = drafts }", json.dumps(drafts))
    page.goto(ARTICLE)
    page.wait_for_function(
        """() => {
            const keys = JSON.parse(localStorage.drafts).map(([key]) => key);
            return keys.length === 50 && keys[0] === '/new/10' && keys.at(-1) === '/new/59';
        }"""
    )
    box(page).fill("The newest")
    expect(saved(page)).to_be_visible()
    page.wait_for_function("JSON.parse(localStorage.drafts).length === 50")


def test_a_browser_that_keeps_nothing_promises_nothing(open_page):
    page = open_page()
    page.add_init_script(REFUSES_STORAGE)
    page.goto(ARTICLE)
    box(page).press_sequentially("Nothing is kept", delay=40)
    page.keyboard.press("Tab")
    expect(box(page)).to_have_value("Nothing is kept")
    expect(saved(page)).to_be_hidden()
