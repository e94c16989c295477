"""What is put together from pieces is, byte for byte, what the template prints."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import mark_safe
from hypothesis import given, settings
from hypothesis import strategies as st

from discussion.conversation.line import Line, Onward, Own
from discussion.conversation.slots import actions_of, box_of, mark_of, row_of

WORDS = st.one_of(
    st.sampled_from(["", "<b>&\"'", "{{ line.id }}", "%(name)s %", "73095184600127", "0"]), st.text(max_size=9)
)
NUMBERS = st.integers(0, 10**15)
ONWARD = st.one_of(st.none(), st.builds(Onward, url=WORDS, words=WORDS, key=NUMBERS, away=st.booleans()))
SLUG = st.from_regex(r"/articles/[-a-z0-9]{1,9}/comments/[1-9][0-9]{0,5}/", fullmatch=True)
FLAG = st.booleans()
OWN = st.builds(
    Own,
    **dict.fromkeys(Own.__dataclass_fields__, FLAG) | {"vote": st.sampled_from([-1, 0, 1])},
)
LINES = st.builds(
    Line,
    id=st.integers(1, 10**15),
    **dict.fromkeys(("name", "profile", "gone", "badge", "posted_iso", "posted_words", "show_replies"), WORDS),
    **dict.fromkeys(("html", "avatar", "mark", "actions"), WORDS.map(mark_safe)),
    **dict.fromkeys(("by_author", "by_staff", "picked", "pinned", "low", "edited", "target", "opens"), FLAG),
    **dict.fromkeys(("up", "down", "appeared", "height"), NUMBERS),
    **dict.fromkeys(("ref", "heading", "rest", "answers", "onward"), ONWARD),
    posted_at=st.just(timezone.now()),
    counted_from=st.sampled_from([-1, 1]).map(lambda days: timezone.now() + timedelta(days=days)),
    url=SLUG,
    parent=st.one_of(st.none(), st.integers(1, 99)),
    state=st.just("published"),
    voice=NUMBERS,
    user=st.none(),
    own=OWN,
    closes=st.lists(ONWARD, max_size=4),
)


@pytest.mark.parametrize("skeleton", [mark_of, actions_of, box_of, row_of], ids=lambda one: one.template)
@given(line=LINES, language=st.sampled_from(["en", "ar", "de"]))
@settings(max_examples=60)
def test_pieces_make_what_the_template_prints(skeleton, line, language):
    with translation.override(language):
        printed = render_to_string(skeleton.template, {"line": line})
        assert skeleton(line) == printed
        assert skeleton(line) == printed  # from what was kept
