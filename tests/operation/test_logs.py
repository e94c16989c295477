"""What the log says of a request, and what it never says."""

import io
import json
import logging
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.http import HttpResponse
from django.test import Client
from django.utils.log import log_response
from django_tasks import task

from operation import request_ids
from operation.logs import Context, Lines, Objects
from operation.slow_queries import log_if_slow
from people.roles import MODERATORS
from tests.factories import article, person, say, staff, thread, voice

pytestmark = pytest.mark.django_db

OURS = re.compile(r"[0-9a-f]{32}")
THEIRS = "abcdef-0123.456_7"


@pytest.fixture(params=[Objects])
def said(request):
    """Everything that is logged, through the handler of the site."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    handler.addFilter(Context())
    loggers = [logging.getLogger(name) for name in ("", "django", "operation.requests")]
    levels = [logger.level for logger in loggers]
    for logger in loggers[:2]:
        logger.addHandler(handler)
    loggers[2].setLevel(logging.INFO)
    yield stream
    for logger, level in zip(loggers, levels, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)


def lines(said, logger="operation.requests"):
    told = [json.loads(line) for line in said.getvalue().splitlines()]
    return [line for line in told if line["logger"] == logger]


def test_every_answer_has_an_id_of_its_own(client):
    ids = [client.get("/healthz", headers={"X-Request-ID": THEIRS})["X-Request-ID"] for _ in range(2)]
    assert all(OURS.fullmatch(each) for each in ids)
    assert ids[0] != ids[1]
    assert request_ids.working_on.get() == "-"


def test_a_proxys_id_is_taken_where_one_is_trusted(client, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client.get("/healthz", headers={"X-Request-ID": THEIRS})["X-Request-ID"] == THEIRS
    for id_ in ("short", "x" * 65, "with spaces in it", 'quo"te-in-it', "line\nbreak-in-it", "é" * 9):
        assert OURS.fullmatch(client.get("/healthz", headers={"X-Request-ID": id_})["X-Request-ID"]), id_


def test_a_request_is_a_line(client, said):
    ann = person("ann")
    article("bridge")
    client.force_login(ann)
    answer = client.get("/articles/bridge/?from=ann@example.org&secret=1")
    (line,) = lines(said)
    assert line["request"] == answer["X-Request-ID"]
    told = {name: line[name] for name in ("level", "method", "path", "status", "user")}
    assert told == {"level": "INFO", "method": "GET", "path": "/articles/bridge/", "status": 200, "user": ann.pk}
    assert line["queries"] > 0
    assert line["milliseconds"] > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", line["time"])
    assert "secret" not in said.getvalue()


def test_keys_in_addresses_are_not_logged(client, said):
    for path in ("/mine/k3y/", "/subscriptions/k3y/end", "/guests/k3y/confirmation", "/moderation/links/k3y/"):
        client.get(path)
    client.get("/accounts/password/reset/key/k3y-k3y/")
    client.get("/mine/k3y/nowhere")
    paths = [line["path"] for line in lines(said)]
    assert paths[0] == "/mine/<str:token>/"
    assert paths[-1] == "(no page)"
    assert len(paths) == 6
    assert "k3y" not in said.getvalue()


def test_what_a_middleware_answers_is_logged_too(client, said):
    here = thread()
    path = f"/threads/{here.pk}/changes"
    assert client.get(path, headers={"If-None-Match": f'"{here.version}"'}).status_code == 304
    assert [(line["path"], line["status"]) for line in lines(said)] == [(path, 304)]


def test_an_error_is_told_without_what_is_secret(said, rf):
    request = rf.get("/mine/k3y/?also=k3y")
    try:
        raise IntegrityError("Key (email)=(ann@example.org) already exists")
    except IntegrityError as error:
        words = "Internal Server Error: %s"
        log_response(words, request.path, response=HttpResponse(status=500), request=request, exception=error)
    (line,) = lines(said, "django.request")
    assert line["message"] == "Internal Server Error: /mine/<str:token>/"
    assert "Key (email)=((address)) already exists" in line["traceback"]
    assert "k3y" not in said.getvalue()


@pytest.mark.parametrize("said", [Lines], indirect=True)
def test_lines_for_eyes_carry_the_id_too(client, said):
    answer = client.get("/healthz")
    assert said.getvalue().endswith(f" INFO operation.requests [{answer['X-Request-ID']}]: GET /healthz 200\n")


@task()
def speaks():
    logging.getLogger("articles").warning("At work.")


@pytest.mark.django_db(transaction=True)
def test_lines_of_a_task_carry_its_id(said):
    asked = speaks.enqueue()
    call_command("worker", batch=True, interval=0)
    (line,) = lines(said, "articles")
    assert line["request"] == f"task {asked.id}"
    assert request_ids.working_on.get() == "-"


def test_a_slow_statement_is_logged_without_its_values(client, said, settings):
    settings.SLOW_QUERY_MS = 0.0001
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["what nobody may know"])
    told = lines(said, "operation.slow_queries")[-1]
    assert told["sql"] == "SELECT %s"
    assert told["milliseconds"] >= 0
    assert "what nobody" not in said.getvalue()


def test_no_statement_is_logged_that_is_not_slow(said, settings):
    settings.SLOW_QUERY_MS = 60_000
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert lines(said, "operation.slow_queries") == []


@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_by_a_request_is_watched_and_keeps_no_meter_of_it():
    def wrappers_after_requests():
        for _again in range(3):
            Client().get("/")
            connection.close()
        return connection.execute_wrappers

    with ThreadPoolExecutor(1) as elsewhere:  # a thread of its own has opened no connection yet
        assert elsewhere.submit(wrappers_after_requests).result() == [log_if_slow]


def test_staff_alone_see_what_an_answer_took(client):
    say(voice(), thread=thread(of=article("bridge")))
    assert "Server-Timing" not in client.get("/articles/bridge/")
    client.force_login(person())
    assert "Server-Timing" not in client.get("/articles/bridge/")
    client.force_login(staff(MODERATORS))
    told = client.get("/articles/bridge/")["Server-Timing"]
    assert re.fullmatch(r'total;dur=[\d.]+, db;dur=[\d.]+;desc="[1-9]\d* queries"', told)
