import pytest
from django.db import OperationalError

from config import health


def broken():
    raise OperationalError("gone")


@pytest.mark.django_db
def test_a_site_whose_parts_answer_is_ready(client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["database", "cache", "queue"])
def test_it_names_the_part_that_does_not_answer(client, monkeypatch, part):
    assert part in health.PARTS
    monkeypatch.setitem(health.PARTS, part, broken)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, f"{part}\n".encode())


def test_the_process_answers_whatever_the_parts_do(client, monkeypatch):
    monkeypatch.setitem(health.PARTS, "database", broken)
    assert client.get("/healthz").status_code == 200
