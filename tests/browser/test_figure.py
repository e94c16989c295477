"""A photo of the site within a text, from the editor's dialog to the reader."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_figure_is_inserted_and_read(open_page, login):
    page = login(open_page(viewport={"width": 1280, "height": 900}), "editor")
    page.goto("/admin/articles/photo/")
    page.locator("#result_list tbody a").first.click()
    address = page.locator(".field-address .readonly").inner_text()
    page.goto("/admin/articles/article/")
    page.get_by_role("link", name="Which river").click()
    page.locator(".ProseMirror[contenteditable] p").first.click()
    page.keyboard.press("End")
    page.locator(".prose-menubar [title=figure]").click()
    dialog = page.locator("dialog[open]")
    dialog.get_by_label("Image URL").fill(address)
    dialog.get_by_label("Alternative Text").fill("A bend of the river")
    dialog.get_by_label("Caption").fill("The bend in June.")
    dialog.get_by_role("button", name="Insert").click()
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_selector(".messagelist .success")
    page.goto("/articles/which-river-do-you-want-back/")
    picture = page.get_by_role("img", name="A bend of the river")
    expect(picture).to_have_attribute("src", address)
    assert picture.get_attribute("width")
    expect(page.get_by_text("The bend in June.")).to_be_visible()
