"""How often moderators took down what the rule objected to: what it may act by."""

from datetime import timedelta

from django.db.models import Count, F, Q
from django.utils import timezone

from discussion.models import Classifier, Objection, State
from discussion.models.state import TAKEN_DOWN
from discussion.screening.classifier.bars import CODE
from discussion.screening.classifier.judging import at_least

NEEDED = 50  # decided objections, before anything is said of it
LATEST = 200  # that are looked at, so that getting worse shows soon
WINDOW = timedelta(days=90)
STOOD = timedelta(days=7)  # after which what is out counts as kept, whether anybody looked or not


def measure() -> bool:
    """A Round: counts what became of the latest objections, and writes it on the classifier at work. Objections of
    those before it count too, as on a site of few decisions a new one a day would never have enough. Two queries.
    """
    decided, upheld = _outcomes()
    Classifier.objects.filter(active=True).update(decided_count=decided, upheld_count=upheld)
    return False


def sure_precision(classifier: Classifier) -> float | None:
    """The share that it reaches for sure; None before enough was decided."""
    if classifier.decided_count < NEEDED:
        return None
    return at_least(classifier.upheld_count, classifier.decided_count)


def _outcomes() -> tuple[int, int]:
    """How many of the latest objections were decided on by a moderator, or stood for a week; and how many of those
    were taken down. That which was worded anew since, taken back or erased is no answer.
    """
    now = timezone.now()
    comment = "verdict__comment__"
    as_it_reads = Q(verdict__wording=F(f"{comment}wording_count"))
    looked_at = Q(**{f"{comment}looked_at__gt": F("verdict__at")})
    down = looked_at & Q(**{f"{comment}state__in": TAKEN_DOWN})
    kept = Q(**{f"{comment}state": State.PUBLISHED}) & (looked_at | Q(verdict__at__lt=now - STOOD))
    objections = Objection.objects.filter(as_it_reads, down | kept, code=CODE, at__gt=now - WINDOW)
    latest = objections.order_by("-at", "-pk").values("pk")[:LATEST]
    counted = Objection.objects.filter(pk__in=list(latest.values_list("pk", flat=True))).aggregate(
        decided=Count("pk"), upheld=Count("pk", filter=down)
    )
    return counted["decided"], counted["upheld"]
