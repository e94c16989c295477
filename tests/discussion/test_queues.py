"""What waits for moderators, and in which order it comes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from discussion.models import Comment, Report, Rule, State, Thread, Voice
from discussion.moderating import ACTS, moderate
from discussion.moderating.claiming import claim
from discussion.moderating.queues import ON_A_PAGE, Place, Queue, Waiting, place_of
from discussion.posting import withdraw_comment
from discussion.reporting import weigh_reports
from people.roles import MODERATORS
from tests.discussion.test_moderating import staff
from tests.factories import guest, person, say, thread, voice, vote

pytestmark = pytest.mark.django_db

REPORTED, HELD, NEW, ALL = (Waiting(queue) for queue in Queue)


def ids(waiting, after=None):
    return [comment.pk for comment in waiting.behind(after)]


def report(comment, weight=Report.FULL_WEIGHT):
    Report.objects.create(comment=comment, voice=voice(), rule=Rule.ATTACK, weight=weight)
    weigh_reports(comment)


def said(hours=0, **columns):
    """So long ago."""
    comment = say(voice(), thread=thread())
    Comment.objects.filter(pk=comment.pk).update(posted_at=timezone.now() - timedelta(hours=hours), **columns)
    return comment.pk


def test_each_queue_has_its_own():
    under = thread(state=Thread.State.REVIEWED)
    held, old = say(voice(), thread=under), voice()
    Voice.objects.filter(pk=old.pk).update(heard_at=timezone.now() - timedelta(days=8))
    plain = say(old, thread=thread())
    report(plain)
    hidden = say(old, state=State.HIDDEN, thread=thread())
    waits = say(guest(), thread=thread())
    assert waits.state == State.UNPROVED
    assert ids(REPORTED) == [plain.pk]
    assert ids(HELD) == ids(NEW) == [held.pk]
    assert ids(ALL) == [hidden.pk, plain.pk, held.pk]


def test_what_was_looked_at_is_new_no_more_and_its_reports_are_settled():
    comment = say(voice(), thread=thread())
    report(comment)
    moderate([comment.pk], ACTS["keep"], by=staff(MODERATORS))
    assert ids(REPORTED) == ids(NEW) == []


def test_the_longest_waiting_comes_first_where_nothing_else_counts():
    young, old = said(1), said(5)
    assert ids(NEW) == [old, young]


@pytest.mark.parametrize(
    "urgent",
    [{"report_weight": 100}, {"score": -10}, {"reply_count": 20}, {"up": 50, "down": 50}],
    ids=["reported", "voted down", "answered", "voted on"],
)
def test_what_makes_a_comment_urgent_moves_it_forward(urgent):
    old, young = said(5), said(1, **urgent)
    assert ids(NEW) == [young, old]


def test_a_report_is_worth_a_day_of_waiting():
    reported = said(0, report_weight=100)
    before, after = said(25), said(23)
    assert ids(NEW) == [before, reported, after]


def test_votes_and_reach_count_for_so_much_and_no_more():
    loud = said(0, score=-(10**6), reply_count=10**6, up=10**6, down=2 * 10**6)
    before, after = said(24 * 5 + 1), said(24 * 5 - 1)
    assert ids(NEW) == [before, loud, after]


def test_a_search_finds_words_names_handles_and_addresses():
    ben, gus = (
        voice(person("ben", display_name="Benedict Marsh")),
        guest("Gus", "gus@example.org", proved_at=timezone.now()),
    )
    river, bridge = say(ben, "The river wins.", thread=thread()), say(gus, "The bridge stands.", thread=thread())
    for words in ("RIVER", "benedict river", "ben", "ben@example.org"):
        assert ids(Waiting(Queue.ALL, words)) == [river.pk], words
    assert ids(Waiting(Queue.ALL, "gus@example.org")) == [bridge.pk]
    assert ids(Waiting(Queue.ALL, "the")) == [bridge.pk, river.pk]
    assert ids(Waiting(Queue.ALL, "river stands")) == ids(Waiting(Queue.HELD, "river")) == []
    assert ids(Waiting(Queue.ALL, "100% \x00 _")) == []


def test_no_search_finds_what_its_author_took_back():
    comment = say(voice(), "The river wins.", thread=thread())
    withdraw_comment(comment=comment, by=comment.voice)
    assert ids(ALL) == [comment.pk]
    assert ids(Waiting(Queue.ALL, "river")) == []


@pytest.mark.parametrize("queue", [Queue.REPORTED, Queue.ALL])
def test_pages_hold_each_comment_once(queue):
    all_of_them = [said(number % 7, report_count=1, report_weight=number % 3) for number in range(2 * ON_A_PAGE + 3)]
    walked, after = [], None
    while True:
        page = Waiting(queue).page(after)
        walked += [comment.pk for comment in page.comments]
        if page.more is None:
            break
        after = Place.parse(str(page.more))
    assert len(walked) == len(all_of_them) and set(walked) == set(all_of_them)
    assert walked == ids(Waiting(queue))


@pytest.mark.parametrize("text", ["", ".", "1", "1.", ".1", "1.x", "1.-1", "١.١", "1.1.1", "9" * 30 + ".1", "--1.1"])
def test_what_is_no_place_is_none(text):
    assert Place.parse(text) is None


def test_the_next_is_behind_it_free_and_not_ones_own_and_from_the_top_at_the_end():
    mod, other = staff(MODERATORS), staff(MODERATORS)
    first, taken, free = said(9), said(8), said(6)
    own = say(voice(mod), thread=thread())
    Comment.objects.filter(pk=own.pk).update(posted_at=timezone.now() - timedelta(hours=7))
    claim(taken, by=other)
    place = NEW.place(first)
    assert place == place_of(NEW.comments().get(pk=first))
    assert NEW.next(place, by=mod) == free
    assert NEW.next(NEW.place(free), by=mod) == first
    assert HELD.next(None, by=mod) is None
    assert HELD.place(first) is None


def test_a_vote_moves_the_rank():
    comment, older = say(voice(), thread=thread()), said(0.1)
    before = NEW.place(comment.pk)
    vote(voice(), comment)
    assert NEW.place(comment.pk).rank < before.rank
    assert ids(NEW) == [comment.pk, older]
