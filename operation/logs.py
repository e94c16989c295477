"""Lines of the log: for eyes, or one JSON object each for programs. Neither holds an address of mail, nor a key."""

import json
import logging
import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest

from operation.addresses import loggable
from operation.request_ids import working_on

MAIL_ADDRESS = re.compile(r"[^\s@<>()\[\]\"'=,;:]+@[^\s@<>()\[\]\"'=,;:]+\.\w+")


class Context(logging.Filter):
    """Gives each record what it belongs to; takes paths out of those that Django makes of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.working_on = working_on.get()
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            paths = (request.path, request.get_full_path())
            record.args = tuple(loggable(request) if value in paths else value for value in record.args)
        return True


class Lines(logging.Formatter):
    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name} [{working_on}]: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        return without_addresses(super().format(record))


class Objects(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request": getattr(record, "working_on", None),
            **getattr(record, "told", {}),
        }
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return without_addresses(json.dumps(told, ensure_ascii=False, default=str))


def without_addresses(text: str) -> str:
    """An error of the database, say, repeats the value that it refuses."""
    return MAIL_ADDRESS.sub("(address)", text)
