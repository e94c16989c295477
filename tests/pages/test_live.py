"""What a page that is open learns of its thread: how much is new to its reader, and the comments themselves when he
asks for them.
"""

import re

import pytest

from discussion.models import Comment, State, Thread
from discussion.passages import Chosen
from discussion.posting import change_state, edit_comment, withdraw_comment
from discussion.voting import retract_vote
from tests.factories import article, person, say, thread, voice, vote
from tests.pages.polling import browser, poll, shown, told, version
from tests.pages.reading import Visitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def under():
    return thread(article("bridge"))


def test_nothing_new_is_told_as_such(under):
    say(voice(), thread=under)
    assert told(under, 1) == {
        "version": 1,
        "count": 0,
        "words": "",
        "votes": {},
        "passages": {},
        "comments": "1 comment from 1 reader",
    }


def test_new_comments_are_counted_in_words(under):
    first = say(voice(), thread=under)
    assert told(under, 0)["words"] == "1 new comment, show it"
    say(voice(), under=first)
    say(voice(), thread=under)
    found = told(under, 1)
    assert (found["version"], found["count"]) == (3, 2)
    assert found["words"] == "2 new comments, show them"
    assert found["comments"] == "3 comments from 3 readers"


def test_what_he_said_himself_is_nothing_new_to_him(under):
    ben, ada = person("ben"), person("ada")
    say(voice(ben), thread=under)
    assert (told(under, 0, ben)["count"], told(under, 0, ada)["count"], told(under, 0)["count"]) == (0, 1, 1)
    assert shown(under, 0, ben) == []


def test_a_comment_that_was_let_in_appears_then(under):
    Thread.objects.update(state=Thread.State.REVIEWED)
    held = say(voice(), thread=under)
    Thread.objects.update(state=Thread.State.OPEN)
    say(voice(), thread=under)
    since = version(under)
    assert told(under, since)["count"] == 0
    change_state(Comment.objects.get(pk=held.pk), State.PUBLISHED)
    assert told(under, since)["count"] == 1
    assert shown(under, since) == [(held.pk, 0)]


def test_a_withdrawn_comment_is_counted_no_more(under):
    ben = voice()
    comment = say(ben, thread=under)
    assert told(under, 0)["count"] == 1
    withdraw_comment(comment=comment, by=ben)
    assert told(under, 0)["count"] == 0
    assert shown(under, 0) == []


def test_an_edit_changes_the_version_and_counts_as_nothing(under):
    ben = voice()
    comment = say(ben, thread=under)
    edit_comment(comment=comment, by=ben, source="Other words.", wording=0)
    found = told(under, 1)
    assert (found["version"], found["count"], found["votes"]) == (2, 0, {})


def test_votes_are_told_with_both_numbers(under):
    first, second = say(voice(), thread=under), say(voice(), thread=under)
    before, ada = vote(voice(), second), voice()
    since = version(under)
    vote(ada, first)
    vote(voice(), first, -1)
    assert told(under, since)["votes"] == {str(first.pk): [1, 1]}
    retract_vote(comment=first, by=ada)
    assert told(under, since)["votes"] == {str(first.pk): [0, 1]}
    assert told(under, since - 1)["votes"] == {str(first.pk): [0, 1], str(before.pk): [1, 0]}


def test_votes_of_another_thread_are_not_told(under):
    vote(voice(), say(voice(), thread=thread()))
    say(voice(), thread=under)
    assert told(under, 0)["votes"] == {}


def test_only_the_newest_votes_are_told(under, monkeypatch):
    monkeypatch.setattr("discussion.views.changes.MOST_VOTES", 2)
    comments = [say(voice(), thread=under) for _ in range(4)]
    for comment in comments:
        vote(voice(), comment)
    assert set(told(under, 0, person())["votes"]) == {str(comment.pk) for comment in comments[2:]}


def test_counting_ends_somewhere(under, monkeypatch):
    monkeypatch.setattr("discussion.views.changes.MOST_COUNTED", 3)
    for _ in range(5):
        say(voice(), thread=under)
    assert told(under, 0, person())["count"] == 3


def test_a_count_is_written_as_the_language_does(under, monkeypatch):
    monkeypatch.setattr("discussion.views.changes._count_new", lambda *_: 1234)
    assert told(under, 0, person())["words"] == "1,234 new comments, show them"


# The comments themselves


def test_comments_come_oldest_first_with_what_they_answer(under):
    first = say(voice(), thread=under)
    reply, root = say(voice(), under=first), say(voice(), thread=under)
    answer = say(voice(), under=reply)
    assert shown(under, 1) == [(reply.pk, first.pk), (root.pk, 0), (answer.pk, reply.pk)]
    assert shown(under, 3) == [(answer.pk, reply.pk)]
    assert shown(under, 4) == []


def test_they_come_as_on_the_page(under):
    ben = person("ben")
    say(voice(), "**Strong** words.", thread=under)
    visitor = Visitor(ben)
    page = visitor.open("/articles/bridge/")
    arrived = visitor.open(f"/threads/{under.pk}/changes?since=0&show=1")
    for opened in (page, arrived):
        comment = opened.one("article", class_="c")
        assert opened.all("strong", comment)
        assert opened.buttons(re.compile("Vote up"), comment)
        assert comment.get("data-v") == "1"


def test_at_most_fifty_come_at_once(under):
    comments = [say(voice(), thread=under) for _ in range(52)]
    first = shown(under, 0)
    assert [pk for pk, _parent in first] == [comment.pk for comment in comments[:50]]
    assert [pk for pk, _parent in shown(under, 50)] == [comment.pk for comment in comments[50:]]


def test_they_are_never_answered_with_a_304(under):
    say(voice(), thread=under)
    response = poll(browser(), under, 0, known=1, show=1)
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"


def test_how_much_hangs_on_a_passage_is_told(under):
    first = say(voice(), thread=under, chosen=Chosen("The text"))
    say(voice(), under=first)
    asked = on_passage(first)
    assert told(under, 0)["passages"] == {asked: 2}
    change_state(Comment.objects.get(pk=first.pk), State.HIDDEN)
    assert told(under, 0)["passages"] == {asked: 1}


def on_passage(comment):
    return f"#passage-{comment.passage_id}"
