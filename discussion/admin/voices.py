from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.admin.reading import ReadingAdmin
from discussion.models import Restriction, Voice
from discussion.moderating import erase_person, lift_suspension, suspend_person
from discussion.permissions import NotAllowed
from kit.redirects import SeeOther


class SuspensionForm(forms.Form):
    until = forms.SplitDateTimeField(
        label=gettext_lazy("Until"),
        widget=forms.SplitDateTimeWidget(
            date_format="%Y-%m-%d", time_format="%H:%M", date_attrs={"type": "date"}, time_attrs={"type": "time"}
        ),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person reads this."),
    )


class ErasureForm(forms.Form):
    comments = forms.ChoiceField(
        label=gettext_lazy("Comments"),
        choices=[
            ("stay", gettext_lazy("They stay, under the name “Former reader”.")),
            ("go", gettext_lazy("They go too. Where others replied, an empty place is left.")),
        ],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(label=gettext_lazy("I know that this cannot be undone."))


@admin.register(Voice)
class VoiceAdmin(ReadingAdmin):
    """Everybody who speaks, with his record; who misbehaves is suspended here."""

    list_display = ("name", "user", "email", "heard_at", "suspended")
    list_select_related = ("user",)
    search_fields = ("name", "email", "user__email", "user__handle")
    ordering = ("-pk",)

    def has_change_permission(self, request: HttpRequest, obj: Voice | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("suspended"), boolean=True)
    def suspended(self, voice: Voice) -> bool:
        return voice.user is not None and voice.user.suspended

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.suspension)
        erasure = self.admin_site.admin_view(self.erasure)
        return [
            path("<int:pk>/suspension/", view, name="discussion_voice_suspension"),
            path("<int:pk>/erasure/", erasure, name="discussion_voice_erasure"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        voice = self.get_object(request, object_id)
        if voice is None or not self.has_view_permission(request, voice):
            return super().change_view(request, object_id, form_url, extra_context)
        return self._page(request, voice, SuspensionForm())

    def suspension(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST with the form suspends; POST with `lift` lets in again."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm("discussion.suspend"):
            raise PermissionDenied
        voice = get_object_or_404(Voice.objects.select_related("user"), pk=pk)
        page = SeeOther(reverse("admin:discussion_voice_change", args=[pk]))
        form = SuspensionForm(request.POST)
        try:
            if "lift" in request.POST:
                lift_suspension(voice=voice, by=request.user)  # type: ignore[arg-type]
            elif form.is_valid():
                suspend_person(voice=voice, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            else:
                return self._page(request, voice, form, status=422)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return self._page(request, voice, form, status=403)
        messages.success(request, _("Done."))
        return page

    def erasure(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A page that asks, then a post with the form."""
        if not request.user.has_perm("discussion.suspend"):
            raise PermissionDenied
        voice = get_object_or_404(Voice.objects.select_related("user"), pk=pk)
        form = ErasureForm(request.POST or None)
        if not form.is_valid():
            return self._ask(request, voice, form, status=422 if form.is_bound else 200)
        try:
            erase_person(voice=voice, by=request.user, comments_go=form.cleaned_data["comments"] == "go")  # type: ignore[arg-type]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
            return self._ask(request, voice, form, status=403)
        messages.success(request, _("Erased."))
        return SeeOther(reverse("admin:discussion_voice_change", args=[pk]))

    def _ask(self, request: HttpRequest, voice: Voice, form: ErasureForm, status: int) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Erase %(name)s?") % {"name": voice.name},
            "opts": self.opts,
            "voice": voice,
            "form": form,
        }
        return TemplateResponse(request, "admin/discussion/erase.html", context, status=status)

    def _page(self, request: HttpRequest, voice: Voice, form: SuspensionForm, status: int = 200) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": voice.name,
            "opts": self.opts,
            "voice": voice,
            "record": voice.record(),
            "standing": Restriction.objects.standing().filter(voice=voice).order_by("pk"),
            "desk": reverse("discussion:moderated_person", args=[voice.pk]),
            "events": voice.events.select_related("by").order_by("-pk")[:50],
            "comments": f"{reverse('admin:discussion_comment_changelist')}?voice__id__exact={voice.pk}",
            "form": form,
            "may_erase": request.user.has_perm("discussion.suspend"),
            "may_suspend": voice.user is not None and request.user.has_perm("discussion.suspend"),
        }
        return TemplateResponse(request, "admin/discussion/voice.html", context, status=status)
