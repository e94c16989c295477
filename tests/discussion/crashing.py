"""What the worker of test_crash_points.py does: forks that begin a verb and die by their own hand."""

import os
import signal
import traceback
from uuid import UUID

from django.db import connection

from discussion.models import Comment, Thread, Voice
from discussion.posting import edit_comment, post_comment, undo_withdrawal, withdraw_comment
from discussion.voting import cast_vote, retract_vote

VERBS = {
    verb.__name__: verb
    for verb in (post_comment, edit_comment, withdraw_comment, undo_withdrawal, cast_vote, retract_vote)
}
MODELS = {"by": Voice, "thread": Thread, "comment": Comment, "parent": Comment}


def work(*, at, **order):
    """Where the fork died, or None when it came to its end before that."""
    reading, writing = os.pipe()
    fork = os.fork()  # this process has no connection and no other thread
    if not fork:
        _try(order, Death(at, writing))
    os.close(writing)
    with os.fdopen(reading) as pipe:
        statement = pipe.read()
    _fork, status = os.waitpid(fork, 0)
    died = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    return {"died_before": statement if died else None, "failed": not died and status != 0}


def perform(verb, **arguments):
    prepared(verb, **arguments)()


def prepared(verb, **arguments):
    """The verb with its rows read, so that every statement from here on is its own."""
    for name, value in arguments.items():
        if name in MODELS:
            arguments[name] = MODELS[name].objects.get(pk=value)
        elif name == "client_id":
            arguments[name] = UUID(value)
    return lambda: VERBS[verb](**arguments)


def _try(order, death):
    failed = 1
    try:
        verb = prepared(**order)
        death.arm()
        verb()
        failed = 0
    except Exception:  # noqa: BLE001  a fork must not go on as if it were the worker
        traceback.print_exc()
    finally:
        os._exit(failed)


class Death:
    """Comes before the statement with this number. COMMIT counts as one, and so does the moment after it."""

    def __init__(self, at, last_words):
        self.left = at
        self.last_words = last_words

    def arm(self):
        commit = connection._commit

        def commit_with_death():
            self.step("COMMIT")
            commit()
            self.step("the answer")

        connection._commit = commit_with_death
        connection.execute_wrappers.append(self.at_statement)

    def at_statement(self, execute, sql, *rest):
        self.step(sql)
        return execute(sql, *rest)

    def step(self, statement):
        self.left -= 1
        if not self.left:
            os.write(self.last_words, statement.encode())
            os.kill(os.getpid(), signal.SIGKILL)
