from typing import Any

from django.contrib import admin
from django.core.paginator import InvalidPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles.body import as_safe_html
from articles.front import stories
from articles.marking import marked
from articles.models import Article, Revision, Section, Tag
from articles.models.article import ArticleQuerySet
from articles.opening import opened
from articles.printing import TEMPLATE, printed
from articles.stories import story

STORIES_ON_A_PAGE = 20


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """The same for all but in its frame: a stranger's may be kept while its facts are the same (articles/front.py)."""
    shown = list(stories().with_parts())
    return render(request, "articles/front.html", {"lead": next(iter(shown), None), "stories": shown[1:]})


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    section = get_object_or_404(Section, slug=slug)
    stories = _page_of(request, Article.objects.published().filter(section=section))
    return render(request, "articles/section.html", {"section": section, "stories": stories})


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """A tag whose articles are all unpublished is not there: its name would tell of them."""
    tag = get_object_or_404(Tag, slug=slug)
    stories = _page_of(request, Article.objects.published().filter(tags=tag))
    if not stories:
        raise Http404(_("Nothing has been published under this tag."))
    return render(request, "articles/tag.html", {"tag": tag, "stories": stories})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    shown = story(slug, getattr(request, "article_facts", None))
    if shown is None:
        raise Http404
    context = _context(shown.article) | {"tags": shown.tags, "sections": shown.sections}
    return HttpResponse(printed(request, shown, context | opened(request, shown.article)))


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The text as it read before: for words that comments hang on and that the text has no more."""
    revision = get_object_or_404(
        Revision.objects.select_related("article"),
        number=number,
        article__in=Article.objects.published().filter(slug=slug),
    )
    html = as_safe_html(marked(revision.body, revision.blocks))
    context = {"article": revision.article, "revision": revision, "html": html}
    response = render(request, "articles/version.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@never_cache
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page as it will be, for the newsroom alone. To everybody else it is not there."""
    if not _may_preview(request):
        raise Http404
    article = get_object_or_404(Article.objects.with_parts().with_appeal(), slug=slug)
    context = _context(article) | {"tags": article.tags.all(), "preview": True}
    return render(request, TEMPLATE, context)


def _page_of(request: HttpRequest, stories: ArticleQuerySet) -> Page[Article]:
    try:
        return Paginator(stories.newest_first().with_parts(), STORIES_ON_A_PAGE).page(request.GET.get("page", 1))
    except InvalidPage:
        raise Http404(_("There are no stories on such a page.")) from None


def _may_preview(request: HttpRequest) -> bool:
    """Who may open it in the admin, by the admin's own door, second factor included."""
    may_read = request.user.has_perm("articles.view_article") or request.user.has_perm("articles.change_article")
    return may_read and admin.site.has_permission(request)


def _context(article: Article) -> dict[str, Any]:
    return {"article": article, "appeal": article.support_appeal()}
