"""A real site in a folder of its own: the same preparation and the same server as bin/serve, with the demo in it.

For browser tests, screenshots and measurements alike.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS_TO_START = 60


class DemoSite:
    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.key = secrets.token_hex(32)
        self.password = secrets.token_urlsafe(16)

    @classmethod
    @contextmanager
    def running(cls, folder):
        site = cls(folder)
        site.run("bin/prepare.py")
        with open(folder / "server.log", "wb") as log:
            server = subprocess.Popen(site.command(), cwd=ROOT, env=site.settings(), stdout=log, stderr=log)
        try:
            site.wait_until_it_answers(server)
            yield site
        finally:
            server.terminate()
            server.wait(20)

    def run(self, *arguments):
        """Python with this site's settings, such as `run("manage.py", "recount")`; what it printed."""
        done = subprocess.run(
            [sys.executable, *map(str, arguments)], cwd=ROOT, env=self.settings(), stdout=subprocess.PIPE, check=True
        )
        return done.stdout.decode()

    def command(self):
        return [
            *[sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)],
            *["--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "--workers-kill-timeout", "2"],
            "config.wsgi:application",
        ]

    def settings(self):
        inherited = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PYTHONDEVMODE")}
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "BROADSHEET_DATA": str(self.folder),
            "BROADSHEET_SECRET_KEY": self.key,
            "BROADSHEET_ORIGIN": self.origin,
            "BROADSHEET_DEMO": "1",
            "BROADSHEET_POSTS_A_MINUTE": "600",
            "BROADSHEET_DEMO_PASSWORD": self.password,
            "EMAIL_URL": f"file:///{self.folder / 'mails'}",
        }

    def wait_until_it_answers(self, server):
        deadline = time.monotonic() + SECONDS_TO_START
        while server.poll() is None and time.monotonic() < deadline:
            try:
                with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(self.origin + "/healthz"):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError("The site did not start:\n" + (self.folder / "server.log").read_text(errors="replace"))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
