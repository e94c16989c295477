"""An article's page as it is printed: for many readers it is the same but for a few words."""

import re
from dataclasses import dataclass
from secrets import randbits
from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import caches
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import get_language

from articles.stories import SECONDS_KEPT, Story

TEMPLATE = "articles/article.html"
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


def printed(request: HttpRequest, story: Story, context: dict[str, Any]) -> str:
    """No template is rendered where a process has printed the page for another reader who is `alike`, as the context
    says.
    """
    alike: Alike | None = context.get("alike")
    if alike is None or len(get_messages(request)):
        return render_to_string(TEMPLATE, context, request)
    words = {"csrf_token": get_token(request), **alike.words}
    shown = (story.number, alike.facts, request.get_full_path(), get_language())
    key = f"page:{hash(shown)}"
    kept: tuple[Any, list[str]] | None = caches["pages"].get(key)
    if kept is None or kept[0] != shown:
        context |= {name: STANDS_IN.format(number) for number, name in enumerate(words)}
        kept = shown, STOOD_IN.split(render_to_string(TEMPLATE, context, request))
        caches["pages"].set(key, kept, SECONDS_KEPT)
    return _joined(kept[1], list(words.values()))


def _joined(pieces: list[str], words: list[str]) -> str:
    texts = pieces.copy()
    for place in range(1, len(texts), 2):
        texts[place] = words[int(texts[place])]
    return "".join(texts)
