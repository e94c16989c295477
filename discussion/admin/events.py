from django.contrib import admin
from django.http import HttpRequest

from discussion.admin.reading import ReadingAdmin
from discussion.models import Event


@admin.register(Event)
class EventAdmin(ReadingAdmin):
    """The log: who did what, when and why. Rows are only ever added."""

    list_display = ("at", "kind", "by", "about", "comment", "thread", "reason")
    sortable_by = ()
    list_filter = ("kind", "at")
    list_select_related = ("by", "about", "comment", "thread__article")
    search_fields = ("reason", "by__name", "about__name")
    ordering = ("-pk",)

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return False
