from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _

from discussion.admin.decision import decide
from discussion.admin.filters import ByArticle, ByAuthor, BySection, OnPassage, Picked
from discussion.admin.picks import PICKING, picking
from discussion.admin.reading import ReadingAdmin
from discussion.conversation.line import permalink
from discussion.conversation.screened import screenings_of
from discussion.models import Comment, Event, State
from discussion.moderating import ACTS, Act
from discussion.moderating.queues import TAKEN_BACK
from discussion.rendering import html_of, html_of_source

DEEPEST_INDENT = 12
CHAIN_SHOWN = 20


@admin.register(Comment)
class CommentAdmin(ReadingAdmin):
    """Every comment in tree order, and what a moderator does about it."""

    list_display = ("words", "voice", "article", "state", "picked", "tally", "age", "passage_words")
    sortable_by = ("age",)  # the others have no index of all comments
    list_filter = ("state", Picked, OnPassage, ByArticle, BySection, ByAuthor, "posted_at")
    list_select_related = ("voice", "thread__article", "passage")
    search_fields = ("read", "voice__name", "voice__email", "voice__user__email", "voice__user__handle")
    search_help_text = _("Words of the text, the author's name, handle or e-mail address")
    change_form_template = "admin/discussion/comment.html"

    class Media:
        css = {"all": ["css/admin.css"]}  # noqa: RUF012

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        """`read`: what a search looks into; the words of what was taken back moderators do not read either."""
        readable = Case(When(state__in=TAKEN_BACK, then=Value("")), default=F("source"), output_field=TextField())
        comments: QuerySet[Comment] = super().get_queryset(request).for_moderators().alias(read=readable)
        return comments

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return Comment.TREE_ORDER

    def has_view_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return request.user.has_perm("discussion.moderate")

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        return False  # nobody words another's comment; acts have a page of their own

    @admin.display(description=_("comment"))
    def words(self, comment: Comment) -> SafeString:
        return format_html(
            '<span class="lvl lvl-{}" dir="auto">{}</span>',
            min(comment.level, DEEPEST_INDENT),
            Truncator(comment.words).chars(90) or "–",
        )

    @admin.display(description=_("article"))
    def article(self, comment: Comment) -> str:
        return Truncator(str(comment.thread.article)).chars(50)

    @admin.display(description=_("on the words"))
    def passage_words(self, comment: Comment) -> SafeString | str:
        passage = comment.passage
        if passage is None:
            return ""
        words = Truncator(" ".join(passage.quote.split())).chars(50)
        return format_html('<q dir="auto">{}</q>{}', words, _(", on an earlier version") if passage.lost_at else "")

    @admin.display(description=_("pick"))
    def picked(self, comment: Comment) -> str:
        return str(_("Picked")) if comment.picked_at else ""

    @admin.display(description=_("votes"))
    def tally(self, comment: Comment) -> str:
        return f"+{comment.up} −{comment.down}"

    @admin.display(description=_("age"), ordering="posted_at")
    def age(self, comment: Comment) -> SafeString:
        return format_html(
            '<time datetime="{}" title="{}">{}</time>',
            comment.posted_at.isoformat(),
            date_format(comment.posted_at, "DATETIME_FORMAT"),
            timesince(comment.posted_at, depth=1),
        )

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        acts = {act.name: (_action(act), act.name, act.label) for act in ACTS.values()}
        return acts | picking() if request.user.has_perm("discussion.pick") else acts

    def get_urls(self) -> list[URLPattern]:
        decision = path("decision/", self.admin_site.admin_view(self.decision), name="discussion_comment_decision")
        return [decision, *super().get_urls()]

    def decision(self, request: HttpRequest) -> HttpResponse:
        return decide(request, self.admin_site)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        comment = self.get_object(request, object_id)
        if comment is None or not self.has_view_permission(request, comment):
            return super().change_view(request, object_id, form_url, extra_context)
        context = {**self.admin_site.each_context(request), **_about(comment), "opts": self.opts, "title": comment}
        if (comment.published or comment.picked_at) and request.user.has_perm("discussion.pick"):
            context["picking"] = PICKING["unpick" if comment.picked_at else "pick"]
        return TemplateResponse(request, "admin/discussion/comment.html", context)


def _action(act: Act) -> Callable[[CommentAdmin, HttpRequest, QuerySet[Comment]], HttpResponse]:
    def ask(model_admin: CommentAdmin, request: HttpRequest, queryset: QuerySet[Comment]) -> HttpResponse:
        return decide(request, model_admin.admin_site, act=act, chosen=queryset.values_list("pk", flat=True))

    return ask


def _about(comment: Comment) -> dict[str, Any]:
    """All that helps to decide: what it answers, how it read, who voted, what happened, who speaks."""
    chain = list(Comment.objects.ancestors_of(comment).with_voices().reverse()[:CHAIN_SHOWN])
    return {
        "comment": comment,
        "passage": chain[-1].passage if chain else comment.passage,
        "html": html_of(comment),
        "page": permalink(comment.thread, comment.pk),
        "chain": [{"comment": parent, "html": html_of(parent)} for parent in chain][::-1],
        "wordings": [
            {"at": old.written_at, "html": html_of_source(old.source)}
            for old in comment.wordings.all()
            if comment.words
        ],
        "votes": comment.votes.select_related("voice").order_by("-cast_at")[:100],
        "reports": comment.reports.select_related("voice").order_by("-at")[:100],
        "screenings": screenings_of(comment),
        "events": Event.objects.filter(comment=comment).select_related("by").order_by("-pk"),
        "record": comment.voice.record(),
        "others": f"{reverse('admin:discussion_comment_changelist')}?voice__id__exact={comment.voice_id}",
        "acts": [act for act in ACTS.values() if act.fits(State(comment.state))],
    }
