import os
import subprocess
import sys

from tests.guards.checkout import ROOT


def start_with(folder, **settings):
    inherited = {name: value for name, value in os.environ.items() if name != "BROADSHEET_SECRET_KEY"}
    environment = {**inherited, "BROADSHEET_DATA": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", **settings}
    command = [sys.executable, "-c", "from django.conf import settings; print(settings.SECRET_KEY)"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_site_without_a_key_does_not_start(tmp_path):
    started = start_with(tmp_path)
    assert started.returncode == 1
    assert "No secret key: set BROADSHEET_SECRET_KEY" in started.stderr


def test_a_site_with_a_short_key_does_not_start(tmp_path):
    assert start_with(tmp_path, BROADSHEET_SECRET_KEY="x" * 49).returncode == 1


def test_a_key_is_read_from_the_data_folder(tmp_path):
    (tmp_path / "secret-key").write_text("k" * 64 + "\n")
    assert start_with(tmp_path).stdout.strip() == "k" * 64
