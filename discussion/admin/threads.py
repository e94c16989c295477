from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from discussion.admin.reading import ReadingAdmin
from discussion.forms.threads import ThreadForm
from discussion.models import Event, Reader, Thread
from discussion.models.event import IS_OF_THREADS
from discussion.moderating import set_thread
from discussion.moderating.threads import SET
from people.models import User


@admin.register(Thread)
class ThreadAdmin(ReadingAdmin):
    form = ThreadForm
    fields = ("article", *SET, "reason", "comment_count", "voice_count", "page", "history")
    readonly_fields = ("article", "comment_count", "voice_count", "page", "history")
    list_display = ("article", "state", "guests", "comment_count", "voice_count")
    list_filter = ("state", "guests", "article__section")
    list_select_related = ("article",)
    search_fields = ("article__headline", "article__slug")
    ordering = ("-article__published_at", "-pk")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Editors set the state of a discussion here; the moderators' page is not theirs."""
        return [field for field in self.fields or () if field != "page" or Reader(request.user).moderates]

    @admin.display(description=_("for moderators"))
    def page(self, thread: Thread) -> str:
        """Where it is set with all that belongs to it, and undone."""
        address = reverse("discussion:moderated_thread", args=[thread.pk])
        return format_html('<a href="{}">{}</a>', address, _("Moderate this discussion"))

    @admin.display(description=_("history"))
    def history(self, thread: Thread) -> str:
        events = (
            Event.objects.filter(IS_OF_THREADS, thread=thread, comment=None).select_related("by").order_by("-pk")[:20]
        )
        return "\n".join(f"{event}, {event.by}: {event.reason}" for event in events) or "–"

    def save_model(self, request: HttpRequest, obj: Thread, form: Any, change: bool) -> None:
        set_thread(thread=obj, by=cast(User, request.user), **form.cleaned_data)
