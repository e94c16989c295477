from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from discussion.models.rule import Rule


class NoticeText(models.Model):
    """The site's own words for what an author is told; without a row the product's words are used. The most fitting
    row counts: of this kind and rule, else of this kind and any rule.
    """

    class Kind(models.TextChoices):
        REFUSED = "refused", _("A comment was rejected")
        HIDDEN = "hidden", _("A comment was taken down")
        APPROVED = "approved", _("A comment was published after review")
        WARNED = "warned", _("A warning")
        RESTRICTED = "restricted", _("A restriction")
        SUSPENDED = "suspended", _("A suspension")
        APPEAL_GRANTED = "appeal_granted", _("An appeal was granted")
        APPEAL_DENIED = "appeal_denied", _("An appeal was denied")
        REPORT_UPHELD = "report_upheld", _("To who reported: the comment was taken down")
        REPORT_DISMISSED = "report_dismissed", _("To who reported: the comment stays")
        COMMENT_UNDONE = "comment_undone", _("A decision about a comment was taken back")
        PERSON_UNDONE = "person_undone", _("A decision about a person was taken back")
        REPORT_UNDONE = "report_undone", _("To who reported: the decision was taken back")

    kind = models.CharField(_("of what"), max_length=16, choices=Kind)
    rule = models.CharField(_("rule"), max_length=9, choices=Rule, blank=True)
    text = models.TextField(_("text"), max_length=2000)

    class Meta:
        verbose_name = _("notice text")
        verbose_name_plural = _("notice texts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "rule"], name="one_text_a_kind_and_rule"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.get_rule_display()}".strip()
