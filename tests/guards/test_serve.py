"""bin/serve: what it refuses, in one line each, and that it keeps and ends what it should."""

import ast
import http.client
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.guards.checkout import ROOT

PYTHON = getattr(sys, "_base_executable", sys.executable)


@pytest.fixture
def environment_module():
    spec = importlib.util.spec_from_file_location("environment_of_bin", ROOT / "bin" / "environment.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def bare_checkout(tmp_path):
    """With the programs and nothing else: a refusal must come before anything is installed."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def settings(**own):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("BROADSHEET_")}
    inherited.pop("DATABASE_URL", None)
    return {**inherited, "HOST": "127.0.0.1", **own}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def refusal(checkout, **own):
    done = subprocess.run(
        [PYTHON, "bin/serve"], cwd=checkout, env=settings(**own), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize("name", ["bench", "screenshots", "serve", "test", "environment.py"])
def test_an_old_python_can_read_it(name):
    ast.parse((ROOT / "bin" / name).read_text(), feature_version=(3, 6))


@pytest.mark.parametrize("version", [(3, 6, 9), (3, 10, 13)])
def test_an_old_python_is_refused(environment_module, capsys, version):
    with pytest.raises(SystemExit) as refused:
        environment_module.check_python(version)
    assert refused.value.code == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "needs Python 3.11 or newer" in said and ".".join(map(str, version)) in said


def test_a_python_without_venv_is_refused(environment_module, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit) as refused:
        environment_module.check_venv_module()
    assert refused.value.code == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1 and "apt install python3-venv" in said


@pytest.mark.slow
@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "8000.5", "٨"])
def test_a_port_that_is_none_is_refused(bare_checkout, port):
    assert "takes a number from 1 to 65535" in refusal(bare_checkout, PORT=port)


@pytest.mark.slow
def test_a_taken_port_is_refused(bare_checkout):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        said = refusal(bare_checkout, PORT=str(port))
    assert f"Port {port} on 127.0.0.1 is taken" in said and f"PORT={port + 1} bin/serve" in said


@pytest.mark.slow
@pytest.mark.parametrize("host", ["203.0.113.7", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_refused(bare_checkout, host):
    assert "no address of this machine" in refusal(bare_checkout, HOST=host, PORT=str(free_port()))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["var", ".venv"])
def test_a_folder_that_cannot_be_written_is_refused(bare_checkout, name):
    (bare_checkout / name).touch()  # a file in its place: root may write into every folder
    assert f"{bare_checkout / name} cannot be written to" in refusal(bare_checkout, PORT=str(free_port()))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"BROADSHEET_ORIGIN": "news.example.org"}, "it takes the form https://"),
        ({"BROADSHEET_EDIT_MINUTES": "soon"}, "BROADSHEET_EDIT_MINUTES"),
        ({"BROADSHEET_SCREENING_SECONDS": "11"}, "at most 10"),
        ({"BROADSHEET_SCREENING_URL": "https://screening.example.org/"}, "32 characters or more"),
        ({"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "Connecting to the database failed"),
        ({"DATABASE_URL": "nonsense"}, "Reading the settings failed"),
    ],
)
def test_a_setting_that_cannot_work_is_refused(tmp_path, own, said):
    assert said in refusal(ROOT, PORT=str(free_port()), BROADSHEET_DATA=str(tmp_path), **own)


def command_of(pid):
    return Path(f"/proc/{pid}/cmdline").read_text()


class Served:
    """bin/serve, running on a free port until `end`."""

    def __init__(self, data, **own):
        self.port = free_port()
        self.process = subprocess.Popen(
            [PYTHON, "bin/serve"],
            cwd=ROOT,
            env=settings(PORT=str(self.port), BROADSHEET_DATA=str(data), **own),
            stdout=subprocess.PIPE,
            text=True,
        )

    @classmethod
    @contextmanager
    def running(cls, data, **own):
        served = cls(data, **own)
        try:
            served.said = "".join(iter(served.read_line, "Ctrl-C ends it.\n"))
            yield served
        finally:
            if served.process.poll() is None:
                served.end(signal.SIGTERM)
            served.process.stdout.close()

    def read_line(self):
        line = self.process.stdout.readline()
        assert line, "bin/serve ended before it served"
        return line

    def children(self):
        """By what they run: "granian" and "worker"."""
        pid = self.process.pid
        pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {child: int(pid) for pid in pids for child in ("granian", "worker") if child in command_of(pid)}

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path)
        response = connection.getresponse()
        page = response.read().decode()
        connection.close()
        return response.status, page

    def end(self, how):
        self.process.send_signal(how)
        self.process.communicate(timeout=30)
        return self.process.returncode

    def is_gone(self):
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) != 0:
                    return True
            time.sleep(0.1)
        return False


@pytest.mark.slow
def test_it_serves_the_demo_keeps_the_data_and_ends_what_it_started(tmp_path):
    data = tmp_path / "var"
    with Served.running(data, BROADSHEET_DEMO_PASSWORD="correct horse battery staple") as first:
        assert f"Broadsheet is at http://127.0.0.1:{first.port}/" in first.said
        assert "correct horse battery staple" in first.said
        assert first.get("/articles/turkey-syria-border/")[0] == 200
        assert first.end(signal.SIGINT) == 0
        assert first.is_gone()
    key = (data / "secret-key").read_text()
    assert re.fullmatch("[A-Za-z0-9]{64}", key) and (data / "secret-key").stat().st_mode & 0o777 == 0o600

    with Served.running(data) as second:
        assert "correct horse" not in second.said
        assert second.get("/articles/turkey-syria-border/")[0] == 200
        assert second.end(signal.SIGTERM) == 0
        assert second.is_gone()
    assert (data / "secret-key").read_text() == key


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks for the children in /proc")
def test_it_outlives_its_worker_and_ends_when_the_server_dies(tmp_path):
    with Served.running(tmp_path) as served:
        first = served.children()
        os.kill(first["worker"], signal.SIGKILL)
        deadline = time.monotonic() + 20
        while served.children().get("worker", first["worker"]) == first["worker"] and time.monotonic() < deadline:
            time.sleep(0.1)
        assert served.children()["worker"] != first["worker"]
        assert served.get("/")[0] == 200
        os.kill(served.children()["granian"], signal.SIGKILL)
        assert served.process.wait(30) == 1
        assert served.is_gone()
