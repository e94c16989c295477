"""A site on which moderators have decided, for the tests of the classifier."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone

from discussion.models import Classifier, Comment, Objection, Rule, Says, State, Verdict
from discussion.moderating import ACTS, moderate
from discussion.screening.classifier.judging import Judge
from people.roles import MODERATORS
from tests.factories import say, staff, thread, voice

SPAM = "Win a casino bonus from home, click https://win.example now!!"


def classifier(judge=None, **fields):
    """One at work that finds “casino” and nothing else."""
    judge = judge or Judge({"w:casino": 60.0, "f:links 1": 1.0}, bias=-4.0)
    fields = {"stage": Classifier.Stage.READY, "active": True, "trained_at": timezone.now(), **fields}
    return Classifier.objects.create(weights=judge.packed(), **fields)


def decide(comment, act="hide", by=None, rule=Rule.SPAM):
    moderate([comment.pk], ACTS[act], by=by or staff(MODERATORS), rule=rule)
    return Comment.objects.get(pk=comment.pk)


def site(each=12):
    """As many comments of readers kept as taken down; their moderator."""
    mod, under = staff(MODERATORS), thread()
    for number in range(each):
        decide(say(voice(), f"I walked over the bridge, number {number}.", thread=under), "keep", mod)
        decide(say(voice(), f"Cheap watches here, number {number}.", thread=under), "hide", mod)
    return mod


def judged(comment, *, ago=timedelta(0), code="classifier"):
    """The rule has objected to it that long ago, before anybody decided."""
    at = timezone.now() - ago
    verdict = Verdict.objects.create(
        comment=comment,
        wording=comment.wording_count,
        voice=comment.voice,
        thread=comment.thread,
        says="publish",
        at=at,
    )
    return Objection.objects.create(verdict=verdict, code=code, says=Says.HOLD, shadow=True, at=at)


def objections(upheld, kept, **how):
    """That many that moderators then took down, and that they kept."""
    under, by, now = thread(), voice(), timezone.now()
    for number in range(upheld + kept):
        comment = say(by, f"Number {number}.", thread=under)
        judged(comment, **how)
        state = State.HIDDEN if number < upheld else State.PUBLISHED
        Comment.objects.filter(pk=comment.pk).update(state=state, looked_at=now + timedelta(seconds=1))


def work():
    call_command("worker", batch=True, interval=0)
