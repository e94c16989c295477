"""Everything between installed packages and a server that can start, in one process. Safe to repeat."""

import hashlib
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from environment import ROOT, STAMP, refuse

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

CONNECT_SECONDS = 10


def main() -> None:
    for doing, step in STEPS.items():
        try:
            step()
        except Exception as error:  # noqa: BLE001  whatever it is, the starter's user reads one line
            refuse(f"{doing} failed: {in_one_line(error)}{where_the_rest_is(error)}")


def read_settings() -> None:
    import django
    from django.conf import settings

    database = settings.DATABASES["default"]
    if "pool" in database["OPTIONS"]:
        # A pool goes on trying for half a minute and then names only itself; one connection says at once what is wrong.
        del database["OPTIONS"]["pool"]
        database["OPTIONS"].setdefault("connect_timeout", CONNECT_SECONDS)
    django.setup()


def connect() -> None:
    from django.db import connection

    connection.ensure_connection()


def migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)


def collect_static() -> None:
    """Skipped while nothing that goes into it has changed."""
    from django.conf import settings
    from django.core.management import call_command

    kept = Path(settings.DATA_DIR) / "static-stamp"
    stamp = static_stamp()
    if kept.is_file() and kept.read_text() == stamp and Path(settings.STATIC_ROOT, "staticfiles.json").is_file():
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    kept.write_text(stamp)


def static_stamp() -> str:
    digest = hashlib.sha256(STAMP.read_bytes() if STAMP.exists() else b"")
    for path in [ROOT / "config" / "settings.py", *sorted((ROOT / "static").rglob("*"))]:
        if path.is_file():
            digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def begin_counting() -> None:
    """What processes that have ended counted would be added to what these count."""
    for left in (Path(os.environ.get("BROADSHEET_DATA") or ROOT / "var") / "metrics").glob("*.db"):
        left.unlink(missing_ok=True)


def load_demo() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from articles.models import Article

    if settings.DEMO and not Article.objects.exists():
        call_command("seed")


STEPS: dict[str, Callable[[], None]] = {
    "Reading the settings": read_settings,
    "Connecting to the database": connect,
    "Preparing the database": migrate,
    "Collecting the static files": collect_static,
    "Beginning to count": begin_counting,
    "Loading the demo": load_demo,
}


def in_one_line(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


def where_the_rest_is(error: Exception) -> str:
    """A sentence is enough for what the reader can cure; anything else is a fault and its traceback is kept."""
    if type(error).__name__ in ("ImproperlyConfigured", "EnvValidationError", "EnvError", "OperationalError"):
        return ""
    place = Path(os.environ.get("BROADSHEET_DATA") or ROOT / "var") / "prepare.log"
    try:
        place.write_text(traceback.format_exc())
    except OSError:
        return f" ({type(error).__name__})"
    return f" ({type(error).__name__}; the traceback is in {place})"


if __name__ == "__main__":
    main()
