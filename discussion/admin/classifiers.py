"""What was learned from decisions: how well it does, by what it judges, and which one is at work."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from discussion.admin.reading import ReadingAdmin
from discussion.models import Classifier
from discussion.screening.classifier.bars import bars
from discussion.screening.classifier.holding import doubt_about
from discussion.screening.classifier.judging import Judge
from discussion.screening.classifier.measuring import sure_precision
from discussion.screening.classifier.training import ask_for_training, use
from discussion.screening.classifier.wording import in_words
from kit.redirects import SeeOther

CHANGE = "discussion.change_classifier"


@admin.register(Classifier)
class ClassifierAdmin(ReadingAdmin):
    list_display = ("__str__", "stage", "active", "trained_at", "kept_count", "down_count", "tested", "measured")
    ordering = ("-pk",)
    change_list_template = "admin/discussion/classifiers.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Classifier]:
        return Classifier.objects.light()

    def get_urls(self) -> list[URLPattern]:
        return [
            path("train/", self.admin_site.admin_view(self.train), name="discussion_classifier_train"),
            path("<int:pk>/use/", self.admin_site.admin_view(self.use), name="discussion_classifier_use"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("precision and recall, cross-validated"))
    def tested(self, classifier: Classifier) -> str:
        return f"{percent(classifier.precision)} / {percent(classifier.recall)}"

    @admin.display(description=gettext_lazy("taken down of what it objected to"))
    def measured(self, classifier: Classifier) -> str:
        return f"{classifier.upheld_count} / {classifier.decided_count}" if classifier.decided_count else "–"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        making = Classifier.objects.light().in_the_making().first()
        context = {"making": making, "may_train": request.user.has_perm(CHANGE)}
        return super().changelist_view(request, context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        classifier = self.get_object(request, object_id)
        if classifier is None or not self.has_view_permission(request, classifier):
            return super().change_view(request, object_id, form_url, extra_context)
        context = {
            **self.admin_site.each_context(request),
            **about(classifier),
            "opts": self.opts,
            "title": classifier,
            "may_use": classifier.usable and request.user.has_perm(CHANGE),
        }
        return TemplateResponse(request, "admin/discussion/classifier.html", context)

    def train(self, request: HttpRequest) -> HttpResponse:
        """POST asks the worker for it."""
        _refuse(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if ask_for_training():
            messages.success(request, _("The worker trains one. Below you see how far it is."))
        else:
            messages.warning(request, _("One is being trained already."))
        return SeeOther(reverse("admin:discussion_classifier_changelist"))

    def use(self, request: HttpRequest, pk: int) -> HttpResponse:
        """POST puts it to work."""
        _refuse(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        classifier = get_object_or_404(Classifier.objects.light().ready(), pk=pk)
        use(classifier)
        messages.success(request, _("It judges from now on, until the next is trained."))
        return SeeOther(reverse("admin:discussion_classifier_change", args=[pk]))


def _refuse(request: HttpRequest) -> None:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share * 100:.0f} %"


def about(classifier: Classifier) -> dict[str, Any]:
    """All that its page shows."""
    limits = bars()
    against, favour = Judge.unpacked(bytes(classifier.weights)).extremes() if classifier.weights else ([], [])
    return {
        "classifier": classifier,
        "precision": percent(classifier.precision),
        "recall": percent(classifier.recall),
        "auc": "–" if classifier.auc is None else f"{classifier.auc:.3f}",
        "sure": percent(sure_precision(classifier)),
        "limits": limits,
        "doubt": doubt_about(classifier, limits.precision),
        "features": [
            (_("Speaks against a comment"), [(in_words(name), f"{weight:+.2f}") for name, weight in against]),
            (_("Speaks for a comment"), [(in_words(name), f"{weight:+.2f}") for name, weight in favour]),
        ],
    }
