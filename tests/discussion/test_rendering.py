import time
from html.parser import HTMLParser

import ada_url
import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from discussion.models import Comment
from discussion.rendering import ATTRIBUTES, RENDERER, SCHEMES, TAGS, html_of, render, rendered
from tests.factories import say, thread, voice


class Seen(HTMLParser):
    """Which tags, attributes and addresses a piece of HTML holds."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.links = set(), set(), []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _value in attrs}
        self.links += [dict(attrs)] if tag == "a" else []


ALLOWED = {("a", "href"), ("a", "rel"), ("ol", "start")}

# Shapes that make parsers count twice, and their neighbours. Cut to the longest a comment may be.
PATHOLOGICAL = [
    "![", "[", "]", "[]", "[](", "[a](", "[a](b", "![a](<", "<a>", "<", "<!--", "<!", "&", "&#", "&amp;",
    "*a_ ", "*a **a ", "_", "**", "~~a", "a**b", "`", "`a``", ">", "> - ", "- ", "1. ", " \n", "\\",
    "<http://a", "http://", "a@b.c ", "```\n", "~~~\n", "---\n", "\t", "\u0000", "\U0001f600", "e\u0301",
]  # fmt: skip
COMPOSED = [
    "[" * 5_000 + "]" * 5_000,
    "[" * 4_990 + "a" + "](b)" * 1_250,
    ">" * 5_000 + "a" * 5_000,
    "*" * 5_000 + "a" + "*" * 4_999,
    "**a" * 1_666 + "b**" * 1_666,
    "".join("`" * n + "a" for n in range(1, 140)),
    "".join(f"{'  ' * n}- a\n" for n in range(98)),
    "".join("> " * n + "a\n" for n in range(98)),
]


def cases():
    return [(shape * Comment.LONGEST)[: Comment.LONGEST] for shape in PATHOLOGICAL] + COMPOSED


def test_it_works():
    assert render("Some *plain* **words** and `code`.") == (
        "<p>Some <em>plain</em> <strong>words</strong> and <code>code</code>.</p>"
    )


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("~~gone~~", "<p><del>gone</del></p>"),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
        ("```\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("---", "<hr>"),
        ("", ""),
        (" \n ", ""),
        ("5 < 6 & 7 > 2", "<p>5 &lt; 6 &amp; 7 &gt; 2</p>"),
    ],
)
def test_what_people_write_comes_out_as_they_mean_it(source, html):
    # Either tag strikes a text through: markdown-it writes <s>, others <del>.
    assert render(source).replace("<s>", "<del>").replace("</s>", "</del>") == html


@pytest.mark.parametrize(
    "source", ["[a](https://example.org/x)", "<https://example.org/x>", "[a](mailto:a@example.org)"]
)
def test_links_say_that_we_do_not_vouch_for_them(source):
    (link,) = Seen(render(source)).links
    assert set(link) == {"href", "rel"}
    assert set(link["rel"].split()) == {"nofollow", "ugc", "noopener"}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "javascript&colon;alert(1)",
        "\u0001javascript:alert(1)",
        "vbscript:msgbox(1)",
        "data:text/html,<script>alert(1)</script>",
        "data:text/html;base64,PHNjcmlwdD4=",
        "data:image/svg+xml,<svg onload=alert(1)>",
        "file:///etc/passwd",
        "blob:https://example.org/x",
        "tel:123",
        "view-source:https://example.org",
    ],
)
@pytest.mark.parametrize("shape", ["[a]({})", "[a](<{}>)", "<{}>", "[a][b]\n\n[b]: {}", '<a href="{}">a</a>'])
def test_no_link_runs_anything(address, shape):
    for link in Seen(render(shape.format(address))).links:
        followed = ada_url.URL(link.get("href", ""), "https://broadsheet.example/articles/a/")
        assert followed.protocol.rstrip(":") in SCHEMES, link


@pytest.mark.parametrize(
    ("source", "tag"),
    [
        ("![alt](https://example.org/a.png)", "img"),
        ("# Shout", "h1"),
        ("Shout\n=====", "h1"),
        ("Shout\n-----", "h2"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "table"),
        ("<script>alert(1)</script>", "script"),
        ("<style>*{display:none}</style>", "style"),
        ("a <b onclick=alert(1)>b</b>", "b"),
        ("<img src=x onerror=alert(1)>", "img"),
        ("<svg onload=alert(1)>", "svg"),
        ("<iframe src=//example.org></iframe>", "iframe"),
        ("<form action=/comments/1/withdrawal method=post><button>", "form"),
        ("<div hx-get=/ hx-trigger=load>", "div"),
        ("<math><mi//xlink:href=javascript:alert(1)>", "math"),
    ],
)
def test_what_belongs_to_the_page_does_not_come_out(source, tag):
    seen = Seen(render(source))
    assert tag not in seen.tags
    assert seen.tags <= TAGS
    assert seen.attributes <= ALLOWED


def test_raw_html_is_shown_as_it_was_written():
    assert render("a <b>bold</b> move") == "<p>a &lt;b&gt;bold&lt;/b&gt; move</p>"


@given(st.text(alphabet=st.one_of(st.sampled_from("<>[]()*_`~#!&;:/\"'=- \n\tab1"), st.characters(codec="utf-8"))))
def test_whatever_goes_in_the_allow_list_comes_out(source):
    html = render(source)
    seen = Seen(html)
    assert seen.tags <= TAGS
    assert seen.attributes <= ALLOWED
    again = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="nofollow ugc noopener")
    assert again == html  # clean already: nothing is left to take out


@pytest.mark.parametrize("number", range(len(PATHOLOGICAL) + len(COMPOSED)))
def test_no_text_takes_long(number):
    source = cases()[number]
    assert len(source) <= Comment.LONGEST
    start = time.process_time()
    html = render(source)
    assert time.process_time() - start < 5
    assert Seen(html).tags <= TAGS


def test_the_columns_say_which_renderer_it_was():
    assert rendered("*a*") == {"source": "*a*", "html": "<p><em>a</em></p>", "renderer": RENDERER}


@pytest.mark.django_db
def test_html_of_an_older_renderer_is_made_anew():
    comment = say(voice(), "Some *words*.", thread=thread())
    comment.html = "<p>kept</p>"
    assert html_of(comment) == "<p>kept</p>"
    comment.renderer = RENDERER - 1
    assert html_of(comment) == "<p>Some <em>words</em>.</p>"
