"""What moderators read of how they keep up; and the bars, which are nothing without their table."""

import re
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from discussion.models import Appeal, Event, Report, Rule, State
from discussion.moderating import ACTS, moderate, undo
from discussion.moderating import numbers as numbers_module
from discussion.moderating.chain import chain
from discussion.moderating.numbers import Numbers
from discussion.reporting import weigh_reports
from kit.charts import HEIGHT, WIDTH, columns, stacked
from tests.discussion.moderated import a_busy_day, staff
from tests.factories import person, say, thread, voice
from tests.pages.reading import Visitor

NUMBERS = "/moderation/numbers/"


@pytest.fixture(autouse=True)
def ordinary_log_in(settings):
    settings.STAFF_MFA = False


def report(comment, rule=Rule.SPAM, hours=0):
    made = Report.objects.create(
        comment=comment, voice=voice(), rule=rule, at=timezone.now() - timedelta(hours=hours, minutes=1)
    )
    weigh_reports(comment)
    return made


def link_all():
    while chain():
        pass


@pytest.mark.django_db
def test_decisions_are_counted_by_the_hour_and_the_day():
    a_busy_day()
    Event.objects.filter(kind=Event.Kind.REFUSED).update(at=timezone.now() - timedelta(hours=30))
    numbers = Numbers.of()
    assert [count for _hour, count in numbers.by_hour] == [0] * 23 + [2]
    assert [count for _day, count in numbers.by_day] == [0] * 5 + [1, 2]
    assert (numbers.decisions, numbers.undone) == (3, 1)
    assert numbers.an_hour == pytest.approx(2 / 24)


@pytest.mark.django_db
def test_what_waits_is_counted_with_the_oldest_of_it():
    under = thread()
    held = [say(voice(), thread=under, state=State.HELD) for _ in range(2)]
    type(held[0]).objects.filter(pk=held[0].pk).update(posted_at=timezone.now() - timedelta(hours=5))
    said = say(voice(), thread=under)
    report(said, hours=3)
    report(said, hours=1)
    numbers = Numbers.of()
    assert (numbers.held.count, numbers.reported.count, numbers.appeals.count) == (2, 1, 0)
    assert timedelta(hours=5) <= numbers.now - numbers.held.since < timedelta(hours=5, minutes=1)
    assert timedelta(hours=3) <= numbers.now - numbers.reported.since < timedelta(hours=3, minutes=2)
    assert numbers.appeals.since is None


@pytest.mark.django_db
def test_reports_are_told_by_reason_and_outcome_and_how_long_they_waited():
    mod, under = staff(), thread()
    upheld, kept, still = (say(voice(), thread=under) for _ in range(3))
    for comment, rule, hours in (
        (upheld, Rule.HATE, 1),
        (kept, Rule.SPAM, 2),
        (kept, Rule.SPAM, 9),
        (still, Rule.SPAM, 0),
    ):
        report(comment, rule, hours)
        comment.refresh_from_db()
    moderate([upheld.pk], ACTS["hide"], by=mod, rule=Rule.HATE)
    moderate([kept.pk], ACTS["keep"], by=mod)
    numbers = Numbers.of()
    assert numbers.reports == {Rule.HATE: {"upheld": 1}, Rule.SPAM: {"dismissed": 2, "open": 1}}
    assert timedelta(hours=2) <= numbers.after_report < timedelta(hours=2, minutes=2)


@pytest.mark.django_db
def test_a_hold_after_reports_is_measured_from_the_hold():
    mod, said = staff(), say(voice(), thread=thread(), state=State.HELD)
    type(said).objects.filter(pk=said.pk).update(posted_at=timezone.now() - timedelta(days=3))
    at = timezone.now() - timedelta(hours=4)
    Event.objects.create(kind=Event.Kind.REPORT_HELD, comment=said, thread=said.thread, about=said.voice, at=at)
    moderate([said.pk], ACTS["approve"], by=mod)
    link_all()
    assert timedelta(hours=4) <= Numbers.of().after_hold < timedelta(hours=4, minutes=1)


@pytest.mark.django_db
def test_appeals_are_told_by_outcome_and_the_overdue_ones_stand_out():
    mod = staff()
    for outcome in ("granted", "denied", "denied", "open"):
        said = say(voice(), thread=thread())
        batch = moderate([said.pk], ACTS["hide"], by=mod, rule=Rule.SPAM).batch
        Appeal.objects.create(
            decision=Event.objects.get(batch=batch),
            voice=said.voice,
            text="Why?",
            outcome=outcome,
            deadline_at=timezone.now() - timedelta(hours=1),
        )
    numbers = Numbers.of()
    assert numbers.appeal_outcomes == {"granted": 1, "denied": 2, "open": 1}
    assert (numbers.appeals.count, numbers.overdue) == (1, 1)
    page = Visitor(mod).open(NUMBERS)
    assert len(page.all("div", class_="late")) == 1


@pytest.mark.django_db
def test_so_much_that_only_the_newest_is_counted_is_said(monkeypatch):
    monkeypatch.setattr(numbers_module, "CAP", 2)
    mod = staff()
    a_busy_day(by=mod)
    assert Numbers.of().capped
    assert "only the newest is counted" in Visitor(mod).open(NUMBERS).html


@pytest.mark.django_db
def test_it_asks_the_same_of_few_and_many():
    mod, counts = staff(), []
    client = Client()
    client.force_login(mod)
    for days in (0, 1, 5):
        for _ in range(days):
            a_busy_day(by=mod)
            report(say(voice(), thread=thread()))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(NUMBERS).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2] <= 16


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("a reader", 302)])
def test_others_do_not_see_it(who, status):
    client = Client()
    if who == "a reader":
        client.force_login(person())
    assert client.get(NUMBERS).status_code == status


@pytest.mark.django_db
def test_each_bar_stands_beside_its_number():
    mod = staff()
    undo(moderate([say(voice(), thread=thread()).pk], ACTS["hide"], by=mod, rule=Rule.SPAM).batch, by=mod)
    link_all()
    page = Visitor(mod).open(NUMBERS)
    charts = re.findall(r'<svg class="chart"[^>]*>', page.html)
    assert len(charts) == 2 + len(Rule) + len(Appeal.Outcome)
    assert all('aria-hidden="true"' in chart for chart in charts)
    assert len(page.all("table")) == 4
    assert page.html.count("<rect") == 24 + 7


@given(st.lists(st.integers(0, 10**6), max_size=60))
def test_columns_stay_within_their_chart(values):
    chart = columns(values)
    assert len(chart.bars) == len(values)
    assert chart.top >= max(values, default=0)
    for value, bar in zip(values, chart.bars, strict=True):
        assert 0 <= bar.y <= HEIGHT and abs(bar.y + bar.height - HEIGHT) < 0.001
        assert (bar.height > 0) == (value > 0)
        assert bar.x + bar.width <= chart.width


@given(st.lists(st.integers(0, 1000), max_size=8))
def test_parts_of_a_row_lie_end_to_end_and_fill_it(parts):
    whole = sum(parts)
    bars = stacked(parts, whole)
    assert [bar.series for bar in bars] == [place for place, part in enumerate(parts) if part / (whole or 1) > 0.00005]
    for one, following in pairwise(bars):
        assert abs(one.x + one.width - following.x) < 0.02
    assert not bars or abs(bars[-1].x + bars[-1].width - WIDTH) < 0.1
