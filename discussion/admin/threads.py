from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from discussion.admin.reading import ReadingAdmin
from discussion.models import Event, Thread
from discussion.moderating import set_state


class ThreadForm(forms.ModelForm):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, help_text=_("Kept in the log."))

    class Meta:
        model = Thread
        fields = ("state",)


@admin.register(Thread)
class ThreadAdmin(ReadingAdmin):
    form = ThreadForm
    fields = ("article", "state", "reason", "comment_count", "voice_count", "history")
    readonly_fields = ("article", "comment_count", "voice_count", "history")
    list_display = ("article", "state", "comment_count", "voice_count")
    list_filter = ("state", "article__section")
    list_select_related = ("article",)
    search_fields = ("article__headline", "article__slug")
    ordering = ("-article__published_at", "-pk")

    @admin.display(description=_("history"))
    def history(self, thread: Thread) -> str:
        events = Event.objects.filter(thread=thread, comment=None).select_related("by").order_by("-pk")[:20]
        return "\n".join(f"{event}, {event.by}: {event.reason}" for event in events) or "–"

    def save_model(self, request: HttpRequest, obj: Thread, form: Any, change: bool) -> None:
        set_state(
            thread=obj,
            state=Thread.State(form.cleaned_data["state"]),
            by=request.user,  # type: ignore[arg-type]
            reason=form.cleaned_data["reason"],
        )
