from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from discussion.admin.reading import ReadingAdmin
from discussion.conversation.screened import Screening
from discussion.models import Stopped


@admin.register(Stopped)
class StoppedAdmin(ReadingAdmin):
    """What got its writer's form back in the last 30 days; its words are not kept."""

    list_display = ("at", "rule", "says", "reason", "voice", "in_thread")
    list_display_links = None
    list_filter = ("says",)
    list_select_related = ("voice__user", "thread__article")
    search_fields = ("voice__name", "voice__user__handle")
    ordering = ("-at", "-pk")

    def has_view_permission(self, request: HttpRequest, obj: Stopped | None = None) -> bool:
        return request.user.has_perm("discussion.moderate")

    def has_change_permission(self, request: HttpRequest, obj: Stopped | None = None) -> bool:
        return False

    @admin.display(description=_("rule"))
    def rule(self, stopped: Stopped) -> str:
        return "; ".join(answer.words for answer in Screening.of(stopped).objections)

    @admin.display(description=_("why"))
    def reason(self, stopped: Stopped) -> str:
        return " ".join(answer.reason for answer in Screening.of(stopped).objections)

    @admin.display(description=_("thread"))
    def in_thread(self, stopped: Stopped) -> str:
        return Truncator(str(stopped.thread.article)).chars(50)
