from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from discussion.admin.reading import ReadingAdmin
from discussion.conversation.screened import Screening
from discussion.models import Stopped


@admin.register(Stopped)
class StoppedAdmin(ReadingAdmin):
    """What got its writer's form back in the last 30 days."""

    list_display = ("at", "what", "says", "voice", "in_thread")
    list_display_links = None
    list_filter = ("says",)
    list_select_related = ("voice__user", "thread__article")
    search_fields = ("voice__name", "voice__user__handle")
    ordering = ("-at", "-pk")

    def has_view_permission(self, request: HttpRequest, obj: Stopped | None = None) -> bool:
        return request.user.has_perm("discussion.moderate")

    def has_change_permission(self, request: HttpRequest, obj: Stopped | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Stopped at the door in the last 30 days")})

    @admin.display(description=_("what rules said"))
    def what(self, stopped: Stopped) -> SafeString:
        lines = [(answer.words, answer.reason) for answer in Screening.of(stopped).objections]
        return format_html_join(" · ", '<strong>{}</strong> – <span dir="auto">{}</span>', lines)

    @admin.display(description=_("thread"))
    def in_thread(self, stopped: Stopped) -> str:
        return Truncator(str(stopped.thread.article)).chars(50)
