"""`make bench-registrations`: what a burst of registrations does to one offer.

Three hundred people at once on 120 places, with the web server of production; then what one
registration costs in CPU against the bare view, as `bench/run.py` measures pages; then the queries
and the time of an offer that has 20,000. On PostgreSQL and Redis (`bin/servers.py`): letters are
written, and left to a worker that is not there. Figures go to `bench-registrations.json`.
"""

import io
import json
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
REPORT = Path(os.environ.get("VAR_DIR") or ROOT / "var") / "bench-registrations.json"
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="werkstattportal-bench-")
os.environ |= {"DEMO": "true", "LOG_LEVEL": "ERROR", "REGISTRATIONS_PER_HOUR": "1000000"}

import django  # noqa: E402 - the environment comes first

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.server import Server, serving, serving_as_in_production  # noqa: E402
from bench.yardstick import Call, filling, ratio  # noqa: E402
from people.models import User  # noqa: E402
from portal.open_forms import stamp  # noqa: E402
from registrations.models import Offer, Place, Quota, Registration  # noqa: E402

PEOPLE, PLACES, AT_ONCE = 300, 120, 16
MANY = 20_000
MUST, GOOD = 0.03, 0.06

Figures = dict[str, float | int | str]


def offer(slug: str, places: int) -> Offer:
    """Open to everybody, nothing but the standard fields."""
    made = Offer.objects.create(
        slug=slug,
        title="Prüfkonferenz",
        audience=Offer.Audience.PUBLIC,
        opens_at=timezone.now() - timedelta(days=1),
    )
    Quota.objects.create(offer=made, is_main=True, title="Teilnahme", capacity=places)
    return made


def person(number: int) -> dict[str, str]:
    """What somebody types, a minute after the form was opened."""
    return {
        "first_name": "Kim",
        "last_name": f"Gast{number}",
        "email": f"gast{number}@example.org",
        "opened": stamp(timezone.now() - timedelta(minutes=1)),
    }


def register(server: Server, of: Offer, number: int) -> tuple[int, float]:
    """The status of the answer, and the seconds until it came."""
    start = time.monotonic()
    answer, _body = server.post(of.get_absolute_url(), person(number))
    return answer.status, time.monotonic() - start


def burst() -> Figures:
    """All come as fast as they can; exactly so many get a place, and all others wait."""
    full = offer("pruefandrang", PLACES)
    with serving_as_in_production() as portal, ThreadPoolExecutor(AT_ONCE) as people:
        portal.get(full.get_absolute_url())
        start = time.monotonic()
        answers = list(people.map(lambda number: register(portal, full, number), range(PEOPLE)))
        seconds = time.monotonic() - start
    became = Counter(Place.objects.filter(quota__offer=full).values_list("status", flat=True))
    expected = {Place.Status.HELD: PLACES, Place.Status.WAITING: PEOPLE - PLACES}
    statuses = Counter(status for status, _seconds in answers)
    if became != expected or set(statuses) != {302}:
        raise SystemExit(f"Not exact: {dict(became)}, answers {dict(statuses)}")
    waits = statistics.quantiles([wait for _status, wait in answers], n=100)
    return {
        "people": PEOPLE,
        "with a place": became[Place.Status.HELD],
        "waiting": became[Place.Status.WAITING],
        "seconds": round(seconds, 1),
        "registrations per minute": round(60 * PEOPLE / seconds),
        "median wait": round(waits[49], 2),
        "p95 wait": round(waits[94], 2),
        "p99 wait": round(waits[98], 2),
    }


@dataclass
class Sending:
    """The form of one offer, sent by another person each time."""

    server: Server
    offer: Offer
    sent: int = 0

    def cpu(self, times: int) -> float:
        """CPU seconds of one registration, the mean of so many."""
        start = self.server.cpu()
        for _round in range(times):
            self.sent += 1
            status, _seconds = register(self.server, self.offer, self.sent)
            if status != 302:
                raise SystemExit(f"A registration was answered with {status}.")
        return (self.server.cpu() - start) / times

    def times(self) -> int:
        """How many fill a block."""
        self.cpu(5)  # warm
        return filling(self.cpu(5))


