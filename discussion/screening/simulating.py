"""A rule is tried before it is set: asked of the comments of the last 30 days, without effect on any of them."""

import logging
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django_tasks import task

from discussion.models import Comment, Says, ScreeningRule, Simulation, State, Verdict
from discussion.screening.counting import COUNTED, decision
from discussion.screening.decisions import LETTING_STAND, TAKING_DOWN
from discussion.screening.draft import Draft
from discussion.screening.pipeline import InForce, rules
from discussion.screening.rule import Rule
from discussion.screening.words.trying import ONE_WORD

log = logging.getLogger(__name__)

BATCH = 500
LATEST = 20
LOST = timedelta(minutes=2)  # without a batch: its worker was killed
# Rules that are never in force by themselves and can be tried, as one pattern before it is added.
TRIED_ONLY: list[Rule] = [ONE_WORD]


def start(one: InForce) -> Simulation:
    """Tries `one`, whose rule is in RULES or in TRIED_ONLY. Trials that are older than what they looked at are
    forgotten.
    """
    if not one.rule.replayable:
        raise ValueError(f"{one.rule.code} needs what is not kept of comments.")
    now = timezone.now()
    Simulation.objects.filter(started_at__lt=now - COUNTED).delete()
    current = InForce.of(one.rule, ScreeningRule.objects.filter(code=one.rule.code).first())
    simulation = Simulation(
        code=one.rule.code,
        says=one.says,
        options=asdict(one.options),
        current={"mode": current.mode, "says": current.says, "options": asdict(current.options)},
        since=now - COUNTED,
        until=now,
    )
    simulation.total = _asked_about(simulation).count()
    with transaction.atomic():
        simulation.save()
        simulate.enqueue(simulation.pk)
    return simulation


def stop(simulation: Simulation) -> None:
    """After the batch that is under way; go_on() continues there."""
    Simulation.objects.filter(pk=simulation.pk, state=Simulation.State.RUNNING).update(state=Simulation.State.STOPPED)


@transaction.atomic
def go_on(simulation: Simulation) -> None:
    """What was stopped, or has lost its worker."""
    lost = Q(state=Simulation.State.RUNNING, moved_at__lt=timezone.now() - LOST)
    mine = Simulation.objects.filter(Q(state=Simulation.State.STOPPED) | lost, pk=simulation.pk)
    if mine.update(state=Simulation.State.RUNNING, moved_at=timezone.now()):
        simulate.enqueue(simulation.pk)


def is_lost(simulation: Simulation) -> bool:
    return simulation.running and simulation.moved_at < timezone.now() - LOST


@task
def simulate(simulation_id: int) -> None:
    """One batch, then the next is a task of its own, so that mails need not wait for the whole. Run twice it counts
    once: a batch is written only if the simulation still stands where it began.
    """
    simulation = Simulation.objects.filter(pk=simulation_id, state=Simulation.State.RUNNING).first()
    if simulation is None:
        return
    sides = _sides(simulation)
    comments = list(_next_of(simulation)) if sides else []
    written = _written(comments)
    for comment in comments:
        draft = _draft(comment, written.get(comment.pk, comment.source))
        for name, one in sides.items():
            _count(simulation.result.setdefault(name, {}), _says(one, draft), comment)
    _move(simulation, comments)


def _sides(simulation: Simulation) -> dict[str, InForce]:
    """What is tried and what is in force. None of both where the rule was taken out of the product since."""
    known = {rule.code: rule for rule in (*rules(), *TRIED_ONLY)}
    rule, now = known.get(simulation.code), simulation.current
    if rule is None:
        return {}
    tried = InForce(rule, rule.mode, Says(simulation.says), rule.options.of(simulation.options))
    return {"tried": tried, "current": InForce(rule, now["mode"], Says(now["says"]), rule.options.of(now["options"]))}


def _asked_about(simulation: Simulation) -> QuerySet[Comment]:
    """Not what moderators may not read, and not what staff said, who are seldom screened."""
    within = Comment.objects.filter(posted_at__gte=simulation.since, posted_at__lt=simulation.until)
    found: QuerySet[Comment] = within.exclude(state__in=[State.WITHDRAWN, State.ERASED, State.UNPROVED])
    return found.exclude(voice__user__is_staff=True)


def _next_of(simulation: Simulation) -> QuerySet[Comment]:
    """By index, newest first."""
    comments = _asked_about(simulation)
    if simulation.at:
        older = Q(posted_at__lt=simulation.at) | Q(posted_at=simulation.at, pk__lt=simulation.after)
        comments = comments.filter(older, posted_at__lte=simulation.at)
    told = comments.select_related("voice__user", "thread__article", "parent").annotate(decision=decision("pk"))
    return told.order_by("-posted_at", "-pk")[:BATCH]


def _written(comments: list[Comment]) -> dict[int, str]:
    """What was sent, of comments some words of which were covered. One query."""
    covered = Verdict.objects.filter(comment__in=comments, wording=F("comment__wording_count")).exclude(original="")
    return dict(covered.order_by("pk").values_list("comment", "original"))


def _draft(comment: Comment, source: str) -> Draft:
    """As it reads now, at the time when it was posted. Networks, browsers and forms are not kept."""
    return Draft(source, comment.thread, by=comment.voice, parent=comment.parent, at=comment.posted_at)


def _says(one: InForce, draft: Draft) -> Says | None:
    try:
        finding = one.rule.find(draft, one.options)
    except DatabaseError:
        raise
    except Exception:
        log.exception("The screening rule %s failed in a trial", one.rule.code)
        return None
    return None if finding is None else finding.says or one.says


def _count(counted: dict[str, Any], says: Says | None, comment: Comment) -> None:
    if says is None:
        return
    found = counted.setdefault(str(says), {"count": 0, "down": 0, "stand": 0, "latest": []})
    found["count"] += 1
    found["down"] += comment.decision in TAKING_DOWN
    found["stand"] += comment.decision in LETTING_STAND
    if len(found["latest"]) < LATEST:
        found["latest"].append(comment.pk)


def _move(simulation: Simulation, comments: list[Comment]) -> None:
    """Writes a batch down, unless somebody else did or it was stopped meanwhile."""
    stood = Simulation.objects.filter(pk=simulation.pk, done=simulation.done, state=Simulation.State.RUNNING)
    moved: dict[str, Any] = {"moved_at": timezone.now(), "result": simulation.result}
    if comments:
        last = comments[-1]
        moved |= {"done": simulation.done + len(comments), "at": last.posted_at, "after": last.pk}
    more = len(comments) == BATCH
    if not more:
        moved["state"] = Simulation.State.DONE
    with transaction.atomic():
        if stood.update(**moved) and more:
            simulate.enqueue(simulation.pk)
