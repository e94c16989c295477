"""Articles' texts of all kinds for hypothesis, clean as they are saved, and what a browser makes of them."""

from html.parser import HTMLParser

import html5lib
from hypothesis import strategies as st

from articles.blocks import VOID
from articles.body import clean_body

WORDS = [
    *("the bridge", "two", " ", "  three ", "\n", "a\n b", ".", "«q»", "x" * 40),
    *(
        "&amp;",
        "&lt;p&gt;",
        "&nbsp;",
        "&amp;amp;",
        "🚆",
        "👩‍👧",
        "e\u0301",
        "الجسر مغلق",
        "桥关闭了",
        "\u200b",
        "\u202a",
    ),
]
INLINE = ["em", "strong", "b", "i", "q", "cite", "s", "sub", "sup", "code", 'a href="/x?a=1&amp;b=2"']
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map("".join)
blank = st.sampled_from(["", "\n", "\n  "])


def _wrapped(tags, inner):
    return st.tuples(st.sampled_from(tags), inner).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].split()[0]}>")


def _rows(parts, blank):
    return blank + "".join(f"<tr>{blank}{part}{blank}</tr>{blank}" for part in parts)


def _some(of, most=3):
    return st.lists(of, min_size=1, max_size=most)


inline = st.recursive(
    words | st.sampled_from(["<br>", '<img src="/media/a.jpg" alt="a &lt; b">']),
    lambda inner: _wrapped(INLINE, _some(inner).map("".join)),
    max_leaves=5,
)
line = _some(inline, 4).map("".join)
table = st.builds(
    lambda caption, cells, blank: (
        f"<table>{blank}<caption>{caption}</caption>{blank}<tbody>{_rows(cells, blank)}</tbody>{blank}</table>"
    ),
    line,
    _some(_wrapped(["td", 'th scope="row"', 'td colspan="2"'], line)),
    blank,
)
plain = st.one_of(
    _wrapped(["p", "h2", "h3"], line),
    _wrapped(["pre"], line | line.map(lambda code: f"<code>{code}</code>")),
    st.builds("<figure><img src='/media/a.jpg'>{}<figcaption>{}</figcaption></figure>".format, blank, line),
    table,
)
block = st.recursive(
    plain,
    lambda inner: st.one_of(
        st.builds(
            lambda tag, items, blank: (
                f"<{tag}>{blank}{blank.join(f'<li>{item}</li>' for item in items)}{blank}</{tag}>"
            ),
            st.sampled_from(["ul", "ol"]),
            _some(line | st.tuples(line, inner).map("".join) | st.tuples(inner, blank, line).map("".join)),
            blank,
        ),
        _wrapped(["blockquote", 'a href="/y"'], st.tuples(_some(inner).map("".join), blank | line).map("".join)),
    ),
    max_leaves=4,
)


def _saved(html):
    """A few bodies take more than one cleaning until nothing more changes."""
    while (cleaned := clean_body(html)) != html:
        html = cleaned
    return html


bodies = st.lists(block | st.sampled_from(["<hr>", "\n", "loose "]), max_size=5).map("".join).map(_saved)


def tree_of(html):
    """As a browser parses it: tags, attributes, texts."""
    return _branch(html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False))


def _branch(element):
    children = [element.text or ""]
    for child in element:
        children += [(child.tag, sorted(child.items()), _branch(child)), child.tail or ""]
    return [child for child in children if child]


def text_of(html):
    return _joined(tree_of(html))


def _joined(branch):
    return "".join(one if isinstance(one, str) else _joined(one[2]) for one in branch)


def tree_as_written(html):
    """Each tag where it stands in the source."""
    writing = _Writing()
    writing.feed(html)
    writing.close()
    return writing.stack[0]


class _Writing(HTMLParser):
    def __init__(self):
        super().__init__()
        self.stack = [[]]

    def handle_starttag(self, tag, attrs):
        self.stack[-1].append((tag, sorted(attrs), inner := []))
        if tag not in VOID:
            self.stack.append(inner)

    def handle_endtag(self, _tag):
        self.stack.pop()

    def handle_data(self, data):
        if self.stack[-1] and isinstance(self.stack[-1][-1], str):
            self.stack[-1][-1] += data
        else:
            self.stack[-1].append(data)
