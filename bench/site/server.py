"""The site as bin/serve starts it, in a folder of its own: the same server with as many workers, and the worker."""

import http.client
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

from bench.site import databases

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS_TO_START = 60
SECONDS_TO_STOP = 15
NOT_OURS = ("DATABASE_URL", "PYTHONDEVMODE", "HOST", "PORT")  # of whoever starts it; his site's are not ours


class CannotMeasure(Exception):
    """What a scenario met instead of the answers that it measures."""


class Site:
    def __init__(self, folder, database="", root=ROOT):
        self.folder, self.database, self.root = folder, database, root
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.key = secrets.token_hex(32)
        self.running = []
        self.facts = {}

    def another(self, name):
        """Beside it, of the same revision, with an empty database of its own."""
        database = databases.made(self.database, name) if self.database else ""
        return Site(self.folder / name, database, self.root)

    def prepare(self, **what):
        """Its database with what scenarios look for; `stage.py` says what there is to ask for."""
        self.child("bin/prepare.py")
        self.facts = self.task("stage", **what)

    def task(self, module, **asked):
        """What a module of ours answers from a process that has this site's Django."""
        return json.loads(self.child("-m", f"bench.site.{module}", json.dumps(asked)).splitlines()[-1])

    def child(self, *arguments):
        command = [sys.executable, *arguments]
        process = subprocess.Popen(
            command, cwd=self.root, env=self.settings(), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        try:
            told, complaint = process.communicate()
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.returncode:
            said = (told + complaint).strip().splitlines()
            raise CannotMeasure(f"{arguments[-1][:60]}: {said[-1] if said else process.returncode}")
        return told

    def settings(self, **others):
        inherited = {
            name: value
            for name, value in os.environ.items()
            if name not in NOT_OURS and not name.startswith(("BROADSHEET_", "DJANGO_"))
        }
        chosen = {
            "DJANGO_SETTINGS_MODULE": "bench.site.settings",
            "BROADSHEET_DATA": str(self.data),
            "BROADSHEET_SECRET_KEY": self.key,
            "BROADSHEET_ORIGIN": self.origin,
            "BROADSHEET_POSTS_A_MINUTE": "0",
            "BROADSHEET_STAFF_MFA": "0",
            "EMAIL_URL": f"file:///{self.folder / 'mails'}",
        }
        return inherited | chosen | others | ({"DATABASE_URL": self.database} if self.database else {})

    def start(self, **settings):
        """Again, if it runs; the log begins anew."""
        self.stop()
        settings = self.settings(**settings)
        with open(self.folder / "log", "wb") as log:
            for command in (self.command(), [sys.executable, "manage.py", "worker"]):
                # A session of its own: Ctrl-C in the terminal reaches us alone, and we end it.
                self.running.append(
                    subprocess.Popen(
                        command, cwd=self.root, env=settings, stdout=log, stderr=log, start_new_session=True
                    )
                )
        self.wait_until_it_answers()

    def command(self):
        """That of bin/serve, in the checkout that is measured, with the Python that runs this."""
        loader = SourceFileLoader("serve_of_site", str(self.root / "bin" / "serve"))
        sys.path.insert(0, str(ROOT / "bin"))
        serve = module_from_spec(spec_from_loader(loader.name, loader))
        loader.exec_module(serve)
        sys.path.remove(str(ROOT / "bin"))
        known = [self.database] if self.database else []
        return [sys.executable, *serve.web_server("127.0.0.1", self.port, *known)[1:]]

    def wait_until_it_answers(self):
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.running[0].poll() is None:
            try:
                if self.get("/healthz").status == 200:
                    return
            except OSError:
                time.sleep(0.05)
        raise CannotMeasure("The site did not start: " + " ".join(self.log()[-3:]))

    def get(self, path, headers=None):
        """One answer, with its body in `content` as it came over the wire, and in `size` the bytes of all of it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=headers or {})
            answer = connection.getresponse()
            answer.content = answer.read()
            head = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
            answer.size = len(f"HTTP/1.1 {answer.status} {answer.reason}\r\n\r\n") + head + len(answer.content)
            return answer
        finally:
            connection.close()

    def log(self):
        return (self.folder / "log").read_text(errors="replace").splitlines()

    def complaint(self):
        """What the log ends with, for who wonders why."""
        said = [line for line in self.log() if line.strip() and not line.startswith("{")]
        return f" (the log ends: {said[-1].strip()[:200]})" if said else ""

    def workers(self):
        """Ids of the processes that serve."""
        found = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(status.read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == self.running[0].pid:
                found.append(int(status.parent.name))
        return found

    def stop(self):
        for process in self.running:
            if process.poll() is None:
                process.terminate()
        for process in self.running:
            try:
                process.wait(SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                process.kill()
            try:
                os.killpg(process.pid, signal.SIGKILL)  # what is left of its workers
            except ProcessLookupError:
                pass
        self.running = []


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
