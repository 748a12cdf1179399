"""A web server of one process, and a reader who opens one page after another.

The worker is gunicorn's leanest, so that the cost of serving hides as little as possible.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings

from bench.bare import CPU, PEAK

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 30  # seconds until it must answer
READER = {"Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": "de,en;q=0.5"}


@dataclass(frozen=True)
class Server:
    port: int

    def get(self, path: str, known: str = "", cookie: str = "") -> tuple[HTTPResponse, bytes]:
        """The answer to a path and its body.

        `known` is the tag of the copy that the reader has, `cookie` who is signed in.
        """
        more = {"If-None-Match": known, "Cookie": cookie}
        return self._ask("GET", path, {name: value for name, value in more.items() if value})

    def post(self, path: str, fields: dict[str, str]) -> tuple[HTTPResponse, bytes]:
        """The answer to a form, sent with a token that fits its cookie."""
        token = "c" * 32
        headers = {
            "Cookie": f"{settings.CSRF_COOKIE_NAME}={token}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._ask("POST", path, headers, {"csrfmiddlewaretoken": token, **fields})

    def _ask(
        self, verb: str, path: str, headers: dict[str, str], fields: dict[str, str] | None = None
    ) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(verb, path, urlencode(fields) if fields else None, READER | headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def cpu(self) -> float:
        """Seconds of CPU that its process has taken so far."""
        return float(self.get(CPU)[1])

    def peak(self) -> float:
        """The most MB of memory that its process has ever had."""
        return float(self.get(PEAK)[1])


LEAN = ("--worker-class", "sync", "--threads", "1", "--max-requests", "0")


@contextmanager
def serving(*, is_bare: bool) -> Iterator[Server]:
    """The portal, or the bare view that it is compared with; in one lean process."""
    with _gunicorn(*LEAN, "bench.served:application", workers=1, is_bare=is_bare) as server:
        yield server


@contextmanager
def serving_as_in_production() -> Iterator[Server]:
    """The portal with two processes of four threads."""
    with _gunicorn("bench.served:application", workers=2, is_bare=False) as server:
        yield server


@contextmanager
def _gunicorn(*options: str, workers: int, is_bare: bool) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = os.environ | {
        "WEB_CONCURRENCY": str(workers),
        "BENCH_BARE": "yes" if is_bare else "",
    }
    bind = ("--config", "gunicorn.conf.py", "--bind", f"127.0.0.1:{port}")
    command = [sys.executable, "-m", "gunicorn", *bind, *options]
    process = subprocess.Popen(command, cwd=ROOT, env=variables)
    try:
        yield _ready(Server(port))
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _ready(server: Server) -> Server:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            server.cpu()
        except OSError:
            time.sleep(0.2)
        else:
            return server
    raise SystemExit("The server does not answer.")
