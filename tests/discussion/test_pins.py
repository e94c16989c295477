"""Pins: three at most, above the first page of every order, and out of the walk."""

import pytest

from discussion.conversation import Conversation, View
from discussion.conversation.cursor import Cursor
from discussion.models import Comment, Event, Reader, State
from discussion.models.reader import STRANGER
from discussion.moderating import pin, undo, unpin
from discussion.permissions import NotAllowed
from discussion.posting import change_state
from discussion.ranking import SORTS
from people.roles import EDITORS
from tests.discussion.moderators import moderator, rows
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def mod():
    return moderator()


@pytest.fixture
def roots(under):
    return [say(voice(), f"Number {number}.", thread=under) for number in range(45)]


def pages(under, sort, reader=STRANGER):
    """The ids of the roots, page by page."""
    under.refresh_from_db()
    view = View(SORTS[sort])
    while view:
        found = Conversation.for_reader(reader, under.article, view)
        yield [line.id for line in found.lines if line.parent is None]
        under.article.refresh_from_db()
        view = found.next and View(SORTS[sort], Cursor.parse(str(found.next)))


@pytest.mark.parametrize("sort", SORTS)
def test_pinned_ones_stand_first_once_and_nothing_is_lost(under, mod, roots, sort):
    pinned = [roots[2], roots[30]]
    for comment in pinned:
        pin(comment=comment, by=mod)
    found = list(pages(under, sort))
    assert len(found) == 3 and found[0][:2] == [pinned[1].pk, pinned[0].pk]
    every = [pk for page in found for pk in page]
    assert sorted(every) == [comment.pk for comment in roots]


def test_where_everything_is_pinned_the_page_shows_it(under, mod):
    only = say(voice(), thread=under)
    say(voice(), under=only)
    pin(comment=only, by=mod)
    assert list(pages(under, "newest")) == [[only.pk]]


def test_a_pinned_comment_says_so_until_it_is_hidden(under, mod, roots):
    pin(comment=roots[0], by=mod)
    first = Conversation.for_reader(STRANGER, under.article, View(SORTS["newest"])).lines[0]
    assert first.pinned and first.id == roots[0].pk
    change_state(Comment.objects.get(pk=roots[0].pk), State.HIDDEN)
    assert roots[0].pk not in [pk for page in pages(under, "newest") for pk in page]
    assert [pk for page in pages(under, "newest", Reader(mod)) for pk in page].count(roots[0].pk) == 1


def test_three_are_pinned_at_most(under, mod, roots):
    for comment in roots[:3]:
        pin(comment=comment, by=mod)
    with pytest.raises(NotAllowed, match="3 comments are pinned"):
        pin(comment=roots[3], by=mod)
    pin(comment=say(voice(), thread=thread()), by=mod)
    unpin(comment=roots[0], by=mod)
    pin(comment=roots[3], by=mod)


def test_replies_and_what_is_hidden_are_not_pinned(under, mod):
    root = say(voice(), thread=under)
    for comment in (say(voice(), under=root), say(voice(), thread=under, state=State.HIDDEN)):
        with pytest.raises(NotAllowed, match="published"):
            pin(comment=comment, by=mod)


def test_moderators_alone_pin(under):
    comment = say(voice(), thread=under)
    for user in (person(), moderator(EDITORS)):
        for verb in (pin, unpin):
            with pytest.raises(NotAllowed):
                verb(comment=comment, by=user)


def test_both_are_undone_exactly(under, mod):
    comment = say(voice(), thread=under)
    for verb, kind in ((pin, Event.Kind.PINNED), (unpin, Event.Kind.UNPINNED)):
        before = rows()
        verb(comment=comment, by=mod, reason="Read this.")
        verb(comment=comment, by=mod)
        event = Event.objects.get(kind=kind)
        assert event.reason == "Read this." and rows() != before
        undo(event.batch, by=mod)
        assert rows() == before
        pin(comment=comment, by=mod)


def test_a_pin_does_not_come_back_where_three_others_are(under, mod, roots):
    pin(comment=roots[0], by=mod)
    unpin(comment=roots[0], by=mod)
    for comment in roots[1:4]:
        pin(comment=comment, by=mod)
    event = Event.objects.get(kind=Event.Kind.UNPINNED)
    assert undo(event.batch, by=mod).passed_over and not Comment.objects.get(pk=roots[0].pk).pinned_at
