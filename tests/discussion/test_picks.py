import pytest

from discussion.models import Comment, Event, Reader, State, Thread
from discussion.moderating import pick, unpick
from discussion.permissions import NotAllowed
from discussion.posting import change_state
from people.roles import ADMINISTRATORS, EDITORS, MODERATORS
from tests.factories import person, say, staff, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return staff(EDITORS)


@pytest.fixture
def comment():
    return say(voice(), thread=thread())


def version():
    return Thread.objects.get().version


def kinds(comment):
    return [event.kind for event in comment.events.all()][1:]


def test_a_pick_is_made_and_taken_back(comment, editor):
    before = version()
    pick(comment=comment, by=editor)
    assert list(Comment.objects.picked()) == [comment] and version() == before + 1
    unpick(comment=comment, by=editor)
    assert not Comment.objects.picked() and version() == before + 2
    assert kinds(comment) == [Event.Kind.PICKED, Event.Kind.UNPICKED]
    assert comment.events.last().by.user == editor


def test_the_same_again_changes_nothing(comment, editor):
    unpick(comment=comment, by=editor)
    pick(comment=comment, by=editor)
    before = version(), Comment.objects.get().picked_at
    pick(comment=comment, by=staff(EDITORS))
    assert (version(), Comment.objects.get().picked_at) == before
    assert kinds(comment) == [Event.Kind.PICKED]


@pytest.mark.parametrize(("role", "may"), [(EDITORS, True), (ADMINISTRATORS, True), (MODERATORS, False)])
def test_editors_and_administrators_pick(comment, role, may):
    user = staff(role)
    assert Reader(user).picks == may
    if may:
        return pick(comment=comment, by=user)
    for verb in (pick, unpick):
        with pytest.raises(NotAllowed):
            verb(comment=comment, by=user)


def test_readers_do_not(comment):
    with pytest.raises(NotAllowed):
        pick(comment=comment, by=person())
    assert not Comment.objects.picked() and kinds(comment) == []


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.SPAM, State.WITHDRAWN, State.ERASED])
def test_only_what_is_published_is_picked(comment, editor, state):
    change_state(comment, state)
    with pytest.raises(NotAllowed, match="published"):
        pick(comment=comment, by=editor)


def test_what_is_hidden_shows_no_pick_and_has_it_again_when_it_is_restored(comment, editor):
    pick(comment=comment, by=editor)
    comment = Comment.objects.get()
    change_state(comment, State.HIDDEN)
    assert not Comment.objects.picked()
    change_state(comment, State.PUBLISHED)
    assert list(Comment.objects.picked()) == [comment]


def test_the_pick_of_what_is_hidden_can_be_taken_back(comment, editor):
    pick(comment=comment, by=editor)
    change_state(Comment.objects.get(), State.HIDDEN)
    unpick(comment=comment, by=editor)
    assert Comment.objects.get().picked_at is None
