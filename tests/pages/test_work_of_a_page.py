"""What a page costs, counted: templates, calls of the cache, questions. Seconds are bin/bench's."""

import json
from contextlib import contextmanager

import pytest
from django.db import connection
from django.test import Client
from django.test.signals import template_rendered
from django.test.utils import CaptureQueriesContext

from bench.make_thread import thread as standard_thread
from discussion.importers.bulk import load
from discussion.importers.thread_file import read
from discussion.models import Comment, Visit
from kit.memory import Memory
from tests.factories import person, staff, thread, voice, vote

pytestmark = pytest.mark.django_db
FRAME = 60  # templates of a page whatever is said on it: parts and fields of forms


@pytest.fixture
def page():
    under = thread()
    load(under, read(map(json.dumps, standard_thread(400, 0.1, 7))))
    return f"{under.article.get_absolute_url()}?sort=oldest"


@contextmanager
def work(monkeypatch):
    """Lists that fill: of templates, and of what the cache was asked for."""
    templates, asked, get = [], [], Memory.get

    def note(template, **_):
        templates.append(template.name)

    def noted(memory, key, *rest, **named):
        asked.append(key)
        return get(memory, key, *rest, **named)

    template_rendered.connect(note)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(Memory, "get", noted)
            yield templates, asked
    finally:
        template_rendered.disconnect(note)


def open_(client, page):
    response = client.get(page)
    assert response.status_code == 200
    return response.content.decode()


def visitor(user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client


def touch():
    Comment.objects.first().thread.touch()


def test_a_cold_page_renders_as_many_templates_for_80_comments_as_for_few(page, monkeypatch):
    """The process has seen comments of these shapes before, on whatever page."""
    open_(visitor(), page)
    touch()
    with work(monkeypatch) as (templates, asked):
        html = open_(visitor(), page)
    assert html.count('<article class="c') >= 60
    assert len(templates) <= FRAME and not {"discussion/_comment.html", "discussion/_actions.html"} & set(templates)
    assert len([key for key in asked if "skeletons" not in key]) <= 4


def test_after_a_comment_a_page_asks_for_nothing_that_is_as_it_was(page, django_assert_num_queries):
    """Its facts, the roots and three levels of replies."""
    open_(visitor(), page)
    touch()
    with django_assert_num_queries(5):
        open_(visitor(), page)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="it alone counts its steps; plans are test_query_plans'")
def test_the_database_does_as_much_for_a_large_thread_as_for_a_small_one():
    few, many = (steps_of_a_cold_page(size) for size in (300, 6000))
    assert many <= few * 1.3


def steps_of_a_cold_page(size):
    """Of SQLite's machine, in hundreds."""
    under, steps = thread(), []
    load(under, read(map(json.dumps, standard_thread(size, 0.1, 7))))
    address = under.article.get_absolute_url()
    open_(visitor(), address)
    under.touch()
    connection.connection.set_progress_handler(lambda: steps.append(1), 100)
    try:
        open_(visitor(), address)
    finally:
        connection.connection.set_progress_handler(None, 100)
    return len(steps)


def test_a_signed_in_reader_renders_nothing_of_a_page_that_another_had(page, monkeypatch):
    open_(visitor(person()), page)
    eve = visitor(person())
    with work(monkeypatch) as (templates, asked):
        open_(eve, page)
    assert templates == []
    assert len(asked) <= 4


def test_what_is_his_own_costs_him_no_template_that_the_page_has_rendered_before(page, monkeypatch):
    ben, eve = person(), person()
    for user in (ben, eve):
        for comment in Comment.objects.filter(parent=None).order_by("posted_at")[:5]:
            vote(voice(user), comment)
    open_(visitor(ben), page)
    with work(monkeypatch) as (templates, _asked):
        html = open_(visitor(eve), page)
    assert html.count('aria-pressed="true"') == 5
    assert templates == []


def test_a_signed_in_reader_asks_three_questions_more_than_a_stranger(page):
    eve = person()
    Visit.objects.create(user=eve, thread=Comment.objects.first().thread, version=0)
    counts = []
    for client in (visitor(), visitor(eve)):
        open_(client, page)
        with CaptureQueriesContext(connection) as asked:
            open_(client, page)
        counts.append(len(asked))
    assert counts[1] <= counts[0] + 3


def test_a_moderators_page_renders_no_template_a_comment(page, monkeypatch):
    moderator = visitor(staff("Moderators"))
    open_(moderator, page)
    with work(monkeypatch) as (templates, _asked):
        open_(moderator, page)
    assert len(templates) <= FRAME
