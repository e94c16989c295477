"""A process dies before each statement of each verb, and then somebody sends the same form again."""

from itertools import count
from uuid import uuid4

import pytest
from django_tasks_db.models import DBTaskResult

from discussion.models import Comment, Event, Thread, Vote, VoteChange, Wording
from discussion.permissions import NotAllowed
from discussion.posting import withdraw_comment
from tests.discussion.crashing import perform
from tests.discussion.processes import Worker
from tests.discussion.soundness import assert_sound
from tests.factories import say, thread, voice, vote

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MODELS = (Thread, Comment, Vote, VoteChange, Event, Wording, DBTaskResult)


@pytest.fixture(scope="module")
def forks(django_db_setup):
    worker = Worker("tests.discussion.crashing")
    yield worker
    worker.end()


class Stage:
    """A conversation whose middle comment the verbs are about: ancestors above, replies below and behind it."""

    def __init__(self):
        self.ada, self.ben, self.cem = voice(), voice(), voice()
        self.root = say(self.ada, thread=thread())
        self.middle = say(self.ben, under=say(self.cem, under=self.root))
        say(self.ada, under=self.middle)
        say(self.cem, under=self.root)
        self.voted = say(self.ada, under=self.root)
        vote(self.ben, self.voted, -1)

    def a_root(self):
        thread = self.root.thread_id
        form = str(uuid4())
        return {"verb": "post_comment", "thread": thread, "by": self.ben.pk, "source": "New.", "client_id": form}

    def a_reply(self):
        return {**self.a_root(), "parent": self.middle.pk}

    def an_edit(self):
        return {
            "verb": "edit_comment",
            "comment": self.middle.pk,
            "by": self.ben.pk,
            "source": f"Worded anew: {uuid4()}",
            "wording": Comment.objects.get(pk=self.middle.pk).wording_count,
        }

    def a_withdrawal(self):
        return {"verb": "withdraw_comment", "comment": say(self.ben, under=self.middle).pk, "by": self.ben.pk}

    def a_withdrawal_with_replies(self):
        comment = say(self.ben, under=self.middle)
        say(self.ada, under=comment)
        return {"verb": "withdraw_comment", "comment": comment.pk, "by": self.ben.pk}

    def an_undone_withdrawal(self):
        comment = say(self.ben, under=self.middle)
        withdraw_comment(comment=comment, by=self.ben)
        return {"verb": "undo_withdrawal", "comment": comment.pk, "by": self.ben.pk}

    def a_vote(self):
        return {"verb": "cast_vote", "comment": self.middle.pk, "by": voice().pk, "value": 1}

    def a_changed_vote(self):
        voter = voice()
        vote(voter, self.middle, -1)
        return {"verb": "cast_vote", "comment": self.middle.pk, "by": voter.pk, "value": 1}

    def a_retracted_vote(self):
        voter = voice()
        vote(voter, self.middle, -1)
        return {"verb": "retract_vote", "comment": self.middle.pk, "by": voter.pk}


# What each adds to the tables, once, whatever happened on the way.
ADDED = {
    Stage.a_root: {Comment: 1, Event: 1, DBTaskResult: 1},
    Stage.a_reply: {Comment: 1, Event: 1, DBTaskResult: 1},
    Stage.an_edit: {Wording: 1, Event: 1, DBTaskResult: 1},
    Stage.a_withdrawal: {Event: 1},
    Stage.a_withdrawal_with_replies: {Event: 1},
    Stage.an_undone_withdrawal: {Event: 1, DBTaskResult: 1},
    Stage.a_vote: {Vote: 1, VoteChange: 1},
    Stage.a_changed_vote: {VoteChange: 1},
    Stage.a_retracted_vote: {Vote: -1, VoteChange: 1},
}


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def send_again(order):
    try:
        perform(**order)
    except NotAllowed:
        assert order["verb"] in ("withdraw_comment", "undo_withdrawal")  # it was done already


@pytest.mark.parametrize("order_of", ADDED, ids=lambda order_of: order_of.__name__)
def test_a_verb_is_done_or_not_done_wherever_its_process_dies(forks, order_of):
    stage = Stage()
    deaths = []
    for at in count(1):
        order = order_of(stage)
        before = rows()
        answer = forks.ask(at=at, **order)
        assert not answer["failed"]
        left_behind = rows()
        assert_sound()
        send_again(order)
        assert_sound()
        after = rows()
        assert_done_once(before, after, ADDED[order_of])
        if answer["died_before"] is None:
            assert left_behind == after
            break
        deaths.append(answer["died_before"])
        assert left_behind == (after if answer["died_before"] == "the answer" else before), answer
    assert len(deaths) >= 6, deaths
    assert deaths[-2:] == ["COMMIT", "the answer"]


def assert_done_once(before, after, added):
    assert {model: len(after[model]) - len(before[model]) for model in MODELS} == {
        model: added.get(model, 0) for model in MODELS
    }
    assert [row["version"] for row in after[Thread]] == [row["version"] + 1 for row in before[Thread]]
