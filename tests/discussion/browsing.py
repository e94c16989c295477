"""Reads a discussion as somebody who follows every link."""

from collections import defaultdict
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import resolve

from articles.models import Article
from discussion.conversation import Conversation, View
from discussion.conversation.line import Line, Onward
from discussion.models import Comment, Reader
from discussion.views.access import find_place


@dataclass
class Opened:
    """One page: its lines as the nesting of lists says it, None standing above the outermost."""

    conversation: Conversation
    children: dict[int | None, list[int]]
    links: dict[int, Onward]
    levels: dict[int, int]


def nested(lines: list[Line], conversation: Conversation) -> Opened:
    opened = Opened(conversation, defaultdict(list), {}, {})
    above: list[int | None] = [None]
    for line in lines:
        opened.children[above[-1]].append(line.id)
        opened.levels[line.id] = len(above) - 1
        if line.opens:
            above.append(line.id)
        elif line.onward:
            opened.links[line.id] = line.onward
        for onward in line.closes:
            closed = above.pop()
            if onward:
                opened.links[closed] = onward
    assert above == [None]  # every list that was opened is closed
    return opened


class Visit:
    """What `reader` comes upon, each address asked for once."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.pages: dict[str, Opened] = {}

    def open(self, url: str) -> Opened:
        if url not in self.pages:
            conversation = self._ask(url)
            self.pages[url] = nested(conversation.lines, conversation)
        return self.pages[url]

    def _ask(self, url: str) -> Conversation:
        path, _mark, query = url.partition("?")
        found, view = resolve(path), View.asked(QueryDict(query))
        if found.view_name == "articles:article":
            article = Article.objects.published().with_parts().get(**found.kwargs)
            return Conversation.for_reader(self.reader, article, view)
        assert found.view_name == "discussion:comment"
        thread, comment = find_place(self.reader, **found.kwargs)
        return Conversation.around(self.reader, thread, comment, view)

    def roots(self, article: Article, query: str = "") -> list[int]:
        """Page after page to the last."""
        roots: list[int] = []
        while True:
            page = self.open(article.get_absolute_url() + query)
            roots += page.children[None]
            query = page.conversation.next_query
            if not query:
                return roots

    def replies(self, page: Opened, pk: int) -> list[int]:
        """Those on this page, then those behind its link, page after page to the last."""
        replies = list(page.children[pk])
        onward = page.links.get(pk)
        while onward:
            page = self.open(onward.url)
            assert page.children[None] == [pk]
            replies += page.children[pk]
            onward = page.links.get(pk)
        return replies

    def everything(self, article: Article, query: str = "") -> set[int]:
        """Follows every link of every page; what was come upon."""
        self.roots(article, query)
        done: set[str] = set()
        while waiting := self.pages.keys() - done:
            for url in waiting:
                done.add(url)
                for onward in self.pages[url].links.values():
                    self.open(onward.url)
        return {pk for page in self.pages.values() for pk in page.levels}


def asked(sort: str) -> str:
    return f"?sort={sort}"


def expected(reader: Reader, sort: str, parent: int) -> list[int]:
    """The replies of one comment in the order that the sort promises."""
    column = {"newest": "posted_at", "oldest": "posted_at", "top": "-score", "best": "-best"}[sort]
    columns = (column, "-pk" if column.startswith("-") else "pk")
    return list(
        Comment.objects.placed_for(reader).filter(parent=parent).order_by(*columns).values_list("pk", flat=True)
    )
