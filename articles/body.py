"""The text of an article: clean HTML, whoever wrote it and however it came in."""

import re
from typing import Any

import nh3
from django.conf import settings
from django.db import models
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

WORDS_PER_MINUTE = 230

TAGS = {
    "a", "b", "blockquote", "br", "caption", "cite", "code", "em", "figcaption", "figure", "h2", "h3", "hr", "i",
    "img", "li", "ol", "p", "pre", "q", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # the sanitiser would let title and lang through on every tag
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
SCHEMES = {"http", "https", "mailto"}
OWN_PICTURE = re.compile(re.escape(settings.MEDIA_URL) + r"[\w/-]+\.(jpg|png|webp)\Z", re.ASCII)
WITHOUT_SOURCE = re.compile(r'<img\b(?![^>]* src=")[^>]*>')


def clean_body(html: str) -> str:
    """What is left of `html` when only an article's own tags stay. Cleaning twice changes nothing."""
    cleaned = nh3.clean(
        html.replace("\x00", ""),
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_own_pictures,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    return WITHOUT_SOURCE.sub("", cleaned)


def _own_pictures(tag: str, attribute: str, value: str) -> str | None:
    """A page asks nobody else for a picture, and no value holds what would end its tag in a simple pattern."""
    if tag != "img":
        return value
    if attribute == "src" and not OWN_PICTURE.match(value):
        return None
    return value.replace("<", "‹").replace(">", "›")


def reading_minutes(html: str) -> int:
    words = len(strip_tags(html.replace("<", " <")).split())
    return max(1, round(words / WORDS_PER_MINUTE))


class BodyField(models.TextField):
    """Cleans on the way into the database, so that bulk loads and the shell are covered too."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        # The object at hand too, as its text is taken for clean.
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean_body(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return clean_body(value) if isinstance(value, str) else value


def as_safe_html(body: str) -> SafeString:
    """`body` must come from a BodyField."""
    return mark_safe(body)
