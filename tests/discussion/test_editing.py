from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from discussion.models import Comment, Event, State
from discussion.permissions import NotAllowed
from discussion.posting import EditConflict, change_state, edit_comment
from discussion.rendering import RENDERER
from tests.factories import say, thread, voice

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return voice()


@pytest.fixture
def comment(ada):
    return say(ada, "A *first* try.", thread=thread())


def test_it_works(ada, comment):
    edited = edit_comment(comment=comment, by=ada, source="A **second** try.", wording=0)
    assert edited.source == "A **second** try."
    assert edited.html == "<p>A <strong>second</strong> try.</p>"
    assert edited.renderer == RENDERER
    assert edited.wording_count == 1
    assert edited.edited_at > edited.posted_at
    assert [event.kind for event in edited.events.all()] == [Event.Kind.POSTED, Event.Kind.EDITED]


def test_readers_of_the_thread_see_a_new_version_with_the_same_counts(ada, comment):
    before = comment.thread.version
    edit_comment(comment=comment, by=ada, source="Better.", wording=0)
    comment.thread.refresh_from_db()
    assert comment.thread.version == before + 1
    assert (comment.thread.comment_count, comment.thread.voice_count) == (1, 1)


def test_earlier_wordings_are_kept_in_order_with_their_times(ada, comment):
    for number, text in enumerate(["Two.", "Three.", "Four."]):
        edit_comment(comment=comment, by=ada, source=text, wording=number)
    kept = list(comment.wordings.all())
    assert [wording.source for wording in kept] == ["A *first* try.", "Two.", "Three."]
    assert kept[0].written_at == comment.posted_at
    assert [wording.written_at for wording in kept[1:]] == [wording.replaced_at for wording in kept[:-1]]
    comment.refresh_from_db()
    assert comment.edited_at == kept[-1].replaced_at
    assert comment.wording_count == 3


def test_the_same_text_changes_nothing(ada, comment):
    before = comment.thread.version
    same = edit_comment(comment=comment, by=ada, source=comment.source, wording=0)
    comment.thread.refresh_from_db()
    assert same.edited_at is None
    assert not comment.wordings.exists()
    assert comment.events.count() == 1
    assert comment.thread.version == before


def test_the_same_form_sent_twice_is_no_conflict(ada, comment):
    for _again in range(2):
        edit_comment(comment=comment, by=ada, source="Better.", wording=0)
    assert comment.wordings.count() == 1


def test_an_older_form_conflicts_and_everything_is_kept(ada, comment):
    edit_comment(comment=comment, by=ada, source="From the phone.", wording=0)
    with pytest.raises(EditConflict):
        edit_comment(comment=comment, by=ada, source="From the desk.", wording=0)
    comment.refresh_from_db()
    assert comment.source == "From the phone."
    assert [wording.source for wording in comment.wordings.all()] == ["A *first* try."]
    assert comment.events.filter(kind=Event.Kind.EDITED).count() == 1


@pytest.mark.parametrize("wording", [-1, 1, 30_000])
def test_a_number_that_never_was_conflicts(ada, comment, wording):
    with pytest.raises(EditConflict):
        edit_comment(comment=comment, by=ada, source="Else.", wording=wording)


def test_only_its_author_edits_a_comment(comment):
    with pytest.raises(NotAllowed, match="author"):
        edit_comment(comment=comment, by=voice(), source="Not mine.", wording=0)
    comment.refresh_from_db()
    assert comment.source == "A *first* try."


@pytest.mark.parametrize("minutes", [1, 15, 60])
def test_the_window_ends_when_the_settings_say(settings, ada, comment, minutes):
    settings.EDIT_MINUTES = minutes
    end = comment.posted_at + timedelta(minutes=minutes)
    with freeze_time(end):
        edit_comment(comment=comment, by=ada, source="In time.", wording=0)
    with freeze_time(end + timedelta(seconds=1)), pytest.raises(NotAllowed, match=f"for {minutes} minute"):
        edit_comment(comment=comment, by=ada, source="Too late.", wording=1)


def test_the_window_counts_from_posting_and_an_edit_does_not_move_it(settings, ada, comment):
    with freeze_time(comment.posted_at + timedelta(minutes=settings.EDIT_MINUTES - 1)):
        edit_comment(comment=comment, by=ada, source="In time.", wording=0)
    Comment.objects.filter(pk=comment.pk).update(
        posted_at=timezone.now() - timedelta(minutes=settings.EDIT_MINUTES + 1)
    )
    with pytest.raises(NotAllowed):
        edit_comment(comment=comment, by=ada, source="Too late.", wording=1)


@pytest.mark.parametrize("state", ["closed", "read_only"])
def test_nobody_edits_where_the_thread_is_not_open(ada, comment, state):
    type(comment.thread).objects.update(state=state)
    with pytest.raises(NotAllowed):
        edit_comment(comment=comment, by=ada, source="Else.", wording=0)


@pytest.mark.parametrize("state", [State.REFUSED, State.HIDDEN, State.SPAM, State.WITHDRAWN, State.ERASED])
def test_what_was_taken_down_stays_as_it_was(ada, comment, state):
    change_state(comment, State.HELD) if state == State.REFUSED else None
    change_state(comment, state)
    with pytest.raises(NotAllowed):
        edit_comment(comment=comment, by=ada, source="Else.", wording=0)


def test_what_waits_for_review_can_be_edited(ada, comment):
    change_state(comment, State.HELD)
    assert edit_comment(comment=comment, by=ada, source="Milder.", wording=0).state == State.HELD
