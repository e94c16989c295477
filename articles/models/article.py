from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.blocks import blocks_of
from articles.body import BodyField, as_safe_html, reading_minutes
from articles.models.appeal import Appeal
from articles.models.photo import Photo
from articles.models.section import Section
from articles.models.tag import Tag

# Relations that are read with every article. Whoever hangs a one-to-one on Article adds its name when
# the apps are ready, and spares each page a query; articles need not know who that is.
READ_WITH_ARTICLES = ["section", "author", "lead_photo", "appeal"]


def site_wide_appeal() -> Subquery:
    """Its words, to be read with an article."""
    words = JSONObject(above="above", below="below", button="button", link="link")
    return Subquery(Appeal.objects.filter(site_wide=True).values(words=words))


def out_at(now: datetime, path: str = "") -> Q:
    """The condition on a query that the article at `path`, which ends with `__`, is one that readers may see."""
    return Q(**{f"{path}state": Article.State.PUBLISHED, f"{path}published_at__lte": now})


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self, now: datetime | None = None) -> Self:
        """What readers may see at `now`: a scheduled article appears by the clock, without a write."""
        return self.filter(out_at(now or timezone.now()))

    def scheduled(self, now: datetime | None = None) -> Self:
        return self.filter(state=Article.State.PUBLISHED, published_at__gt=now or timezone.now())

    def drafts(self) -> Self:
        return self.filter(state=Article.State.DRAFT)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def with_parts(self) -> Self:
        return self.select_related(*READ_WITH_ARTICLES)

    def with_appeal(self) -> Self:
        """For a page that shows one: the site's own comes in the article's query."""
        return self.annotate(site_appeal=site_wide_appeal())


class Article(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    class Support(models.TextChoices):
        SITE = "site", _("The site's appeal")
        OWN = "own", _("An appeal of its own")
        NONE = "none", _("No appeal")

    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    headline = models.CharField(_("headline"), max_length=200)
    standfirst = models.TextField(_("standfirst"), max_length=500)
    section = models.ForeignKey(Section, models.PROTECT, related_name="articles", verbose_name=_("section"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="articles", verbose_name=_("author")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    body = BodyField(_("text"))
    # Both are written by revising.py alone. The ids of the text's blocks, in their order; how many were ever given.
    blocks = models.JSONField(default=list, editable=False)
    block_count = models.PositiveIntegerField(default=0, editable=False)
    lead_photo = models.ForeignKey(Photo, models.PROTECT, null=True, blank=True, verbose_name=_("lead photo"))
    tags = models.ManyToManyField(Tag, blank=True, related_name="articles", verbose_name=_("tags"))
    support = models.CharField(_("support appeal"), max_length=4, choices=Support, default=Support.SITE)
    appeal = models.ForeignKey(
        Appeal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("its own appeal")
    )

    site_appeal: dict[str, str] | None  # where it was read with_appeal()

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes: ClassVar = [
            models.Index(fields=["-published_at", "-id"], name="article_newest"),
            models.Index(fields=["section", "-published_at", "-id"], name="article_section_newest"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="published_articles_have_a_time",
                condition=Q(state="draft") | Q(published_at__isnull=False),
                violation_error_message=_("Say when it is published."),
            ),
            models.CheckConstraint(
                name="own_appeal_is_there",
                condition=~Q(support="own") | Q(appeal__isnull=False),
                violation_error_message=_("Choose the appeal of its own."),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("articles:article", args=[self.slug])

    def is_out(self, now: datetime | None = None) -> bool:
        """The same rule as `out_at()`, asked of a row."""
        if self.state != self.State.PUBLISHED or self.published_at is None:
            return False
        return self.published_at <= (now or timezone.now())

    @property
    def is_scheduled(self) -> bool:
        return self.state == self.State.PUBLISHED and not self.is_out()

    @property
    def body_html(self) -> SafeString:
        return as_safe_html(self.body)

    @property
    def block_ids(self) -> list[int]:
        """The id of each of blocks_of(body). A text that was never revised has those that its first revision gives."""
        return self.blocks or list(range(1, len(blocks_of(self.body)) + 1))

    @property
    def reading_minutes(self) -> int:
        return reading_minutes(self.body)

    def support_appeal(self) -> Appeal | None:
        """The appeal to show, if any. One query where the site's own is meant and the article was not read
        with_appeal().
        """
        if self.support == self.Support.NONE:
            return None
        if self.support == self.Support.OWN:
            return self.appeal
        if hasattr(self, "site_appeal"):
            return Appeal(**self.site_appeal) if self.site_appeal else None
        return Appeal.objects.filter(site_wide=True).first()
