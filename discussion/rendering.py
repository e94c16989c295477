"""A comment's words as HTML. The only place of this app that calls anything safe."""

from collections.abc import Callable, Mapping, Sequence
from html import unescape
from typing import Any

import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from discussion.mentions import mentions
from discussion.models import Comment

# Where handles lead, of those that do.
Pages = Callable[[Sequence[str]], Mapping[str, str]]

# Raise this with any change to what comes out: stored HTML of an older number is rendered again.
RENDERER = 1

TAGS = {"p", "br", "hr", "em", "strong", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a"}
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}  # "*": the sanitiser's own are none
SCHEMES = {"http", "https", "mailto"}

# No HTML, no pictures, no headings (they belong to the page), no tables; single line breaks count.
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("strikethrough")
_markdown.disable(["html_block", "html_inline", "image", "heading", "lheading", "reference"])
_markdown.use(mentions)


def nowhere(handles: Sequence[str]) -> Mapping[str, str]:
    """Handles of elsewhere are nobody's here, and a page of many comments asks nothing for each."""
    return {}


def render(source: str, pages: Pages = nowhere) -> str:
    """Markdown to clean HTML; any text in, the allow-list out. Linear: 10,000 characters in <= 200 ms. `pages` is asked
    once, where the text names anybody.
    """
    env: dict[str, Any] = {}
    tokens = _markdown.parse(source, env)
    if env["named"]:
        env["pages"] = pages(env["named"])
    return nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, env),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="nofollow ugc noopener",
    ).strip()


def rendered(source: str, pages: Pages = nowhere) -> dict[str, str | int]:
    """The columns that hold a source and what became of it."""
    return {"source": source, "html": render(source, pages), "renderer": RENDERER}


def called_in(source: str) -> list[str]:
    """The handles that it calls, in its order. No query: whose they are, mentions.members says."""
    env: dict[str, Any] = {"called": []}
    if "@" in source:
        _markdown.parse(source, env)
    return list(env["called"])


def words_of(html: str) -> str:
    """On one line, as text. Cut after what ends a block, which HTML tells apart by tags alone."""
    return " ".join(unescape(strip_tags(html.replace("</p>", "</p> ").replace("<br>", " "))).split())


def html_of(comment: Comment) -> SafeString:
    return html_as_stored(comment.html, comment.renderer, comment.source) if comment.words else mark_safe("")


def html_as_stored(html: str, renderer: int, source: str) -> SafeString:
    """`source` is asked only where `html` is of an older renderer."""
    return SafeString(html if renderer == RENDERER else render(source))


def html_of_source(source: str, pages: Pages = nowhere) -> SafeString:
    return mark_safe(render(source, pages))
