"""Taking part without leaving the page: what is done shows at once, and comes back when it was refused."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.held import Held

ARTICLE = "/articles/night-train-to-lundvik/"
REFUSED = "status of 4"
ROOT = ".thread > li > article.c:not(:has(.veil))"


@pytest.fixture
def reader(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    return page


def link(of, name):
    return of.get_by_role("link", name=name, exact=True)


def button(of, name):
    return of.get_by_role("button", name=name, exact=True)


def comment(page, text):
    return page.locator("article.c", has=page.locator("> .c-own > .c-body", has_text=text))


def post(page, text):
    """A comment of one's own on top."""
    page.locator("#composer").get_by_label("What would you add?").fill(text)
    button(page.locator("#composer"), "Post comment").click()
    own = comment(page, text).first
    expect(link(own, "Edit")).to_be_visible()
    return own


def test_a_comment_stands_at_its_place_at_once(reader):
    held = Held(reader, "**/comments/")
    reader.locator("#composer").get_by_label("What would you add?").fill("Said **in place**.")
    button(reader.locator("#composer"), "Post comment").click()
    expect(reader.locator(".is-pending")).to_contain_text("Said **in place**.")  # before the server has it
    held.go_on()
    own = comment(reader, "Said in place.").first
    expect(own).to_be_focused()
    expect(reader.locator(".is-pending")).to_have_count(0)
    expect(reader.locator(".thread > li").first).to_contain_text("Said in place.")
    expect(reader.get_by_label("What would you add?")).to_have_value("")
    assert reader.url.endswith(ARTICLE)
    reader.reload()
    expect(comment(reader, "Said in place.")).to_have_count(1)


def test_a_reply_is_written_under_the_comment_and_stands_there(reader):
    asked = reader.locator(ROOT).nth(1)
    number = asked.get_attribute("id")
    asked.locator("> .c-own").get_by_role("link", name=re.compile("^Reply to ")).click()
    box = reader.get_by_label("Your reply")
    expect(box).to_be_focused()
    box.fill("Answered where it stands.")
    button(reader.locator(".answer"), "Post comment").click()
    own = reader.locator(f"#{number} > .replies").locator("article.c", has_text="Answered where it stands.").first
    expect(own).to_be_focused()
    expect(reader.locator(".answer")).to_have_count(0)


def test_a_reply_is_cancelled_and_the_focus_goes_back(reader):
    reply = reader.locator(f"{ROOT} > .c-own .i-reply").first
    reply.click()
    link(reader.locator(".answer"), "Cancel").click()
    expect(reply).to_be_focused()
    expect(reader.locator(".answer")).to_have_count(0)


def test_a_refused_comment_comes_back_with_the_reason_and_the_text(reader, watch):
    watch.expect(REFUSED)
    box = reader.locator("#composer").get_by_label("What would you add?")
    box.fill("   ")
    button(reader.locator("#composer"), "Post comment").click()
    expect(reader.get_by_role("alert")).to_have_text("Write something first.")
    box.fill("x" * 10_001)
    button(reader.locator("#composer"), "Post comment").click()
    expect(reader.get_by_role("alert")).to_contain_text("at most 10000 characters")
    expect(box).to_have_value("x" * 10_001)
    expect(reader.locator(".is-pending")).to_have_count(0)


def test_a_connection_that_drops_while_posting_leaves_the_comment_there_once(reader, watch):
    watch.expect("net::ERR_")
    dropped = []

    def drop(route):
        if dropped:
            return route.continue_()
        dropped.append(route.fetch())  # the server has it; the answer is lost on the way
        route.abort("connectionreset")

    reader.route("**/comments/", drop)
    reader.locator("#composer").get_by_label("What would you add?").fill("Sent twice, said once.")
    button(reader.locator("#composer"), "Post comment").click()
    expect(reader.get_by_role("alert")).to_contain_text("Your text is kept.")
    expect(reader.locator("#composer").get_by_label("What would you add?")).to_have_value("Sent twice, said once.")
    button(reader, "Try again").click()
    expect(comment(reader, "Sent twice, said once.").first).to_be_focused()
    reader.goto(ARTICLE)
    expect(comment(reader, "Sent twice, said once.")).to_have_count(1)


