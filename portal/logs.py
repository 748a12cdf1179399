"""Logs: one line per event, with the request id, without addresses or tokens."""

import json as json_format
import logging
import re
import secrets
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse

log = logging.getLogger("portal.requests")

request_id: ContextVar[str] = ContextVar("request_id", default="")

_ADDRESS = re.compile(r"[^\s@<>\"'(),;:=/]+@[^\s@<>\"'(),;:/]+\.[^\s@<>\"'(),;:/]+")
_SECRET_PATH = re.compile(r"(/(?:einladung|meine|key|vorschau|ueberblick|abbestellen)/)[^/\s?]+")
_TOKEN = re.compile(
    r"(?<![\w-])(?=[\w-]*[0-9])(?=[\w-]*[a-z])(?:(?=[\w-]*[A-Z])[\w-]{20,}|[0-9a-z]{24,})(?![\w-])"
)
_PLAIN = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}


def masked(text: str) -> str:
    """The text without e-mail addresses and without what looks like a token; one line."""
    text = _SECRET_PATH.sub(r"\1…", text)
    text = _ADDRESS.sub("…@…", text)
    return _TOKEN.sub("…", text)


def _one_line(text: str) -> str:
    return text.encode("unicode_escape").decode() if not text.isprintable() else text


class LineFormatter(logging.Formatter):
    """For people: time, level, request, what happened, then a traceback if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).astimezone().strftime("%H:%M:%S")
        name = request_id.get() or "-"
        line = f"{at} {record.levelname} {name} {_one_line(record.getMessage())}"
        if record.exc_info:
            line += f"\n{self.formatException(record.exc_info)}"
        return masked(line)


class JsonFormatter(logging.Formatter):
    """For machines: one JSON object per line, in UTC."""

    def format(self, record: logging.LogRecord) -> str:
        event: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "request": request_id.get(),
            "event": masked(record.getMessage()),
        }
        if record.exc_info:
            event["traceback"] = masked(self.formatException(record.exc_info))
        for key, value in record.__dict__.items():
            if key not in _PLAIN and isinstance(value, str | int | float | bool):
                event[key] = masked(value) if isinstance(value, str) else value
        return json_format.dumps(event, ensure_ascii=False)


def logging_config(*, json: bool, level: str) -> dict[str, Any]:
    """Everything goes to the standard error; Django's own handlers are replaced."""
    formatter = JsonFormatter if json else LineFormatter
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"ours": {"()": formatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "ours"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "gunicorn": {"level": level, "propagate": True},
        },
    }


class RequestIdMiddleware:
    """Gives every request a name that its log lines, its answer and its error page carry."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = secrets.token_hex(5)
        request_id.set(name)
        started = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = name
        facts = {
            "method": request.method,
            "path": request.path,
            "status": response.status_code,
            "ms": round((time.perf_counter() - started) * 1000),
        }
        log.info("%(method)s %(path)s %(status)s %(ms)s ms", facts, extra=facts)
        return response
