"""Finds Chromium for the browser tests or, as root on Debian, installs it."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome")


def found() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path and runs(path)), None)


def found_or_installed() -> str | None:
    if path := found():
        return path
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    print("Installing Chromium with apt-get ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", *command], env=quiet, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            print("\n".join((done.stdout + done.stderr).splitlines()[-3:]), flush=True)
    return found()


def runs(path: str) -> bool:
    """Some systems have a stand-in of that name that only says where to get the real one."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
