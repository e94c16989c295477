"""The watch itself: were it blind, every other browser test would pass in vain."""

import pytest


@pytest.fixture
def complaints(page, watch):
    """Of what this test does to the page on purpose."""
    page.goto("/")
    assert watch.complaints == []
    yield watch.complaints
    watch.expect("")


def noticed(page, complaints, words):
    """Soon: a browser tells of what went wrong in its own time."""
    for _ in range(100):
        if any(words in line for line in complaints):
            return True
        page.wait_for_timeout(50)
    return False


def test_a_message_on_the_console_is_noticed(page, complaints):
    page.evaluate("console.log('left over')")
    assert noticed(page, complaints, "left over")


def test_an_error_of_a_script_is_noticed(page, complaints):
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    assert noticed(page, complaints, "broken")


def test_an_inline_style_is_noticed(page, complaints):
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    assert noticed(page, complaints, "CSP: style-src")


def test_a_picture_from_elsewhere_is_noticed(page, complaints):
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.example/x.png'}))")
    assert noticed(page, complaints, "elsewhere.example")


@pytest.mark.context(java_script_enabled=False, color_scheme="dark", viewport={"width": 360, "height": 740})
def test_a_page_is_opened_as_the_marker_says(page, complaints):
    assert page.viewport_size == {"width": 360, "height": 740}
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
