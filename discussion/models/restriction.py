from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from discussion.models.voice import Voice


class RestrictionQuerySet(models.QuerySet["Restriction"]):
    def standing(self, now: datetime | None = None) -> Self:
        now = now or timezone.now()
        return self.filter(Q(until=None) | Q(until__gt=now), lifted_at=None)


class Restriction(models.Model):
    """What somebody may not do here, until then or until it is lifted: one voice, or whoever comes with such an
    address. Rows are kept when they are over. A suspension is no row of these: it keeps a user from logging in at
    all, see people/suspending.py.
    """

    class Kind(models.TextChoices):
        REVIEW = "review", _("His comments wait for review")
        BAN = "ban", _("Banned: cannot comment, vote or report")
        SHADOW = "shadow", _("Shadow banned: what he says is shown to him alone")
        EMAIL = "email", _("E-mail addresses banned")
        ADDRESS = "address", _("Network addresses banned")

    OF_VOICES = (Kind.REVIEW, Kind.BAN, Kind.SHADOW)

    kind = models.CharField(_("what"), max_length=7, choices=Kind)
    voice = models.ForeignKey(
        Voice, models.CASCADE, null=True, blank=True, related_name="restrictions", verbose_name=_("whom")
    )
    # EMAIL: an address, where * stands for any characters. ADDRESS: a network, as 203.0.113.0/24.
    pattern = models.CharField(_("pattern"), max_length=254, blank=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    # None: the site itself, see restricting/silencing.py.
    by = models.ForeignKey(Voice, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    since = models.DateTimeField(_("since"), default=timezone.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)
    lifted_at = models.DateTimeField(_("lifted"), null=True, blank=True)
    # SHADOW: his comments with lower numbers are still to be taken from readers or, once it is lifted, given back.
    rest_below = models.BigIntegerField(null=True, editable=False)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("restriction")
        verbose_name_plural = _("restrictions")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["review", "ban", "shadow"], voice__isnull=False, pattern="")
                | (Q(kind__in=["email", "address"], voice=None) & ~Q(pattern="")),
                name="restrictions_name_a_voice_or_a_pattern",
            ),
            models.UniqueConstraint(
                fields=["voice", "kind"],
                condition=Q(lifted_at=None, voice__isnull=False),
                name="one_restriction_of_a_kind",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["kind"], condition=Q(lifted_at=None, voice__isnull=True), name="restrictions_by_pattern"
            ),
            models.Index(fields=["until"], condition=Q(kind="shadow", lifted_at=None), name="restrictions_that_end"),
            models.Index(fields=["id"], condition=Q(rest_below__isnull=False), name="restrictions_unfinished"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.voice or self.pattern}"

    @property
    def stands(self) -> bool:
        return self.lifted_at is None and (self.until is None or self.until > timezone.now())


class Note(models.Model):
    """What moderators tell each other of somebody. He never reads it; it goes when he is erased."""

    about = models.ForeignKey(Voice, models.CASCADE, related_name="notes", verbose_name=_("about"))
    by = models.ForeignKey(Voice, models.PROTECT, related_name="+", verbose_name=_("by"))
    text = models.TextField(_("text"), max_length=2000)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.text[:60]
