"""Every switch comes from the environment; docs/settings.md lists them, and a test holds it to that."""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from config.counting import count_requests
from config.database import tuned
from config.log import known_form, logging_in
from config.policy import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.str("BROADSHEET_DATA", str(BASE_DIR / "var")))


def read_secret_key() -> str:
    key = env.str("BROADSHEET_SECRET_KEY", "")
    kept = DATA_DIR / "secret-key"
    if not key and kept.is_file():
        key = kept.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(
            "No secret key: set BROADSHEET_SECRET_KEY to 50 random characters or more, "
            "or start once with bin/serve, which makes one."
        )
    return key


DEBUG = False
SECRET_KEY = read_secret_key()

# Where readers reach the site: decides secure cookies, HSTS and the links in mails.
ORIGIN = env.str("BROADSHEET_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
_origin = urlsplit(ORIGIN)
if _origin.scheme not in ("http", "https") or not _origin.hostname or _origin.path:
    raise ImproperlyConfigured(f"BROADSHEET_ORIGIN is {ORIGIN!r}; it takes the form https://news.example.org")
HTTPS = _origin.scheme == "https"
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
_host = f"[{_origin.hostname}]" if ":" in _origin.hostname else _origin.hostname
ALLOWED_HOSTS = [*dict.fromkeys([_host, *LOOPBACK])]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

SECURE_SSL_REDIRECT = False  # the proxy that holds the certificate redirects
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
GUEST_COOKIE_NAME = "__Host-guest" if HTTPS else "guest"  # of who acts without an account
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "operation",
    "discussion",
    "articles",
    "people",
    "mptt",
    "pictures",
    "django_htmx",
    "django_prose_editor",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "people.admin_site.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "operation.request_ids.RequestIdMiddleware",  # before all that may log
    "operation.measuring.MeasuringMiddleware",
    "discussion.live.LiveMiddleware",  # before there is a session: most of its answers are “nothing new”
    "csp.middleware.CSPMiddleware",  # static files carry the policy too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

LOG_FORM = known_form(env.str("BROADSHEET_LOG", "text"))
# First, or just within what writes a line for each request where there is to be one.
MIDDLEWARE.insert(2 if LOG_FORM == "json" else 0, "discussion.page_cache.PageCacheMiddleware")

# /metrics answers who shows it; without one nothing is counted and there is no such page.
METRICS_TOKEN = env.str("BROADSHEET_METRICS_TOKEN", "")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("BROADSHEET_METRICS_TOKEN is too short: take 20 random characters or more")
if METRICS_TOKEN:
    count_requests(MIDDLEWARE, DATA_DIR / "metrics")

NOTICEBOARD: Path | None = DATA_DIR / "live.json"  # where one process tells the others how threads stand
ROOT_URLCONF, WSGI_APPLICATION = "config.urls", "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.masthead.masthead",
                "discussion.views.masthead.masthead",
            ],
        },
    },
]

DATABASES = {"default": tuned(env.dj_db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'broadsheet.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes, as the rate limits of log-in must be.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "broadsheet_cache",
        "KEY_FUNCTION": "kit.cache_keys.unreadable",  # rate limits have network addresses in theirs
    },
    # Pieces of pages, each under the version that it shows: a process of its own never serves an old one.
    "pages": {"BACKEND": "kit.memory.Memory", "OPTIONS": {"MAX_ENTRIES": 500}},
}

