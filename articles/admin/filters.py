from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article


class StandingFilter(admin.SimpleListFilter):
    """By what readers see, where the state alone does not tell a scheduled article from one that is out."""

    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("draft", _("Draft")), ("scheduled", _("Scheduled")), ("out", _("Published"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        asked = {"draft": queryset.drafts, "scheduled": queryset.scheduled, "out": queryset.published}
        return asked[self.value()]() if self.value() in asked else queryset
