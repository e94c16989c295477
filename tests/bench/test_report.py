"""What is told of a measurement: a table, a file, a chart."""

import json
from xml.etree import ElementTree

import pytest

from bench.site import chart, report
from bench.site.measured import Measured, Plan, Scenario, Target
from bench.site.rounds import failed, measure, result_of
from bench.site.server import CannotMeasure

SVG = "{http://www.w3.org/2000/svg}"
WARM = Scenario("warm", "As <most> get it", "same bytes", None, targets=(Target("ratio", 1),))
COLD = Scenario("cold", "The first time", "", None)
GONE = Scenario("gone", "Not there", "one row", None)


@pytest.fixture
def found():
    scenarios = [
        result_of(WARM, [(0.5, {"p50 ms": 3.0})], "sqlite"),
        result_of(COLD, [(0.025, {"p50 ms": 30.0})], "sqlite"),
        failed(GONE, CannotMeasure("/gone answered 404 instead of 200")),
    ]
    return report.result(scenarios, "sqlite", Plan(3, 3, quick=False))


class Mute:
    """A site whose log is empty."""

    def complaint(self):
        return ""


def drawn(found):
    return ElementTree.fromstring(chart.drawn(found))  # noqa: S314  it is ours


def test_the_file_names_the_machine_by_cores_and_memory_alone(found):
    kept = json.loads(report.as_json(found))
    assert kept["machine"].split()[1::2] == ["cores,", "GiB"]
    assert set(kept) == {"machine", "database", "seconds", "rounds", "scenarios"}


def test_the_file_has_of_each_scenario_what_was_found_or_why_nothing_was(found):
    warm, _cold, gone = json.loads(report.as_json(found))["scenarios"]
    assert set(warm) == {"name", "says", "against", "ratio", "figures", "targets"}
    assert warm["targets"] == [{"figure": "ratio", "target": "≥ 1", "found": 0.5, "reached": False}]
    assert gone["wrong"] == "/gone answered 404 instead of 200"
    assert "ratio" not in gone


def test_the_table_says_what_was_reached_and_what_was_not_measured(found, capsys):
    report.show(found)
    told = capsys.readouterr().out
    assert "NOT REACHED" in told
    assert "NOT MEASURED: /gone answered 404 instead of 200" in told


def test_the_table_says_how_a_revision_compares(found):
    compared = found["scenarios"][0] | {"before": 0.25, "compared with": "main", "ratio of ratios": 2.0}
    assert "0.25 × in main: 2 times as fast" in report.line(compared)


def test_the_chart_is_well_formed_and_says_everything_in_words_too(found):
    svg = drawn(found)
    assert svg.get("role") == "img"
    assert svg.get("aria-labelledby").split() == [svg.find(f"{SVG}title").get("id"), svg.find(f"{SVG}desc").get("id")]
    assert svg.find(f"{SVG}desc").text == "warm 0.5; cold 0.025"
    assert "prefers-color-scheme: dark" in svg.find(f"{SVG}style").text


def test_the_chart_has_a_bar_for_each_that_was_measured_inside_of_its_sheet(found):
    svg = drawn(found)
    bars = [bar for bar in svg.iter(f"{SVG}rect") if bar.get("class") != "sheet"]
    assert [bar.get("class") for bar in bars] == ["missed", "bar"]
    for bar in bars:
        assert float(bar.get("x")) >= chart.LEFT
        assert float(bar.get("x")) + float(bar.get("width")) <= chart.WIDTH - chart.RIGHT


def test_a_chart_of_nothing_is_a_chart_still():
    assert drawn(report.result([], "postgresql", Plan(1, 1, quick=True))).find(f"{SVG}desc").text is None


def test_a_scenario_whose_answers_were_wrong_is_not_measured():
    def refused(site, plan):
        raise CannotMeasure("/ answered 500 instead of 200")

    scenario = Scenario("broken", "Broken", "", refused)
    result = measure(Mute(), scenario, Plan(1, 3, quick=True), "sqlite", lambda words: None)
    assert result == {
        "name": "broken",
        "says": "Broken",
        "against": "",
        "wrong": "/ answered 500 instead of 200",
    }


def test_each_round_is_another_and_one_that_is_long_is_measured_once():
    seeds = []

    def look(site, plan):
        seeds.append(plan.seed)
        return Measured(1.0, {}, calibration=1.0)

    for once in (False, True):
        measure(None, Scenario("s", "S", "", look, once=once), Plan(1, 3, quick=True), "sqlite", lambda words: None)
    assert seeds == [0, 1, 2, 0]
