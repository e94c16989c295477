"""The site's own settings, and what it is compared with: two views and a folder of files."""

from config.settings import *  # noqa: F403
from config.settings import DATA_DIR

ROOT_URLCONF = "bench.site.urls"
WHITENOISE_ROOT = DATA_DIR / "same-bytes"
WHITENOISE_ROOT.mkdir(parents=True, exist_ok=True)
