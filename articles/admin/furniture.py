"""What articles are sorted and framed by."""

from django.contrib import admin

from articles.admin.keeping import KeepingAdmin
from articles.models import Appeal, Section, Tag


@admin.register(Section)
class SectionAdmin(KeepingAdmin):
    list_display = ("name", "slug", "position")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012


@admin.register(Tag)
class TagAdmin(KeepingAdmin):
    list_display = ("name", "slug")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}  # noqa: RUF012


@admin.register(Appeal)
class AppealAdmin(KeepingAdmin):
    list_display = ("__str__", "button", "link", "site_wide")
    list_filter = ("site_wide",)
