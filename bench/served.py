"""What is measured: the portal or the bare view, and the CPU time that its process has taken."""

import os
import time
from collections.abc import Callable, Iterable
from typing import Any

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

from bench import bare

django.setup()
if os.environ.get("BENCH_BARE"):
    settings.ROOT_URLCONF, settings.MIDDLEWARE = "bench.bare", bare.MIDDLEWARE
site = WSGIHandler()


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """WSGI; `bare.CPU` is answered here, before any of Django."""
    if environ["PATH_INFO"] != bare.CPU:
        return site(environ, start)
    body = str(time.process_time()).encode()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]
