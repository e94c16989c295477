"""The real thing: a site is made, served, measured and gone again."""

import os
import subprocess
import sys

import pytest

from tests.guards.checkout import ROOT


def bench(*arguments, **environment):
    command = [sys.executable, "-m", "bench.site", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300, **environment)


@pytest.mark.slow
def test_a_scenario_is_measured_on_a_site_that_is_gone_afterwards(tmp_path):
    kept = {path: path.read_bytes() for path in (ROOT / "bench" / "results").iterdir()}
    done = bench("--quick", "--only", "cold-1000", env=here(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Python ms" in done.stdout
    assert list(tmp_path.iterdir()) == []
    assert {path: path.read_bytes() for path in (ROOT / "bench" / "results").iterdir()} == kept


def here(folder):
    return {**os.environ, "TMPDIR": str(folder)}


def test_a_scenario_that_there_is_not_is_refused_with_those_that_there_are():
    done = bench("--only", "everything")
    assert done.returncode == 2
    assert "warm-1000" in done.stderr


def test_without_arguments_it_says_what_there_is_to_measure():
    done = subprocess.run([sys.executable, "bin/bench"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    for name in ("site", "load", "lighthouse", "scroll", "anchors", "screening"):
        assert f"\n{name} " in done.stdout
