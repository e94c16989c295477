import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.redirects import SeeOther, own_page

HOME = "/otherwise/"


@pytest.mark.parametrize("address", ["/", "/articles/a/", "/articles/a/?sort=top&after=1.2.3", "/a%20b/", "/é/"])
def test_a_page_of_ours_stays(address):
    assert own_page(address, otherwise=HOME) == address


def test_the_fragment_is_left_out():
    assert own_page("/ok?x#y", otherwise=HOME) == "/ok?x"
    assert own_page("/ok?x#y#z", otherwise=HOME) == "/ok?x"


HOSTILE = [
    "",
    " ",
    "#x",
    "articles/a/",
    "?sort=top",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "HTTPS://evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "mailto:a@evil.example",
    " //evil.example",
    "\t//evil.example",
    "\x00//evil.example",
    "\x1f/evil",
    "//evil.example#@ok",
    "//[",
    "http://[",
]
# A browser takes tabs and line ends out of an address before it reads it.
TAKEN_OUT = ["/\t/evil.example", "/\n/evil.example", "/\r/evil.example", "/\t//evil.example", "/\\\t/evil.example"]


@pytest.mark.parametrize("address", HOSTILE + TAKEN_OUT)
def test_nothing_leads_elsewhere(address):
    assert own_page(address, otherwise=HOME) == HOME


@given(st.text(alphabet="/\\\t\r\n\x00 :@#?[]evil.example", max_size=12))
def test_what_comes_out_is_a_path_however_a_browser_reads_it(address):
    page = own_page(address, otherwise=HOME)
    read = "".join(letter for letter in page if letter not in "\t\r\n").replace("\\", "/")
    assert read.startswith("/")
    assert not read.startswith("//")


def test_after_a_post_the_browser_gets_the_page():
    response = SeeOther("/articles/a/#comment-1")
    assert (response.status_code, response["Location"]) == (303, "/articles/a/#comment-1")


@pytest.mark.parametrize("address", TAKEN_OUT)
def test_a_header_holds_no_line_end_and_no_way_out(address):
    location = SeeOther(own_page(address, otherwise=HOME))["Location"]
    assert not set(location) & set("\t\r\n\\")
    assert not location.startswith("//")
