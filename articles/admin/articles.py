from typing import Any

from django.contrib import admin
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.editor import with_editor
from articles.admin.filters import StandingFilter
from articles.admin.forms import ArticleForm
from articles.admin.photos import shown
from articles.admin.revisions import RevisedAdmin
from articles.models import Article
from people.models import User


@admin.register(Article)
class ArticleAdmin(RevisedAdmin):
    form = ArticleForm
    fieldsets = (
        (None, {"fields": ("headline", "slug", "standfirst", "body")}),
        (_("Lead photo"), {"fields": ("lead_photo", "photo")}),
        (_("Where it belongs"), {"fields": ("section", "tags", "author")}),
        (_("Publication"), {"fields": ("state", "published_at")}),
        (_("Support"), {"fields": ("support", "appeal")}),
    )
    readonly_fields = ("photo",)
    prepopulated_fields = {"slug": ("headline",)}  # noqa: RUF012
    autocomplete_fields = ("lead_photo", "tags")
    view_on_site = False  # its link leads to the public page, which a draft has not: see the template

    list_display = ("headline", "standing", "section", "author", "published_at", "comments")
    list_filter = (
        StandingFilter,
        ("section", admin.RelatedOnlyFieldListFilter),
        ("tags", admin.RelatedOnlyFieldListFilter),
        ("author", admin.RelatedOnlyFieldListFilter),
    )
    list_per_page = 50
    search_fields = ("headline", "standfirst", "slug", "author__display_name")
    search_help_text = _("Words of the headline or the standfirst, the address, the author's name")
    ordering = (F("published_at").desc(nulls_first=True), "-pk")  # what has no time yet is being written

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).with_parts()

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """The chosen photo is shown where there is one."""
        if obj and obj.lead_photo:
            return self.fieldsets
        without = [(title, [name for name in part["fields"] if name != "photo"]) for title, part in self.fieldsets]
        return [(title, {"fields": names}) for title, names in without]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"author": request.user.pk, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "author":  # of all who ever signed up only those who write
            writers = Q(is_staff=True) | Q(pk__in=Article.objects.values("author"))
            options["queryset"] = User.objects.filter(writers).order_by("display_name", "pk")
        return super().formfield_for_foreignkey(db_field, request, **options)

    @with_editor
    def changeform_view(self, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().changeform_view(*args, **kwargs)

    @admin.display(description=_("state"), ordering="state")
    def standing(self, article: Article) -> SafeString:
        if article.is_scheduled:
            kind, words = "scheduled", _("Scheduled")
        else:
            kind, words = article.state, article.get_state_display()
        return format_html('<span class="standing standing-{}">{}</span>', kind, words)

    @admin.display(description=_("comments"), ordering="thread__comment_count")
    def comments(self, article: Article) -> int:
        thread = getattr(article, "thread", None)
        return thread.comment_count if thread else 0

    @admin.display(description=_("as readers see it"))
    def photo(self, article: Article) -> SafeString | str:
        return shown(article.lead_photo)
