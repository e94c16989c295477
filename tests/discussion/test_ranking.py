from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from discussion.conversation import Conversation, View
from discussion.models import Comment, Reader
from discussion.ranking import BEST_SCALE, SORTS, Z, votes_of, wilson
from tests.factories import person, say, thread, voice

votes = st.integers(0, 100_000)

# (up, down) in the order of Best, with the bound at z = 1.2816 to three places.
TABLE = [
    ((100, 0), 0.984),
    ((60, 5), 0.870),
    ((10, 1), 0.739),
    ((3, 0), 0.646),
    ((40, 20), 0.585),
    ((1000, 900), 0.512),
    ((1, 0), 0.378),
]


@pytest.mark.parametrize(("cast", "bound"), TABLE)
def test_the_bound_is_the_published_one(cast, bound):
    assert round(wilson(*cast) / BEST_SCALE, 3) == bound


def test_nothing_known_is_nothing_good():
    assert wilson(0, 0) == 0


def test_one_vote_does_not_beat_ninety_five_of_a_hundred():
    assert wilson(1, 0) < wilson(95, 5)


@given(up=votes, down=votes)
@example(up=1_000_000_000, down=1_000_000_000)
@example(up=1_000_000_000, down=0)
@example(up=0, down=1_000_000_000)
def test_it_is_where_the_interval_ends(up, down):
    """The bound p solves n (s - p)^2 = z^2 p (1 - p), s the share of votes up: an independent way to say it."""
    if not up + down:
        return
    bound, share, z = Decimal(wilson(up, down)) / BEST_SCALE, Decimal(up) / (up + down), Decimal(Z)
    assert 0 <= bound <= share + Decimal("1e-9")

    def excess(p):
        return (up + down) * (share - p) ** 2 - z * z * p * (1 - p)

    step = Decimal("1e-9")
    assert excess(max(bound - step, Decimal(0))) >= -step
    assert excess(bound + step) <= step


@given(up=votes, down=votes)
def test_a_vote_up_never_harms_and_a_vote_down_never_helps(up, down):
    assert wilson(up + 1, down) >= wilson(up, down) >= wilson(up, down + 1)


@given(up=votes, down=votes)
def test_both_sides_are_measured_alike(up, down):
    """What is surely good and what is surely bad never add up to more than all."""
    assert wilson(up, down) + wilson(down, up) <= BEST_SCALE
    assert (wilson(up, down) > wilson(down, up)) == (up > down)


@given(up=votes, down=votes, times=st.integers(2, 10))
def test_more_votes_of_the_same_share_are_surer(up, down, times):
    assert wilson(up * times, down * times) >= wilson(up, down)


@given(up=votes, down=votes)
def test_an_order_finds_its_column_from_the_votes(up, down):
    columns = votes_of(up, down)
    for sort in SORTS.values():
        for order in (sort.roots, sort.replies):
            if order.from_votes:
                assert order.from_votes(up, down) == columns[order.column]


@pytest.mark.parametrize("sort", SORTS.values(), ids=lambda sort: sort.name)
def test_every_order_ends_in_the_id_in_the_same_direction(sort):
    for order in (sort.roots, sort.replies):
        column, last = order.columns
        assert (column.startswith("-"), last) == (order.descending, "-id" if order.descending else "id")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("best", [(100, 0), (60, 5), (10, 1), (3, 0), (40, 20), (1000, 900), (1, 0)]),
        # 100/0 and 1000/900 both stand at 100: the newer one goes first.
        ("top", [(1000, 900), (100, 0), (60, 5), (40, 20), (10, 1), (3, 0), (1, 0)]),
    ],
)
def test_the_page_lists_that_order_every_time(sort, expected):
    under, ben = thread(), voice()
    shuffled = [(3, 0), (100, 0), (40, 20), (1, 0), (10, 1), (1000, 900), (60, 5)]
    for up, down in shuffled:
        comment = say(ben, thread=under)
        Comment.objects.filter(pk=comment.pk).update(carried_up=up, carried_down=down, **votes_of(up, down))
    reader = Reader(person())
    for _reload in range(20):
        page = Conversation.for_reader(reader, under.article, View(SORTS[sort]))
        assert [(line.up, line.down) for line in page.lines] == expected
