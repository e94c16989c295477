"""What may stand in a template, and that none is left over."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.contrib import admin
from django.template.loader import get_template

from tests.guards.checkout import ROOT, files_of_ours, named

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
ALLAUTH = Path(find_spec("allauth").submodule_search_locations[0])
# Django and allauth ask for these by themselves.
ASKED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}
SAFE = {
    "articles/body.py",
    "discussion/conversation/slots.py",
    "discussion/conversation/text.py",
    "discussion/rendering.py",
}

# What allauth's scripts for keys work on. A browser runs nothing of that type, and no policy asks for its hash.
DATA = r'\sdata-allauth-onload="allauth\.webauthn\.forms\.\w+" type="application/json">'
FORBIDDEN = {
    "a filter that trusts text": r"\|\s*(safe|safeseq)\b",
    "a style of its own": r"\sstyle\s*=",
    "a handler": r"""\son[a-z]+\s*=\s*["'{]""",
    "a script within": rf"<script(?![^>]*\ssrc=|{DATA})",
    "a sheet within": r"<style\b",
    "text left as it is": r"\{%\s*autoescape\s+off",
    "an address that runs": r"javascript:",
    "something from elsewhere": r"""(src|href)\s*=\s*["'](https?:)?//""",
    "a comment that readers get": r"<!--",
    "htmx that runs text": r"hx-(on|vals|vars|headers)|hx-[\w-]+=.(js|javascript):",
    "a trigger with a filter": r"hx-trigger=[^>]*\[",
}


def name_of(path):
    return str(path.relative_to(FOLDER))


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_has(what):
    pattern = re.compile(FORBIDDEN[what], re.IGNORECASE)
    found = [f"{name_of(path)}: {match[0]}" for path in PAGES for match in pattern.finditer(path.read_text())]
    assert found == []


def test_only_mails_and_messages_are_plain_text():
    for path in TEMPLATES:
        if path.suffix != ".html":
            assert path.suffix == ".txt", name_of(path)
            if path.parent == FOLDER / "mail":
                continue
            assert path.parent.name in ("email", "messages"), name_of(path)
            assert path.parent.parent.name in ("account", "mfa", "usersessions"), name_of(path)


def test_every_page_begins_with_what_it_is_and_takes():
    missing = [name_of(path) for path in PAGES if not re.match(r"\{# .+ #\}", path.read_text())]
    assert missing == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_can_be_read(path):
    assert get_template(name_of(path)).origin.name == str(path)


def asked_for():
    """Every name of a template in our code, in our templates, and in those of the parts that ask for ours."""
    ours = [path for path in [*files_of_ours("*.py"), *TEMPLATES] if not path.is_relative_to(ROOT / "tests")]
    sources = [path.read_text() for path in ours]
    for part in ("account", "mfa", "usersessions", "core"):
        for folder in (ALLAUTH / part, ALLAUTH / "templates" / part):
            sources += [path.read_text() for path in [*folder.rglob("*.py"), *folder.rglob("*.html")]]
    forms = {f"admin/{model._meta.app_label}/{model._meta.model_name}/change_form" for model in admin.site._registry}
    return forms | set(re.findall(r"""["']([\w/]+)(?:\.\w*|\.\{[^}]*\})?["']""", "\n".join(sources)))


def test_no_template_is_left_over():
    names = asked_for()
    left = [
        name
        for name in map(name_of, TEMPLATES)
        if name not in ASKED_BY_DJANGO
        and name.rsplit(".", 1)[0] not in names
        and re.sub(r"_(subject|message)\.txt$", "", name) not in names
    ]
    assert left == []


def test_only_three_modules_call_text_safe():
    calls = re.compile(
        r"\b(mark_safe|SafeString|SafeText|html_safe)\(|__html__|\|safe|format_html\(\s*f?[\"'][^\"']*[\"']\s*\)"
    )
    found = {named(path) for path in files_of_ours("*.py") if calls.search(path.read_text())}
    assert {name for name in found if not name.startswith("tests/")} == SAFE


def test_every_form_that_posts_has_a_token():
    """The anonymous composer and buttons have none on purpose; their posts change nothing. Of the page that a mail
    leads to the address itself is the secret; what is to be sent again has the token that came with it.
    """
    missing = []
    for path in PAGES:
        for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", path.read_text(), re.DOTALL):
            if "csrf_token" not in form:
                missing.append(name_of(path))
    assert missing == ["503.html", "discussion/confirmation.html", "discussion/end.html"]


def test_every_link_to_a_new_place_is_a_path_of_ours():
    """Addresses come from {% url %} or an object; a path written by hand is the front page alone."""
    written = {
        (name_of(path), target)
        for path in PAGES
        for target in re.findall(r'(?:href|action)="(/[^"{]*)"', path.read_text())
        if target != "/"
    }
    assert written == set()


HTMX = re.compile(r'<([\w-]+)((?:[^>"]|"[^"]*")*\shx-(?:get|post)=(?:[^>"]|"[^"]*")*)>')


def test_what_htmx_works_on_is_a_link_or_a_form_first():
    found = []
    for path in PAGES:
        for tag, attributes in HTMX.findall(path.read_text()):
            leads_there = {"a": "href=", "form": "action="}.get(tag)
            if not leads_there or leads_there not in attributes:
                found.append(f"{name_of(path)}: <{tag}>")
    assert found == []


def test_something_of_htmx_is_looked_at():
    assert HTMX.findall((FOLDER / "discussion" / "discussion.html").read_text())
