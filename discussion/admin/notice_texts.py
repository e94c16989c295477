from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.models import NoticeText, Rule
from discussion.notifications.notice_texts import HEADINGS, PLACEHOLDERS, TEXTS, Value, filled, unknown_in

PREVIEW = "_preview"
SAMPLES: dict[str, Any] = {
    "comment": gettext_lazy("Whoever believes that has never seen a bridge."),
    "headline": gettext_lazy("The bridge that nobody missed"),
    "reason": gettext_lazy("It calls somebody names."),
    "appeal": gettext_lazy("Appeal"),
    "link": gettext_lazy("Read it"),
    "decision": gettext_lazy("Your comment was taken down"),
    "restriction": gettext_lazy("Banned: cannot comment, vote or report"),
    "until": "2026-03-11 09:30",
    "site": "Broadsheet",
}


class NoticeTextForm(forms.ModelForm):
    previewing = False

    class Meta:
        model = NoticeText
        fields = ("kind", "rule", "text")

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        unknown = unknown_in(text)
        if unknown:
            names = ", ".join(f"{{{name}}}" for name in unknown)
            raise forms.ValidationError(_("There is no such placeholder: %(names)s.") % {"names": names})
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.previewing and not self.errors:
            raise forms.ValidationError(_("Nothing is saved yet. Below you see how it reads."))
        return cleaned


@admin.register(NoticeText)
class NoticeTextAdmin(admin.ModelAdmin):
    """The site's own words for what people are told of decisions."""

    form = NoticeTextForm
    list_display = ("kind", "rule", "text")
    list_filter = ("kind",)
    ordering = ("kind", "rule")

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        return type(form.__name__, (form,), {"previewing": PREVIEW in request.POST})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        form = context["adminform"].form
        context["placeholders"] = [(f"{{{name}}}", words) for name, words in PLACEHOLDERS.items()]
        context["usual"] = [(label, TEXTS[kind]) for kind, label in NoticeText.Kind.choices]
        if form.previewing and "text" in getattr(form, "cleaned_data", {}):
            context["preview"] = preview(form.cleaned_data)
        return super().render_change_form(request, context, *args, **options)


def preview(fields: dict[str, Any]) -> dict[str, Any]:
    """With samples in the places."""
    rule = Rule(fields.get("rule") or Rule.ATTACK)
    values = {name: Value(str(words), "#" if name in ("appeal", "link") else "") for name, words in SAMPLES.items()}
    paragraphs = filled(fields["text"], values | {"rule": Value(str(rule.label))})
    return {"heading": HEADINGS.get(fields.get("kind", ""), ""), "paragraphs": paragraphs}
