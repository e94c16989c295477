"""What pages print of a comment is the same, whether its row was asked for or the comment was at hand."""

import pytest
from django.contrib.auth.models import AnonymousUser

from discussion.conversation.comment_row import CommentRow
from discussion.conversation.line import line_of, line_of_row
from discussion.models import Comment, Reader, State
from tests.factories import person, say, staff, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def comments():
    """One in each state, half of them guests'."""
    under = thread()
    for number, state in enumerate(State):
        by = voice(person() if number % 2 else None)
        made = say(by, thread=under)
        Comment.objects.filter(pk=made.pk).update(state=state, up=number, renderer=number % 2)
    return Comment.objects.of_thread(under).order_by("pk")


def test_rows_are_what_the_comments_are(comments):
    rows, of_comments = CommentRow.all(comments), [CommentRow.of(comment) for comment in comments.with_voices()]
    assert len(rows) == len(State)
    for row, comment in zip(rows, of_comments, strict=True):
        stale = {} if row.renderer == 0 else {"source": ""}  # which is asked only where it is needed
        assert row == comment._replace(**stale)
        assert row.html == comment.html


def test_a_comment_at_hand_asks_no_more(comments, django_assert_num_queries):
    found = list(comments.with_voices())
    with django_assert_num_queries(0):
        for comment in found:
            CommentRow.of(comment)


def test_every_reader_gets_the_same_line_of_both(comments):
    users = [AnonymousUser(), staff("Moderators"), comments[1].voice.user]
    readers = [*map(Reader, users), Reader(AnonymousUser(), comments[0].voice)]
    for reader in readers:
        for comment, row in zip(comments.with_voices(), CommentRow.all(comments), strict=True):
            ours = line_of_row(row, thread=comment.thread, reader=reader)
            assert ours == line_of(comment, thread=comment.thread, reader=reader)
            assert bool(ours.gone) != comment.readable_by(reader)
            readable = Comment.objects.visible_to(reader).filter(pk=comment.pk).exists()
            assert row.readable_by(reader) == readable


def test_a_reader_like_another_may_read_the_same(comments):
    users = [AnonymousUser(), staff("Moderators"), comments[1].voice.user]
    for reader in (*map(Reader, users), Reader(AnonymousUser(), comments[0].voice)):
        like = Reader.like(reader.kind, reader.number)
        assert like.kind == reader.kind
        for shown in (comments.visible_to, comments.placed_for):
            assert list(shown(like)) == list(shown(reader))
