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

from discussion.guests.proving import confirm
from discussion.models import Comment, Footprint, Thread, Voice, VoteChange
from discussion.models.footprint import salts_within
from discussion.screening.pace import KNOWN
from discussion.screening.setting import rule_named, set_rule
from tests.factories import person, say, staff, thread, voice, vote
from tests.pages.guests import ago

pytestmark = pytest.mark.django_db(transaction=True)
SCRIPT = {"HX-Request": "true"}
GUS = {"name": "Gus", "email": "gus@example.org"}
TOKEN = {"csrfmiddlewaretoken": "x"}
LOCKS = re.compile('FOR NO KEY UPDATE|UPDATE "discussion_thread"')
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
    return asked(tab, address, words(), **more)


def reply(tab, parent, **more):
    return asked(tab, reverse("discussion:replies", args=[parent.pk]), words(), **more)


def words(**fields):
    """As long as most comments are: they are compared with others."""
    said = f"{uuid4()} is what I would add to that, since the bridge {uuid4()} was closed for the winter."
    return {"source": said, "client_id": str(uuid4()), "csrfmiddlewaretoken": "x", **fields}


def by_hand(**fields):
    """What the form of a guest brings that nobody knows yet."""
    return {"client_id": str(uuid4()), "made": ago(20), "website": "", **fields}


def cast(tab, comment, value, **more):
    return asked(tab, reverse("discussion:vote", args=[comment.pk]), {"value": str(value), **TOKEN}, **more)


def within_the_verb(asked):
    """What is asked between the first BEGIN and its COMMIT, while others wait."""
    if connection.vendor == "postgresql":  # Django does not log its BEGIN there; the lock comes first
        start = next(number for number, sql in enumerate(asked) if LOCKS.search(sql))
    else:
        start = next(number for number, sql in enumerate(asked) if sql.startswith("BEGIN")) + 1
    end = next((number for number, sql in enumerate(asked) if sql.startswith("COMMIT")), len(asked))
    return questions(asked[start:end])


@pytest.fixture(params=[{}, {"headers": SCRIPT}], ids=["form", "script"])
def how(request):
    return request.param


@pytest.fixture
def deep(under):
    """A reply in a large tree."""
    root = parent = say(voice(), thread=under)
    for _ in range(12):
        parent = say(voice(), thread=under, under=parent)
        say(voice(), thread=under, under=root)
    return parent


@pytest.fixture
def tab_of_guest(tab, under, settings):
    """He has spoken, and confirmed his address."""
    settings.GUESTS = True
    guest = Client()
    asked(guest, reverse("discussion:comments", args=[under.article.slug]), words(**by_hand(), **GUS))
    confirm(voice=Voice.objects.get(user=None))
    salted()
    return guest


def test_who_is_known_asks_little(tab, under, deep, how):
    within = {"comment": post(tab, under, **how), "reply": reply(tab, deep, **how), "vote": cast(tab, deep, 1, **how)}
    assert {what: len(questions(asked)) for what, asked in within.items()} == {"comment": 10, "reply": 11, "vote": 8}
    assert {what: len(within_the_verb(asked)) for what, asked in within.items()} == {
        "comment": 6,
        "reply": 7,
        "vote": 5,
    }


def test_a_vote_that_changes_nothing_asks_less_and_old_changes_are_dropped(tab, deep):
    cast(tab, deep, 1)
    assert len(questions(cast(tab, deep, -1))) <= 8
    assert len(questions(cast(tab, deep, -1))) <= 6
    assert len(questions(cast(tab, deep, 0))) <= 8
    assert len(questions(cast(tab, deep, 0))) <= 6  # there is none to take back
    Thread.objects.update(version=VoteChange.KEPT * 2)
    assert len(questions(cast(tab, deep, 1))) <= 9


def test_first_words_of_a_member_ask_for_his_voice_beside(tab, under, deep, how):
    """Seven rows of seven tables, and the reads of all: a reply has one to make room for as well."""
    salted()
    assert len(questions(cast(newcomer(), deep, 1, **how))) <= 9
    asked = post(newcomer(), under, **how)
    assert len(questions(asked)) <= 12 and len(within_the_verb(asked)) <= 8
    asked = reply(newcomer(), deep, **how)
    assert len(questions(asked)) <= 13 and len(within_the_verb(asked)) <= 9


def test_the_first_of_a_day_asks_for_its_salt_as_well(tab, under):
    assert len(questions(post(newcomer(), under))) <= 16


def test_a_known_guest_asks_as_little_as_a_member(tab_of_guest, under, deep, how):
    for _again in range(2):
        asked = reply(tab_of_guest, deep, **how)
        assert len(questions(asked)) <= 12 and len(within_the_verb(asked)) <= 8
    assert len(questions(post(tab_of_guest, under, **how))) <= 12
    assert len(questions(cast(tab_of_guest, deep, 1, **how))) <= 8


@pytest.mark.parametrize(("first", "reply", "post"), [("confirm", 15, 14), ("review", 13, 12)])
def test_first_words_of_a_guest_are_one_transaction_of_twelve(tab, under, deep, how, settings, first, reply, post):
    """Beside a member's: whether his name is somebody's, his browser, and the mail that asks whether his address is
    his, with a lock of that address, and how many mails it has had.
    """
    settings.GUESTS, settings.GUESTS_FIRST = True, first
    salted()
    for address, most in ((["replies", deep.pk], reply), (["comments", under.article.slug], post)):
        place = reverse(f"discussion:{address[0]}", args=address[1:])
        said = asked(Client(), place, words(**by_hand(), **GUS), **how)
        assert len(questions(said)) <= most
        assert len(within_the_verb(said)) <= 12
    place = reverse("discussion:vote", args=[deep.pk])
    assert len(questions(asked(Client(), place, by_hand(value="1"), **how))) <= 11


def newcomer():
    tab = Client()
    tab.force_login(person())
    return tab


def salted():
    """What is once a day."""
    Footprint.objects.leave("127.0.0.1", (Footprint.Act.SAID, ""))
    salts_within(timedelta(0), timezone.now())


def test_who_is_too_fast_is_told_so_without_a_question_more(tab, under, settings):
    settings.POSTS_A_MINUTE = 1
    with CaptureQueriesContext(connection) as asked:
        address = reverse("discussion:comments", args=[under.article.slug])
        answer = tab.post(address, words())
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
