from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Section
from discussion.models import Thread, Voice

LISTED = 15


class ByArticle(admin.SimpleListFilter):
    """The articles that are talked about most lately; others by searching for them."""

    title = _("article")
    parameter_name = "thread"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        threads = Thread.objects.exclude(comment_count=0).select_related("article")
        return [(str(thread.pk), str(thread.article)) for thread in threads.order_by("-article__published_at")[:LISTED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(thread=int(chosen)) if chosen.isdecimal() else queryset


class BySection(admin.SimpleListFilter):
    title = _("section")
    parameter_name = "section"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return list(Section.objects.values_list("slug", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(thread__article__section__slug=self.value()) if self.value() else queryset


class Picked(admin.SimpleListFilter):
    title = _("editors’ picks")
    parameter_name = "picked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("1", _("Picked"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(picked_at__isnull=False) if self.value() == "1" else queryset


class OnPassage(admin.SimpleListFilter):
    title = _("passages of the text")
    parameter_name = "on_passage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [("1", _("On a passage")), ("lost", _("On an earlier version"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        asked = {"1": {"passage__isnull": False}, "lost": {"passage__lost_at__isnull": False}}
        return queryset.filter(**asked.get(self.value() or "", {}))


class ByAuthor(admin.SimpleListFilter):
    """Who was heard first lately, as new people are looked at most; others by the link on each comment's page."""

    title = _("author")
    parameter_name = "voice__id__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, str]]:
        return [(str(pk), name) for pk, name in Voice.objects.order_by("-pk").values_list("pk", "name")[:LISTED]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value() or ""
        return queryset.filter(voice=int(chosen)) if chosen.isdecimal() else queryset
