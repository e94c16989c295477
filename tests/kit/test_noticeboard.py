import pytest

from kit.noticeboard import Noticeboard


@pytest.fixture
def board(tmp_path):
    return Noticeboard(tmp_path / "board.json")


def test_what_one_wrote_another_reads(board):
    with board.in_hand() as notices:
        assert notices.read() is None
        notices.write([1, "two", None])
    with Noticeboard(board.path).in_hand() as notices:
        assert notices.read() == [1, "two", None]
        notices.write([3])
        assert notices.read() == [3]


def test_one_has_it_at_a_time_and_nobody_waits(board):
    with board.in_hand() as notices:
        assert notices is not None
        with Noticeboard(board.path).in_hand() as of_another:
            assert of_another is None
    with board.in_hand() as notices:
        assert notices is not None


@pytest.mark.parametrize("left", ["", "[1, 2", "\0"])
def test_what_was_not_written_to_its_end_reads_as_nothing(board, left):
    board.path.write_text(left)
    with board.in_hand() as notices:
        assert notices.read() is None


def test_where_there_cannot_be_one_it_is_nobodys(tmp_path):
    with Noticeboard(tmp_path / "missing" / "board.json").in_hand() as notices:
        assert notices is None


def test_it_is_free_again_after_a_mistake(board):
    with pytest.raises(ZeroDivisionError), board.in_hand():
        1 / 0  # noqa: B018
    with board.in_hand() as notices:
        assert notices is not None
