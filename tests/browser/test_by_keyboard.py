"""The whole of taking part by the keyboard alone: nothing here touches a mouse."""

import pytest
from playwright.sync_api import expect

ARTICLE = "/articles/night-train-to-lundvik/"


@pytest.fixture
def reader(page, login):
    login(page, "reader")
    page.goto(ARTICLE)
    return page


def tab_to(page, target):
    """By the Tab key from where the focus is."""
    for _ in range(25):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"The Tab key does not lead to {target}.")


def own(page, text):
    return page.locator("article.c", has=page.locator("> .c-own > .c-body", has_text=text)).first


def test_a_comment_is_posted_answered_worded_anew_deleted_and_brought_back(reader):
    keys = reader.keyboard
    keys.press("c")
    keys.type("By keys alone.")
    tab_to(reader, reader.locator("#composer").get_by_role("button", name="Post comment"))
    keys.press("Enter")
    comment = own(reader, "By keys alone.")
    expect(comment).to_be_focused()

    tab_to(reader, comment.get_by_role("link", name="Edit", exact=True))
    keys.press("Enter")
    expect(comment.get_by_label("Your comment")).to_be_focused()
    keys.press("Control+End")
    keys.type(" Twice.")
    tab_to(reader, comment.get_by_role("button", name="Save"))
    keys.press("Enter")
    comment = own(reader, "By keys alone. Twice.")
    expect(comment).to_be_focused()

    keys.press("r")
    expect(reader.get_by_label("Your reply")).to_be_focused()
    keys.type("And answered.")
    tab_to(reader, reader.locator(".answer").get_by_role("button", name="Post comment"))
    keys.press("Enter")
    reply = own(reader, "And answered.")
    expect(reply).to_be_focused()

    tab_to(reader, reply.get_by_role("link", name="Delete", exact=True))
    keys.press("Enter")
    undo = reader.get_by_role("button", name="Undo")
    expect(undo).to_be_focused()
    keys.press("Enter")
    expect(own(reader, "And answered.")).to_be_focused()


def test_orders_and_more_comments_are_reached(reader):
    keys = reader.keyboard
    newest = reader.get_by_role("link", name="Newest", exact=True)
    newest.focus()
    tab_to(reader, reader.get_by_role("link", name="Oldest", exact=True))
    keys.press("Enter")
    expect(reader.locator(".tools [aria-current=true]")).to_have_text("Oldest")
    expect(reader.locator(".tools [aria-current=true]")).to_be_focused()
    more = reader.get_by_role("link", name="Load more comments")
    more.focus()
    keys.press("Enter")
    expect(reader.locator(".thread > li > article.c").nth(20)).to_be_focused()


def test_a_branch_is_folded_and_a_vote_cast(reader):
    reader.goto(f"{ARTICLE}?sort=oldest")
    branch = reader.locator("details.replies").first
    branch.locator("> summary").focus()
    reader.keyboard.press("Enter")
    expect(branch).not_to_have_attribute("open", "")
    reader.keyboard.press("Space")
    expect(branch).to_have_attribute("open", "")
    up = reader.locator(".thread > li > article.c > .c-own .i-up:not([disabled])").first
    pressed = up.get_attribute("aria-pressed")
    up.focus()
    with reader.expect_response("**/vote"):
        reader.keyboard.press("Space")
    expect(up).not_to_have_attribute("aria-pressed", pressed)
    expect(up).to_be_focused()
