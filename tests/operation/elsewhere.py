"""Sites of a test's own, each with its data folder and its database, and what their programs say."""

import hashlib
import http.client
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

import psycopg
from django.db import connection

from bench.demo_site import free_port
from tests.discussion.processes import url_of_database
from tests.guards.checkout import ROOT

SECONDS_TO_START = 60


@dataclass
class Site:
    data: Path
    url: str
    said: str = field(default="", compare=False)

    @property
    def environment(self):
        return {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "BROADSHEET_DATA": str(self.data),
            "DATABASE_URL": self.url,
        }

    def begin(self, *arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=pipe, stderr=pipe, text=True)

    def run(self, *arguments):
        """Its exit code; what it said is kept."""
        program = self.begin(*arguments)
        self.said = "".join(program.communicate())
        return program.returncode

    def ask(self, sql):
        if self.url.startswith("sqlite:"):
            with closing(sqlite3.connect(self.url.removeprefix("sqlite:///"))) as database:
                return database.execute(sql).fetchall()
        with psycopg.connect(self.url) as database:
            return database.execute(sql).fetchall()

    @property
    def comments(self):
        return self.ask("SELECT id, source, state, parent_id FROM discussion_comment ORDER BY id")


def this_site(tmp_path):
    """The test's database, as a site."""
    return Site(tmp_path / "this", url_of_database())


def with_name(name):
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{quote(name)}"))


def empty_site(tmp_path, name="other"):
    if connection.vendor == "sqlite":
        return Site(tmp_path / name, f"sqlite:///{tmp_path / name / 'broadsheet.sqlite3'}")
    database = f"{connection.settings_dict['NAME']}_{name}"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{database}"')
    return Site(tmp_path / name, with_name(database))


def digest(comments):
    return hashlib.sha256("".join(json.dumps(list(row)) + "\n" for row in comments).encode()).hexdigest()


class Served:
    """A site with the server that bin/serve starts."""

    def __init__(self, port):
        self.port = port

    @classmethod
    @contextmanager
    def running(cls, site, *, workers, **settings):
        served = cls(free_port())
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(served.port)]
        command += ["--workers", str(workers), "--log-level", "warning", "config.wsgi:application"]
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        environment = site.environment | settings
        environment.pop("PYTHONDEVMODE", None)
        if not (site.data / "static").exists():  # compressing them takes longer than all else
            subprocess.run(collect, cwd=ROOT, env=environment, check=True)
        server = subprocess.Popen(command, cwd=ROOT, env=environment)
        try:
            served.wait_until_it_answers(server)
            yield served
        finally:
            server.terminate()
            server.wait(20)

    def wait_until_it_answers(self, server):
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            assert server.poll() is None, "the server ended"
            try:
                return self.get("/healthz")
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server does not answer")

    def get(self, path, method="GET", fields=None, **headers):
        """Status and text, over a connection of its own: any of the processes may take it."""
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        body = None if fields is None else urlencode(fields)
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as asked:
            asked.request(method, path, body, headers)
            answer = asked.getresponse()
            return answer.status, answer.read().decode()
