"""What readers' comments would lose by an edit of the text, for its editor."""

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from articles.saving import Texts
from discussion.models import Passage
from discussion.passages import losses

SHORT = 80  # characters of a passage


def losing(article: Article, texts: Texts) -> list[str]:
    return [_sentence(passage) for passage in losses(article, texts)]


def _sentence(passage: Passage) -> str:
    told = {"count": passage.count, "words": Truncator(" ".join(passage.words.split())).chars(SHORT)}
    if not passage.count:
        return _("The question to readers on “%(words)s” will lose its place.") % told
    sentence = ngettext(
        "%(count)d comment on “%(words)s” will lose its place.",
        "%(count)d comments on “%(words)s” will lose their place.",
        passage.count,
    )
    return sentence % told
