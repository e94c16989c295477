"""What a worker of test_reporting_storms.py does: its readers report, one after the other."""

import traceback

from discussion.models import Comment, Rule, Voice
from discussion.permissions import NotAllowed
from discussion.posting import undo_withdrawal, withdraw_comment
from discussion.reporting import report_comment


def work(*, comments, voices=(), author=0, rounds=0):
    """How many were taken, how many refused as nobody could read them any more, and what went wrong."""
    told = {"taken": [], "refused": 0, "tracebacks": []}
    said = list(Comment.objects.filter(pk__in=comments))
    for by in Voice.objects.filter(pk__in=voices):
        for comment in said:
            _try(told, lambda by=by, comment=comment: told["taken"].append(_report(comment, by)))
    for _round in range(rounds):
        he = Voice.objects.get(pk=author)
        for verb in (withdraw_comment, undo_withdrawal):
            for comment in said:
                _try(told, lambda verb=verb, comment=comment, he=he: verb(comment=comment, by=he))
    return told


def _report(comment, by):
    return report_comment(comment=comment, by=by, rule=Rule.ATTACK).pk


def _try(told, verb):
    try:
        verb()
    except NotAllowed:
        told["refused"] += 1
    except Exception:  # noqa: BLE001  whatever it is, the test reads it
        told["tracebacks"].append(traceback.format_exc())
