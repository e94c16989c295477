"""How long a discussion of 100,000 comments takes to load, and what its article's page asks afterwards.

Each run has a data folder and an SQLite database of its own. Seconds say little of other machines: compare
the ratio to the calibration, a bulk insert of as many narrow rows into the same database in the same run.
"""

import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "bench" / "results" / "load.json"
SIZES = {"small": 30, "large": 100_000}
RUNS = 3
SECONDS_IN_ALL = 300
MAXRSS_IN_MIB = 2**20 if sys.platform == "darwin" else 2**10
SETTINGS = ("PATH", "LANG", "TMPDIR")  # of whoever starts it; his site's are not ours


def main():
    if "DATABASE_URL" in os.environ:
        raise SystemExit("DATABASE_URL is set, and this measures on a database of its own: unset it.")
    with tempfile.TemporaryDirectory(prefix="broadsheet-bench-") as folder:
        files = {slug: made_thread(Path(folder), slug, count) for slug, count in SIZES.items()}
        runs = []
        start = time.monotonic()
        while not runs or may_go_on(runs, start):
            runs.append(run(Path(folder) / str(len(runs)), files))
            print(f"run {len(runs)}: {runs[-1]['seconds']:.1f} s", flush=True)
    result = {"machine": machine(), "comments": SIZES["large"], "runs": len(runs), **median(runs)}
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n")
    print_table(result)


def may_go_on(runs, start):
    spent = time.monotonic() - start
    return len(runs) < RUNS and spent + spent / len(runs) < SECONDS_IN_ALL


def made_thread(folder, slug, count):
    path = folder / f"{slug}.jsonl"
    with path.open("w") as file:
        command = [sys.executable, "-I", ROOT / "bench" / "make_thread.py", "--comments", str(count)]
        subprocess.run(command, stdout=file, check=True)
    return path


def run(data, files):
    """One measurement: prepare, load in a process of its own, look at the pages."""
    data.mkdir()
    settings = {name: os.environ[name] for name in SETTINGS if name in os.environ}
    settings.update(BROADSHEET_DATA=str(data), BROADSHEET_SECRET_KEY=secrets.token_hex(32))
    child([ROOT / "bin" / "prepare.py"], settings)
    child([__file__, "articles"], settings)
    child([ROOT / "manage.py", "load_thread", "small", files["small"]], settings)
    calibration = json.loads(child([__file__, "calibration"], settings)[0])
    _told, seconds, cpu, memory = child([ROOT / "manage.py", "load_thread", "large", files["large"]], settings)
    pages = json.loads(child([__file__, "pages"], settings)[0])
    return {
        "database": pages.pop("database"),
        "seconds": seconds,
        "cpu_seconds": cpu,
        "comments_per_second": SIZES["large"] / seconds,
        "calibration_seconds": calibration,
        "ratio_to_calibration": seconds / calibration,
        "peak_memory_mib": memory,
        **pages,
    }


def child(arguments, settings):
    """A whole process: what it printed, its seconds, those of the processor, its peak memory in MiB."""
    start = time.monotonic()
    process = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=settings, stdout=subprocess.PIPE, text=True)
    told = process.stdout.read()
    _pid, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments[0]} failed")
    return told, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / MAXRSS_IN_MIB


def median(runs):
    return {
        name: value if isinstance(value, str) else round(statistics.median(run[name] for run in runs), 3)
        for name, value in runs[0].items()
    }


def machine():
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GiB"


def print_table(result):
    for name, value in result.items():
        print(f"{name.replace('_', ' '):28} {value}")


# What runs in a process of its own, with the settings of one run: python bench/load.py WHAT


def make_articles():
    from django.utils import timezone

    from articles.models import Article, Section
    from people.models import User

    author = User.objects.create_user("author", "author@example.org", display_name="Author")
    section = Section.objects.create(slug="world", name="World")
    for slug in SIZES:
        Article.objects.create(
            slug=slug,
            headline=f"The {slug} discussion",
            standfirst="What it is about.",
            section=section,
            author=author,
            state=Article.State.PUBLISHED,
            published_at=timezone.now(),
            body="<p>The text of the article.</p>",
        )


def calibrate():
    """Seconds of a plain bulk insert: 100,000 rows of two numbers and a short text in one transaction, median of 5."""
    from django.db import connection, transaction

    rows = [(number, number % 7, f"row {number}") for number in range(SIZES["large"])]
    times = []
    for _again in range(5):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE calibration (id integer PRIMARY KEY, number integer, words varchar(20))")
            start = time.monotonic()
            with transaction.atomic():
                cursor.executemany("INSERT INTO calibration VALUES (%s, %s, %s)", rows)
            times.append(time.monotonic() - start)
            cursor.execute("DROP TABLE calibration")
    print(statistics.median(times))


def measure_pages():
    """Queries and milliseconds of an article's page under both discussions, for somebody who is not signed in."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from articles.models import Article

    found = {"database": connection.vendor}
    for slug, size in SIZES.items():
        address = Article.objects.get(slug=slug).get_absolute_url()
        client = Client(SERVER_NAME="127.0.0.1")
        times = []
        for _again in range(9):
            start = time.monotonic()
            with CaptureQueriesContext(connection) as queries:
                response = client.get(address)
            times.append(time.monotonic() - start)
            assert response.status_code == 200, response.status_code
        found[f"page_queries_at_{size}"] = len(queries)
        found[f"page_ms_at_{size}"] = statistics.median(times) * 1000
    print(json.dumps(found))


TASKS = {"articles": make_articles, "calibration": calibrate, "pages": measure_pages}


def perform(task):
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    TASKS[task]()


if __name__ == "__main__":
    perform(sys.argv[1]) if sys.argv[1:] else main()
