from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.keeping import KeepingAdmin
from articles.models import Photo
from articles.uploads import Accepted, accept


def shown(photo: Photo | None) -> SafeString | str:
    """Small, for lists and forms."""
    if photo is None:
        return "–"
    return format_html(
        '<img class="shown" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        *(photo.small_url, photo.width, photo.height, photo.alternative),
    )


class UploadField(forms.FileField):
    """Becomes the clean file that is kept, or says why it cannot."""

    widget = AdminFileWidget(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Accepted | Any:
        cleaned = super().clean(data, initial)
        return accept(cleaned) if isinstance(cleaned, UploadedFile) else cleaned


@admin.register(Photo)
class PhotoAdmin(KeepingAdmin):
    fields = ("file", "photo", "address", "alternative", "caption", "credit")
    readonly_fields = ("photo", "address")
    list_display = ("photo", "caption", "credit", "size", "ready")
    list_display_links = ("photo", "caption")
    search_fields = ("caption", "credit", "alternative")
    ordering = ("-pk",)

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> list[str]:
        # Another picture is another photo: its address has been promised to stay the same for ever.
        left_out = {"file"} if obj else {"photo", "address"}
        return [name for name in self.fields if name not in left_out]

    @admin.display(description=_("address, for a figure in a text"))
    def address(self, photo: Photo) -> str:
        return photo.file.url

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name != "file":
            return super().formfield_for_dbfield(db_field, request, **options)
        words = _("JPEG, PNG or WebP, at most 20 MB and 40 megapixels. What a camera writes into it is taken out.")
        return UploadField(label=db_field.verbose_name, help_text=words)

    @admin.display(description=_("photo"))
    def photo(self, photo: Photo) -> SafeString | str:
        return shown(photo)

    @admin.display(description=_("size"))
    def size(self, photo: Photo) -> str:
        return f"{photo.width} × {photo.height}"
