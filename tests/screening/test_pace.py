"""Nobody has so much to say in so short a time; who is new in a crowd waits sooner than who is known."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from discussion.models import Comment, Footprint, State
from discussion.posting import post_comment
from discussion.screening import Draft, screen
from discussion.screening.pace import KNOWN, Speeds, find
from discussion.screening.rule import Finding
from tests.factories import person, thread, voice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HERE, BESIDE, ELSEWHERE = "192.0.2.7", "192.0.2.99", "198.51.100.7"


@pytest.fixture
def under():
    return thread()


@pytest.fixture
def ben():
    return voice(person("ben"))


def earlier(by, under, count, every, state=State.PUBLISHED, until=NOW):
    """So many comments, one each `every` seconds, the last at `until` less that."""
    first = Comment.objects.new_ids(count)[0]
    trees = Comment.objects.new_tree_ids(count)
    Comment.objects.bulk_create(
        Comment(
            pk=first + number,
            thread=under,
            voice=by,
            client_id=uuid4(),
            source=f"Words {number}.",
            html="",
            state=state,
            posted_at=until - timedelta(seconds=every * (number + 1)),
            tree_id=trees[number],
            lft=1,
            rght=2,
            level=0,
        )
        for number in range(count)
    )


def found(by, under, speeds=None, **draft):
    return find(Draft("Words.", under, by=by, **{"at": NOW, **draft}), speeds or Speeds())


def said_from(address, count, under, at=NOW, new=True):
    """By somebody new each time."""
    with freeze_time(at):
        for number in range(count):
            by = voice()
            if not new:
                earlier(by, under, KNOWN, 3600, until=at)
            source = f"Words of their own, number {number}."
            screened = screen(Draft(source, under, by=by, address=address))
            post_comment(thread=under, by=by, source=source, client_id=uuid4(), address=address, screened=screened)


@pytest.mark.parametrize(
    ("count", "every", "state", "wait"),
    [
        (14, 30, State.HELD, 0),
        (15, 30, State.HELD, 150),
        (15, 40, State.HELD, 0),
        (15, 30, State.WITHDRAWN, 150),
        (39, 60, State.REFUSED, 0),
        (40, 60, State.REFUSED, 20 * 60),
        (40, 91, State.REFUSED, 0),
        (149, 500, State.HELD, 0),
        (150, 500, State.HELD, 86400 - 75000),
        (150, 577, State.HELD, 0),
        # Who is known: five times as much.
        (50, 11, State.PUBLISHED, 0),
        (74, 7, State.PUBLISHED, 0),
        (75, 7, State.PUBLISHED, 600 - 525),
        (199, 17, State.PUBLISHED, 0),
        (200, 17, State.PUBLISHED, 200),
    ],
)
def test_one_writer(ben, under, count, every, state, wait):
    earlier(ben, under, count, every, state)
    finding = found(ben, under)
    assert (finding.wait if finding else 0) == wait


def test_nought_is_no_limit(ben, under):
    earlier(ben, under, 160, 1)
    assert found(ben, under, Speeds(minutes=0, hour=0, day=0)) is None
    assert found(ben, under, Speeds(minutes=0, hour=0, day=30)).wait


def test_a_simulation_knows_nothing_of_later_hours(ben, under):
    earlier(ben, under, 40, 10, State.HELD)
    assert found(ben, under) and found(ben, under, at=NOW - timedelta(hours=1)) is None


def test_many_newcomers_of_one_network_in_one_discussion_wait(under):
    said_from(HERE, 14, under)
    assert found(None, under, address=BESIDE) is None
    said_from(BESIDE, 1, under)
    finding = found(voice(), under, address=HERE)
    assert finding.wait == 600 and "in this discussion" in finding.reason and "10 minutes" in finding.said
    assert found(None, under, address=ELSEWHERE) is found(None, thread(), address=HERE) is None
    assert found(None, under, address=HERE, at=NOW + timedelta(minutes=10)) is None


def test_many_newcomers_of_one_network_wait(under):
    speeds = Speeds(thread=0, network=6)
    for _ in range(3):
        said_from(HERE, 2, thread())
    assert found(None, under, speeds, address=HERE).wait == 3600
    assert found(None, under, speeds, address=HERE, at=NOW - timedelta(hours=2)) is None


def test_a_window_reaches_over_midnight(under):
    midnight = NOW.replace(hour=0)
    said_from(HERE, 10, under, midnight - timedelta(minutes=3))
    said_from(HERE, 5, under, midnight + timedelta(minutes=3))
    assert found(None, under, address=HERE, at=midnight + timedelta(minutes=4)).wait == 3 * 60


def test_who_is_known_neither_waits_for_a_crowd_nor_makes_one(ben, under):
    said_from(HERE, 3, under, new=False)
    assert not Footprint.objects.filter(act=Footprint.Act.SAID).exists()
    said_from(HERE, 15, under)
    earlier(ben, under, KNOWN, 3600)
    assert found(None, under, address=HERE) and found(ben, under, address=HERE) is None


def test_no_address_is_kept(under):
    said_from(HERE, 1, under)
    rows = Footprint.objects.values_list("act", "digest")
    assert [act for act, _digest in rows] == ["said", "said"]
    assert {len(digest) for _act, digest in rows} == {64}


def test_it_asks_little(ben, under):
    earlier(ben, under, 5, 10)
    said_from(HERE, 1, under)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found(ben, under, address=HERE)
    assert len(asked) == 4
    earlier(ben, under, 200, 1000)
    with CaptureQueriesContext(connection) as asked:
        assert not isinstance(found(ben, under, address=HERE), Finding)
    assert len(asked) <= 4