def cost() -> Figures:
    """One registration against the bare view: while there are places, and behind a long line."""
    free, full = offer("pruefplaetze", 100_000), offer("pruefschlange", 1)
    fill(full, MANY // 20)
    with serving(is_bare=False) as portal, serving(is_bare=True) as bare:
        yardstick = Call(bare, "/")
        shares = {
            "with a place, % of bare": Sending(portal, free),
            "behind 1,000 waiting, % of bare": Sending(portal, full, sent=MANY),
        }
        return {name: round(100 * ratio(yardstick, form)[0], 1) for name, form in shares.items()}


def fill(of: Offer, people: int) -> None:
    """So many who are confirmed or wait, in the order of their coming."""
    main, now = of.quotas.get(is_main=True), timezone.now()
    made = Registration.objects.bulk_create(
        (_registered(of, number, main.capacity or people) for number in range(people)),
        batch_size=2_000,
    )
    Place.objects.bulk_create(
        (Place(registration=one, quota=main, queued_at=now, status=one.status) for one in made),
        batch_size=2_000,
    )


def _registered(of: Offer, number: int, places: int) -> Registration:
    email = f"viele{number}@example.org"
    now = timezone.now()
    return Registration(
        offer=of,
        first_name="Kim",
        last_name=f"Viele{number}",
        email=email,
        mailbox=email,
        key=f"viele-{number}",
        registered_at=now,
        confirmed_at=now,
        status="confirmed" if number < places else "waiting",
    )


def many() -> Figures:
    """What an offer with 20,000 registrations asks and how long it takes."""
    large = offer("pruefmasse", MANY // 2)
    fill(large, MANY)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    reader, path = Client(SERVER_NAME="127.0.0.1"), large.get_absolute_url()
    return {
        **asking("form", lambda: reader.get(path)),
        **asking("registration", lambda: reader.post(path, person(MANY + 1))),
        **at_the_desk(large),
    }


def at_the_desk(large: Offer) -> Figures:
    """The list of the office and its exports, with the memory that they take in a fresh process."""
    office, small = Client(SERVER_NAME="127.0.0.1"), offer("pruefwenige", 10)
    fill(small, 10)
    who = User.objects.create(email="pruefling@example.org", is_superuser=True)
    office.force_login(who, settings.AUTHENTICATION_BACKENDS[0])
    page = reverse("registrations:desk_offer", args=[large.slug])
    office.get(page)  # what is asked once only
    figures = asking("list", lambda: office.get(page))
    cookie = f"{settings.SESSION_COOKIE_NAME}={office.cookies[settings.SESSION_COOKIE_NAME].value}"
    for ending in ("csv", "xlsx"):
        with serving(is_bare=False) as portal:
            before = exported(portal, small, ending, cookie, people=10)
            start = time.monotonic()
            after = exported(portal, large, ending, cookie, people=MANY)
            figures[f"{ending}, seconds"] = round(time.monotonic() - start, 1)
            figures[f"{ending}, MB more"] = round(after - before)
    return figures


def exported(server: Server, of: Offer, ending: str, cookie: str, *, people: int) -> float:
    """The most memory that the process has had, once it has handed out this file."""
    path = reverse("registrations:desk_export", args=[of.slug, ending])
    answer, body = server.get(path, cookie=cookie)
    if answer.status != 200 or len(body) < 30 * people:
        raise SystemExit(f"{path} answered {answer.status} with {len(body)} bytes.")
    return server.peak()


def asking(name: str, ask: Callable[[], Any]) -> Figures:
    """How many questions an answer takes, and how long."""
    with CaptureQueriesContext(connection) as captured:
        start = time.monotonic()
        answer = ask()
        seconds = time.monotonic() - start
    if answer.status_code not in {200, 302}:
        raise SystemExit(f"{name} answered {answer.status_code}")
    return {f"{name}, queries": len(captured), f"{name}, seconds": round(seconds, 2)}


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False, stdout=io.StringIO())
    report = {}
    for name, measure in {"burst": burst, "cost": cost, f"{MANY:,} of one offer": many}.items():
        report[name] = measure()
        print(f"\n{name}")
        for what, figure in report[name].items():
            print(f"  {what:36}{figure:>10}")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    REPORT.write_text(json.dumps(report, indent=1) + "\n")
    print(f"\nmust/good of the cost: {MUST:.0%}/{GOOD:.0%} of bare")


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
