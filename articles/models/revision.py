from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.blocks import blocks_of
from articles.body import BodyField, as_safe_html
from articles.models.article import Article


class Revision(models.Model):
    """An article's text as it was saved. Written by revising.py alone; no row is ever changed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="revisions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("number"))
    body = BodyField(_("text"))
    blocks = models.JSONField(default=list)  # the ids of blocks_of(body), in their order
    # Nobody: the text stood before revisions were kept, or was written past the newsroom's forms.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("saved by")
    )
    saved_at = models.DateTimeField(_("saved at"), default=timezone.now)
    restored_from = models.PositiveIntegerField(_("brought back from"), null=True)  # the number of a revision
    # Against the revision before, counted once, so that a list need not read texts.
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["article", "number"], name="one_revision_a_number")]

    def __str__(self) -> str:
        return f"{self.article_id}:{self.number}"

    @property
    def body_html(self) -> SafeString:
        return as_safe_html(self.body)

    @property
    def texts(self) -> list[tuple[int, str]]:
        """Each block's id and what a reader sees of it."""
        texts = (block.text for block in blocks_of(self.body))
        return list(zip(self.blocks, texts, strict=True))
