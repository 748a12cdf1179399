"""What is measured: the portal or the bare view, and the CPU time that its process has taken."""

import os
import resource
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
    """WSGI; what it has cost is answered here, before any of Django."""
    figure = FIGURES.get(environ["PATH_INFO"])
    if figure is None:
        return site(environ, start)
    body = str(figure()).encode()
    start("200 OK", [("Content-Length", str(len(body)))])
    return [body]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


FIGURES: dict[str, Callable[[], float]] = {bare.CPU: time.process_time, bare.PEAK: _peak}
