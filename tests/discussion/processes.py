"""Processes of a test's own: they run the site's settings, not the tests', on the test's database.

python -m tests.discussion.processes MODULE: answers each order, a line of JSON, by MODULE.work
"""

import json
import os
import select
import subprocess
import sys
from importlib import import_module
from urllib.parse import quote, urlsplit, urlunsplit

import django
from django.db import connection

from tests.guards.checkout import ROOT

SECONDS_TO_ANSWER = 600


class Worker:
    def __init__(self, module):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.discussion.processes", module],
            cwd=ROOT,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url_of_database()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def order(self, **order):
        print(json.dumps(order), file=self.process.stdin, flush=True)

    def answer(self):
        ready, _, _ = select.select([self.process.stdout], [], [], SECONDS_TO_ANSWER)
        line = self.process.stdout.readline() if ready else ""
        assert line, "the worker died" if ready else "the worker does not answer"
        return json.loads(line)

    def ask(self, **order):
        self.order(**order)
        return self.answer()

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()


def url_of_database():
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{quote(name)}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{quote(name)}"))


def main(module):
    django.setup()
    work = import_module(module).work
    for line in sys.stdin:
        print(json.dumps(work(**json.loads(line))), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
