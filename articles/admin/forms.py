import zlib
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.editor import BodyFormField
from articles.models import Article
from articles.revising import texts_to_be
from articles.saving import warnings


class ArticleForm(forms.ModelForm):
    body = BodyFormField(label=_("Text"))
    losses: tuple[str, ...] = ()  # what the text as it was sent would make others lose

    class Meta:
        model = Article
        fields = "__all__"  # noqa: DJ007  the admin's fieldsets name them
        help_texts = {  # noqa: RUF012
            "slug": _("The last part of the article's address. Links to it break when it changes after publication."),
            "state": _("Readers see a published article from its time of publication on. A draft is taken back."),
            "published_at": _(
                "Left empty, a published article is out at once. At a time to come it appears by itself."
            ),
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        without_time = not told.get("published_at") and "published_at" not in self.errors
        if told.get("state") == Article.State.PUBLISHED and without_time:
            told["published_at"] = timezone.now()
        if told.get("support") == Article.Support.OWN and not told.get("appeal"):
            self.add_error("appeal", _("Choose the appeal that this article has of its own, or add one."))
        if "body" in told and self.instance.pk:
            self._warn(told["body"])
        return told

    @property
    def losses_key(self) -> str:
        """What "Save all the same" is said to: just these losses, and not what a later change adds to them."""
        return str(zlib.crc32("\n".join(self.losses).encode()))

    @property
    def all_the_same(self) -> bool:
        return self.data.get("all_the_same") == self.losses_key

    def _warn(self, body: str) -> None:
        article = self.instance  # not written to before this is over
        if body != article.body:
            self.losses = tuple(warnings(article, texts_to_be(article, body)))
        if self.losses and not self.all_the_same:
            self.add_error(None, _("Nothing is saved yet: see below what would be lost."))
