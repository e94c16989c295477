"""An article's page as it is printed: for many readers it is the same but for a few words."""

import re
from dataclasses import dataclass
from hashlib import blake2b
from secrets import randbits
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.db.models import Model
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from articles.models import Article, Section, Tag
from articles.models.article import READ_WITH_ARTICLES
from kit.prepared import Prepared

TEMPLATE = "articles/article.html"
SECONDS_KEPT = 3600
tags_of = Prepared(lambda *, article: Tag.objects.filter(articles=article).values_list())
sections = Prepared(lambda: Section.objects.values_list())
# What stands for words of one reader in a page that is kept: digits, as no filter changes them, and such as nobody can
# know and write.
SECRET = str(randbits(64))
STANDS_IN = SECRET + "{:02}"
STOOD_IN = re.compile(SECRET + r"(\d\d)")


@dataclass
class Alike:
    """Readers who get the same page. `facts`: all that it depends on, beside the article and the address; `words`: what
    is put into it for one of them, by the name that the template knows it by, as HTML.
    """

    facts: tuple[Any, ...]
    words: dict[str, str]


def printed(request: HttpRequest, context: dict[str, Any]) -> str:
    """No template is rendered where a process has printed the page for another reader who is `alike`, as the context
    says.
    """
    alike: Alike | None = context.get("alike")
    article = context["article"]
    if alike is None or len(get_messages(request)):
        return render_to_string(TEMPLATE, context | {"tags": article.tags.all()}, request)
    words = {"csrf_token": get_token(request), **alike.words}
    lists = tags_of(article=article.pk), sections()
    key = _key(request, article, lists, alike)
    pieces: list[str] | None = caches["pages"].get(key)
    if pieces is None:
        context |= {"tags": [Tag(*row) for row in lists[0]], "sections": [Section(*row) for row in lists[1]]}
        context |= {name: STANDS_IN.format(number) for number, name in enumerate(words)}
        pieces = STOOD_IN.split(render_to_string(TEMPLATE, context, request))
        caches["pages"].set(key, pieces, SECONDS_KEPT)
    return _joined(pieces, list(words.values()))


def _key(request: HttpRequest, article: Article, lists: tuple[list[Any], list[Any]], alike: Alike) -> str:
    """All that the page depends on: the rows that it is made of, as they are, so that no change can be forgotten."""
    parts = [article, *(getattr(article, name, None) for name in READ_WITH_ARTICLES)]
    rows = [_row(part) for part in parts if part]
    site = getattr(article, "site_appeal", None)
    shown = (rows, site, lists, alike.facts, request.get_full_path(), get_language())
    return f"page:{blake2b(repr(shown).encode()).hexdigest()}"


def _row(row: Model) -> tuple[Any, ...]:
    return type(row).__name__, *(row.__dict__.get(field.attname) for field in row._meta.concrete_fields)


def _joined(pieces: list[str], words: list[str]) -> str:
    texts = pieces.copy()
    for place in range(1, len(texts), 2):
        texts[place] = words[int(texts[place])]
    return "".join(texts)
