"""wrk: as many answers as a server gives to 16 connections."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass

from bench.site.server import CannotMeasure

CONNECTIONS = 16
BYTES = {"B": 1, "KB": 2**10, "MB": 2**20, "GB": 2**30}
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}
COUNTED = re.compile(r"(\d+) requests in [\d.]+\w+, ([\d.]+)(B|KB|MB|GB) read")
SPEED = re.compile(r"Requests/sec: +([\d.]+)")
SHARE = re.compile(r"^ +(50|99)% +([\d.]+)(us|ms|s|m)$", re.MULTILINE)
WRONG = re.compile(r"(Non-2xx or 3xx responses: \d+|Socket errors: .*)")
NO_MORE_THAN = 0.05  # by how much answers may differ in size from the one that was looked at


@dataclass(frozen=True)
class Run:
    per_second: float
    bytes_each: float
    p50: float  # milliseconds
    p99: float
    wrong: str  # what wrk complains of

    @property
    def tails(self):
        return {"p50 ms": self.p50, "p99 ms": self.p99, "p99 / p50": self.p99 / self.p50}


def run(site, path, headers, seconds, size=None):
    """`size`: in bytes, of the answers that are expected, heads and all."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    done = subprocess.run([*command, site.origin + path], capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotMeasure(f"wrk: {(done.stderr or done.stdout).strip()}")
    found = read(done.stdout)
    if found.wrong:
        raise CannotMeasure(f"{path}: {found.wrong}")
    if size and abs(found.bytes_each - size) > size * NO_MORE_THAN:
        raise CannotMeasure(f"{path}: answers of {found.bytes_each:.0f} bytes instead of {size}")
    return found


def read(told):
    """What wrk printed."""
    counted, speed, wrong = COUNTED.search(told), SPEED.search(told), WRONG.search(told)
    if not counted or not speed or not int(counted[1]):
        raise CannotMeasure("wrk counted nothing: " + " ".join(told.split()))
    shares = {share: float(number) * MILLISECONDS[unit] for share, number, unit in SHARE.findall(told)}
    return Run(
        per_second=float(speed[1]),
        bytes_each=float(counted[2]) * BYTES[counted[3]] / int(counted[1]),
        p50=shares["50"],
        p99=shares["99"],
        wrong=wrong[1] if wrong else "",
    )


def find():
    """Installs it as root on Debian; elsewhere says what to do."""
    if shutil.which("wrk"):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing wrk with apt-get ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "wrk"]):
            subprocess.run(["apt-get", *command], env=quiet, capture_output=True, check=False)
    if not shutil.which("wrk"):
        raise SystemExit("This needs wrk: `apt install wrk` on Debian and Ubuntu, `brew install wrk` on macOS.")
