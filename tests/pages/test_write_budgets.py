"""What a write asks of the database, from the request to the answer, and that it writes in one transaction. BEGIN,
COMMIT and SAVEPOINT are counted apart.
"""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from discussion.models import Comment, Thread, VoteChange
from discussion.screening.pace import KNOWN
from discussion.screening.setting import rule_named, set_rule
from tests.factories import person, say, staff, thread, voice, vote

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = {"HX-Request": "true"}
OF_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
WRITES = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')


@pytest.fixture(autouse=True)
def at_the_pace_of_a_site(settings):
    settings.POSTS_A_MINUTE = 40  # not 0, as in other tests, or nobody would ask


@pytest.fixture
def under():
    return thread()


@pytest.fixture
def ben(under):
    """He is known: ten comments of his are out."""
    ben = person("ben")
    for _ in range(KNOWN):
        say(voice(ben), thread=under)
    Comment.objects.update(posted_at=timezone.now() - timedelta(days=3))
    return ben


@pytest.fixture
def tab(ben, under):
    """Of which this process knows how rules are set."""
    tab = Client()
    tab.force_login(ben)
    post(tab, under)
    return tab


def asked(tab, address, data, **more):
    with CaptureQueriesContext(connection) as asked:
        answer = tab.post(address, data, **more)
    assert answer.status_code in (201, 204, 303), answer.status_code
    return [query["sql"] for query in asked]


def questions(asked):
    return [sql for sql in asked if not sql.startswith(OF_TRANSACTIONS)]


def post(tab, under, **more):
    address = reverse("discussion:comments", args=[under.article.slug])
    return asked(tab, address, {"source": f"Words {uuid4()}", "client_id": str(uuid4())}, **more)


def reply(tab, parent, **more):
    address = reverse("discussion:replies", args=[parent.pk])
    return asked(tab, address, {"source": f"Words {uuid4()}", "client_id": str(uuid4())}, **more)


def cast(tab, comment, value, **more):
    return asked(tab, reverse("discussion:vote", args=[comment.pk]), {"value": str(value)}, **more)


def within_the_verb(asked):
    """What is asked between the first BEGIN and its COMMIT, while others wait."""
    if connection.vendor == "postgresql":  # Django does not log its BEGIN there; the lock comes first
        start = next(number for number, sql in enumerate(asked) if "FOR NO KEY UPDATE" in sql)
    else:
        start = next(number for number, sql in enumerate(asked) if sql.startswith("BEGIN")) + 1
    end = next((number for number, sql in enumerate(asked) if sql.startswith("COMMIT")), len(asked))
    return questions(asked[start:end])


def test_a_comment_asks_twelve_questions(tab, under):
    asked = post(tab, under)
    assert len(questions(asked)) <= 12
    assert len(within_the_verb(asked)) <= 8


def test_a_comment_by_script_asks_one_more_for_what_is_new_to_him(tab, under):
    assert len(questions(post(tab, under, headers=SCRIPT))) <= 13


def test_a_reply_asks_thirteen_questions_however_deep_and_large_its_tree(tab, under):
    root = parent = say(voice(), thread=under)
    for _ in range(12):
        parent = say(voice(), thread=under, under=parent)
        say(voice(), thread=under, under=root)
    for comment in (root, parent):
        asked = reply(tab, comment)
        assert len(questions(asked)) <= 13
        assert len(within_the_verb(asked)) <= 9


def test_a_vote_asks_eleven_questions_and_less_where_none_is_old(tab, under):
    comment = say(voice(), thread=under)
    assert len(questions(cast(tab, comment, 1))) <= 10
    assert len(questions(cast(tab, comment, -1, headers=SCRIPT))) <= 10
    assert len(questions(cast(tab, comment, 0))) <= 10
    assert len(questions(cast(tab, comment, 0))) <= 7  # there is none to take back
    Thread.objects.update(version=VoteChange.KEPT * 2)
    asked = cast(tab, comment, 1)
    assert len(questions(asked)) <= 11
    assert len(within_the_verb(asked)) <= 8


def test_first_words_of_a_member_ask_some_more(under):
    tab = Client()
    tab.force_login(person("eve"))
    assert len(questions(post(tab, under))) <= 20  # his voice and the day's salt are made, and rules are read
    assert len(questions(post(tab, under))) <= 18


def test_who_is_too_fast_is_told_so_without_a_question_more(tab, under, settings):
    settings.POSTS_A_MINUTE = 1
    with CaptureQueriesContext(connection) as asked:
        address = reverse("discussion:comments", args=[under.article.slug])
        answer = tab.post(address, {"source": "One more.", "client_id": str(uuid4())})
    assert answer.status_code == 429
    assert not any(WRITES.match(query["sql"]) for query in asked)


def test_how_rules_are_set_is_read_again_after_a_change_alone(tab, under, ben):
    rule = rule_named("shouting")
    before = len(questions(post(tab, under)))
    set_rule(rule=rule, by=staff("Administrators"), mode="off", says=rule.says, options=rule.options())
    assert len(questions(post(tab, under))) == before + 1
    assert len(questions(post(tab, under))) == before


@pytest.mark.parametrize("kind", ["comment", "reply", "vote", "vote taken back", "wording"])
def test_a_write_is_one_transaction(tab, ben, under, kind):
    comment = say(voice(), thread=under)
    mine = say(voice(ben), thread=under)
    asked_of = {
        "comment": lambda: post(tab, under),
        "reply": lambda: reply(tab, comment),
        "vote": lambda: cast(tab, comment, 1),
        "vote taken back": lambda: cast(tab, comment, 0),
        "wording": lambda: asked(
            tab, reverse("discussion:wording", args=[mine.pk]), {"source": "Better.", "wording": "0"}
        ),
    }
    if kind == "vote taken back":
        vote(voice(ben), comment)
    statements = asked_of[kind]()
    ends = [number for number, sql in enumerate(statements) if sql.startswith("COMMIT")]
    writes = [number for number, sql in enumerate(statements) if WRITES.match(sql)]
    assert len(ends) == 1 and len(writes) > 2
    assert max(writes) < ends[0]
    if connection.vendor == "sqlite":  # Django does not log its BEGIN on PostgreSQL
        begins = [number for number, sql in enumerate(statements) if sql.startswith("BEGIN")]
        assert len(begins) == 1 and begins[0] < min(writes)
