"""What bench/site makes of what it measured."""

import pytest

from bench.site.measured import Measured, Scenario, Target, middle, ratio, rounded, verdicts
from bench.site.scenarios import SCENARIOS
from bench.site.scenarios.cold import between
from bench.site.scenarios.polling import Discussion
from bench.site.server import CannotMeasure
from bench.site.tails import share
from bench.site.wrk import read

TOLD = """Running 2s test @ http://127.0.0.1:8000/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.20ms  512.00us  20.10ms   90.00%
    Req/Sec     4.10k   300.00     5.00k    80.00%
  Latency Distribution
     50%  850.00us
     75%    1.30ms
     90%    2.00ms
     99%    4.25ms
  8000 requests in 2.00s, 15.62MB read
{}Requests/sec:   4000.50
Transfer/sec:      7.81MB
"""


def test_what_wrk_prints_is_read():
    found = read(TOLD.format(""))
    assert (found.per_second, found.p50, found.p99, found.wrong) == (4000.5, 0.85, 4.25, "")
    assert found.bytes_each == pytest.approx(15.62 * 2**20 / 8000)


@pytest.mark.parametrize(
    "complaint", ["Non-2xx or 3xx responses: 12", "Socket errors: connect 0, read 3, write 0, timeout 1"]
)
def test_what_wrk_complains_of_is_read(complaint):
    assert read(TOLD.format(f"  {complaint}\n")).wrong == complaint


def test_a_server_that_answers_nothing_is_not_measured():
    with pytest.raises(CannotMeasure):
        read("  0 requests in 2.00s, 0.00B read\nRequests/sec:      0.00\n")


def test_the_middle_of_three_rounds_counts_for_each_figure_by_itself():
    rounds = [(1.0, {"p50 ms": 9.0}), (30.0, {"p50 ms": 1.0}), (2.0, {"p50 ms": 5.0})]
    assert middle(rounds) == (2.0, {"p50 ms": 5.0})


def test_a_ratio_is_to_the_calibration_that_was_measured_beside_it():
    assert ratio(Measured(300.0, {}), 200.0) == 1.5
    assert ratio(Measured(300.0, {}, calibration=100.0), None) == 3.0


def test_no_more_digits_are_kept_than_mean_something():
    assert [rounded(number) for number in (17523.4, 0.0123456, 3.0)] == [17520.0, 0.01235, 3.0]


def test_a_target_says_what_it_asks_of_which_database():
    replies, slowest = Target("per second", 150, on_postgresql=250), Target("p99 / p50", 5, least=False)
    assert (replies.words(), replies.words("postgresql"), slowest.words()) == ("≥ 150", "≥ 250", "≤ 5")
    assert replies.reached(150) and not replies.reached(150, "postgresql")
    assert slowest.reached(5) and not slowest.reached(5.1)


def test_verdicts_are_of_ratios_and_of_figures():
    scenario = Scenario("name", "says", "one row", None, targets=(Target("ratio", 1), Target("ms", 2, least=False)))
    assert verdicts(scenario, 0.9, {"ms": 1.5}) == [
        {"figure": "ratio", "target": "≥ 1", "found": 0.9, "reached": False},
        {"figure": "ms", "target": "≤ 2", "found": 1.5, "reached": True},
    ]


def test_a_share_is_a_number_that_was_measured():
    assert [share(range(1, 101), part) for part in (0.5, 0.99, 1)] == [51, 100, 100]
    assert share([7], 0.99) == 7


def test_a_page_of_sixty_is_found_between_a_short_and_a_long_one():
    assert between(20, 10.0, 80, 22.0, 60) == 18.0
    assert between(20, 10.0, 20, 12.0, 60) == 11.0


def test_a_reader_knows_of_a_comment_with_the_first_version_that_has_it():
    discussion = Discussion(1, [2], 5, said={6: 100.0, 7: 101.0})
    discussion.learnt = [[(103.0, 6), (107.0, 7)], [(102.0, 7)]]
    assert list(discussion.delays()) == [[3.0, 2.0], [6.0, 1.0]]


def test_a_comment_that_a_reader_never_saw_is_no_measurement():
    discussion = Discussion(1, [2], 5, said={6: 100.0}, learnt=[[(103.0, 6)], []])
    with pytest.raises(CannotMeasure):
        list(discussion.delays())


def test_scenarios_have_names_that_fit_into_the_table_and_a_file():
    assert all(name == name.lower() and len(name) <= 12 and "/" not in name for name in SCENARIOS)
    assert all(one.against in ("same bytes", "empty view", "one row", "") for one in SCENARIOS.values())
    assert [name for name, one in SCENARIOS.items() if one.against == "same bytes" and one.request is None] == []
