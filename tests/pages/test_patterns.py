"""The page of patterns: for those who make the site, with every part of the page on it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import person
from tests.guards.checkout import ROOT
from tests.pages.every_url import cast, rows
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

ADDRESS = "/-/patterns/"
# Parts that are nothing to look at.
EXCUSED = {"_js.html": "links to scripts"}


@pytest.fixture
def staff():
    return person("sam", is_staff=True)


def test_staff_sees_it(staff):
    page = Visitor(staff).open(ADDRESS)
    assert page.status == 200 and page.heading == "Patterns"


@pytest.mark.parametrize("who", ["nobody", "a reader"])
def test_others_do_not(who):
    assert Visitor(person() if who == "a reader" else None).open(ADDRESS).status == 404


def test_everybody_sees_it_while_debugging(settings):
    settings.DEBUG = True
    assert Client().get(ADDRESS).status_code == 200


def test_every_part_of_a_discussion_is_shown(staff):
    client = Client()
    client.force_login(staff)
    used = {template.name for template in client.get(ADDRESS).templates}
    folders = (ROOT / "templates" / "discussion", ROOT / "templates" / "moderation")
    parts = {f"{path.parent.name}/{path.name}" for folder in folders for path in folder.glob("_*.html")}
    assert {name.partition("/")[2] for name in parts - used} == set(EXCUSED)


def test_a_link_leads_to_each_pattern(staff):
    page = Visitor(staff).open(ADDRESS)
    named = [link.get("href").removeprefix("#") for link in page.links(of=page.one("nav", aria_label="Patterns"))]
    assert named == [pattern.get("id") for pattern in page.all("div", class_="pattern")]
    assert len(named) == len(set(named)) > 15


def test_no_two_things_have_one_id(staff):
    page = Visitor(staff).open(ADDRESS)
    ids = [element.get("id") for element in page.all() if element.get("id")]
    assert sorted(ids) == sorted(set(ids))


def test_it_writes_nothing_and_needs_no_row_of_a_discussion(staff):
    cast()
    client = Client()
    client.force_login(staff)
    client.get(ADDRESS)
    before = rows()
    with CaptureQueriesContext(connection) as asked:
        client.get(ADDRESS)
    assert rows() == before
    # But for the reader himself, with his voice, and the inbox that the head of every page names.
    tables = {re.search(r'FROM "(\w+)"', query["sql"])[1] for query in asked if "discussion_" in query["sql"]}
    assert tables <= {"people_user", "discussion_notice"}


def test_buttons_of_samples_find_nothing(staff):
    page = Visitor(staff).open(ADDRESS)
    up = page.buttons("Vote up Ada Quist's comment")[0]
    token = page.one("form", id="act").find("input[@name='csrfmiddlewaretoken']").get("value")
    answer = page.visitor.client.post(up.get("formaction"), {"value": "1", "csrfmiddlewaretoken": token})
    assert answer.status_code == 404
