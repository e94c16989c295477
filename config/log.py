"""The log of the site, in the form that the settings say."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured


def known_form(form: str) -> str:
    if form not in ("text", "json"):
        raise ImproperlyConfigured(f"BROADSHEET_LOG is {form!r}; it is text or json")
    return form


def logging_in(form: str) -> dict[str, Any]:
    """`text` for eyes, `json` for programs, which also get a line for each request."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"text": {"()": "operation.logs.Lines"}, "json": {"()": "operation.logs.Objects"}},
        "filters": {"context": {"()": "operation.logs.Context"}},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": form, "filters": ["context"]}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "django.request": {"level": "ERROR"},  # a 4xx is an answer, not an incident
            "operation.requests": {"level": "INFO" if form == "json" else "WARNING"},
        },
    }
