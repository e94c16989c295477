"""Training, as the worker does it: when somebody asks for it, and once a day where enough was decided since."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from discussion.models import Classifier
from discussion.screening.classifier.bars import bars
from discussion.screening.classifier.examples import Example, decided, decided_since, examples, last_erased, seeds
from discussion.screening.classifier.learning import Learned, TooFew, learn

log = logging.getLogger(__name__)

EVERY = timedelta(days=1)
ENOUGH = 300  # decisions of the rarer side, from which on nothing made up is learned
MADE_WEIGHS = 0.5  # of a decision, where there are no decisions yet
CHANGED = 20  # new decisions that are worth a training, or a twentieth of those that it knows
KEPT = 5  # classifiers to go back to
Stage = Classifier.Stage


def ask_for_training() -> Classifier | None:
    """The row that shows how far it is; None while another is in the making."""
    with transaction.atomic():
        if Classifier.objects.in_the_making().exists():
            return None
        asked = Classifier.objects.create()
        train.enqueue(asked.pk)
    return asked


def train_when_due() -> bool:
    """A Round: at most once a day, from the first decision on. Whoever erased his words has them out of the next."""
    rows = Classifier.objects.light()
    if rows.filter(asked_at__gt=timezone.now() - EVERY).exists():
        return False
    last = rows.ready().first()
    if _worth_it(last) if last else decided().exists():
        ask_for_training()
    return False


@task()
def train(classifier: int) -> None:
    """May run twice, as tasks do: what is ready stays."""
    row = Classifier.objects.light().filter(pk=classifier).exclude(stage=Stage.READY).first()
    if row is None:
        return
    began = timezone.now()  # what is erased from here on may be in it
    try:
        _stage(row, Stage.READING)
        own = examples()
        made = seeds() if _made_weighs(own) else []
        learned = learn(
            own,
            made,
            made_weighs=_made_weighs(own),
            threshold=bars().threshold / 100,
            tell=lambda stage: _stage(row, Stage(stage)),
        )
    except TooFew:
        _stage(row, Stage.FAILED, _("There are too few decisions of one kind."))
    except Exception as error:
        log.exception("Training the classifier failed")
        _stage(row, Stage.FAILED, type(error).__name__)
    else:
        _put_to_work(row, learned, own, made, began)


@transaction.atomic
def use(classifier: Classifier) -> None:
    """It judges from now on, until the next is trained."""
    Classifier.objects.filter(active=True).update(active=False)
    Classifier.objects.filter(pk=classifier.pk, stage=Stage.READY).update(active=True)


def _worth_it(last: Classifier) -> bool:
    since = last.trained_at or last.asked_at
    known = last.kept_count + last.down_count
    erased = last_erased()
    return (erased is not None and erased > since) or decided_since(since) >= max(CHANGED, known // 20)


def _made_weighs(own: list[Example]) -> float:
    """The less, the more has been decided here."""
    down = sum(example.down for example in own)
    return MADE_WEIGHS * max(0.0, 1 - min(down, len(own) - down) / ENOUGH)


def _stage(row: Classifier, stage: Classifier.Stage, failure: str = "") -> None:
    Classifier.objects.filter(pk=row.pk).update(stage=stage, failure=failure)


@transaction.atomic
def _put_to_work(row: Classifier, learned: Learned, own: list[Example], made: list[Example], began: datetime) -> None:
    down = sum(example.down for example in own)
    Classifier.objects.filter(pk=row.pk).update(
        stage=Stage.READY,
        trained_at=began,
        kept_count=len(own) - down,
        down_count=down,
        seed_count=len(made),
        precision=learned.precision,
        recall=learned.recall,
        auc=learned.auc,
        weights=learned.judge.packed(),
    )
    use(row)
    _forget_older(row)


def _forget_older(row: Classifier) -> None:
    """Those beyond KEPT, those that came to nothing, and all that were trained before somebody's words were erased."""
    older = Classifier.objects.exclude(pk=row.pk)
    older.exclude(pk__in=older.ready().values("pk")).exclude(pk__in=older.in_the_making().values("pk")).delete()
    erased = last_erased()
    if erased:
        older.ready().filter(trained_at__lt=erased).delete()
    kept = list(older.ready().values_list("pk", flat=True)[: KEPT - 1])
    older.ready().exclude(pk__in=kept).delete()
