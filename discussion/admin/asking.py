"""The way from the text in the newsroom to questions to its readers."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.beside import Link
from articles.models import Article
from discussion.models import Thread


def asking(request: HttpRequest, article: Article) -> Link | None:
    """None for what readers cannot read yet, and where no passages are commented on. At most one query."""
    off = Thread.objects.of(article).feedback_of == Thread.Feedback.OFF
    if off or not article.is_out() or not request.user.has_perm("articles.change_article"):
        return None
    return Link(
        _("Ask readers"),
        reverse("discussion:passages", args=[article.slug]),
        _("Ask readers about these words"),
        reverse("discussion:passage_question", args=[article.slug]),
    )
