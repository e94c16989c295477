"""The watch itself: were it blind, every other browser test would pass in vain."""

import pytest


@pytest.fixture
def complaints(page, watch):
    """Of what this test does to the page on purpose."""
    page.goto("/")
    assert watch.complaints == []
    yield watch.complaints
    watch.expect("")


def test_a_message_on_the_console_is_noticed(page, complaints):
    page.evaluate("console.log('left over')")
    assert any("left over" in line for line in complaints)


def test_an_error_of_a_script_is_noticed(page, complaints):
    page.evaluate("setTimeout(() => { throw new Error('broken') })")
    page.wait_for_timeout(100)
    assert any("broken" in line for line in complaints)


def test_an_inline_style_is_noticed(page, complaints):
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">x</p>')")
    page.wait_for_timeout(100)
    assert any("CSP: style-src" in line for line in complaints)


def test_a_picture_from_elsewhere_is_noticed(page, complaints):
    page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://elsewhere.example/x.png'}))")
    page.wait_for_timeout(100)
    assert any("elsewhere.example" in line for line in complaints)


@pytest.mark.context(java_script_enabled=False, color_scheme="dark", viewport={"width": 360, "height": 740})
def test_a_page_is_opened_as_the_marker_says(page, complaints):
    assert page.viewport_size == {"width": 360, "height": 740}
    assert page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
