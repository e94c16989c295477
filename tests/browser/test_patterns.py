"""The page of patterns holds every state of every part: what is wrong with one of them shows here first."""

import pytest

ADDRESS = "/-/patterns/"
LOOKS = [
    pytest.param({"color_scheme": scheme, "viewport": {"width": width, "height": 900}}, id=f"{scheme} {width}")
    for scheme in ("light", "dark")
    for width in (320, 390, 1440)
]
STICKS_OUT = """() => [...document.querySelectorAll('.sheet *')].filter((one) =>
    one.getBoundingClientRect().right > document.documentElement.clientWidth + 1 && !one.closest('pre, .vh, .tools')
).map((one) => one.outerHTML.slice(0, 90)).slice(0, 5)"""


@pytest.mark.parametrize("look", LOOKS)
def test_no_pattern_breaks_a_rule_of_axe(open_page, login, axe, look):
    page = login(open_page(**look), "editor")
    page.goto(ADDRESS)
    assert axe(page) == []
    page.evaluate("document.documentElement.dir = 'rtl'")
    assert axe(page) == []


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("width", [320, 1440])
def test_no_pattern_is_wider_than_the_screen(open_page, login, width, direction):
    page = login(open_page(viewport={"width": width, "height": 900}), "editor")
    page.goto(ADDRESS)
    page.evaluate("direction => { document.documentElement.dir = direction }", direction)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.evaluate(
        STICKS_OUT
    )
