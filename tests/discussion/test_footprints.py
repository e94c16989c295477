"""How much comes from one neighbourhood of addresses; the address itself is kept nowhere."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from discussion.guests.footprints import Act, forget_footprints, leave_footprint, seconds_to_wait
from discussion.models import Footprint, Salt
from discussion.models.footprint import neighbourhood

pytestmark = pytest.mark.django_db

MIDNIGHT = datetime(2026, 5, 4, 0, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def three_an_hour(settings):
    settings.GUEST_POSTS_AN_HOUR = settings.GUEST_VOTES_AN_HOUR = 3


def leave(count=3, address="192.0.2.7", act=Act.POST):
    for _ in range(count):
        leave_footprint(act, address)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.7", "192.0.2.200", True),
        ("192.0.2.7", "192.0.3.7", False),
        ("192.0.2.7", "::ffff:192.0.2.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("unknown", "unknown", True),
    ],
)
def test_a_neighbourhood_is_a_24_or_a_64(one, other, same):
    assert (neighbourhood(one) == neighbourhood(other)) == same


def test_who_has_done_enough_waits_until_the_hour_is_over():
    with freeze_time(MIDNIGHT + timedelta(hours=12)) as clock:
        assert seconds_to_wait(Act.POST, "192.0.2.7") == 0
        leave(2)
        clock.tick(600)
        leave(1)
        assert seconds_to_wait(Act.POST, "192.0.2.250") == 3000
        assert seconds_to_wait(Act.POST, "192.0.3.7") == seconds_to_wait(Act.VOTE, "192.0.2.7") == 0
        clock.tick(3000)
        assert seconds_to_wait(Act.POST, "192.0.2.7") == 0


def test_the_hour_reaches_over_midnight():
    with freeze_time(MIDNIGHT - timedelta(minutes=10)) as clock:
        leave(2)
        clock.tick(1200)
        leave(1)
        assert Footprint.objects.values("digest").distinct().count() == Salt.objects.count() == 2
        assert seconds_to_wait(Act.POST, "192.0.2.7") == 2400


def test_nought_is_no_limit(settings):
    settings.GUEST_POSTS_AN_HOUR = 0
    leave(10)
    assert seconds_to_wait(Act.POST, "192.0.2.7") == 0


def test_no_row_holds_an_address_and_days_cannot_be_compared():
    for day in range(3):
        with freeze_time(MIDNIGHT + timedelta(days=day, hours=1)):
            leave(1)
    assert len(set(Footprint.objects.values_list("digest", flat=True))) == 3
    assert "192" not in str(list(Salt.objects.values_list("day")))


def test_they_are_forgotten_with_their_salts(settings):
    settings.ADDRESS_DAYS = 2
    for days in range(5):
        with freeze_time(timezone.now() - timedelta(days=days)):
            leave(1)
    forget_footprints()
    assert Footprint.objects.count() == 2
    assert Salt.objects.count() <= 3
