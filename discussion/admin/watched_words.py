from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussion.models import Voice, WatchedWord
from discussion.screening.simulating import start
from discussion.screening.words import BadLines, BadPattern, checked, unwatch, watch_word, watch_words
from discussion.screening.words.matching import Matcher
from discussion.screening.words.trying import as_rule
from kit.redirects import SeeOther

TRY, REPLAY = "_try", "_replay"
HOW = ("kind", "action", "mode", "rule", "note")
LONGEST_SAMPLE, LONGEST_LIST = 10_000, 500_000


class WatchedWordForm(forms.ModelForm):
    trying = False
    sample = forms.CharField(
        label=gettext_lazy("try it on this text"),
        help_text=gettext_lazy("“Try it” shows what would be found, and saves nothing."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        max_length=LONGEST_SAMPLE,
        required=False,
    )

    class Meta:
        model = WatchedWord
        fields = ("pattern", *HOW)
        help_texts: dict[str, Any] = {  # noqa: RUF012
            "pattern": gettext_lazy(
                "A word is found whole, whatever its capitals and however its letters are disguised: “ass” is not in "
                "“class”. * stands for any letters of a word: idiot*."
            ),
            "kind": gettext_lazy("An expression is one of RE2: without looking ahead or behind, and without \\1."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "pattern" in cleaned and "kind" in cleaned:
            try:
                cleaned["pattern"] = checked(cleaned["pattern"], cleaned["kind"])
            except BadPattern as wrong:
                self.add_error("pattern", str(wrong))
        if self.trying and not self.errors:
            raise forms.ValidationError(_("Nothing is saved yet. Below you see what would be found."))
        return cleaned


class ImportForm(WatchedWordForm):
    """The same for many at once."""

    sample = None
    pattern = None
    lines = forms.CharField(
        label=gettext_lazy("words, one a line"),
        widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"}),
        max_length=LONGEST_LIST,
    )

    class Meta(WatchedWordForm.Meta):
        fields = HOW


@admin.register(WatchedWord)
class WatchedWordAdmin(admin.ModelAdmin):
    """What comments are searched for, and what follows."""

    form = WatchedWordForm
    change_list_template = "admin/discussion/watched_words.html"
    list_display = ("pattern", "kind", "action", "mode", "times", "note", "by", "at")
    list_filter = ("action", "mode", "kind", "rule")
    list_select_related = ("by",)
    search_fields = ("pattern", "note")
    search_help_text = gettext_lazy("Pattern or note")

    class Media:
        css = {"all": ["css/admin.css"]}  # noqa: RUF012

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What is to be tried on the last 30 days is not saved; where something is wrong with it the form says so."""
        may = self.has_change_permission(request) if object_id else self.has_add_permission(request)
        if may and request.method == "POST" and REPLAY in request.POST:
            form = self.form(request.POST)
            if form.is_valid():
                form.instance.pattern = form.cleaned_data["pattern"]
                return SeeOther(reverse("admin:discussion_simulation_change", args=[start(as_rule(form.instance)).pk]))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_queryset(self, request: HttpRequest) -> QuerySet[WatchedWord]:
        return super().get_queryset(request).annotate(times=Count("matches"))

    @admin.display(description=gettext_lazy("times matched"), ordering="times")
    def times(self, word: Any) -> int:
        return word.times

    def get_fields(self, request: HttpRequest, obj: WatchedWord | None = None) -> list[str]:
        may_try = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        return ["pattern", *HOW, *(["sample"] if may_try else [])]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any) -> Any:
        form = super().get_form(request, obj, change=change, **options)
        return type(form.__name__, (form,), {"trying": not {TRY, REPLAY}.isdisjoint(request.POST)})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **options: Any) -> HttpResponse:
        form = context["adminform"].form
        context["may_try"] = "sample" in self.get_fields(request, context.get("original"))
        fields = getattr(form, "cleaned_data", {})
        if form.trying and fields.get("pattern") and "kind" in fields and "sample" in fields:
            context["tried"] = list(marked(fields["pattern"], fields["kind"], fields["sample"]))
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request: HttpRequest, obj: WatchedWord, form: Any, change: bool) -> None:
        how = {name: form.cleaned_data[name] for name in ("pattern", *HOW)}
        watch_word(word=obj, by=Voice.objects.of_user(request.user), **how)

    def delete_model(self, request: HttpRequest, obj: WatchedWord) -> None:
        unwatch([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[WatchedWord]) -> None:
        unwatch(queryset)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Without a line for each time that it was found."""
        return [str(one) for one in objs], {WatchedWord._meta.verbose_name_plural: len(objs)}, set(), []

    def get_urls(self) -> list[URLPattern]:
        route = path("import/", self.admin_site.admin_view(self.import_words), name="discussion_watchedword_import")
        return [route, *super().get_urls()]

    def import_words(self, request: HttpRequest) -> HttpResponse:
        """All of the lines, or none and what is wrong with each."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ImportForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                made = self._watched(request, form.cleaned_data)
            except BadLines as wrong:
                form.add_error("lines", wrong.errors)
            else:
                self._say(request, len(made))
                return HttpResponseRedirect(reverse("admin:discussion_watchedword_changelist"))
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts, "media": self.media}
        context["title"] = _("Import watched words")
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/discussion/watchedword/import.html", context, status=status)

    def _watched(self, request: HttpRequest, fields: dict[str, Any]) -> list[WatchedWord]:
        how = {name: fields[name] for name in HOW}
        return watch_words(fields["lines"], by=Voice.objects.of_user(request.user), **how)

    def _say(self, request: HttpRequest, count: int) -> None:
        words = ngettext("%(count)d word is watched for.", "%(count)d words are watched for.", count)
        messages.success(request, words % {"count": count})


def marked(pattern: str, kind: str, text: str) -> Iterator[tuple[str, bool]]:
    """The text in parts, and whether each is what the pattern finds."""
    found = Matcher([WatchedWord(pattern=pattern, kind=kind)]).matches(text, [0])
    done = 0
    for begin, end in sorted({place for match in found for place in match.places}):
        if begin < done:
            continue
        if begin > done:
            yield text[done:begin], False
        yield text[begin:end], True
        done = end
    if done < len(text):
        yield text[done:], False
