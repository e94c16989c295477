"""Two web nodes, each with a data folder of its own, and one database: as docs/growing.md has it."""

import shutil
import time
from uuid import uuid4

import pytest
from django.test import Client

from tests.discussion.processes import url_of_database
from tests.factories import article, person, say, thread, voice
from tests.operation.elsewhere import Served, Site

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
BRIDGE = "/articles/bridge/"
TOKEN = "t" * 32
SECONDS_TO_KNOW = 30  # a busy machine is no mistake of ours
POSTS = 2


@pytest.fixture
def root():
    return say(voice(), "The root.", thread=thread(article("bridge")))


@pytest.fixture(scope="module")
def nodes(django_db_setup, tmp_path_factory):
    few = {"BROADSHEET_POSTS_A_MINUTE": str(POSTS)}
    one, two = (Site(tmp_path_factory.mktemp(name), url_of_database()) for name in ("one", "two"))
    with Served.running(one, workers=1, **few) as first:
        shutil.copytree(one.data / "static", two.data / "static")
        with Served.running(two, workers=1, **few) as second:
            yield first, second


@pytest.fixture
def ben():
    """Who has logged in at neither of the two."""
    tab = Client()
    tab.force_login(person("ben"))
    return {"Cookie": f"session={tab.cookies['session'].value}; csrf={TOKEN}"}


def post(node, address, said, cookies):
    fields = {"source": said, "client_id": uuid4(), "csrfmiddlewaretoken": TOKEN}
    return node.get(address, "POST", fields, **cookies)


def test_what_one_took_is_on_the_pages_of_the_other_at_once(nodes, root, ben):
    one, two = nodes
    assert all("The root." in node.get(BRIDGE)[1] for node in [*nodes, *nodes])  # each keeps it now
    assert post(one, f"{BRIDGE}comments/", "Said to the first.", ben)[0] == 303
    assert "Said to the first." in two.get(BRIDGE)[1]
    assert post(two, f"/comments/{root.pk}/replies", "Said to the second.", ben)[0] == 303
    for cookies in ({}, ben):
        page = one.get(BRIDGE, **cookies)[1]
        assert "Said to the first." in page and "Said to the second." in page


def test_who_listens_at_one_hears_of_what_the_other_took(nodes, root, ben):
    one, two = nodes
    root.thread.refresh_from_db()
    address = f"/threads/{root.thread_id}/changes?since={root.thread.version}"
    known = {"If-None-Match": f'"{root.thread.version}"'}
    assert two.get(address, **known)[0] == 304
    assert post(one, f"{BRIDGE}comments/", "Said to the first.", ben)[0] == 303
    deadline = time.monotonic() + SECONDS_TO_KNOW
    while two.get(address, **known)[0] == 304:
        assert time.monotonic() < deadline, "nobody there knows"
        time.sleep(0.1)


def test_limits_count_what_was_said_at_both(nodes, root, ben):
    one, two = nodes
    for node in (one, two):
        assert post(node, f"{BRIDGE}comments/", f"Said to {node.port}.", ben)[0] == 303
    status, page = post(one, f"{BRIDGE}comments/", "One more than he may.", ben)
    assert status == 429 and "One more than he may." in page
