from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from discussion.admin.reading import ReadingAdmin
from discussion.models import Event, Thread
from discussion.moderating import set_feedback, set_guests, set_state


class ThreadForm(forms.ModelForm):
    reason = forms.CharField(label=_("Reason"), required=False, max_length=1000, help_text=_("Kept in the log."))

    class Meta:
        model = Thread
        fields = ("state", "guests", "feedback")


@admin.register(Thread)
class ThreadAdmin(ReadingAdmin):
    form = ThreadForm
    fields = ("article", "state", "guests", "feedback", "reason", "comment_count", "voice_count", "history")
    readonly_fields = ("article", "comment_count", "voice_count", "history")
    list_display = ("article", "state", "guests", "comment_count", "voice_count")
    list_filter = ("state", "guests", "article__section")
    list_select_related = ("article",)
    search_fields = ("article__headline", "article__slug")
    ordering = ("-article__published_at", "-pk")

    @admin.display(description=_("history"))
    def history(self, thread: Thread) -> str:
        events = Event.objects.filter(thread=thread, comment=None).select_related("by").order_by("-pk")[:20]
        return "\n".join(f"{event}, {event.by}: {event.reason}" for event in events) or "–"

    def save_model(self, request: HttpRequest, obj: Thread, form: Any, change: bool) -> None:
        said = form.cleaned_data
        decided = {"thread": obj, "by": request.user, "reason": said["reason"]}
        set_state(state=Thread.State(said["state"]), **decided)
        set_feedback(feedback=Thread.Feedback(said["feedback"]), **decided)
        set_guests(guests=Thread.Guests(said["guests"]), **decided)
