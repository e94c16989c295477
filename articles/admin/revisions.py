"""The history of an article's text: what was saved when by whom, what that changed, and the way back to it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from articles.admin.keeping import KeepingAdmin
from articles.differences import differences
from articles.models import Article, Revision
from articles.revising import restore, revise
from articles.saving import saved, warnings
from kit.redirects import SeeOther

REVISIONS_ON_A_PAGE = 50


class RevisedAdmin(KeepingAdmin):
    """Each save of a text is a revision. Its pages are for those who may change the article."""

    def get_urls(self) -> list[URLPattern]:
        pages = [
            ("<int:pk>/revisions/", self.revisions, "articles_article_revisions"),
            ("<int:pk>/revisions/<int:number>/", self.revision, "articles_article_revision"),
        ]
        return [
            *(path(route, self.admin_site.admin_view(view), name=name) for route, view, name in pages),
            *super().get_urls(),
        ]

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if change:
            revise(obj, by=None)  # what stands in the row until now, if it has no revision yet: no text is lost
        super().save_model(request, obj, form, change)
        revise(obj, by=request.user)  # type: ignore[arg-type]
        saved(obj)

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self._article(request, pk)
        listed = article.revisions.defer("body", "blocks").select_related("by").order_by("-number")
        page = Paginator(listed, REVISIONS_ON_A_PAGE).get_page(request.GET.get("page"))
        context = {"title": _("History of the text"), "article": article, "page": page}
        return self._answer(request, "admin/articles/revisions.html", context)

    def revision(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """A post brings the text back."""
        article = self._article(request, pk)
        revision = get_object_or_404(article.revisions.select_related("by"), number=number)
        if request.method == "POST":
            return self._bring_back(request, revision)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        around = {one.number: one for one in article.revisions.filter(number__in=(number - 1, number + 1))}
        before, after = around.get(number - 1), around.get(number + 1)
        context = {
            "title": _("Revision %(number)d") % {"number": number},
            "article": article,
            "revision": revision,
            "before": before,
            "after": after,
            "losses": warnings(article, revision.texts) if after else [],
            "paragraphs": differences(before.texts, revision.texts) if before else [],
        }
        return self._answer(request, "admin/articles/revision.html", context)

    def _article(self, request: HttpRequest, pk: int) -> Article:
        """The same answer, whether it is there or not, for who may change none."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        article = self.get_object(request, str(pk))
        if article is None:
            raise Http404
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _answer(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )

    def _bring_back(self, request: HttpRequest, revision: Revision) -> HttpResponse:
        with transaction.atomic():
            now = restore(revision, by=request.user)  # type: ignore[arg-type]
            if now.restored_from == revision.number:
                words = _("The text reads again as in revision %(number)d.") % {"number": revision.number}
                saved(now.article)
                self.log_change(request, now.article, words)
            else:
                words = _("The text reads so already.")
        messages.success(request, words)
        return SeeOther(reverse("admin:articles_article_change", args=[revision.article_id]))
