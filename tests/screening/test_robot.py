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
def test_of_a_thousand_comments_ten_at_most_are_read_by_others(settings):
    """With links, that is: where 3 in 100 lure by words alone (linkless=0.03), 15 of the thousand are read. Those are
    for watched words and for the classifier.
    """
    settings.GUESTS, settings.POSTS_A_MINUTE = True, 6
    with freeze_time(START) as clock:
        robot = Robot([thread(article(f"story-{number}"), guests="yes") for number in range(6)], clock)
        robot.run(1000)
    read = Comment.objects.visible_to(Reader(AnonymousUser()))
    assert robot.sent == 1000
    assert read.count() <= 10, list(read.values_list("source", flat=True))
    objections = Counter(Objection.objects.values_list("code", flat=True))
    assert {"by_hand", "pace", "links", "repetition"} <= set(objections), objections
