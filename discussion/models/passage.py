from typing import ClassVar, Self

from django.db import models
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from articles.models import Revision
from discussion.models.state import State
from discussion.models.thread import Thread
from discussion.models.voice import Voice

LOST = 10**15
BLOCK = 10**7  # more than a block has characters
BIG = models.BigIntegerField()
PLACE = (
    Case(When(lost_at=None, then=Value(0)), default=Value(LOST), output_field=BIG)
    + F("place") * Value(BLOCK, output_field=BIG)
    + F("start")
)


class PassageQuerySet(models.QuerySet["Passage"]):
    def in_the_text(self) -> Self:
        """In the order of the text."""
        return self.filter(lost_at=None).order_by("place", "start", "pk")

    def placed(self) -> Self:
        """In the order of the text, each with its place as one number; behind them those that are lost."""
        return self.annotate(key=PLACE).order_by("key", "pk")

    def behind(self, key: int, pk: int) -> Self:
        return self.placed().filter(Q(key__gt=key) | Q(key=key, pk__gt=pk))

    def counted(self) -> Self:
        """With the number of comments that everybody may read, replies included."""
        published = Q(comments__state=State.PUBLISHED)
        below = Coalesce(Sum("comments__descendant_count"), 0)
        return self.annotate(count=Count("comments", filter=published) + below)

    def shown(self) -> Self:
        """Counted, those that readers see: a question was asked, or something hangs there that they may read."""
        return self.counted().filter(~Q(question="") | Q(count__gt=0))


class Passage(models.Model):
    """Words of an article that comments hang on. `quote` and `revision` say what was chosen and never change; the other
    columns say where that stands in the text as it is, and move with it.
    """

    LONGEST = 1_000  # characters of a quote
    CONTEXT = 32

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="passages", verbose_name=_("thread"))
    revision = models.ForeignKey(Revision, models.PROTECT, related_name="+", verbose_name=_("chosen in version"))
    quote = models.TextField(_("words as they were chosen"))

    carried_to = models.ForeignKey(
        Revision, models.PROTECT, related_name="+", verbose_name=_("last version that has it")
    )
    block = models.PositiveIntegerField(editable=False)
    place = models.PositiveIntegerField(editable=False)  # of the block among all, counted from 0
    start = models.PositiveIntegerField(editable=False)  # in the block's words, in code points
    words = models.TextField(editable=False)
    prefix = models.CharField(max_length=CONTEXT, editable=False)
    suffix = models.CharField(max_length=CONTEXT, editable=False)
    lost_at = models.DateTimeField(_("no longer in the text since"), null=True, blank=True, editable=False)

    question = models.CharField(_("question to readers"), max_length=300, blank=True)
    asked_by = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="+", editable=False)
    unfolded = models.BooleanField(_("shown open"), default=False)
    correction = models.CharField(_("what was corrected"), max_length=500, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True, editable=False)

    count: int  # where it was counted()
    key: int  # where it was placed()

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        indexes: ClassVar = [models.Index(fields=["thread", "place", "start", "id"], name="passages_in_order")]

    def __str__(self) -> str:
        return self.quote[:60]

    @property
    def end(self) -> int:
        return self.start + len(self.words)
