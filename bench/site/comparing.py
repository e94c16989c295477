"""Two revisions in one run, measured in turn by the same bench: the ratio of their ratios."""

import shutil
import subprocess
from contextlib import contextmanager
from dataclasses import replace

from bench.site import report, rounds
from bench.site.measured import middle, rounded
from bench.site.server import ROOT, CannotMeasure


@contextmanager
def checked_out(revision, folder):
    """The revision in a folder of its own, with the bench of this one."""
    root = folder / "revision"
    try:
        subprocess.run(
            ["git", "worktree", "add", "--quiet", "--detach", root, revision], cwd=ROOT, check=True, capture_output=True
        )
    except subprocess.CalledProcessError as error:
        raise CannotMeasure(f"{revision}: {error.stderr.decode().strip()}") from None
    try:
        shutil.copytree(
            ROOT / "bench", root / "bench", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__")
        )
        yield root
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", root], cwd=ROOT, check=True, capture_output=True)


def compare(here, there, options, plan, chosen, progress):
    wrong = rounds.keep_bytes([here], chosen), rounds.keep_bytes([there], chosen)
    found = []
    for one in chosen:
        names = ("here", options.compare)
        reasons = [
            f"{name}: {missed[one.name]}" for name, missed in zip(names, wrong, strict=True) if one.name in missed
        ]
        found.append(
            rounds.failed(one, "; ".join(reasons)) if reasons else _compared(here, there, one, plan, options, progress)
        )
        progress(report.line(found[-1]), last=True)
    return report.result(found, options.database, plan)


def _compared(here, there, scenario, plan, options, progress):
    """Each round both, and who begins alternates."""
    of_both = {here: [], there: []}
    for number in range(1 if scenario.once else plan.rounds):
        for site in (here, there) if number % 2 else (there, here):
            progress(f"{scenario.name}, round {number + 1}, {'here' if site is here else options.compare}")
            try:
                of_both[site].append(rounds.measured(site, scenario, replace(plan, seed=number)))
            except CannotMeasure as reason:
                return rounds.failed(scenario, f"{'here' if site is here else options.compare}: {reason}")
    before, _figures = middle(of_both[there])
    return rounds.result_of(scenario, of_both[here], options.database) | {
        "compared with": options.compare,
        "before": before,
        "ratio of ratios": rounded(middle(of_both[here])[0] / before),
    }
