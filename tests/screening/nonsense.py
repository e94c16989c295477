"""Texts made to break, slow down or fool what reads them; each within what a comment can be."""

import sys

LONGEST = 10_000
MARKS = "".join(map(chr, range(0x300, 0x370)))
EVERYTHING = "".join(map(chr, range(1, 0xD800))) + "".join(map(chr, range(0xE000, sys.maxunicode + 1)))


def cut(text: str) -> str:
    return text[:LONGEST]


NONSENSE = {
    "nothing": "",
    "a space": " ",
    "dots": "." * LONGEST,
    "one letter": "a" * LONGEST,
    "a letter and a dot": cut("a." * LONGEST),
    "a letter and a space": cut("a " * LONGEST),
    "at signs": cut("a@" * LONGEST),
    "schemes": cut("http://" * LONGEST),
    "dot dot": cut("a dot " * LONGEST),
    "hosts without end": cut("www.a" * LONGEST),
    "brackets": cut("[" * 5000 + "](" * 5000),
    "fences": cut("```" * LONGEST),
    "backticks": cut("`a\n" * LONGEST),
    "quotes in quotes": cut("> " * LONGEST),
    "flags": cut("\U0001f1fa" * LONGEST),
    "joined": cut("\U0001f468\u200d" * LONGEST),
    "marks": cut("a" + MARKS * 100),
    "hyphens": cut("xn--" * LONGEST),
    "bad punycode": "http://xn--a\u0fff--.com http://xn--99999999999999.com http://xn--.com",
    "numbers for hosts": "http://0x7f.1/ http://3232235777/ http://[::1]/ http://[::zz]:99999999/ http://1.2.3:port",
    "percent": "http://%zz%00%ff.com/ http://ex%2Eample%2ecom",
    "directions": "\u202eevil\u202c \u2066http://a.com\u2069 \u200b\u200d\ufeff" * 100,
    "entities": cut("&#x68;ttp&colon;//&#x65;vil&period;com &#99999999999; &#xd800;" * 200),
    "formats": "%s %d %(count)d {0} {} %%",
    "markup": "<script>alert(1)</script> ' OR 1=1 -- \\",
    "surrogates": "\ud800\udc00 \udfff http://\ud800.com",
    **{f"all of Unicode, {at}": EVERYTHING[at : at + LONGEST] for at in range(0, 300_000, LONGEST)},
}
