"""The steps of bin/test, and which of them it takes for which arguments."""

import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from typing import Any

import chromium
import environment
import postgres
from environment import PYTHON, ROOT, VENV

CORES = str(min(os.cpu_count() or 1, 8))
SECONDS_TO_END = 5
EVERYTHING = ["-m", "not browser and not soak", "-n", CORES]
# They ask about files, HTML and words: once is enough.
NOT_OF_A_DATABASE = [f"--ignore=tests/{part}" for part in ("guards", "bench")]
WORDS = {
    "articles": ("blocks", "body", "differences", "marking", "matching"),
    "discussion": ("rendering", "skeletons"),
    "kit": ("memory", "redirects"),
    "pages": ("attacks", "moderation_attacks", "patterns"),
    "screening": (
        *("classifier", "classifier_training", "links", "people", "robot", "shouting", "watched_words_limits"),
        "outside*",
    ),
}
NOT_OF_A_DATABASE += [
    f"--ignore-glob=tests/{folder}/test_{part}.py" for folder, parts in WORDS.items() for part in parts
]
QUICK = ["-m", "not browser and not slow and not soak", "-n", CORES]
SOAK = ["-m", "soak"]


class Run:
    def __init__(self, folder: str) -> None:
        self.results: list[tuple[str, str, float]] = []  # name, outcome, seconds
        self.settings = {name: value for name, value in os.environ.items() if not is_ours(name)}
        self.settings.update(BROADSHEET_DATA=folder, BROADSHEET_SECRET_KEY=secrets.token_hex(32))

    def step(self, name: str, command: list[Any], **settings: str) -> None:
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        code = run_patiently(command, cwd=ROOT, env={**self.settings, **settings})
        self.note(name, "passed" if code == 0 else "FAILED", time.monotonic() - start)

    def note(self, name: str, outcome: str, seconds: float = 0.0) -> None:
        print(f"== {name}: {outcome} in {seconds:.1f} s", flush=True)
        self.results.append((name, outcome, seconds))

    def pytest(self, name: str, *arguments: str, **settings: str) -> None:
        # Development mode without its allocator, which looks for mistakes of C and takes a tenth of the time.
        strict = {"PYTHONDEVMODE": "1", "PYTHONMALLOC": "default"}
        self.step(name, [PYTHON, "-m", "pytest", *arguments], **strict, **settings)

    def pytest_on_postgresql(self, name: str, *arguments: str) -> None:
        try:
            with postgres.running() as (version, url):
                print(f"\n{version}", flush=True)
                self.pytest(name, *arguments, DATABASE_URL=url)
        except (OSError, RuntimeError, StopIteration) as error:
            print(f"\nPostgreSQL did not start: {error}", file=sys.stderr, flush=True)
            self.note(name, "FAILED")

    def static(self) -> None:
        tools = VENV / "bin"
        templates = sorted((ROOT / "templates").rglob("*.html"))
        self.step("ruff check", [tools / "ruff", "check"])
        self.step("ruff format", [tools / "ruff", "format", "--check"])
        self.step("templates (djade)", [tools / "djade", "--check", "--target-version", "5.2", *templates])
        self.step("types (mypy)", [tools / "mypy"])
        self.step("imports (import-linter)", [tools / "lint-imports"])
        self.step("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"])

    def browser(self) -> None:
        name = "browser tests"
        if path := chromium.found_or_installed():
            self.pytest(f"{name} (SQLite)", "-m", "browser", "-n", CORES, BROADSHEET_TEST_CHROMIUM=path)
            return
        print(f"\nThe {name} are left out: no Chromium was found, and none could be installed.", flush=True)
        self.note(name, "FAILED" if os.environ.get("CI") == "true" else "left out")

    def summary(self) -> int:
        print("\n== summary")
        for name, outcome, seconds in self.results:
            print(f"{outcome:8} {seconds:6.1f} s  {name}")
        return 1 if any(outcome == "FAILED" for _, outcome, _ in self.results) else 0


def run_patiently(command: list[Any], **how: Any) -> int:
    """Interrupted, it lets pytest end the servers that it started."""
    child = subprocess.Popen(command, **how)
    try:
        return child.wait()
    except KeyboardInterrupt:
        for word in (None, signal.SIGINT, signal.SIGKILL):  # Ctrl-C in a terminal has reached it already
            if word:
                child.send_signal(word)
            with suppress(subprocess.TimeoutExpired):
                child.wait(SECONDS_TO_END)
        raise


def is_ours(name: str) -> bool:
    """Of whoever starts the tests: his site's settings are not the tests'."""
    if name.startswith("BROADSHEET_"):
        return not name.startswith("BROADSHEET_TEST_")
    return name in ("DATABASE_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")


def main(arguments: list[str]) -> int:
    environment.install("requirements.txt", "requirements-test.txt")
    with tempfile.TemporaryDirectory(prefix="broadsheet-test-", ignore_cleanup_errors=True) as folder:
        run = Run(folder)
        match arguments:
            case []:
                run.static()
                run.pytest("tests on SQLite", *EVERYTHING)
                run.pytest_on_postgresql("tests on PostgreSQL", *EVERYTHING, *NOT_OF_A_DATABASE)
                run.browser()
            case ["quick"]:
                run.static()
                run.pytest("quick tests on SQLite", *QUICK)
            case ["soak"]:
                run.pytest("soak on SQLite", *SOAK)
                run.pytest_on_postgresql("soak on PostgreSQL", *SOAK)
            case ["postgresql", *rest]:
                run.pytest_on_postgresql("pytest on PostgreSQL", *rest)
            case rest:
                run.pytest("pytest on SQLite", *rest, BROADSHEET_TEST_CHROMIUM=chromium.found() or "")
        return run.summary()