# Work outside of requests. Rows of the database, so that it is enqueued in the transaction that asks for it.
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "facts", "mail", "pictures"]},
}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.recognizing.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of accounts made before Argon2; renewed at log-in
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["handle", "email", "display_name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "people.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email", "username"}  # allauth's "username" is our handle
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "people.forms.DisplayNameForm"
ACCOUNT_FORMS = {
    "login": "people.logging_in.LogInForm",
    "signup": "people.welcoming.SignUpForm",
    "add_email": "people.welcoming.NewAddressForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _origin.scheme
MFA_ADAPTER = "people.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "add_webauthn": "people.passkeys.AddForm",
    "authenticate_webauthn": "people.passkeys.AuthenticateForm",
    "login_webauthn": "people.passkeys.LogInForm",
    "reauthenticate_webauthn": "people.passkeys.ReauthenticateForm",
}
# Browsers offer passkeys without https on this one name only: enough to try them.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS and _origin.hostname in LOOPBACK
# How many proxies stand before the server: only what the last of them says of the address is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("BROADSHEET_PROXIES", 0)

EMAIL_CONFIG = env.dj_email_url("EMAIL_URL", "console://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = EMAIL_CONFIG.get("EMAIL_TIMEOUT") or 20  # of each step of the talk with a mail server
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("BROADSHEET_MAIL_FROM", f"no-reply@{_origin.hostname}")

LANGUAGE_CODE = env.str("BROADSHEET_LANGUAGE", "en")
TIME_ZONE = env.str("BROADSHEET_TIME_ZONE", "UTC")
USE_I18N = USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static.PackedStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o644
PICTURES = {
    "FILE_TYPES": ["AVIF", "WEBP"],
    "CONTAINER_WIDTH": 1200,
    "GRID_COLUMNS": 4,  # widths in steps of 300 px: 12 files a photo
    "PIXEL_DENSITIES": [1, 2],
    "USE_PLACEHOLDERS": False,
    "PICTURE_CLASS": "articles.pictures.Rendition",
    "PROCESSOR": "articles.pictures.process_picture",
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

LOGGING = logging_in(LOG_FORM)
SLOW_QUERY_MS = env.int("BROADSHEET_SLOW_QUERY_MS", 500)

# The site itself
SITE_NAME = env.str("BROADSHEET_NAME", "Broadsheet")
DEMO = env.bool("BROADSHEET_DEMO", False)
DEMO_PASSWORD = env.str("BROADSHEET_DEMO_PASSWORD", "")
STAFF_MFA = env.bool("BROADSHEET_STAFF_MFA", not DEMO)
DEFAULT_SORT = env.str("BROADSHEET_DEFAULT_SORT", "newest")
EDIT_MINUTES = env.int("BROADSHEET_EDIT_MINUTES", 15)
UNDO_MINUTES = env.int("BROADSHEET_UNDO_MINUTES", 10)
APPEAL_DAYS = env.int("BROADSHEET_APPEAL_DAYS", 14)
APPEAL_DEADLINE_DAYS = env.int("BROADSHEET_APPEAL_DEADLINE_DAYS", 7)
POSTS_A_MINUTE = env.int("BROADSHEET_POSTS_A_MINUTE", 6)
REPORTS_AN_HOUR = env.int("BROADSHEET_REPORTS_AN_HOUR", 20)
REPORTS_TO_HOLD = env.int("BROADSHEET_REPORTS_TO_HOLD", 3)
PAGE_CACHE_MIB = env.int("BROADSHEET_PAGE_CACHE_MIB", 32)
CDN_SECONDS = env.int("BROADSHEET_CDN_SECONDS", 0)
HIDE_SCORES_HOURS = env.int("BROADSHEET_HIDE_SCORES_HOURS", 0)
CLOSE_AFTER_DAYS = env.int("BROADSHEET_CLOSE_AFTER_DAYS", 0)
TREE_LIMIT = env.int("BROADSHEET_TREE_LIMIT", 5000)
TELL_AUTHORS = env.bool("BROADSHEET_TELL_AUTHORS", True)
MAILS_AN_HOUR = env.int("BROADSHEET_MAILS_AN_HOUR", 20)
MAILS_A_MINUTE = env.int("BROADSHEET_MAILS_A_MINUTE", 0)
INLINE_FEEDBACK = env.str("BROADSHEET_INLINE_FEEDBACK", "everyone")
GUESTS = env.bool("BROADSHEET_GUESTS", DEMO)
GUESTS_FIRST = env.str("BROADSHEET_GUESTS_FIRST", "confirm")
GUEST_POSTS_AN_HOUR = env.int("BROADSHEET_GUEST_POSTS_AN_HOUR", 30)
GUEST_VOTES_AN_HOUR = env.int("BROADSHEET_GUEST_VOTES_AN_HOUR", 200)
GUEST_MAILS_A_DAY = env.int("BROADSHEET_GUEST_MAILS_A_DAY", 5)
ADDRESS_DAYS = env.int("BROADSHEET_ADDRESS_DAYS", 7)
LOG_NAMES = env.bool("BROADSHEET_LOG_NAMES", False)
LOG_REASONS = env.bool("BROADSHEET_LOG_REASONS", False)
SCREENING_URL = env.str("BROADSHEET_SCREENING_URL", "")
SCREENING_SECRET = env.str("BROADSHEET_SCREENING_SECRET", "")
SCREENING_SIGNED = env.bool("BROADSHEET_SCREENING_SIGNED", False)
SCREENING_SECONDS = env.float("BROADSHEET_SCREENING_SECONDS", 2)
SCREENING_PERSONAL = env.bool("BROADSHEET_SCREENING_PERSONAL", False)
SCREENING_PRIVATE = env.bool("BROADSHEET_SCREENING_PRIVATE", False)
AKISMET_KEY = env.str("BROADSHEET_AKISMET_KEY", "")
AKISMET_URL = env.str("BROADSHEET_AKISMET_URL", "https://rest.akismet.com/1.1/")
if SCREENING_URL and len(SCREENING_SECRET) < 32:
    raise ImproperlyConfigured("BROADSHEET_SCREENING_URL needs BROADSHEET_SCREENING_SECRET: 32 characters or more")
if not 0 < SCREENING_SECONDS <= 10:
    raise ImproperlyConfigured(f"BROADSHEET_SCREENING_SECONDS is {SCREENING_SECONDS:g}; it is above 0, at most 10")
if INLINE_FEEDBACK not in ("off", "author", "everyone"):
    raise ImproperlyConfigured(f"BROADSHEET_INLINE_FEEDBACK is {INLINE_FEEDBACK!r}; it is off, author or everyone")
if GUESTS_FIRST not in ("confirm", "review"):
    raise ImproperlyConfigured(f"BROADSHEET_GUESTS_FIRST is {GUESTS_FIRST!r}; it is confirm or review")
