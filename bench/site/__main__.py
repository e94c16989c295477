"""bin/bench site [--only NAME ...] [--database postgresql] [--quick] [--compare REV]: docs/operations.md, "Measuring"."""

import argparse
import signal
import sys
import tempfile
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path

from bench.site import chart, comparing, databases, report, rounds, wrk
from bench.site.clients import allow_connections
from bench.site.measured import Plan
from bench.site.scenarios import SCENARIOS
from bench.site.scenarios.pages import SIZES
from bench.site.scenarios.polling import READERS
from bench.site.server import CannotMeasure, Site

RESULTS = Path(__file__).resolve().parent.parent / "results"
QUICK = ("empty-view", "warm-1000", "cold-1000", "signed-in", "post", "vote")
QUICK_SIZE = 1_000


def main(arguments):
    options = parsed(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    plan = Plan(
        options.seconds or (1 if options.quick else 3),
        options.rounds or (1 if options.quick else 3),
        options.quick,
        options.readers,
    )
    chosen = [SCENARIOS[name] for name in options.only or (QUICK if options.quick else SCENARIOS)]
    if any(one.against for one in chosen):
        wrk.find()
    try:
        found = measure(options, plan, chosen)
    except KeyboardInterrupt:
        raise SystemExit("Interrupted: nothing was kept.") from None
    except CannotMeasure as reason:
        raise SystemExit(str(reason)) from None
    report.show(found)
    if not options.quick and not options.compare and not options.only:
        keep(found, options.database)
    if wrong := [one["name"] for one in found["scenarios"] if "wrong" in one]:
        raise SystemExit(f"Not measured, as the answers were not what was expected: {', '.join(wrong)}")


def parsed(arguments):
    parser = argparse.ArgumentParser(prog="bin/bench site", description="Measures the site as bin/serve starts it.")
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=SCENARIOS, help=", ".join(SCENARIOS))
    parser.add_argument("--seconds", type=float, help="of each measurement; 3 unless told")
    parser.add_argument("--rounds", type=int, help="of which the middle one counts; 3 unless told")
    parser.add_argument("--readers", type=int, default=0, help="who poll; 10,000 unless told")
    parser.add_argument("--quick", action="store_true", help="some of it in a minute, to try; nothing is kept")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--compare", metavar="REV", help="measures that revision and this checkout in turn")
    return parser.parse_args(arguments)


def measure(options, plan, chosen):
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="broadsheet-bench-")))
        server = stack.enter_context(databases.postgresql() if options.database == "postgresql" else nullcontext(""))
        sizes = sizes_for(chosen, plan)
        if any(one.name.startswith("polling") for one in chosen):
            allow_connections(plan.readers or READERS)
        here = stack.enter_context(staged(folder / "here", server, sizes, plan))
        if options.compare:
            root = stack.enter_context(comparing.checked_out(options.compare, folder))
            there = stack.enter_context(staged(folder / "there", server, sizes, plan, root))
            return comparing.compare(here, there, options, plan, chosen, report.progress)
        wrong = rounds.keep_bytes([here], chosen)
        found = []
        for one in chosen:
            if one.name in wrong:
                found.append(rounds.failed(one, wrong[one.name]))
            else:
                found.append(rounds.measure(here, one, plan, options.database, report.progress))
            report.progress(report.line(found[-1]) + "\n" + report.figures(found[-1]), last=True)
    return report.result(found, options.database, plan)


@contextmanager
def staged(folder, server, sizes, plan, root=None):
    folder.mkdir()
    database = databases.made(server, folder.name) if server else ""
    site = Site(folder, database, root) if root else Site(folder, database)
    report.progress(f"Preparing a site with discussions of {', '.join(map(str, sizes))} comments")
    try:
        site.prepare(sizes=sizes, members=plan.much(200, 40), threads=100, waiting=plan.much(200, 40), crowd=0)
        site.start()
        yield site
    finally:
        site.stop()


def sizes_for(chosen, plan):
    """Of the discussions that these read; a large one takes its time to load."""
    named = {int(one.name.rpartition("-")[2]) for one in chosen if one.name.rpartition("-")[2].isdigit()}
    return sorted({QUICK_SIZE} | (named & set(SIZES)))


def keep(found, database):
    name = "site" if database == "sqlite" else f"site-{database}"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(report.as_json(found))
    (RESULTS / f"{name}.svg").write_text(chart.drawn(found))


if __name__ == "__main__":
    main(sys.argv[1:])
