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

from bench.bare import CPU

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
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        more = {"If-None-Match": known, "Cookie": cookie}
        headers = READER | {name: value for name, value in more.items() if value}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body

    def cpu(self) -> float:
        """Seconds of CPU that its process has taken so far."""
        return float(self.get(CPU)[1])


@contextmanager
def serving(*, is_bare: bool) -> Iterator[Server]:
    """The portal, or the bare view that it is compared with."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = os.environ | {"WEB_CONCURRENCY": "1", "BENCH_BARE": "yes" if is_bare else ""}
    command = [
        *(sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py"),
        *("--worker-class", "sync", "--threads", "1"),
        *("--bind", f"127.0.0.1:{port}", "--max-requests", "0", "bench.served:application"),
    ]
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
