from uuid import uuid4

import pytest

from discussion.models import Event
from discussion.permissions import NotAllowed
from discussion.posting import post_comment
from tests.factories import say, thread, voice

pytestmark = pytest.mark.django_db


def test_it_works():
    under = thread()
    ben = voice()
    comment = say(ben, "A *fair* piece.", thread=under)
    under.refresh_from_db()
    assert comment.html == "<p>A <em>fair</em> piece.</p>"
    assert (under.comment_count, under.voice_count, under.version) == (1, 1, 1)
    assert [event.kind for event in comment.events.all()] == [Event.Kind.POSTED]


def test_a_reply_counts_all_the_way_up():
    ben, ada = voice(), voice()
    root = say(ben, thread=thread())
    reply = say(ada, under=root)
    say(ben, under=reply)
    root.refresh_from_db()
    reply.refresh_from_db()
    assert (root.reply_count, root.descendant_count) == (1, 2)
    assert (reply.reply_count, reply.descendant_count) == (1, 1)
    root.thread.refresh_from_db()
    assert (root.thread.comment_count, root.thread.voice_count) == (3, 2)


def test_the_same_form_again_gives_the_first_comment():
    under, ben, form = thread(), voice(), uuid4()
    first = post_comment(thread=under, by=ben, source="Once.", client_id=form)
    again = post_comment(thread=under, by=ben, source="Twice.", client_id=form)
    assert again == first
    assert under.comments.count() == 1


@pytest.mark.parametrize("state", ["closed", "read_only"])
def test_nobody_posts_where_the_thread_is_not_open(state):
    under = thread(state=state)
    with pytest.raises(NotAllowed):
        say(voice(), thread=under)
    assert not under.comments.exists()


def test_a_tree_has_an_end(settings):
    settings.TREE_LIMIT = 3
    ben = voice()
    root = say(ben, thread=thread())
    say(ben, under=root)
    say(ben, under=root)
    with pytest.raises(NotAllowed, match="limit"):
        say(ben, under=root)
    say(ben, thread=root.thread)
