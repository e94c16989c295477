"""The rule: what moderators would most likely take down waits for them. It refuses and publishes nothing."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussion.models import Classifier, Says
from discussion.screening.classifier.bars import CODE, Bars
from discussion.screening.classifier.examples import NEWCOMER
from discussion.screening.classifier.features import features
from discussion.screening.classifier.judging import Judge
from discussion.screening.classifier.measuring import NEEDED, sure_precision
from discussion.screening.classifier.wording import in_words
from discussion.screening.draft import Draft
from discussion.screening.rule import Finding, Mode, Rule


class _Known(NamedTuple):
    which: tuple[int, datetime | None]
    judge: Judge


_known: _Known | None = None


def find(draft: Draft, bars: Bars) -> Finding | None:
    """Two queries, of which one is for who writes; once more for a classifier that this process does not know. That one
    alone where none is active.
    """
    if draft.settings and draft.settings.classifier is None:
        return None
    classifier = Classifier.objects.light().filter(active=True).first()
    if classifier is None:
        return None
    judge = _judge(classifier)
    found = features(draft.source, newcomer=len(draft.earlier) < NEWCOMER)
    likely = judge.probability(found)
    if likely * 100 < bars.threshold:
        return None
    doubt = doubt_about(classifier, bars.precision)
    reason = _("It looks like what moderators take down, at %(likely).0f %%: %(features)s.") % {
        "likely": min(likely * 100, 99),
        "features": ", ".join(f"{in_words(name)} ({weight:+.1f})" for name, weight in judge.heaviest(found)),
    }
    return Finding(f"{reason} {doubt}".strip(), _("A moderator reads it before it is published."), shadow=bool(doubt))


def doubt_about(classifier: Classifier, precision: int) -> str:
    """Why it does not act yet; empty, where it may. No query."""
    sure = sure_precision(classifier)
    counts = {"upheld": classifier.upheld_count, "decided": classifier.decided_count}
    if sure is None:
        words = ngettext(
            "It was only counted: of %(needed)d objections that must be decided on, %(decided)d is.",
            "It was only counted: of %(needed)d objections that must be decided on, %(decided)d are.",
            classifier.decided_count,
        )
        return words % {**counts, "needed": NEEDED}
    if sure * 100 < precision:
        return _(
            "It was only counted: moderators took down %(upheld)d of %(decided)d, "
            "for sure %(sure).0f %% and not %(bar)d %%."
        ) % {**counts, "sure": sure * 100, "bar": precision}
    return ""


def _judge(classifier: Classifier) -> Judge:
    global _known
    known, which = _known, (classifier.pk, classifier.trained_at)
    if known is None or known.which != which:
        packed = Classifier.objects.values_list("weights", flat=True).get(pk=classifier.pk)
        known = _known = _Known(which, Judge.unpacked(bytes(packed)))
    return known.judge


CLASSIFIER = Rule(
    code=CODE,
    title=gettext_lazy("Learned from decisions"),
    about=gettext_lazy(
        "Holds what most likely would be taken down, judged by what moderators decided here. It acts only while enough "
        "of what it would have held was taken down."
    ),
    find=find,
    mode=Mode.SHADOW,
    says=Says.HOLD,
    may_say=(Says.HOLD,),
    options=Bars,
)
