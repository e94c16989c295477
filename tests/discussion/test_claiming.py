"""A guest's words become his account's: whose they are, what they count, and what the trees look like."""

from uuid import uuid4

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from discussion.guests.claiming import claim, claimable
from discussion.models import (
    Comment,
    Device,
    Event,
    Mail,
    Mute,
    Notice,
    Report,
    Rule,
    Subscription,
    Thread,
    Voice,
    Vote,
)
from discussion.passages import Chosen, ask_readers
from discussion.permissions import NotAllowed
from discussion.posting import edit_comment, post_comment, withdraw_comment
from discussion.reporting import report_comment
from discussion.subscribing import subscribe
from tests.discussion.standing import guest, is_sound
from tests.factories import person, say, thread, voice, vote

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"  # her account's too


@pytest.fixture
def ada():
    return person("ada")


@pytest.fixture
def under():
    return thread()


def test_comments_of_all_browsers_are_his(ada, under):
    here, there = guest(EMAIL), guest(EMAIL)
    root = say(here, thread=under)
    say(there, under=root)
    assert claimable(ada) == {EMAIL: 2}
    assert claim(user=ada, email=EMAIL) == 2
    assert set(Comment.objects.values_list("voice__user", flat=True)) == {ada.pk}
    under.refresh_from_db()
    assert (under.comment_count, under.voice_count) == (2, 1) and is_sound(under)
    assert claimable(ada) == {}


def test_the_guests_are_emptied_and_their_browsers_forgotten(ada, under):
    here = guest(EMAIL)
    Device.objects.create(voice=here, digest="d" * 64)
    say(here, thread=under)
    claim(user=ada, email=EMAIL)
    here.refresh_from_db()
    assert (here.name, here.email, here.proved_at) == ("Former reader", "", None)
    assert not Device.objects.exists()


def test_what_nobody_confirmed_stays(ada, under):
    stranger = guest(EMAIL, proved=False)
    say(stranger, thread=under)
    assert claimable(ada) == {} and claim(user=ada, email=EMAIL) == 0
    assert Comment.objects.get().voice_id == stranger.pk


def test_an_address_that_he_has_not_proved_gives_nothing(ada, under):
    say(guest("ben@example.org"), thread=under)
    EmailAddress.objects.create(user=ada, email="ben@example.org", verified=False)
    assert claimable(ada) == {}
    for address in ("ben@example.org", "", "eve@example.org"):
        with pytest.raises(NotAllowed):
            claim(user=ada, email=address)


def test_capitals_make_no_other_address(ada, under):
    EmailAddress.objects.create(user=ada, email="Ada.Quist@Example.org", verified=True)
    say(guest("ada.quist@example.org"), thread=under)
    assert claim(user=ada, email="Ada.Quist@Example.org") == 1


def test_of_two_votes_on_a_comment_the_accounts_counts(ada, under):
    here, mine, comment = guest(EMAIL), voice(ada), say(voice(), thread=under)
    vote(here, comment, 1)
    vote(guest(EMAIL), comment, 1)
    vote(mine, comment, -1)
    claim(user=ada, email=EMAIL)
    assert list(Vote.objects.values_list("voice", "value")) == [(mine.pk, -1)]
    comment.refresh_from_db()
    assert (comment.up, comment.down, comment.score) == (0, 1, -1) and is_sound(under)


def test_nobody_has_voted_for_himself_after_it(ada, under):
    here, mine = guest(EMAIL), voice(ada)
    vote(here, say(mine, thread=under))
    vote(mine, say(here, thread=under))
    vote(voice(), Comment.objects.get(voice=here))
    claim(user=ada, email=EMAIL)
    assert not Vote.objects.filter(voice=mine).exists()
    assert sorted(Comment.objects.values_list("up", flat=True)) == [0, 1] and is_sound(under)


def test_a_vote_that_has_no_rival_moves_with_him_into_a_closed_discussion_too(ada, under):
    here, comment = guest(EMAIL), say(voice(), thread=under)
    vote(here, comment)
    Thread.objects.update(state=Thread.State.CLOSED)
    claim(user=ada, email=EMAIL)
    assert Vote.objects.get().voice.user_id == ada.pk and is_sound(under)


def test_forms_that_carried_the_same_id_make_no_conflict(ada, under):
    form = uuid4()
    for speaker in (voice(ada), guest(EMAIL), guest(EMAIL)):
        post_comment(thread=under, by=speaker, source="Words.", client_id=form)
    assert claim(user=ada, email=EMAIL) == 2
    assert Comment.objects.filter(voice__user=ada).values("client_id").distinct().count() == 3


