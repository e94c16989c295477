import pytest

from discussion.models import Comment, Event, State, Thread
from discussion.models.tree import faults
from discussion.moderating import ACTS, moderate, set_thread
from discussion.permissions import NotAllowed
from discussion.recounting import recount
from people.roles import ADMINISTRATORS, MODERATORS
from tests.factories import say, staff, thread, voice, vote

pytestmark = pytest.mark.django_db

SAME = [
    *("pk", "parent_id", "state", "source", "html", "up", "down", "score", "best", "reply_count", "descendant_count"),
    *("tree_id", "lft", "rght", "level"),
]


def snapshot(under):
    under.refresh_from_db()
    return under.comment_count, under.voice_count, list(under.comments.order_by("pk").values(*SAME))


def grown(comments=40):
    under = thread()
    voices = [voice() for _ in range(5)]
    said = []
    for number in range(comments):
        parent = said[number // 3] if number % 4 else None
        said.append(say(voices[number % 5], f"Number {number}.", thread=under, under=parent))
    vote(voices[0], said[1])
    return under, said


def test_forty_comments_hidden_and_restored_leave_everything_as_it_was():
    under, said = grown()
    before = snapshot(under)
    mod = staff(MODERATORS)
    hidden = moderate([c.pk for c in said], ACTS["hide"], by=mod, reason="Off the subject.")
    assert len(hidden.done) == 40
    under.refresh_from_db()
    assert (under.comment_count, under.voice_count) == (0, 0)
    assert Event.objects.filter(batch=hidden.batch, kind=Event.Kind.HIDDEN, reason="Off the subject.").count() == 40
    restored = moderate(hidden.done, ACTS["restore"], by=mod)
    assert len(restored.done) == 40
    assert snapshot(under) == before
    assert recount(under) == []
    assert not list(faults(Comment.objects.of_thread(under).nodes()))


@pytest.mark.parametrize("act", ACTS.values(), ids=list(ACTS))
@pytest.mark.parametrize("state", State)
def test_each_act_fits_what_it_is_meant_for_and_passes_over_the_rest(act, state):
    under = thread()
    comment = say(voice(), thread=under)
    Comment.objects.filter(pk=comment.pk).update(state=state)
    recount(under)
    outcome = moderate([comment.pk], act, by=staff(MODERATORS), reason="Because.")
    comment.refresh_from_db()
    assert (outcome.done == [comment.pk]) == act.fits(state) == (comment.pk not in outcome.passed_over)
    assert comment.state == (act.to if act.fits(state) else state)
    assert recount(under) == []


@pytest.mark.parametrize("act", [act for act in ACTS.values() if act.needs_reason], ids=lambda act: act.name)
def test_without_a_reason_nothing_is_done(act):
    comment = say(voice(), thread=thread())
    with pytest.raises(NotAllowed, match="why"):
        moderate([comment.pk], act, by=staff(MODERATORS), reason="  ")


def test_nobody_moderates_himself_or_someone_above_him():
    under = thread()
    mod, peer, chief = staff(MODERATORS), staff(MODERATORS), staff(ADMINISTRATORS)
    own, of_peer, of_chief = (say(voice(user), thread=under) for user in (mod, peer, chief))
    outcome = moderate([own.pk, of_peer.pk, of_chief.pk], ACTS["hide"], by=mod, reason="Because.")
    assert outcome.done == [of_peer.pk]
    assert "himself" in outcome.passed_over[own.pk]
    assert "above" in outcome.passed_over[of_chief.pk]
    assert moderate([of_chief.pk], ACTS["hide"], by=staff(ADMINISTRATORS), reason="Because.").done


def test_in_a_thread_that_is_reviewed_first_comments_wait():
    under = thread(state=Thread.State.REVIEWED)
    ben = voice()
    comment = say(ben, thread=under)
    under.refresh_from_db()
    assert comment.state == State.HELD
    assert under.comment_count == 0
    moderate([comment.pk], ACTS["approve"], by=staff(MODERATORS))
    under.refresh_from_db()
    assert under.comment_count == 1


def test_a_thread_changes_its_state_once_and_says_so():
    under, mod = thread(), staff(MODERATORS)
    for _again in range(2):
        set_thread(thread=under, state=Thread.State.CLOSED, by=mod, reason="It is late.")
    assert [(e.kind, e.reason) for e in under.events.all()] == [(Event.Kind.THREAD_CLOSED, "It is late.")]
    with pytest.raises(NotAllowed):
        say(voice(), thread=under)
