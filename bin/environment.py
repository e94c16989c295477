"""What bin/serve and bin/test share: what the machine must have, and the virtual environment.

This file parses and imports on Python 3.6, so that an old Python gets a sentence and no SyntaxError.
"""

import fcntl
import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "broadsheet.json"
UNFINISHED = VENV / "unfinished"
OLDEST = (3, 11)
PIP_LAST_LINES = 8


def refuse(sentence):
    print(sentence, file=sys.stderr, flush=True)
    raise SystemExit(1)


def check_python(version=None):
    version = version or sys.version_info[:3]
    if tuple(version) < OLDEST:
        refuse(
            "Broadsheet needs Python {}.{} or newer, and this is {}: start it with a newer one, as in `python3.12 {}`.".format(
                OLDEST[0], OLDEST[1], ".".join(map(str, version)), sys.argv[0]
            )
        )


def check_venv_module():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        refuse(
            "This Python cannot make virtual environments (its venv module is missing): "
            "on Debian and Ubuntu `apt install python3-venv` brings it."
        )


def make_folder(folder):
    """Made if need be; refuses where nothing can be written into it."""
    probe = Path(folder) / ".probe-{}".format(os.getpid())
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        refuse("The folder {} cannot be written to: {}.".format(folder, error.strerror or error))


def run_to_end(command, **how):
    """Its exit code and what it said. An interrupt ends all that it started too, before anybody begins anew."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **how)
    try:
        said, _ = child.communicate()
    except BaseException:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        raise
    return child.returncode, said


def install(*lists):
    """The virtual environment with these requirement files in it. Does nothing when they are; an interrupted install is redone."""
    check_venv_module()
    make_folder(VENV)
    hold = os.open(str(VENV), os.O_RDONLY)
    try:
        fcntl.flock(hold, fcntl.LOCK_EX)  # two that start at once: the second waits and finds it done
        wanted = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in lists}
        stamp = _read_stamp()
        if (
            not UNFINISHED.exists()
            and stamp["python"] == _this_python()
            and wanted.items() <= stamp["lists"].items()
            and PYTHON.exists()
        ):
            return
        _make_venv(stamp)
        UNFINISHED.touch()  # pip believes in a package of which it was killed half way through
        print("Installing {} (once, takes a minute) ...".format(" and ".join(lists)), flush=True)
        _pip_install(lists)
        STAMP.write_text(json.dumps({"python": _this_python(), "lists": wanted}, indent=1))
        UNFINISHED.unlink()
    finally:
        os.close(hold)


def _this_python():
    # The folder is part of it: scripts in a virtual environment hold its path and break when it moves.
    return "{}.{}.{} in {}".format(*sys.version_info[:3], VENV)


def _read_stamp():
    try:
        stamp = json.loads(STAMP.read_text())
        return {"python": str(stamp["python"]), "lists": dict(stamp["lists"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"python": None, "lists": {}}


def _make_venv(stamp):
    if not UNFINISHED.exists() and stamp["python"] in (None, _this_python()) and _works():
        return
    print("Making the virtual environment .venv ...", flush=True)
    _run_quietly([sys.executable, "-m", "venv", "--clear", str(VENV)], "The virtual environment could not be made.")


def _works():
    ask = "import sys, pip; print('{}.{}.{} in {}'.format(*sys.version_info[:3], sys.prefix))"
    try:
        answer = subprocess.run([str(PYTHON), "-c", ask], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.decode().strip() == _this_python()


def _pip_install(lists):
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    command += ["--root-user-action=ignore", "--require-hashes"]
    for name in lists:
        command += ["-r", str(ROOT / name)]
    _run_quietly(command, "The packages could not be installed; the lines above say why. Run it again to go on.")


def _run_quietly(command, sentence):
    code, said = run_to_end(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ, PIP_USER="0")
    )
    if code != 0:
        lines = said.decode(errors="replace").splitlines()
        print("\n".join(lines[-PIP_LAST_LINES:]), file=sys.stderr, flush=True)
        refuse(sentence)
