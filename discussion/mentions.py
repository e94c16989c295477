"""@handle in a comment names a member. Found in what Markdown made of the text, so that code, links and addresses hold
none; in a quotation it is a link like any other, but calls nobody a second time.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from articles.models import Article
from discussion.models import Comment, Voice
from discussion.models.reader import STRANGER
from people.models import User

OFFERED = 6
MOST = 10  # members that one comment can call: who names more wants an audience, not an answer
# Not within a word, an address or a path; a dot ends it, unless a name goes on behind it.
MENTION = re.compile(r"(?<![A-Za-z0-9_.+@/-])@([A-Za-z0-9_]{3,30})(?![A-Za-z0-9_@]|\.[A-Za-z0-9])")


def mentions(markdown: MarkdownIt) -> None:
    """A plug-in: env["called"] becomes the handles that the text calls, in small letters and in its order; env["pages"]
    says where a handle leads, and who is not in it stays text.
    """
    markdown.core.ruler.push("mentions", _find)
    markdown.add_render_rule("mention", _link)


def members(handles: Iterable[str]) -> list[User]:
    """Those of the first MOST that are accounts, none that is closed. One query, none for none."""
    first = list(dict.fromkeys(handles))[:MOST]
    return list(User.objects.filter(handle__in=first, is_active=True)) if first else []


def pages(handles: Sequence[str]) -> dict[str, str]:
    """Where they lead, of those who are members. One query, none for none."""
    return {user.handle: reverse("discussion:person", args=[user.handle]) for user in members(handles)}


def who_may_be_meant(start: str, thread: int | None = None) -> list[Voice]:
    """A few members whose handle, or a word of whose name, begins so: of those who said what everybody may read, as
    others' names are not to be had by trying letters. Who spoke in `thread` comes first. One query.
    """
    named = Q(user__handle__startswith=start.lower()) | Q(name__istartswith=start) | Q(name__icontains=f" {start}")
    out = Article.objects.published().filter(pk=OuterRef("thread__article"))
    said = Comment.objects.visible_to(STRANGER).filter(Exists(out), voice=OuterRef("pk"))
    heard = Voice.objects.filter(named, Exists(said), user__is_active=True).select_related("user")
    here = heard.annotate(here=Exists(said.filter(thread=thread)))
    return list(here.order_by("-here", "user__handle")[:OFFERED])


def _find(state: StateCore) -> None:
    called: list[str] = state.env.setdefault("called", [])
    named: list[str] = state.env.setdefault("named", [])
    quoted = 0
    for token in state.tokens:
        quoted += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline" and "@" in token.content:
            token.children = list(_split(token.children or []))
            found = [child.meta["handle"] for child in token.children if child.type == "mention"]
            named += found
            called += [] if quoted else found


def _split(tokens: Iterable[Token]) -> Iterator[Token]:
    linked = 0
    for token in tokens:
        linked += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        yield from _parts(token) if token.type == "text" and not linked else [token]


def _parts(text: Token) -> Iterator[Token]:
    end = 0
    for found in MENTION.finditer(text.content):
        if before := text.content[end : found.start()]:
            yield Token("text", "", 0, content=before, level=text.level)
        meta = {"handle": found[1].lower()}
        yield Token("mention", "", 0, content=found[0], level=text.level, meta=meta)
        end = found.end()
    if rest := text.content[end:]:
        yield Token("text", "", 0, content=rest, level=text.level)


def _link(renderer: RendererProtocol, tokens: Sequence[Token], place: int, options: OptionsDict, env: EnvType) -> str:
    """Both parts are letters, digits and "_" by their pattern: nothing in them needs escaping."""
    token = tokens[place]
    page = env.get("pages", {}).get(token.meta["handle"])
    return f'<a href="{page}">{token.content}</a>' if page else token.content
