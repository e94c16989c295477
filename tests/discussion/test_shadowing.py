"""A shadow ban: what he says is shown to him alone, and everything counts and comes back as it was."""

from uuid import uuid4

import pytest

from discussion.guests.proving import confirm
from discussion.models import Comment, Event, Mail, Notice, Restriction, State, Subscription, Thread
from discussion.models.reader import STRANGER, Reader
from discussion.moderating import ACTS, lift_restriction, moderate, restrict, undo
from discussion.permissions import NotAllowed
from discussion.posting import edit_comment, post_comment, undo_withdrawal, withdraw_comment
from discussion.subscribing import subscribe
from people.roles import MODERATORS
from tests.discussion.mailing import expand
from tests.discussion.soundness import assert_sound
from tests.discussion.test_moderating import grown, snapshot, staff
from tests.factories import guest, person, say, thread, voice

pytestmark = pytest.mark.django_db

SHADOW = Restriction.Kind.SHADOW


@pytest.fixture
def mod():
    return staff(MODERATORS)


def shadow(mod, whom, **more):
    return restrict(kind=SHADOW, voice=whom, by=mod, reason="A machine.", **more)


def state(comment):
    return Comment.objects.get(pk=comment.pk).state


def last(kind):
    return Event.objects.filter(kind=kind, comment=None).latest("pk").batch


def test_what_he_says_from_then_on_counts_nowhere_and_is_read_by_him_and_moderators(mod, under):
    ben = voice()
    say(voice(), thread=under)
    before = snapshot(under)
    shadow(mod, ben)
    said = say(ben, thread=under)
    reply = say(ben, under=said)
    assert (said.state, reply.state) == (State.SHADOWED, State.SHADOWED)
    assert snapshot(under)[:2] == before[:2]
    assert not Comment.objects.visible_to(STRANGER).filter(voice=ben).exists()
    assert Comment.objects.visible_to(Reader(ben.user)).filter(voice=ben).count() == 2
    assert Comment.objects.visible_to(Reader(mod)).filter(voice=ben).count() == 2
    assert_sound()


def test_forty_comments_are_shadowed_and_the_ban_undone_exactly(mod):
    under, said = grown()
    ben = said[0].voice
    before, rows = snapshot(under), list(Restriction.objects.values())
    shadow(mod, ben, comments_too=True)
    under.refresh_from_db()
    assert under.voice_count == before[1] - 1
    assert not Comment.objects.filter(voice=ben, state=State.PUBLISHED).exists()
    assert_sound()
    assert not undo(last(Event.Kind.RESTRICTED), by=mod).passed_over
    assert snapshot(under) == before
    assert list(Restriction.objects.values()) == rows
    assert_sound()


def test_lifting_brings_back_what_readers_had_and_is_undone_too(mod):
    under, said = grown()
    before, ben = snapshot(under), said[0].voice
    ban = shadow(mod, ben, comments_too=True)
    meanwhile = say(ben, thread=under)
    shadowed = snapshot(under)
    lift_restriction(restriction=ban, by=mod)
    assert snapshot(under)[:2] == before[:2]
    assert state(meanwhile) == State.SHADOWED  # nobody has decided on it
    undo(last(Event.Kind.RESTRICTION_LIFTED), by=mod)
    assert snapshot(under) == shadowed
    assert_sound()


def test_what_was_hidden_or_withdrawn_meanwhile_stays_so(mod, under):
    ben = voice()
    hidden, withdrawn, other = (say(ben, thread=under) for _ in range(3))
    ban = shadow(mod, ben, comments_too=True)
    moderate([hidden.pk], ACTS["hide"], by=mod, reason="Because.")
    withdraw_comment(comment=withdrawn, by=ben)
    lift_restriction(restriction=ban, by=mod)
    assert [state(one) for one in (hidden, withdrawn, other)] == [State.HIDDEN, State.WITHDRAWN, State.PUBLISHED]


def test_approved_or_restored_it_stays_in_the_shadow_and_undone_it_waits_again(mod):
    under, ben = thread(state=Thread.State.REVIEWED), voice()
    waits = say(ben, thread=under)
    shadow(mod, ben)
    batch = moderate([waits.pk], ACTS["approve"], by=mod).batch
    assert state(waits) == State.SHADOWED
    assert undo(batch, by=mod).done and state(waits) == State.HELD
    moderate([waits.pk], ACTS["refuse"], by=mod, reason="Because.")
    batch = moderate([waits.pk], ACTS["restore"], by=mod).batch
    assert state(waits) == State.SHADOWED
    assert undo(batch, by=mod).done and state(waits) == State.REFUSED
    assert_sound()


def test_a_moderator_takes_a_comment_out_of_the_shadow(mod, under):
    ben = voice()
    shadow(mod, ben)
    said = say(ben, thread=under)
    moderate([said.pk], ACTS["restore"], by=mod)
    assert state(said) == State.PUBLISHED


def test_a_guest_who_confirms_his_address_comes_out_in_the_shadow(mod, under):
    gus = guest()
    waits = say(gus, thread=under)
    assert waits.state == State.UNPROVED
    shadow(mod, gus)
    confirm(voice=gus)
    assert state(waits) == State.SHADOWED


def test_deleted_before_the_ban_and_brought_back_it_is_in_the_shadow(mod, under):
    ben = voice()
    said = say(ben, thread=under)
    withdraw_comment(comment=said, by=ben)
    shadow(mod, ben)
    assert undo_withdrawal(comment=said, by=ben).state == State.SHADOWED
    assert_sound()


def test_to_him_it_is_a_comment_like_any_other(mod, under):
    ben = voice()
    shadow(mod, ben)
    said = say(ben, "First.", thread=under)
    edited = edit_comment(comment=said, by=ben, source="Second.", wording=0)
    subscribe(by=ben, thread=under, kind=Subscription.Kind.BRANCH, comment=edited)
    withdraw_comment(comment=edited, by=ben)
    assert undo_withdrawal(comment=edited, by=ben).state == State.SHADOWED


def test_nobody_else_answers_or_follows_it(mod, under):
    ben, ada = voice(), voice()
    shadow(mod, ben)
    said = say(ben, thread=under)
    with pytest.raises(NotAllowed):
        say(ada, under=said)
    with pytest.raises(NotAllowed):
        subscribe(by=ada, thread=under, kind=Subscription.Kind.BRANCH, comment=said)


def test_his_answer_to_himself_is_in_the_shadow_after_the_ban_too(mod, under):
    ben = voice()
    ban = shadow(mod, ben)
    said = say(ben, thread=under)
    lift_restriction(restriction=ban, by=mod)
    assert say(ben, under=said).state == State.SHADOWED
    assert say(ben, thread=under).state == State.PUBLISHED


def test_it_tells_nobody_neither_by_mention_nor_as_an_answer_nor_when_it_is_edited(mod, under):
    ada, ben = voice(person("ada")), voice()
    subscribe(by=ada, thread=under, kind=Subscription.Kind.THREAD)
    hers = say(ada, thread=under)
    shadow(mod, ben)
    said = post_comment(thread=under, parent=hers, by=ben, source="Hello @ada", client_id=uuid4())
    edit_comment(comment=said, by=ben, source="Hello again @ada", wording=0)
    expand()
    assert not Notice.objects.filter(comment=said).exists()
    assert not Mail.objects.filter(comment=said).exists()