def test_a_vote_counts_at_once_and_is_taken_back(reader):
    up = reader.locator(f"{ROOT} > .c-own .i-up:not([disabled])").first
    count = int(up.text_content())
    with reader.expect_response("**/vote"):
        up.click()
        expect(up).to_have_text(str(count + 1))
    expect(up).to_have_attribute("aria-pressed", "true")
    with reader.expect_response("**/vote"):
        up.click()
    expect(up).to_have_text(str(count))
    expect(up).to_have_attribute("aria-pressed", "false")


def test_of_two_quick_votes_the_second_has_the_last_word(reader):
    up = reader.locator(f"{ROOT} > .c-own .i-up:not([disabled])").first
    count = up.text_content()
    held = Held(reader, "**/vote")
    up.click()
    up.click()
    expect(up).to_have_text(count)
    reader.wait_for_timeout(200)
    assert len(held.routes) == 1
    for _each in range(2):
        with reader.expect_response("**/vote"):
            held.go_on()
    reader.goto(ARTICLE)
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(up).to_have_text(count)


def test_of_two_quick_votes_that_is_shown_which_was_taken(reader, watch):
    watch.expect("net::ERR_")
    up = reader.locator(f"{ROOT} > .c-own .i-up:not([disabled])").first
    down = reader.locator(f"{ROOT} > .c-own .i-down:not([disabled])").first
    held = Held(reader, "**/vote")
    up.click()
    down.click()
    held.next().abort()
    with reader.expect_response("**/vote"):
        held.go_on()
    expect(down).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(reader.get_by_role("alert")).to_have_count(0)
    reader.goto(ARTICLE)
    expect(down).to_have_attribute("aria-pressed", "true")


def test_a_vote_that_is_refused_returns(reader, watch):
    watch.expect(REFUSED)
    up = reader.locator(f"{ROOT} > .c-own .i-up:not([disabled])").first
    count = up.text_content()
    reader.route("**/vote", lambda route: route.fulfill(status=403, body="<main><p class=said>Not now.</p></main>"))
    up.click()
    expect(reader.get_by_role("alert")).to_have_text("Not now.")
    expect(up).to_have_text(count)
    expect(up).to_have_attribute("aria-pressed", "false")


def test_orders_change_without_a_page_load_and_stay_in_the_history(reader):
    reader.evaluate("window.same = true")
    link(reader, "Most voted").click()
    expect(reader.locator(".tools [aria-current=true]")).to_have_text("Most voted")
    expect(reader.locator(".tools [aria-current=true]")).to_be_focused()
    reader.wait_for_url("**/?sort=top#discussion")
    link(reader, "Oldest").click()
    expect(reader.locator(".tools [aria-current=true]")).to_have_text("Oldest")
    reader.go_back()
    expect(reader.locator(".tools [aria-current=true]")).to_have_text("Most voted")
    assert reader.evaluate("window.same")


def test_more_comments_come_in_place_each_once_and_the_first_has_the_focus(reader):
    roots = reader.locator(".thread > li > article.c")
    expect(roots).to_have_count(20)
    link(reader, "Load more comments").click()
    expect(roots.nth(20)).to_be_focused()
    ids = roots.evaluate_all("all => all.map(one => one.id)")
    assert len(ids) == len(set(ids)) > 20


def test_more_replies_come_in_place(reader):
    reader.goto(f"{ARTICLE}?sort=top")
    parent = reader.locator("article.c:has(> .replies > .onward)").first.get_attribute("id")
    replies = reader.locator(f"#{parent} > .replies > ol > li")
    before = replies.count()
    reader.locator(f"#{parent} > .replies > .onward").click()
    expect(replies.nth(before).locator("> article.c")).to_be_focused()


