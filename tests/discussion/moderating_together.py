"""What a worker of test_log_processes.py does: moderates and undoes, or links what was done."""

import random
import time
import traceback

from discussion.models import Comment, State
from discussion.moderating import ACTS, moderate, undo
from discussion.moderating.chain import chain
from people.models import User


def work(*, what, **told):
    try:
        return {"link": link, "act": act}[what](**told)
    except Exception:  # noqa: BLE001  whatever it is, the test reads it
        return {"traceback": traceback.format_exc()}


def link(*, seconds):
    end, rounds = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        rounds += 1
        if not chain():
            time.sleep(0.005)
    return {"rounds": rounds}


def act(*, seed, user, comments, count):
    chance, by, done = random.Random(seed), User.objects.get(pk=user), 0
    for _ in range(count):
        pk = chance.choice(comments)
        published = Comment.objects.get(pk=pk).state == State.PUBLISHED
        outcome = moderate([pk], ACTS["hide" if published else "restore"], by=by, reason="Said together.")
        done += len(outcome.done)
        if outcome.done and chance.random() < 0.3:
            done += len(undo(outcome.batch, by=by).done)
    return {"done": done}
