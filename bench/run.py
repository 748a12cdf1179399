"""`make bench`: print what each page costs, and write it to `bench.json` in VAR_DIR.

Bare view and page take turns (bare, page, bare) in this process. A round counts only if the bare
view before and after agrees within ten per cent; the median of at least three valid rounds is the
result. Ratios of one run are comparable; absolute times are not. Never part of the tests.
The pages are filled in a database of their own, thrown away afterwards; DATABASE_URL names another.
"""

import gzip
import io
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ["DEMO"] = "true"
REPORT = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "bench.json"
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="werkstattportal-bench-")
os.environ["LOG_LEVEL"] = "WARNING"

import django  # noqa: E402 - the environment comes first

django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test.utils import CaptureQueriesContext, override_settings  # noqa: E402

from bench import bare, programme  # noqa: E402

SECONDS = 0.4  # of CPU a block should take
ROUNDS, AT_MOST = 3, 12
TOLERANCE = 0.10

Call = Callable[[], bytes]


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    words: str  # that its body must contain, else the measurement is void
    must: float
    good: float
    is_known: bool = False  # asked with the tag of the page, to be answered 304


PROGRAMME = "/konferenzen/pruefkonferenz/programm/"
PAGES = [
    Page("start", "/", "Nächste Termine", 0.04, 0.08),
    Page("round", "/werkstaetten/fachkraefte/2/", "Termine", 0.04, 0.08),
    Page("report", "/berichte/", "Berichte", 0.04, 0.08),
    Page("municipalities", "/kommunen/", "Kommunen", 0.04, 0.08),
    Page("programme", PROGRAMME, "Werkstatt 119", 0.015, 0.03),
    Page("room grid", f"{PROGRAMME}?ansicht=raster", "Werkstatt 119", 0.015, 0.03),
    Page("programme, 304", PROGRAMME, "Werkstatt 119", 0.20, 0.40, is_known=True),
    Page("session", f"{PROGRAMME}beitrag-20/", "Werkstatt 20", 0.04, 0.08),
    Page("conference", "/konferenzen/pruefkonferenz/", "Prüfkonferenz", 0.04, 0.08),
    Page("calendar", "/konferenzen/pruefkonferenz/programm.ics", "VTIMEZONE", 0.015, 0.04),
]


@dataclass(frozen=True)
class Result:
    page: str
    path: str
    queries: int
    bytes_plain: int
    bytes_gzip: int
    ratio: float
    rounds: int
    must: float
    good: float


Answer = Callable[..., bytes]


def handler(**overrides: Any) -> Answer:
    """Answers a path as the web server would, with these settings; `known` is the reader's tag."""
    with override_settings(**overrides):
        application = WSGIHandler()

    def call(path: str, known: str = "", tags: list[str] | None = None) -> bytes:
        status: list[str] = []
        path, _mark, query = path.partition("?")

        def start(code: str, heads: list[tuple[str, str]], *_rest: object) -> Callable[..., object]:
            status.append(code)
            if tags is not None:
                tags.extend(value for name, value in heads if name == "ETag")
            return lambda _chunk: None

        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            **({"HTTP_IF_NONE_MATCH": known} if known else {}),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
        }
        with override_settings(**overrides):
            answer = application(environ, start)
            body = b"".join(answer)
            answer.close()
        if status != ["304 Not Modified" if known else "200 OK"]:
            raise SystemExit(f"{path} answered {status}")
        return body

    return call


def cpu(call: Call, times: int) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    for _round in range(times):
        call()
    return (time.process_time() - start) / times


def calibrated(call: Call) -> int:
    """How many calls fill a block."""
    cpu(call, 5)  # warm
    return max(3, int(SECONDS / max(cpu(call, 5), 1e-6)))


def ratio(yardstick: Call, page: Call) -> tuple[float, int]:
    """Bare CPU over the page's CPU: the median of the valid rounds, and how many there were."""
    bare_times, page_times = calibrated(yardstick), calibrated(page)
    valid: list[float] = []
    for _attempt in range(AT_MOST):
        before = cpu(yardstick, bare_times)
        cost = cpu(page, page_times)
        after = cpu(yardstick, bare_times)
        if abs(before - after) <= TOLERANCE * min(before, after):
            valid.append((before + after) / 2 / cost)
        if len(valid) == ROUNDS:
            return statistics.median(valid), len(valid)
    raise SystemExit("The machine is too busy: bare view before and after never agreed.")


def measure(page: Page, answer: Answer, yardstick: Call) -> Result:
    tags: list[str] = []
    body = answer(page.path, tags=tags)
    if page.words not in body.decode():
        raise SystemExit(f"{page.path} does not say “{page.words}”.")
    known = tags[0] if page.is_known else ""
    with CaptureQueriesContext(connection) as captured:
        answer(page.path, known)
    queries = len(captured)  # before the next request empties the log
    share, rounds = ratio(yardstick, lambda: answer(page.path, known))
    return Result(
        page=page.name,
        path=page.path,
        queries=queries,
        bytes_plain=len(body),
        bytes_gzip=len(gzip.compress(body, 6)),
        ratio=round(share, 4),
        rounds=rounds,
        must=page.must,
        good=page.good,
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    programme.build("pruefkonferenz")
    pages = handler()
    bare_view = handler(ROOT_URLCONF="bench.bare", MIDDLEWARE=bare.MIDDLEWARE)
    results = [measure(page, pages, lambda: bare_view("/")) for page in PAGES]
    print(f"{'page':16}{'queries':>8}{'bytes':>9}{'gzip':>8}{'% of bare':>11}  must/good")
    for r in results:
        verdict = "good" if r.ratio >= r.good else "ok" if r.ratio >= r.must else "TOO SLOW"
        print(
            f"{r.page:16}{r.queries:>8}{r.bytes_plain:>9}{r.bytes_gzip:>8}{r.ratio:>10.1%} "
            f" {r.must:.1%}/{r.good:.1%} {verdict}"
        )
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps([asdict(r) for r in results], indent=1) + "\n")


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
