"""What each connection is told, whoever opens it; and that an operator has the last word."""

import pytest
from django.db import connection

from config.database import PLANNED, tuned

TOLD = {
    "sqlite": {"PRAGMA foreign_keys": 1},
    "postgresql": {"SHOW plan_cache_mode": "force_generic_plan", "SHOW random_page_cost": "1.1"},
}


@pytest.mark.django_db
def test_a_connection_is_told_how_it_is_used():
    with connection.cursor() as cursor:
        for question, answer in TOLD[connection.vendor].items():
            cursor.execute(question)
            assert cursor.fetchone() == (answer,), question


def test_what_the_operator_says_comes_last():
    asked = {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"options": "-c random_page_cost=4"}}
    assert tuned(asked)["OPTIONS"]["options"] == f"{PLANNED} -c random_page_cost=4"
