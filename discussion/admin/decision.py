"""The page that asks for the reason, and then does it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from discussion.models import Comment
from discussion.moderating import ACTS, Act, Outcome, moderate
from discussion.moderating.acts import MOST_AT_ONCE
from discussion.permissions import NotAllowed
from kit.redirects import SeeOther, own_page

SHOWN = 20


class DecisionForm(forms.Form):
    act = forms.ChoiceField(choices=[(act.name, act.label) for act in ACTS.values()], widget=forms.HiddenInput)
    comments = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Kept in the log."),
    )

    def clean_comments(self) -> list[int]:
        parts = self.cleaned_data["comments"].split(",")
        if len(parts) > MOST_AT_ONCE or not all(part.isdecimal() and len(part) < 19 for part in parts):
            raise forms.ValidationError(_("Choose the comments again."))
        return [int(part) for part in parts]


def decide(
    request: HttpRequest, site: AdminSite, *, act: Act | None = None, chosen: Iterable[int] = ()
) -> HttpResponse:
    """First with an act and the comments chosen: asks why. Then with the form filled in: does it."""
    if not request.user.has_perm("discussion.moderate"):
        raise PermissionDenied
    if act:
        ids = list(chosen)
        first = {"act": act.name, "comments": ",".join(str(pk) for pk in ids)}
        return _page(request, site, DecisionForm(initial=first), act, ids)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was done: choose the comments and what to do with them again."))
        return _list()
    act, ids = ACTS[form.cleaned_data["act"]], form.cleaned_data["comments"]
    if "asked" not in request.POST:
        return _page(request, site, DecisionForm(initial=dict(request.POST.items())), act, ids)
    try:
        outcome = moderate(ids, act, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
    except NotAllowed as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, site, form, act, ids, status=422)
    tell(request, act.label, outcome)
    return SeeOther(own_page(request.POST.get("next", ""), otherwise=_list().url))


def _list() -> SeeOther:
    return SeeOther(reverse("admin:discussion_comment_changelist"))


def _page(
    request: HttpRequest, site: AdminSite, form: DecisionForm, act: Act, ids: list[int], status: int = 200
) -> HttpResponse:
    comments = Comment.objects.for_moderators().filter(pk__in=ids[:SHOWN]).with_voices()
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": act.label,
        "opts": Comment._meta,
        "form": form,
        "act": act,
        "comments": comments,
        "count": len(ids),
        "more": max(0, len(ids) - SHOWN),
        "next": request.POST.get("next") or request.get_full_path(),
    }
    return TemplateResponse(request, "admin/discussion/decision.html", context, status=status)


def tell(request: HttpRequest, label: Any, outcome: Outcome) -> None:
    """What was done, and what was passed over and why."""
    done = len(outcome.done)
    if done:
        words = ngettext("%(act)s: %(count)d comment.", "%(act)s: %(count)d comments.", done)
        messages.success(request, words % {"act": label, "count": done})
    for pk, why in list(outcome.passed_over.items())[:SHOWN]:
        messages.warning(request, _("Comment %(pk)d was passed over. %(why)s") % {"pk": pk, "why": why})
    if len(outcome.passed_over) > SHOWN:
        rest = len(outcome.passed_over) - SHOWN
        messages.warning(request, ngettext("And %(count)d more.", "And %(count)d more.", rest) % {"count": rest})
