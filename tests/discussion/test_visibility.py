"""Who reads what: every role, every state, with and without something published below."""

import pytest
from django.contrib.auth.models import AnonymousUser, Permission

from discussion.models import Comment, Reader, State
from discussion.models.state import KEPT_BY_ITS_AUTHOR, KEPT_FROM_READERS
from discussion.posting import change_state
from tests.factories import person, say, thread, voice

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

ROLES = ["anonymous", "other", "author", "moderator", "superuser", "staff", "would_be_moderator", "inactive_moderator"]
MODERATES = {"moderator", "superuser"}


@pytest.fixture
def author():
    return person("author")


@pytest.fixture
def reader(request, author):
    role = request.param
    if role == "anonymous":
        return Reader(AnonymousUser())
    if role == "author":
        return Reader(author)
    user = person(
        is_staff=role not in ("other", "would_be_moderator"),
        is_superuser=role == "superuser",
        is_active=role != "inactive_moderator",
    )
    if "moderator" in role:
        user.user_permissions.add(Permission.objects.get(codename="moderate"))
    return Reader(user)


@pytest.fixture
def comments(author):
    """(state, what hangs below) -> a root of the author's."""
    made = {}
    under, ben = thread(), voice()
    for state in State:
        for below in ("nothing", "published", "unpublished", "published under unpublished"):
            made[state, below] = comment = say(voice(author), thread=under)
            if below != "nothing":
                reply = say(ben, under=comment)
                if "under" in below:
                    say(ben, under=reply)
                if "unpublished" in below:
                    change_state(reply, State.HELD)
            fresh = Comment.objects.get(pk=comment.pk)
            on_the_way = {State.REFUSED: State.HELD, State.UNPROVED: State.WITHDRAWN}.get(state)
            if on_the_way:
                change_state(fresh, on_the_way)
            if state != State.PUBLISHED:
                change_state(fresh, state)
    return made


def reads(role, state):
    kept = KEPT_BY_ITS_AUTHOR if role == "author" else KEPT_FROM_READERS if role in MODERATES else ()
    return state == State.PUBLISHED or state in kept


@pytest.mark.parametrize(("reader", "role"), [(role, role) for role in ROLES], indirect=["reader"])
def test_words_and_places(reader, role, comments):
    visible = set(Comment.objects.visible_to(reader).filter(parent=None))
    placed = set(Comment.objects.placed_for(reader).filter(parent=None))
    for (state, below), comment in comments.items():
        assert (comment in visible) == reads(role, state), (state, below)
        read_below = below.startswith("published") or (below == "unpublished" and role in MODERATES)
        stands = reads(role, state) or read_below
        assert (comment in placed) == stands, (state, below)


@pytest.mark.parametrize("reader", ROLES, indirect=True)
def test_a_loaded_row_says_the_same_as_the_query(reader, comments):
    visible = set(Comment.objects.visible_to(reader).values_list("pk", flat=True))
    for comment in Comment.objects.with_voices():
        assert comment.readable_by(reader) == (comment.pk in visible), comment.state


@pytest.mark.parametrize("reader", ROLES, indirect=True)
def test_whoever_reads_the_words_sees_the_place(reader, comments):
    assert set(Comment.objects.visible_to(reader)) <= set(Comment.objects.placed_for(reader))


@pytest.mark.parametrize("reader", ["anonymous", "other"], indirect=True)
def test_asking_a_row_costs_no_query(reader, comments, django_assert_num_queries):
    rows = list(Comment.objects.with_voices())
    with django_assert_num_queries(0):
        assert any(comment.readable_by(reader) for comment in rows)


def test_a_guests_voice_is_nobodys():
    comment = say(voice(), thread=thread())
    type(comment.voice).objects.filter(pk=comment.voice_id).update(user=None)
    change_state(comment, State.HELD)
    for who in (AnonymousUser(), person()):
        assert not Comment.objects.visible_to(Reader(who)).exists()
        assert not Comment.objects.with_voices().get().readable_by(Reader(who))
