"""From the front page to a comment of one's own and out again, by what links, buttons and fields are called."""

import pytest
from playwright.sync_api import expect

ARTICLE = "/articles/night-train-to-lundvik/"
PASSWORD = "correct horse battery staple"


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def page(request, open_page):
    return open_page(java_script_enabled=request.param)


@pytest.fixture
def handle(request):
    return "ada" if "with script" in request.node.name else "eve"


def link(page, name, **how):
    return page.get_by_role("link", name=name, exact=True, **how)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def comment(page, text):
    return page.locator("article.c", has=page.locator("> .c-own > .c-body", has_text=text)).first


def sign_up(page, site, handle):
    page.goto("/")
    link(page, "Sign up").click()
    page.get_by_label("E-mail address").fill(f"{handle}@example.org")
    page.get_by_label("Handle").fill(handle)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Display name").fill(handle.capitalize())
    button(page, "Sign up").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(site.link_in_mail(f"{handle}@example.org"))
    button(page, "Yes, it is mine").click()
    expect(page.get_by_role("status")).to_contain_text(
        "is confirmed"
    )  # the next page stands; asking sooner asks the old
    if link(page.get_by_role("navigation", name="Account"), "Log in").count():
        log_in(page, handle)
    expect(link(page, "Log out")).to_be_visible()


def log_in(page, handle):
    link(page.get_by_role("navigation", name="Account"), "Log in").click()
    page.get_by_label("E-mail or handle").fill(handle)
    page.get_by_label("Password").fill(PASSWORD)
    button(page, "Log in").click()


def test_a_reader_signs_up_reads_says_something_and_leaves(page, site, handle):
    name = handle.capitalize()
    sign_up(page, site, handle)

    page.goto("/")
    page.get_by_role("heading", name="sleeping train").get_by_role("link").click()
    page.locator(".byline").get_by_role("link", name="comments").click()
    expect(page.get_by_role("heading", name="Discussion")).to_be_in_viewport()
    for order in ("Most voted", "Oldest", "Best", "Newest"):
        link(page, order).click()
        expect(page.locator("[aria-current=true]")).to_have_text(order)

    page.get_by_label("What would you add?").fill("I took it **twice**.")
    button(page, "Post comment").click()
    own = comment(page, "I took it twice.")
    expect(own).to_be_in_viewport()
    expect(button(own, f"Vote up {name}'s comment")).to_be_disabled()

    other = page.locator("article.c").filter(has_not_text="I took it twice.").first
    number = other.get_attribute("id")
    up = page.locator(f"#{number} > .c-own").get_by_role("button", name="Vote up")
    count = int(up.text_content())
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(up).to_have_text(str(count + 1))
    up.click()
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(up).to_have_text(str(count))

    page.locator(f"#{number} > .c-own").get_by_role("link", name="Reply to").click()
    page.get_by_label("Your reply").fill("So did I.")
    button(page.locator("form", has=page.get_by_label("Your reply")), "Post comment").click()
    link(comment(page, "So did I."), "Edit").click()
    page.get_by_label("Your comment").fill("So did we.")
    button(page, "Save").click()
    own = comment(page, "So did we.")
    expect(link(own, "edited")).to_be_visible()
    share = link(own, f"Share {name}'s comment").get_attribute("href")
    link(own, "edited").click()
    expect(page.get_by_text("So did I.")).to_be_visible()
    link(page, "Back").click()

    expect(link(page, "View all comments")).to_be_visible()
    page.goto(share)
    expect(page.get_by_text("So did we.")).to_be_visible()
    link(page, "View all comments").click()
    expect(page.locator("#discussion")).to_be_in_viewport()

    link(page, "Log out").click()
    button(page, "Log out").click()
    expect(link(page.get_by_role("navigation", name="Account"), "Log in")).to_be_visible()


def test_text_waits_for_whoever_logs_in(request, page, site):
    page.goto(ARTICLE)
    page.get_by_label("What would you add?").fill("Waiting words.\nTwo lines.")
    button(page, "Post comment").click()
    page.get_by_label("E-mail or handle").fill("reader")
    page.get_by_label("Password").fill(site.password)
    button(page, "Log in").click()
    expect(page.get_by_label("What would you add?")).to_have_value("Waiting words.\nTwo lines.")
    button(page, "Post comment").click()
    own = comment(page, "Waiting words. Two lines.")
    link(own, "Delete").click()
    if "without script" in request.node.name:
        button(page, "Delete comment").click()
        expect(page.get_by_text("Your comment was deleted.")).to_be_visible()
    expect(button(page, "Undo")).to_be_visible()
    page.goto(ARTICLE)
    expect(page.get_by_text("Waiting words.")).to_have_count(0)


def test_a_discussion_is_read_to_its_end_by_links(request, page):
    page.goto(f"{ARTICLE}?sort=oldest")
    roots, more = page.locator(".thread > li > article"), link(page, "Load more comments")
    seen = ids(roots)
    while more.count():
        if "with script" in request.node.name:
            more.click()
            # They are added; or a page of their own is opened, where one clicks before the script is there.
            expect(roots.last).not_to_have_id(seen[-1])
        else:
            page.goto(more.get_attribute("href"))
        seen += [one for one in ids(roots) if one not in seen]
    assert len(seen) > 40


def ids(comments):
    return comments.evaluate_all("all => all.map(one => one.id)")


def test_replies_fold_and_unfold(page):
    page.goto(f"{ARTICLE}?sort=oldest")
    replies = page.locator("details.replies").first
    first = replies.locator("article").first
    expect(first).to_be_visible()
    replies.locator("summary").first.click()
    expect(first).to_be_hidden()
    replies.locator("summary").first.click()
    expect(first).to_be_visible()
