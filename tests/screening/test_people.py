"""Ordinary people meet no objection."""

from datetime import UTC, datetime

import pytest
from freezegun import freeze_time

from discussion.models import Comment, Objection, Verdict
from tests.factories import article, thread
from tests.screening.people import live, voices

START = datetime(2026, 5, 4, 6, tzinfo=UTC)


@pytest.mark.slow
@pytest.mark.django_db
def test_two_hundred_people_meet_no_objection_of_a_rule_in_force(settings):
    settings.GUESTS, settings.POSTS_A_MINUTE = True, 6
    with freeze_time(START) as clock:
        threads = [thread(article(f"story-{number}"), guests="yes") for number in range(12)]
        answers = live(threads, clock)
    met = Objection.objects.filter(shadow=False).select_related("verdict__comment")
    assert [
        (
            one.code,
            next(step[-1] for step in one.verdict.steps if step[-1]),
            one.verdict.comment and one.verdict.comment.source,
        )
        for one in met
    ] == []
    assert {one.status_code for one in answers} == {303}
    assert voices() == 200 and Comment.objects.count() > 600
    assert not Comment.objects.exclude(state="published").exists()
    assert Verdict.objects.filter(wording__gt=0).count() > 20, "some were worded anew"
