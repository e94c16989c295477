"""What a robot says others do not come to read."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from freezegun import freeze_time

from discussion.models import Comment, Objection, Reader
from tests.factories import article, thread
from tests.screening.robot import Robot

START = datetime(2026, 5, 4, 6, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("linkless", "by"), [(0.0, {"links", "repetition"}), (0.03, {"links", "repetition", "phrases"})]
)
def test_of_a_thousand_comments_ten_at_most_are_read_by_others(settings, linkless, by):
    """With links, and where 3 in 100 lure by words alone."""
    settings.GUESTS, settings.POSTS_A_MINUTE = True, 6
    with freeze_time(START) as clock:
        threads = [thread(article(f"story-{number}"), guests="yes") for number in range(6)]
        robot = Robot(threads, clock, linkless=linkless)
        robot.run(1000)
    read = Comment.objects.visible_to(Reader(AnonymousUser()))
    assert robot.sent == 1000
    assert read.count() <= 10, list(read.values_list("source", flat=True))
    objections = Counter(Objection.objects.values_list("code", flat=True))
    assert {"by_hand", "pace", *by} <= set(objections), objections
