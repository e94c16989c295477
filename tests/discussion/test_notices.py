"""Who is told of a comment on the site, and why."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles.models import Article
from discussion.models import Event, Notice, State, Subscription, Thread
from discussion.moderating import ACTS, moderate
from discussion.muting import mute
from discussion.notifications.inbox import mark_seen, notices_of, unread
from discussion.posting import undo_withdrawal, withdraw_comment
from discussion.reactions import take_up_what_was_lost
from discussion.subscribing import mute_thread, subscribe
from discussion.voting import cast_vote
from tests.discussion.mailing import follower, replay, work
from tests.factories import article, person, say, thread, voice

pytestmark = pytest.mark.django_db(transaction=True)

Kind = Subscription.Kind


@pytest.fixture
def under():
    return thread()


def told(comment=None):
    """Who was told of the comment, and why. Without what the article's author gets, and decisions."""
    work()
    notices = Notice.objects.exclude(reason__in=["author", "decided"])
    if comment:
        notices = notices.filter(comment=comment)
    return {(notice.voice.user.handle, notice.reason) for notice in notices.select_related("voice__user")}


def test_the_author_of_what_is_answered_is_told_without_asking(under):
    ada, ben = voice(person("ada")), voice(person("ben"))
    say(ben, under=say(ada, thread=under))
    assert told() == {("ada", "mine")}


def test_nobody_is_told_of_his_own(under):
    ada = follower(under, handle="ada")
    say(ada, under=say(ada, thread=under))
    assert told() == set()


def test_who_follows_the_thread_is_told_of_all(under):
    follower(under, handle="ada")
    ben = voice(person("ben"))
    say(voice(person("cem")), under=say(ben, thread=under))
    assert told() == {("ada", "thread"), ("ben", "mine")}
    assert Notice.objects.filter(voice__user__handle="ada").count() == 2


def test_of_several_reasons_one_is_given(under):
    ada, ben = follower(under, handle="ada"), voice(person("ben"))
    mine = say(ada, thread=under)
    assert told(say(ben, under=mine)) == {("ada", "mine")}
    subscribe(by=ada, thread=under, kind=Kind.MINE)
    assert told(say(ben, under=mine)) == {("ada", "mine")}
    subscribe(by=ada, thread=under, kind=Kind.BRANCH, comment=mine)
    assert told(say(ben, under=mine)) == {("ada", "branch")}


def test_a_branch_is_all_that_hangs_below(under):
    ben, cem = voice(person("ben")), voice(person("cem"))
    root = say(ben, thread=under)
    followed = say(ben, under=root)
    follower(under, Kind.BRANCH, "ada", comment=followed)
    deep = say(ben, under=say(ben, under=followed))
    assert told(deep) == {("ada", "branch")}
    assert told(say(ben, under=root)) == set()
    assert told(say(cem, thread=under)) == set()


def test_what_was_said_before_somebody_subscribed_is_no_news(under):
    say(voice(), thread=under)
    follower(under)
    assert told() == set()


def test_the_author_of_the_article_is_told(settings):
    of = article(author=person("writer"))
    for on in (True, False):
        settings.TELL_AUTHORS = on
        said = say(voice(), thread=thread(of))
        work()
        reasons = Notice.objects.filter(comment=said, voice__user__handle="writer").values_list("reason", flat=True)
        assert list(reasons) == ["author"] * on


def test_who_muted_the_thread_is_told_nothing(under):
    ada = follower(under, handle="ada")
    mine = say(ada, thread=under)
    mute_thread(by=ada, thread=under)
    say(voice(), under=mine)
    elsewhere = say(ada, thread=thread())
    heard = say(voice(), under=elsewhere)
    assert told() == {("ada", "mine")} == told(heard)


def test_who_muted_the_speaker_is_not_told_what_he_says(under):
    ada = follower(under, handle="ada")
    ben, cem = voice(person("ben")), voice(person("cem"))
    mute(by=ada.user, voice=ben)
    mine = say(ada, thread=under)
    assert told(say(ben, under=mine)) == set()
    assert told(say(cem, under=mine)) == {("ada", "mine")}


