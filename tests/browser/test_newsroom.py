"""An article's way from the editor's desk to the reader, in the admin as it is delivered."""

import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.site import ROOT

HEADLINE = "The ferry that came back"


@pytest.fixture
def editor(open_page, login):
    page = open_page(viewport={"width": 1280, "height": 900})
    return login(page, "editor")


@pytest.fixture
def photo(tmp_path):
    file = BytesIO()
    Image.effect_noise((1600, 1000), 90).convert("RGB").save(file, "JPEG")
    path = tmp_path / "ferry.jpg"
    path.write_bytes(file.getvalue())
    return path


def write(page):
    page.goto("/admin/")
    page.locator(".model-article").get_by_role("link", name="Add").click()
    page.get_by_label("Headline:").press_sequentially(HEADLINE)
    page.get_by_label("Standfirst:").fill("It had been sold for scrap.")
    page.locator(".ProseMirror[contenteditable]").click()
    page.keyboard.type("Nobody expected it. ")
    page.keyboard.press("Control+b")
    page.keyboard.type("Nobody at all.")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.keyboard.type("## What was said ")
    page.keyboard.press("Enter")
    page.keyboard.type("> We had said goodbye.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("the timetable")
    page.keyboard.press("Shift+Home")
    link = page.locator(".prose-menubar [title='insert link']")
    expect(link).not_to_have_class(re.compile(r"\bdisabled\b"))  # once the editor knows of the selection
    link.click()
    dialog = page.locator("dialog[open]")
    dialog.locator("input").first.fill("https://example.org/timetable")
    dialog.locator("button[type=submit], button").first.click()
    page.locator("select[name=section]").select_option(label="Places")


def add_photo(page, path):
    with page.expect_popup() as opened:
        page.locator("#add_id_lead_photo").click()
    popup = opened.value
    popup.locator("input[type=file]").set_input_files(path)
    popup.get_by_label("Alternative text:").fill("A white ferry at a quay")
    popup.get_by_label("Caption:").fill("The ferry in June.")
    popup.get_by_label("Credit:").fill("Photo: Agency / A. Person")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save").first.click()


def set_state(page, state, when):
    page.locator("select[name=state]").select_option(state)
    page.locator("input[name=published_at_0]").fill(when.strftime("%Y-%m-%d"))
    page.locator("input[name=published_at_1]").fill(when.strftime("%H:%M:%S"))


def save_and_stay(page):
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_selector(".messagelist .success")


def work(site):
    """What the worker beside the server would do in a while."""
    subprocess.run([sys.executable, "manage.py", "worker", "--batch"], cwd=ROOT, env=site.settings(), check=True)


def test_an_article_is_written_previewed_scheduled_and_read(site, editor, open_page, photo, watch):
    write(editor)
    add_photo(editor, photo)
    set_state(editor, "published", datetime.now(UTC) + timedelta(days=2))
    save_and_stay(editor)
    desk = editor.url
    work(site)

    editor.get_by_role("link", name="Preview").click()
    expect(editor.get_by_role("status").filter(has_text="Readers will see this article from")).to_be_visible()
    expect(editor.get_by_role("heading", level=1)).to_have_text(HEADLINE)
    address = editor.url.removesuffix("preview/")

    reader = open_page()
    watch.expect("status of 404")
    assert reader.goto(address).status == 404
    assert reader.goto(address + "preview/").status == 404
    reader.goto("/")
    expect(reader.get_by_text(HEADLINE)).to_have_count(0)

    editor.goto("/admin/")
    expect(editor.locator(".waits").filter(has_text="Scheduled articles").get_by_text(HEADLINE)).to_be_visible()
    editor.goto(desk)
    set_state(editor, "published", datetime.now(UTC) - timedelta(minutes=1))
    save_and_stay(editor)

    assert reader.goto(address).status == 200
    prose = reader.locator(".prose")
    expect(prose.locator("h2")).to_have_text("What was said")
    expect(prose.locator("strong")).to_have_text("Nobody at all.")
    expect(prose.locator("blockquote")).to_have_text("We had said goodbye.")
    expect(prose.get_by_role("link", name="the timetable")).to_have_attribute("href", "https://example.org/timetable")
    picture = reader.get_by_role("img", name="A white ferry at a quay")
    picture.evaluate("image => image.decode()")
    assert picture.evaluate("image => image.currentSrc").endswith(".avif")
    assert picture.evaluate("image => image.naturalWidth") > 0
