"""Who closes his account: what becomes of what he said, and that nothing of it is left where it should not be."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

from discussion.models import Comment, Event, State, Thread, Voice
from discussion.models.tree import faults
from discussion.passages import Chosen, ask_readers
from discussion.posting import edit_comment, withdraw_comment
from discussion.recounting import recount
from people.closing import close_account
from people.models import User
from people.names import change_display_name
from people.roles import MODERATORS, sync_staff
from tests.factories import person, say, thread, voice, vote
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db

SECRET = "canary"  # in every word of his


@pytest.fixture
def ada():
    return person("ada", display_name="Ada Canary")


@pytest.fixture
def under(ada):
    """Two threads with comments of hers in every state, answered, voted on, worded anew; the first of them."""
    under, mine, ben = thread(), voice(ada), voice(person("ben"))
    for place in (under, thread()):
        root = say(mine, f"The {SECRET} root.", thread=place)
        answer = say(ben, "An answer.", under=root)
        say(mine, f"A {SECRET} below.", under=answer)
        vote(ben, root)
        vote(mine, answer)
        edit_comment(comment=root, by=mine, source=f"The {SECRET} root, again.", wording=0)
        for state in (State.HELD, State.HIDDEN, State.SPAM):
            say(mine, f"A {SECRET}, {state}.", thread=place, state=state)
        withdraw_comment(comment=say(mine, f"A {SECRET} taken back.", thread=place), by=mine)
    return under


def everything():
    """All columns of all tables, as one text."""
    with connection.cursor() as cursor:
        told = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  names of our own tables
            told += [f"{table}: {row}" for row in cursor.fetchall()]
    assert len(told) > len(apps.get_models())
    return "\n".join(told)


def is_sound(under):
    return recount(under) == [] and not list(faults(Comment.objects.of_thread(under).nodes()))


def shape():
    return list(Comment.objects.order_by("pk").values_list("pk", "parent", "tree_id", "lft", "rght", "level"))


def test_comments_that_stay_stand_under_the_name_of_those_who_left(under, ada):
    under.refresh_from_db()
    before, counts = shape(), (under.comment_count, under.voice_count)
    close_account(ada, comments_go=False)
    assert shape() == before and is_sound(under)
    left = Voice.objects.get(user=ada)
    assert (left.name, left.email) == ("Former reader", "")
    under.refresh_from_db()
    assert (under.comment_count, under.voice_count) == counts == (3, 2)
    page = Visitor().open(under.article.get_absolute_url())
    assert f"The {SECRET} root, again." in page.words
    assert "Former reader" in page.words and "Ada" not in page.words


def test_nothing_of_the_person_is_left_in_the_database(under, ada):
    close_account(ada, comments_go=False)
    told = everything()
    assert "ada@example.org" not in told and "Ada" not in told
    assert SECRET in told  # the words stay, as he chose


def test_comments_that_go_are_nowhere_in_the_database(under, ada):
    before = shape()
    assert SECRET in everything()
    close_account(ada, comments_go=True)
    told = everything().casefold()
    assert SECRET not in told and "ada@example.org" not in told
    assert shape() == before
    for place in {comment.thread for comment in Comment.objects.select_related("thread")}:
        assert is_sound(place)


def test_of_comments_that_go_the_places_stay_where_somebody_answered(under, ada):
    close_account(ada, comments_go=True)
    under.refresh_from_db()
    assert (under.comment_count, under.voice_count) == (1, 1)
    mine = Comment.objects.filter(voice__user=ada)
    assert set(mine.values_list("state", "source", "html")) == {(State.ERASED, "", "")}
    page = Visitor().open(under.article.get_absolute_url())
    assert "An answer." in page.words and SECRET not in page.html
    erased = Event.objects.filter(kind=Event.Kind.ERASED)
    assert erased.count() == mine.count() and set(erased.values_list("by__user", flat=True)) == {ada.pk}


def test_votes_of_who_left_stay_counted(under, ada):
    answer = Comment.objects.filter(thread=under, source="An answer.")
    close_account(ada, comments_go=True)
    assert answer.get().up == 1 and is_sound(under)


@pytest.mark.parametrize("comments_go", [True, False])
def test_a_question_stays_and_is_nobodys(under, ada, comments_go):
    asked = ask_readers(thread=under, chosen=Chosen("The text"), by=voice(ada), question="Which?")
    close_account(ada, comments_go=comments_go)
    asked.refresh_from_db()
    assert (asked.question, asked.asked_by) == ("Which?", None)


def test_who_never_spoke_leaves_without_a_trace(ada):
    close_account(ada, comments_go=True)
    assert not Voice.objects.filter(user=ada).exists() and not Event.objects.exists()


def test_others_keep_their_names_and_words(under, ada):
    theirs = Comment.objects.exclude(voice__user=ada).order_by("pk")
    before = list(theirs.values_list("pk", "source", "state", "voice__name"))
    close_account(ada, comments_go=True)
    assert list(theirs.values_list("pk", "source", "state", "voice__name")) == before


def test_a_new_name_stands_beside_what_was_said_before(under, ada):
    change_display_name(user=ada, to="Countess")
    assert Voice.objects.get(user=ada).name == "Countess"
    page = Visitor().open(under.article.get_absolute_url())
    assert "Countess" in page.words and "Ada Canary" not in page.html


def versions():
    return dict(Thread.objects.values_list("pk", "version"))


def test_a_new_name_is_a_change_of_every_thread_that_it_stands_in_and_of_no_other(under, ada):
    say(voice(person("cem")), thread=thread())
    heard = set(Comment.objects.filter(voice__user=ada).values_list("thread", flat=True))
    before = versions()
    change_display_name(user=ada, to="Countess")
    assert len(heard) == 2
    assert versions() == {pk: version + (pk in heard) for pk, version in before.items()}


@pytest.mark.parametrize("comments_go", [True, False])
def test_pages_with_somebody_who_left_are_made_anew(under, ada, comments_go):
    before = versions()
    close_account(ada, comments_go=comments_go)
    assert all(version > before[pk] for pk, version in versions().items())


def test_pages_with_somebody_who_works_here_now_are_made_anew(under, ada):
    before = versions()
    ada.groups.add(Group.objects.get(name=MODERATORS))
    sync_staff(ada)
    hired = versions()
    assert all(version > before[pk] for pk, version in hired.items())
    sync_staff(ada)
    assert versions() == hired


def test_of_a_rename_that_fails_nothing_is_kept(under, ada, monkeypatch):
    def fails(user):
        raise RuntimeError

    from people import names

    monkeypatch.setattr(names, "changed", [*names.changed, fails])
    with pytest.raises(RuntimeError):
        change_display_name(user=ada, to="Countess")
    assert User.objects.get(pk=ada.pk).display_name == "Ada Canary"
    assert Voice.objects.get(user=ada).name == "Ada Canary"