def test_subscriptions_move_and_the_accounts_own_win(ada, under):
    here, mine, Kind, Pace = guest(EMAIL), voice(ada), Subscription.Kind, Subscription.Pace
    subscribe(by=mine, thread=under, kind=Kind.THREAD, pace=Pace.DAILY)
    subscribe(by=here, thread=under, kind=Kind.THREAD)
    subscribe(by=here, thread=under, kind=Kind.MINE)
    claim(user=ada, email=EMAIL)
    assert sorted(Subscription.objects.values_list("voice", "kind", "pace")) == [
        (mine.pk, "mine", "at_once"),
        (mine.pk, "thread", "daily"),
    ]


def test_notices_and_mails_move_unless_they_told_him_of_himself(ada, under):
    here, mine = guest(EMAIL), voice(ada)
    other, own = say(voice(), thread=under), say(mine, thread=under)
    for comment in (other, own):
        Notice.objects.create(voice=here, comment=comment, reason=Notice.Reason.THREAD)
        Mail.objects.create(voice=here, comment=comment, kind="thread", pace="at_once", address=EMAIL)
    Mail.objects.create(voice=here, kind="link", pace="at_once", address=EMAIL)
    claim(user=ada, email=EMAIL)
    assert list(Notice.objects.values_list("voice", "comment")) == [(mine.pk, other.pk)]
    assert list(Mail.objects.values_list("voice", "comment")) == [(mine.pk, other.pk)]


def test_facts_and_mutes_follow(ada, under):
    here, mine, ben, cem = guest(EMAIL), voice(ada), person("ben"), person("cem")
    say(here, thread=under)
    for user, muted in ((ben, here), (ben, mine), (cem, here), (ada, here)):
        Mute.objects.create(user=user, voice=muted)
    claim(user=ada, email=EMAIL)
    assert list(Event.objects.values_list("by", "about")) == [(mine.pk, mine.pk)]
    assert sorted(Mute.objects.values_list("user", "voice")) == sorted([(ben.pk, mine.pk), (cem.pk, mine.pk)])


def test_what_he_asked_readers_is_his(ada, under):
    here = guest(EMAIL)
    asked = ask_readers(thread=under, chosen=Chosen("The text"), by=here, question="Which?")
    say(here, thread=under)
    claim(user=ada, email=EMAIL)
    asked.refresh_from_db()
    assert asked.asked_by == ada.voice


def test_every_thread_that_it_touches_is_made_anew_and_no_other(ada, under):
    here, voted, other = guest(EMAIL), thread(), thread()
    say(here, thread=under)
    vote(here, say(voice(), thread=voted))
    say(voice(), thread=other)
    before = dict(Thread.objects.values_list("pk", "version"))
    claim(user=ada, email=EMAIL)
    after = dict(Thread.objects.values_list("pk", "version"))
    assert {pk for pk in before if after[pk] > before[pk]} == {under.pk, voted.pk}


def test_a_second_time_changes_nothing(ada, under):
    here = guest(EMAIL)
    root = say(here, thread=under)
    edit_comment(comment=root, by=here, source="Anew.", wording=0)
    withdraw_comment(comment=say(here, under=root), by=here)
    vote(voice(), root)
    shape = list(Comment.objects.order_by("pk").values_list("pk", "parent", "tree_id", "lft", "rght", "state"))
    claim(user=ada, email=EMAIL)
    versions = list(Thread.objects.values_list("pk", "version"))
    assert claim(user=ada, email=EMAIL) == 0
    assert list(Thread.objects.values_list("pk", "version")) == versions
    now = list(Comment.objects.order_by("pk").values_list("pk", "parent", "tree_id", "lft", "rght", "state"))
    assert now == shape and is_sound(under)


def test_who_has_never_spoken_with_his_account_has_a_voice_then(ada, under):
    say(guest(EMAIL, name="Old Name"), thread=under)
    claim(user=ada, email=EMAIL)
    assert Voice.objects.get(user=ada).name == "Ada"


def test_a_voice_that_came_later_can_be_claimed_too(ada, under):
    say(guest(EMAIL), thread=under)
    claim(user=ada, email=EMAIL)
    late = guest(EMAIL)
    late.proved_at = timezone.now()
    say(late, thread=under)
    assert claim(user=ada, email=EMAIL) == 1


def test_what_he_reported_as_a_guest_is_his_once_and_never_about_himself(ada, under):
    here, mine = guest(EMAIL), voice(ada)
    others, own = say(voice(), thread=under), say(mine, thread=under)
    elsewhere = say(voice(), thread=thread())
    for by, comment, rule in ((here, others, "spam"), (mine, others, "hate"), (here, own, "hate")):
        report_comment(comment=comment, by=by, rule=rule)
    report_comment(comment=elsewhere, by=here, rule=Rule.PRIVATE)
    claim(user=ada, email=EMAIL)
    assert set(Report.objects.values_list("comment", "voice", "rule")) == {
        (others.pk, mine.pk, "hate"),
        (elsewhere.pk, mine.pk, "private"),
    }
    assert is_sound(under) and is_sound(elsewhere.thread)