def test_a_comment_is_edited_in_place(reader):
    own = post(reader, "First wording.")
    link(own, "Edit").click()
    expect(own.get_by_label("Your comment")).to_be_focused()
    own.get_by_label("Your comment").fill("Second *wording*.")
    button(own, "Save").click()
    expect(comment(reader, "Second wording.").first).to_be_focused()
    expect(comment(reader, "First wording.")).to_have_count(0)
    expect(link(comment(reader, "Second wording.").first, "edited")).to_be_visible()


def test_an_edit_that_somebody_overtook_shows_both_wordings(reader, open_page, watch):
    watch.expect(REFUSED)
    own = post(reader, "Said once.")
    address = link(own, "Edit").get_attribute("href")
    link(own, "Edit").click()
    expect(own.get_by_label("Your comment")).to_be_visible()
    other = reader.context.new_page()
    other.goto(address)
    other.get_by_label("Your comment").fill("Said elsewhere.")
    button(other, "Save").click()
    expect(other.get_by_text("Said elsewhere.")).to_be_visible()
    own.get_by_label("Your comment").fill("Said here.")
    button(own, "Save").click()
    expect(reader.get_by_role("alert")).to_contain_text("Said elsewhere.")
    expect(own.get_by_label("Your comment")).to_have_value("Said here.")
    button(own, "Save").click()
    expect(comment(reader, "Said here.").first).to_be_focused()


def test_a_comment_is_deleted_and_the_deletion_undone(reader):
    own = post(reader, "Gone and back.")
    number = own.get_attribute("id")
    link(own, "Delete").click()
    gone = reader.locator(f"#{number}")
    expect(gone.get_by_text("You deleted this comment.")).to_be_visible()
    expect(button(gone, "Undo")).to_be_focused()
    button(gone, "Undo").click()
    expect(gone.locator(".c-body")).to_have_text("Gone and back.")
    expect(gone).to_be_focused()
    reader.reload()
    expect(comment(reader, "Gone and back.")).to_have_count(1)


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_text_is_shown_as_it_would_stand_there(open_page, login, script):
    page = login(open_page(java_script_enabled=script), "reader")
    page.goto(ARTICLE)
    page.get_by_label("What would you add?").fill("Is this **bold**?")
    button(page, "Preview").click()
    expect(page.locator(".preview strong")).to_have_text("bold")
    expect(page.get_by_label("What would you add?")).to_have_value("Is this **bold**?")
    expect(page.locator(".thread").get_by_text("Is this bold?")).to_have_count(0)


def test_who_was_logged_out_meanwhile_finds_his_text_after_logging_in(reader, site):
    reader.context.clear_cookies(name="session")
    reader.locator("#composer").get_by_label("What would you add?").fill("Written before.")
    button(reader.locator("#composer"), "Post comment").click()
    reader.wait_for_url("**/accounts/login/**")
    reader.get_by_label("E-mail or handle").fill("reader")
    reader.get_by_label("Password").fill(site.password)
    button(reader.locator("main"), "Log in").click()
    expect(reader.get_by_label("What would you add?")).to_have_value("Written before.")


def test_a_branch_stays_folded(reader):
    reader.goto(f"{ARTICLE}?sort=oldest")
    branch = reader.locator("details.replies").first
    branch.locator("> summary").click()
    expect(branch).not_to_have_attribute("open", "")
    reader.reload()
    expect(branch).not_to_have_attribute("open", "")


def test_an_address_opens_what_hides_its_comment(reader):
    reader.goto(f"{ARTICLE}?sort=oldest")
    branch = reader.locator("details.replies").first
    inside = branch.locator("article.c").first
    branch.locator("> summary").click()
    expect(inside).to_be_hidden()
    reader.goto(f"{ARTICLE}?sort=oldest#{inside.get_attribute('id')}")
    expect(inside).to_be_visible()
    expect(inside).to_be_focused()


def test_what_a_reply_answers_is_shown_in_passing(reader):
    reader.goto(f"{ARTICLE}?sort=top")
    answers = reader.locator("a.re").first
    answers.focus()
    expect(reader.get_by_role("tooltip")).to_be_visible()
    answers.press("Enter")
    expect(reader.locator("article.c:focus")).to_be_visible()
    assert "/comments/" not in reader.url
