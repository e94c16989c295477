import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.avatars import PALETTES, avatar

SVG = "{http://www.w3.org/2000/svg}"


def drawn(seed):
    """As a browser reads it in a page."""
    return html5lib.HTMLParser(strict=True).parseFragment(avatar(seed))[0]


def test_it_works():
    picture = drawn("ada")
    assert picture.get("viewBox") == "0 0 4 4"
    assert picture.get("aria-hidden") == "true"  # the name stands beside it


def test_the_same_seed_gives_the_same_picture():
    kept = avatar("12")
    avatar.cache_clear()
    assert avatar("12") == kept


def test_people_look_different():
    assert len({avatar(str(pk)) for pk in range(1000)}) > 900


@given(st.text())
def test_it_is_small_and_says_nothing_of_the_person(seed):
    picture = drawn(seed)
    (palette,) = (colours for colours in PALETTES if colours[0] in avatar(seed))
    assert len(avatar(seed)) <= 700
    assert len(list(picture.iter())) <= 4
    for path in picture:
        assert path.tag == f"{SVG}path"
        assert set(path.attrib) == {"d", "fill"}
        assert path.get("fill") in palette


@pytest.mark.parametrize("seed", ["<script>alert(1)</script>", '"onload="', "ada@example.org"])
def test_the_seed_is_not_in_the_picture(seed):
    assert seed not in avatar(seed)
