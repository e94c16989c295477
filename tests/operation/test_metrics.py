"""Numbers for who watches the site, and for nobody else."""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.utils import timezone
from django_tasks import task

from discussion.models import Mail, State
from discussion.reporting import report_comment
from people.roles import ADMINISTRATORS
from tests.factories import say, staff, thread, voice
from tests.operation.elsewhere import Served, this_site

TOKEN = "a token of twenty letters or more"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@task()
def nothing():
    pass


def numbers(text):
    return {name: float(value) for name, value in re.findall(r"^([^# ]\S*) (\S+)$", text, re.MULTILINE)}


@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["", TOKEN, "Bearer ", "Bearer another", f"bearer {TOKEN}", f"Bearer {TOKEN}x", "é"])
def test_without_the_token_there_is_no_such_page(client, settings, shown):
    settings.METRICS_TOKEN = TOKEN
    client.force_login(staff(ADMINISTRATORS))
    assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("shown", ["", "Bearer ", "Bearer"])
def test_where_no_token_is_set_there_is_no_such_page(client, settings, shown):
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": shown}).status_code == 404


@pytest.mark.django_db
def test_what_waits_is_told(client, settings):
    settings.METRICS_TOKEN = TOKEN
    ben, here = voice(), thread()
    told = say(ben, thread=here)
    say(ben, thread=here, state=State.HELD)
    report_comment(comment=told, by=voice(), rule="spam")
    now = timezone.now()
    Mail.objects.all().delete()
    fields = {"voice": ben, "comment": told, "kind": "thread", "pace": "at_once", "address": "ben@example.org"}
    Mail.objects.create(**fields, due_at=now - timedelta(minutes=5))
    before = nothing_but(client)["broadsheet_tasks_ready"]
    caches["pages"].clear()
    nothing.enqueue()
    seen = nothing_but(client)
    assert seen["broadsheet_comments_held"] == 1
    assert seen["broadsheet_comments_held_oldest_seconds"] > 0
    assert seen["broadsheet_reports_open"] == 1
    assert seen["broadsheet_mails_open"] == 1
    assert 300 <= seen["broadsheet_mails_due_oldest_seconds"] < 600
    assert seen["broadsheet_mails_failed"] == 0
    assert seen["broadsheet_tasks_ready"] == before + 1


def nothing_but(client):
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]
    return numbers(answer.content.decode())


@pytest.mark.django_db
def test_the_database_is_not_asked_by_every_visit(client, settings, django_assert_num_queries):
    settings.METRICS_TOKEN = TOKEN
    with django_assert_num_queries(8):
        nothing_but(client)
    with django_assert_num_queries(0):
        nothing_but(client)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together(tmp_path):
    say(voice(), thread=thread())
    with Served.running(this_site(tmp_path), workers=2, BROADSHEET_METRICS_TOKEN=TOKEN) as served:
        for _ in range(30):
            assert served.get("/sections/world/")[0] == 200  # which is made anew for each
        assert served.get("/metrics")[0] == 404
        for _ in range(3):  # whichever process it is that answers
            status, text = served.get("/metrics", **BEARER)
            assert status == 200
            seen = numbers(text)
            labels = 'method="GET",status="200",view="articles:section"'
            assert seen[f"django_http_responses_total_by_status_view_method_total{{{labels}}}"] == 30
            assert seen['broadsheet_queries_total{view="articles:section"}'] >= 30
            served.get("/", method="INVENTED")
        assert "INVENTED" not in served.get("/metrics", **BEARER)[1]
