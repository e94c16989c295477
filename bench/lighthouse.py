"""What Lighthouse says of the demo's article on a phone: performance, accessibility, best practices, SEO.

Lighthouse is a program of Node's: npm installs it into var/. Median of three runs, by performance.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from bench.browser import executable
from bench.demo_site import ROOT, DemoSite
from bench.load import machine

RESULTS = ROOT / "bench" / "results" / "lighthouse.json"
FOLDER = ROOT / "var" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / ".bin" / "lighthouse"
PACKAGE = "lighthouse@13"  # older ones do not understand the traces of today’s Chromium
ADDRESS = "/articles/turkey-syria-border/"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
METRICS = (
    "first-contentful-paint",
    "largest-contentful-paint",
    "total-blocking-time",
    "cumulative-layout-shift",
    "speed-index",
    "total-byte-weight",
)
RUNS = 3


def main():
    install()
    with tempfile.TemporaryDirectory(prefix="broadsheet-lighthouse-") as folder:
        with DemoSite.running(Path(folder)) as site:
            site.run("manage.py", "worker", "--batch")  # photos in the sizes that screens ask for
            reports = [report(site.origin + ADDRESS, Path(folder)) for _again in range(RUNS)]
    reports.sort(key=lambda report: report["categories"]["performance"]["score"])
    result = {"machine": machine(), "runs": RUNS, **figures(reports[RUNS // 2])}
    result["performance_of_the_runs"] = [percent(one["categories"]["performance"]) for one in reports]
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print_table(result)


def install():
    if not shutil.which("npm"):
        raise SystemExit("Lighthouse needs Node and npm, which are not on this machine.")
    if not executable():
        raise SystemExit("Lighthouse needs Chromium, which is not on this machine.")
    if PROGRAM.exists():
        return
    print(f"Installing {PACKAGE} into {FOLDER} ...", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", FOLDER, "--no-audit", "--no-fund", "--loglevel", "error", PACKAGE]
    if subprocess.run(command, check=False).returncode:
        raise SystemExit("npm could not install Lighthouse.")


def report(address, folder):
    command = [PROGRAM, address, "--quiet", "--output=json", f"--output-path={folder / 'report.json'}"]
    command += ["--chrome-flags=--headless=new --no-sandbox --disable-gpu", f"--only-categories={','.join(CATEGORIES)}"]
    subprocess.run(command, env={**os.environ, "CHROME_PATH": executable()}, check=True)
    return json.loads((folder / "report.json").read_text())


def figures(report):
    audits = report["audits"]
    return {
        "lighthouse": report["lighthouseVersion"],
        **{name: percent(report["categories"][name]) for name in CATEGORIES},
        **{name: audits[name]["displayValue"] for name in METRICS},
        "failed": sorted(f"{name}: {audits[name]['title']}" for name in failed(report)),
    }


def failed(report):
    """Audits that cost points."""
    weighed = {
        audit["id"] for name in CATEGORIES for audit in report["categories"][name]["auditRefs"] if audit["weight"]
    }
    return {name for name in weighed if (report["audits"][name]["score"] or 0) < 0.9} - set(not_scored(report))


def not_scored(report):
    modes = ("notApplicable", "informative", "manual")
    return [name for name, audit in report["audits"].items() if audit["scoreDisplayMode"] in modes]


def percent(category):
    return round(category["score"] * 100)


def print_table(result):
    for name, value in result.items():
        print(f"{name.replace('_', ' '):28} {value}")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the site ends with us
    main()
