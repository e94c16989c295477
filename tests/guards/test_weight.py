"""What a reader's telephone loads with an article: as it is served, each file compressed by itself."""

import gzip
import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.test import Client
from django.test.utils import override_settings

from bench.make_thread import thread as standard_thread
from config.static import EXPORT, IMPORT, PackedStorage
from discussion.importers.bulk import load
from discussion.importers.thread_file import read
from tests.factories import article, say, thread, voice
from tests.guards.checkout import ROOT

MOST_SCRIPT, MOST_STYLE = 24_000, 12_000  # bytes, gzip
MOST_OF_A_COMMENT, MOST_ELEMENTS = 1800, 32  # bytes as they are, with texts of some 400

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The folder of collected files."""
    folder = tmp_path_factory.mktemp("static")
    storages = {"staticfiles": {"BACKEND": "config.static.PackedStorage"}}
    with override_settings(
        STATIC_ROOT=folder, STORAGES=storages, WHITENOISE_SKIP_COMPRESS_EXTENSIONS=("js", "css", "svg", "txt", "mjs")
    ):
        call_command("collectstatic", verbosity=0, interactive=False)
        storage = PackedStorage(location=folder)
        found = {name: folder / hashed for name, hashed in storage.load_manifest()[0].items()}
    return found


def weight(path):
    return len(gzip.compress(path.read_bytes(), 9))


@pytest.fixture
def page(db):
    say(voice(), thread=thread(article("bridge")))
    return Client().get("/articles/bridge/").content.decode()


def test_scripts_of_an_article_are_light(served, page):
    names = re.findall(r'(?:<script[^>]* src|<link id="htmx"[^>]* href)="/static/([^"]+)"', page)
    assert len(names) == 2
    assert sum(weight(served[name]) for name in names) <= MOST_SCRIPT


def test_sheets_of_an_article_are_light(served, page):
    names = re.findall(r'<link rel="stylesheet" href="/static/([^"]+)"', page)
    assert len(names) == 2
    assert sum(weight(served[name]) for name in names) <= MOST_STYLE


def test_the_script_holds_every_module_and_asks_for_none(served):
    text = served["js/discussion.js"].read_text()
    assert not re.search(r"\b(import|export)\b", text) and "/*" not in text
    for path in (ROOT / "static" / "js").glob("*.js"):
        if path.name.startswith(("admin-", "desk")):  # the newsroom's and the moderators'
            continue
        words = re.findall(r'"([\w #.:=>[\]-]{5,})"', IMPORT.sub("", path.read_text()))
        assert max(words, key=len, default="") in text, path.name


def test_no_name_stands_twice_in_the_scope_that_modules_share():
    """A browser would run none of them."""
    shared = [text for path in (ROOT / "static" / "js").glob("*.js") if EXPORT.search(text := path.read_text())]
    declared = r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)"
    names = [name for text in shared for name in re.findall(declared, text, re.MULTILINE)]
    assert sorted(names) == sorted(set(names)) and len(names) > 10


def test_the_sheet_holds_every_part(served):
    text = served["css/reading.css"].read_text()
    layers = re.search(r"@layer ([^;{]+);", (ROOT / "static/css/layers.css").read_text())[1]
    elsewhere = {"front", "moderation", "patterns", "print"}
    assert {layer for layer in re.split(r",\s*", layers) if not re.search(rf"@layer {layer} ?{{", text)} <= elsewhere


def test_what_is_written_is_found_unpacked_too():
    assert finders.find("js/discussion.js")


def test_a_comment_is_light(db):
    under = thread(article("bridge"))
    load(under, read(map(json.dumps, standard_thread(200, 0.35, 7))))
    page = Client().get("/articles/bridge/").content.decode()
    comments = page[page.index('<ol class="thread">') : page.index('<div class="more"')]
    count = comments.count("<article ")
    assert count > 20
    assert len(comments.encode()) / count <= MOST_OF_A_COMMENT
    assert len(re.findall(r"<[a-z]", comments)) / count <= MOST_ELEMENTS
