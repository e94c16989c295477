"""The site's own settings with what tests need: speed, nothing left behind, nothing sent."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("BROADSHEET_SECRET_KEY", "a key that is good for tests alone, where nothing is secret")
if "BROADSHEET_DATA" not in os.environ:  # bin/test sets it; pytest called by hand does not
    os.environ["BROADSHEET_DATA"] = tempfile.mkdtemp(prefix="broadsheet-test-")
    atexit.register(shutil.rmtree, os.environ["BROADSHEET_DATA"], ignore_errors=True)
os.environ["BROADSHEET_POSTS_A_MINUTE"] = "0"  # also of the processes that tests start: the cast speaks fast

os.environ.setdefault("BROADSHEET_GUESTS", "0")  # a test that is about guests welcomes them in its thread

from config.settings import *  # noqa: F403
from config.settings import DATA_DIR, DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
NOTICEBOARD = None  # a test that is about several processes gives them one
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns of a missing one

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file as in production, not memory: threads and processes of one test must meet in it, with the locks of WAL.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
