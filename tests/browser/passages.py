"""Passages of the demo before a browser."""

from playwright.sync_api import expect

ARTICLE = "/articles/the-bridge-at-hallin/"
WORDS = "just wide enough for two lorries"
DEMO = "An ambulance stands on each side at night."
SELECT = """(words) => {
    const walker = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        getSelection().setBaseAndExtent(node, at, node, at + words.length);
        node.parentElement.scrollIntoView({ block: "center" });
        return;
    }
}"""
EDGES = """(words) => {
    const walker = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
    for (let node; (node = walker.nextNode()); ) {
        const at = node.data.indexOf(words);
        if (at < 0) continue;
        node.parentElement.scrollIntoView({ block: "center" });
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const boxes = [...range.getClientRects()], last = boxes.at(-1);
        return [boxes[0].left, boxes[0].top + boxes[0].height / 2, last.right, last.top + last.height / 2];
    }
}"""


def menu(page):
    return page.get_by_role("group", name="Selected words")


def select(page, words=WORDS):
    page.evaluate(SELECT, words)
    expect(menu(page)).to_be_visible()


def composer(page):
    return page.locator(".answer .composer")


def say(page, text):
    composer(page).get_by_label("What would you add?").fill(text)
    composer(page).get_by_role("button", name="Post comment").click()
    own = page.locator(".thread article.c", has=page.locator("> .c-own > .c-body", has_text=text)).first
    expect(own).to_be_focused()
    return own


def note_behind(page, words):
    return page.locator("mark.passage", has_text=words).locator("xpath=following-sibling::a[1]")


def box_of(page, words):
    number = page.locator("mark.passage", has_text=words).first.get_attribute("data-passage").split()[0]
    return page.locator(f"#passage-{number}")


def position(page):
    return page.evaluate("Math.round(scrollY)")
