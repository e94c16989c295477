"""Every page for everybody: axe-core, keyboard, narrow screens, the other direction of writing."""

import pytest
from playwright.sync_api import expect

ARTICLE = "/articles/night-train-to-lundvik/"
NARROW, PHONE, DESKTOP = 320, 390, 1440
LOOKS = [
    pytest.param({"color_scheme": scheme, "viewport": {"width": width, "height": 900}}, id=f"{scheme} {width}")
    for scheme in ("light", "dark")
    for width in (PHONE, DESKTOP)
]
# A focus that is seen: an outline of the element, of what is laid over it, or a change of the box that it stands in.
FOCUS = """
() => {
    const element = document.activeElement, box = element.getBoundingClientRect();
    const styles = () => [[element, null], [element, '::after'], [element.closest('form') || element, null]]
        .map(([one, part]) => getComputedStyle(one, part));
    const outlined = styles().some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2);
    const look = () => styles().map((style) => [style.boxShadow, style.borderColor, style.backgroundColor]).join();
    const focused = look();
    element.blur();
    const changed = look() !== focused;
    element.focus({preventScroll: true});
    return {tag: element.tagName, name: element.getAttribute('aria-label') || element.textContent.trim(),
            comment: element.closest('article.c')?.id || '', seen: outlined || changed};
}
"""


def addresses(page):
    page.goto(f"{ARTICLE}?sort=best")
    return {
        "front": "/",
        "section": "/sections/places/",
        "article": f"{ARTICLE}?sort=best",
        "permalink": page.locator("details.replies details.replies article.c a.i-share").first.get_attribute("href"),
        "reply": page.locator("a.i-reply").first.get_attribute("href"),
        "composer": f"{ARTICLE}comments/",
        "login": "/accounts/login/",
        "sign-up": "/accounts/signup/",
        "404": "/no/such/page",
        "400": f"{ARTICLE}?sort=x",
    }


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_breaks_a_rule_of_axe(open_page, watch, axe, look):
    watch.expect("status of 40")
    page = open_page(**look)
    broken = {}
    for name, address in addresses(page).items():
        page.goto(address)
        broken[name] = axe(page)
    assert {name: lines for name, lines in broken.items() if lines} == {}


@pytest.mark.parametrize("look", LOOKS[:1] + LOOKS[3:])
def test_no_page_of_a_reader_breaks_a_rule_of_axe(open_page, login, axe, look):
    page = login(open_page(**look), "reader")
    page.goto(ARTICLE)
    page.get_by_label("What would you add?").fill("Mine.")
    page.get_by_role("button", name="Post comment").click()
    own = page.locator("article.c", has_text="Mine.").first
    found = [own.get_by_role("link", name=name, exact=True).get_attribute("href") for name in ("Edit", "Delete")]
    broken = {page.url: axe(page)}
    for address in [*found, "/accounts/email/", "/accounts/password/change/", "/accounts/logout/"]:
        page.goto(address)
        broken[address] = axe(page)
    assert {name: lines for name, lines in broken.items() if lines} == {}


def too_wide(page):
    """By how much the page could be pushed sideways, and what sticks out."""
    return page.evaluate(
        """() => {
            const root = document.documentElement, width = root.clientWidth;
            if (root.scrollWidth <= width) return [];
            const out = [...document.body.querySelectorAll('*')].filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width && (box.right > width + 1 || box.left < -1) && !element.closest('.vh, .skip');
            });
            return [root.scrollWidth - width, ...out.slice(0, 5).map((one) => one.outerHTML.slice(0, 90))];
        }"""
    )


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [NARROW, PHONE, DESKTOP])
def test_no_page_is_wider_than_the_screen(open_page, watch, width, direction):
    watch.expect("status of 40")
    page = open_page(viewport={"width": width, "height": 800})
    found = {}
    for name, address in addresses(page).items():
        page.goto(address)
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        found[name] = too_wide(page)
    assert {name: out for name, out in found.items() if out} == {}


def test_every_action_of_a_comment_is_reached_by_the_keyboard_and_seen(page, login):
    login(page, "reader")
    page.goto(f"{ARTICLE}?sort=best")
    comment = page.locator("article.c").first.get_attribute("id")
    own = page.locator(f"#{comment} > .c-own")
    actions = own.locator("a[href], button:not([disabled])").evaluate_all(
        "all => all.map(one => one.getAttribute('aria-label') || one.textContent.trim())"
    )
    assert len(actions) >= 5
    reached = {}
    for _ in range(150):  # past each paragraph, on which one can comment too
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["comment"] == comment and focus["name"] in actions:
            reached[focus["name"]] = focus["seen"]
        if set(reached) == set(actions):
            break
    assert reached == dict.fromkeys(actions, True)


def test_every_stop_of_the_keyboard_is_seen(page, watch):
    watch.expect("status of 40")
    for address in ("/", ARTICLE, "/accounts/login/", "/accounts/signup/"):
        page.goto(address)
        unseen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus["tag"] == "BODY":
                break
            if not focus["seen"]:
                unseen.append((focus["tag"], focus["name"][:40]))
        assert unseen == [], address


def test_a_vote_is_cast_by_the_keyboard(page, login):
    login(page, "reader")
    page.goto(f"{ARTICLE}?sort=oldest")
    up = page.locator("article.c > .c-own").first.get_by_role("button", name="Vote up")
    before = up.get_attribute("aria-pressed")  # other tests of this reader vote, too
    for key in ("Enter", "Space"):
        was = up.get_attribute("aria-pressed")
        up.focus()
        with page.expect_response("**/vote"):
            page.keyboard.press(key)
        expect(up).not_to_have_attribute("aria-pressed", was)
        expect(up).to_be_focused()
    expect(up).to_have_attribute("aria-pressed", before)


def test_the_first_stop_leads_past_the_masthead(page):
    page.goto(ARTICLE)
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "Skip to the content"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "Skip to the discussion"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#discussion"))


def test_a_target_of_a_finger_is_large_enough(open_page):
    """24 pixels each way, or room around it (WCAG 2.2, 2.5.8); links in a sentence may be smaller."""
    page = open_page(viewport={"width": PHONE, "height": 800}, has_touch=True)
    page.goto(f"{ARTICLE}?sort=best")
    small = page.locator(".c-act button, .c-act a, .tools a, .more a, .composer button, summary").evaluate_all(
        """all => all.map((one) => [one.getBoundingClientRect(), one]).filter(([box]) => box.width && box.height < 24)
            .map(([box, one]) => `${one.className} ${Math.round(box.width)}x${Math.round(box.height)}`)"""
    )
    assert sorted(set(small)) == []
