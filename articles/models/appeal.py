from typing import ClassVar

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Appeal(models.Model):
    """The call for support above and below an article. One row may be the whole site's."""

    above = models.CharField(_("words above the text"), max_length=300, blank=True)
    below = models.CharField(_("words below the text"), max_length=300, blank=True)
    button = models.CharField(_("button"), max_length=40)
    link = models.CharField(_("link"), max_length=300, validators=[URLValidator(schemes=["https", "http"])])
    site_wide = models.BooleanField(_("for every article that has none of its own"), default=False)

    class Meta:
        verbose_name = _("support appeal")
        verbose_name_plural = _("support appeals")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site_wide"],
                condition=Q(site_wide=True),
                name="one_site_wide_appeal",
                violation_error_message=_("There is a site-wide appeal already: edit that one."),
            ),
        ]

    def __str__(self) -> str:
        return self.above or self.below or self.button