def test_who_closed_his_account_is_told_nothing(under):
    ada = follower(under)
    ada.user.is_active = False
    ada.user.save()
    say(voice(), thread=under)
    assert told() == set()


def test_what_waits_for_review_is_told_when_it_is_approved():
    under = thread(state=Thread.State.REVIEWED)
    follower(under, handle="ada")
    moderator = person("mod", is_superuser=True, is_staff=True)
    held = say(voice(), thread=under)
    assert told() == set()
    moderate([held.pk], ACTS["approve"], by=moderator)
    assert told() == {("ada", "thread")}


def test_under_an_article_that_is_not_out_nobody_is_told(under):
    follower(under)
    Article.objects.update(state=Article.State.DRAFT)
    say(voice(), thread=under)
    assert told() == set()


def test_a_comment_that_comes_back_is_told_once(under):
    follower(under, handle="ada")
    ben = voice()
    said = say(ben, thread=under)
    work()
    withdraw_comment(comment=said, by=ben)
    undo_withdrawal(comment=said, by=ben)
    work()
    assert Notice.objects.filter(voice__user__handle="ada").count() == 1


def test_a_fact_that_is_carried_out_again_adds_nothing(under):
    follower(under)
    say(voice(), under=say(voice(), thread=under))
    work()
    before = list(Notice.objects.order_by("pk").values())
    for event in Event.objects.all():
        replay(event)
    assert list(Notice.objects.order_by("pk").values()) == before and len(before) == 5


def test_facts_of_which_nothing_follows_enqueue_nothing(under):
    ben = voice()
    said = say(ben, thread=under)
    work()
    cast_vote(comment=said, by=voice(), value=1)
    withdraw_comment(comment=said, by=ben)
    assert not DBTaskResult.objects.ready().exists()


def test_of_a_post_that_is_rolled_back_nothing_follows(under):
    with pytest.raises(RuntimeError), transaction.atomic():
        say(voice(), thread=under)
        raise RuntimeError
    assert not DBTaskResult.objects.exists()


def test_a_task_whose_worker_was_killed_is_carried_out_after_all(under):
    follower(under, handle="ada")
    say(voice(), thread=under)
    task = DBTaskResult.objects.get()
    task.claim("killed")
    take_up_what_was_lost()
    assert told() == set()  # it may well be at it
    an_hour_ago = timezone.now() - timedelta(hours=1)
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=an_hour_ago)
    take_up_what_was_lost()
    assert told() == {("ada", "thread")}


def inbox(ada):
    with CaptureQueriesContext(connection) as queries:
        found = notices_of(ada)
        [(one.comment.voice.name, one.comment.thread.article.headline) for one in found]
    assert len(queries) <= 2
    return [one.comment for one in found]


def test_the_inbox_has_the_newest_first_and_counts_what_is_unread(under):
    ada = follower(under)
    said = [say(voice(), thread=under) for _ in range(3)]
    work()
    assert inbox(ada) == said[::-1]
    with CaptureQueriesContext(connection) as queries:
        assert unread(ada) == 3
    assert len(queries) == 1


def test_it_is_walked_by_the_last_that_was_shown(under):
    ada = follower(under)
    said = [say(voice(), thread=under) for _ in range(3)]
    work()
    newest = notices_of(ada)[0]
    assert [one.comment for one in notices_of(ada, before=newest.pk)] == said[1::-1]


def test_what_comes_after_the_page_stays_unread(under):
    ada = follower(under)
    say(voice(), thread=under)
    work()
    shown = notices_of(ada)[0]
    say(voice(), thread=under)
    work()
    mark_seen(voice=ada, up_to=shown.pk)
    assert unread(ada) == 1 and len(notices_of(ada)) == 2


@pytest.mark.parametrize("state", sorted(set(State) - {State.PUBLISHED}))
def test_what_he_may_no_longer_read_is_not_in_it(under, state):
    ada = follower(under)
    said = say(voice(), thread=under)
    work()
    type(said).objects.update(state=state)
    assert inbox(ada) == [] and unread(ada) == 0
    type(said).objects.update(state=State.PUBLISHED)
    Article.objects.update(state=Article.State.DRAFT)
    assert inbox(ada) == [] and unread(ada) == 0
