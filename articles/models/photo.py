from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.pictures import PhotoField


@dataclass(frozen=True)
class Source:
    """One `<source>` of a `<picture>`."""

    type: str
    srcset: str


class Photo(models.Model):
    file = PhotoField(_("file"), upload_to="photos", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    # Set by the task that draws them: before that a source would name files that are not there.
    ready = models.BooleanField(_("drawn in all sizes"), default=False, editable=False)
    alternative = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What a reader who does not see the picture should know.")
    )
    caption = models.CharField(_("caption"), max_length=300)
    credit = models.CharField(_("credit"), max_length=120, help_text=_("Photo: agency / photographer"))

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self) -> str:
        return self.caption

    @property
    def sources(self) -> list[Source]:
        """The best type first, widths rising. Asks no file and no query."""
        if not self.ready:
            return []
        types = self.file.aspect_ratios[None]
        return [
            Source(f"image/{name.lower()}", ", ".join(f"{widths[width].url} {width}w" for width in sorted(widths)))
            for name, widths in types.items()
            if widths
        ]

    @property
    def small_url(self) -> str:
        """For lists that show many at once, as the newsroom's."""
        widths = self.file.aspect_ratios[None]["WEBP"] if self.ready else {}
        return str(widths[min(widths)].url if widths else self.file.url)
