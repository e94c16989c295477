"""Where a crowd has spoken no page reads a large table, nor much of one: the plan and the work of each query."""

import re

import pytest
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client

from articles.rounds import ROUNDS
from bench.crowd import fill
from discussion.mending import faults_of_all_trees
from discussion.models import ScreeningRule, Thread, Voice
from discussion.models.screening import BANDS
from discussion.recounting import recount
from discussion.screening import Draft
from discussion.screening.likeness import bands_of, plain
from discussion.screening.phrases import stopped
from discussion.screening.repetition import candidates
from people.models import User
from tests.factories import person
from tests.pages.crowded import Asked
from tests.pages.crowded_addresses import addresses, writes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SIZE, MILLION = 60_000, 1_000_000
SAID = "The ferry is cheaper than the bridge for everybody who lives on the far side of it, and has been for years."
# Of one query. A row that is read costs SQLite ten to forty steps; a tree may have 5,000.
MOST = {"sqlite": 60_000, "postgresql": 6_000}
MOST_QUERIES = {"nobody": 8, "member": 11, "moderator": 12}
MOST_AT_THE_DESK = 27
# What is paid for knowingly: who, which address, what the question names, and why. Readers' pages never read all
# comments, whatever the reason.
KNOWN = (
    ("", r"feedback=1|passages/\d+/", "passage", "the comments on the passages of one text are ranked together"),
    ("", r"/the-crowd/(\?|$)|changes\?", "discussion_passage", "the marks in a text count comments of its passages"),
    ("", r"^/articles/", '"qualify"', "PostgreSQL joins all voices where it guesses that there are many replies"),
    ("member", r"^/articles/|show=1", '"discussion_vote"', "5,000 comments and 5,000 votes of his in one discussion"),
    ("", r"^/people/\?starts=", "people_user", "a word within a name has no index: members are looked through"),
    ("moderator", r"[?&]q=", "discussion_comment", "a search reads texts and names until it has found a page"),
    ("moderator", r"^/moderation/numbers/", "discussion_", "the newest 20,000 of each kind are counted"),
    ("moderator", r"^/moderation/appeals/", "discussion_appeal", "those that are open are sorted by their deadline"),
    ("moderator", r"^/moderation/", "discussion_report", "PostgreSQL reads all reports, not those of 1,000 comments"),
    ("chief", r"^/admin/.*[?&]q=", "", "a search reads texts and names until it has found a page"),
    ("chief", r"^/admin/discussion/(comment|event|voice)/", "discussion_", "counts to 10,000; filters that sort"),
    ("chief", r"^/admin/(people/user|articles/article)/$|p=3", "", "a list of thousands is counted"),
    ("chief", r"^/admin/discussion/screeningrule/", "discussion_", "thirty days of what rules said"),
    ("chief", r"^/admin/articles/article/\d+/change/", "people_user", "who may be an author is chosen from a list"),
)


@pytest.fixture(scope="module", params=[SIZE, pytest.param(MILLION, marks=pytest.mark.soak)])
def crowd(request, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill(request.param)
        transaction.set_rollback(True)


@pytest.fixture
def clients(crowd, settings):
    settings.STAFF_MFA = False
    with transaction.atomic():
        users = {"member": crowd.member, "moderator": crowd.moderator}
        users = {who: User.objects.get(handle=handle) for who, handle in users.items()}
        users["chief"] = person("chief", is_staff=True, is_superuser=True)
        clients = {"nobody": Client(), **{who: Client() for who in users}}
        for who, user in users.items():
            clients[who].force_login(user)
        yield clients
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def kept(crowd):
    return {}


@pytest.fixture
def pages(crowd, clients, kept):
    """What each page asks of it, by reader and address: the same for all tests."""
    for who, address in addresses(crowd):
        if (who, address) not in kept:
            kept[who, address] = asked(clients[who], address).queries
    return kept


def test_the_crowd_is_as_the_site_would_have_made_it(clients):
    assert list(faults_of_all_trees()) == []
    assert [recount(thread) for thread in Thread.objects.all()[:5]] == [[]] * 5


def test_no_page_reads_a_large_table_or_much_of_one(pages):
    found = []
    for (who, address), queries in pages.items():
        found += [told(who, address, query) for query in queries if too_much(who, address, query)]
    assert not found, "\n\n".join(found)


def test_a_reader_s_page_asks_few_questions(pages):
    many = {}
    for (who, address), queries in pages.items():
        most = MOST_AT_THE_DESK if address.startswith(("/moderation/", "/admin/")) else MOST_QUERIES.get(who, 28)
        if len(queries) > most:
            many[who, address] = len(queries)
    assert pages and not many


def test_no_write_reads_a_large_table_or_much_of_one(crowd, clients):
    found = []
    # One member of the crowd says as much in a day as nobody may; it is read all the same.
    ScreeningRule.objects.update_or_create(code="pace", defaults={"mode": ScreeningRule.Mode.OFF, "says": "hold"})
    for who, address, form in writes(crowd):
        with transaction.atomic(), Asked() as questions:
            response = clients[who].post(address, form)
        assert response.status_code in (200, 204, 302, 303), (address, response.status_code)
        found += [told(who, address, query) for query in questions.queries if too_much(who, address, query)]
    assert not found, "\n\n".join(found)


def test_what_screening_compares_with_comes_by_index(crowd):
    draft = Draft(SAID, Thread.objects.first(), by=Voice.objects.get(user__handle=crowd.member))
    for asked, indexes in (
        (stopped(draft, 7), ["verdicts_that_stopped", "events_taking_down"]),
        (candidates(draft, bands_of(plain(SAID)), 7), [f"verdicts_by_{band}" for band in BANDS]),
    ):
        plan = asked.explain()
        assert all(index in plan for index in indexes), plan
        assert "SCAN discussion" not in plan and "Seq Scan" not in plan, plan


def test_no_round_of_the_worker_reads_all_comments(crowd):
    found = []
    for round_ in ROUNDS:
        with transaction.atomic():
            with Asked() as questions:
                round_.work()
            transaction.set_rollback(True)
        found += [told(round_.work.__name__, "", query) for query in questions.queries if reads_all_comments(query)]
    assert not found, "\n\n".join(found)


def asked(client, address):
    caches["pages"].clear()
    with transaction.atomic(), Asked() as questions:
        response = client.get(address)
    assert response.status_code in (200, 302, 304, 400, 403), (address, response.status_code)
    return questions


def too_much(who, address, query):
    if who in ("nobody", "member") and reads_all_comments(query):
        return True
    return (query.scans or query.rows > MOST[connection.vendor]) and not known(who, address, query)


def reads_all_comments(query):
    return any("discussion_comment" in scan for scan in query.scans)


def known(who, address, query):
    return any(
        by in ("", who) and re.search(pattern, address) and words in query.sql for by, pattern, words, _why in KNOWN
    )


def told(who, address, query):
    plan = "\n".join(f"    {line}" for line in query.plan)
    return f"{who} {address}: {query.rows} of work, scans {query.scans}\n  {query.sql[:1500]}\n{plan}"
