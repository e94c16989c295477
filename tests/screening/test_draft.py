"""What a draft asked of the database once it knows."""

import pytest

from discussion.screening import Draft
from tests.factories import person, say, thread, voice

pytestmark = pytest.mark.django_db


def test_covered_words_cost_no_query(django_assert_num_queries):
    ben, under = voice(person("ben")), thread()
    say(ben, thread=under)
    draft = Draft("Some words.", under, by=ben)
    with django_assert_num_queries(1):
        assert draft.out == draft.reading("Some ■■■.").out == draft.reading("Some words.").out == 1
    assert draft.reading("Some ■■■.").source == "Some ■■■."
