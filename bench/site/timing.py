"""Pages of which each is another version, timed from a process that has the site's Django and changes the thread."""

import http.client
import json
import re
import sys
import time

from bench.site.inside import django_of_site

BROWSER = {"Accept-Encoding": "identity"}  # to look into it; whatever compresses is not what is measured here


def cold(*, port, path, same, thread, seconds):
    """Milliseconds of the page, touched before each, and of the same bytes as a file, one after the other."""
    pages, files = [], []
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    end = time.monotonic() + seconds
    while time.monotonic() < end or len(pages) < 3:
        version = touch(thread)
        took, page = timed(connection, path)
        if f'data-version="{version}"'.encode() not in page:
            raise SystemExit(f"{path} did not show version {version}")
        pages.append(took)
        files.append(timed(connection, same)[0])
    return {"pages": pages, "files": files}


def touch(pk):
    from django.db import transaction

    from discussion.models import Thread

    with transaction.atomic():
        thread = Thread.objects.lock(pk)
        thread.touch()
    return thread.version


def timed(connection, path):
    began = time.perf_counter()
    connection.request("GET", path, headers=BROWSER)
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status} instead of 200")
    return (time.perf_counter() - began) * 1000, content


def processor(*, path, thread, times):
    """Milliseconds of the processor for a page of a new version, in one process: all, and beyond the queries."""
    from django.db import connection
    from django.test import Client

    client, found = Client(SERVER_NAME="127.0.0.1"), []
    client.get(path)
    for _again in range(times):
        touch(thread)
        meter = Meter()
        with connection.execute_wrapper(meter):
            began = time.process_time()
            response = client.get(path)
            spent = time.process_time() - began
        if response.status_code != 200:
            raise SystemExit(f"{path} answered {response.status_code} instead of 200")
        found.append([spent * 1000, (spent - meter.seconds) * 1000, meter.queries])
    shown = len(re.findall(rb'<article [^>]*id="comment-\d+"', response.content))
    return {"found": found, "shown": shown}


class Meter:
    """What queries cost the processor of this process."""

    def __init__(self):
        self.seconds, self.queries = 0.0, 0

    def __call__(self, execute, *call):
        began = time.process_time()
        try:
            return execute(*call)
        finally:
            self.seconds += time.process_time() - began
            self.queries += 1


TASKS = {"cold": cold, "processor": processor}

if __name__ == "__main__":
    django_of_site()
    asked = json.loads(sys.argv[1])
    print(json.dumps(TASKS[asked.pop("what")](**asked)))
