"""`make bench`: print what each page costs, and write it to `bench.json` in VAR_DIR.

Two servers of one process each: the portal, and a bare view. Both take turns
(bare, page, bare), and each says how much CPU its process took. A round counts only if the bare
view before and after agrees within ten per cent; the median of at least three valid rounds is the
result. Ratios of one run are comparable; absolute times are not. Never part of the tests.
With `--growth` details and pages of lists are asked again with four times the data.
The pages are filled in a database of their own, thrown away afterwards; DATABASE_URL names another.
"""

import gzip
import io
import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

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
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench import programme, records, rounds, teams  # noqa: E402
from bench.server import Server, serving  # noqa: E402
from bench.yardstick import Call, ratio  # noqa: E402
from people.models import User  # noqa: E402


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    words: str  # that its body must contain, else the measurement is void
    must: float
    good: float
    is_known: bool = False  # asked with the tag of the page, to be answered 304
    account: str = ""  # who is signed in
    grows: bool = False  # a detail or a page of a list, asked again with four times the data


PROGRAMME = "/konferenzen/pruefkonferenz/programm/"
TEAM_ROOM, TIMELINE = f"/teams/{teams.TEAM}/", f"/teams/{teams.TEAM}/zeitleiste/"
PAGES = [
    Page("start", "/", "Nächste Termine", 0.04, 0.08, grows=True),
    Page("round", "/werkstaetten/fachkraefte/2/", "Termine", 0.04, 0.08),
    Page("reports", "/berichte/", "Berichte", 0.04, 0.08, grows=True),
    Page("report", "/berichte/was-folgt-woraus/", "Was folgt woraus", 0.04, 0.08, grows=True),
    Page("municipalities", "/kommunen/", "Kommunen", 0.04, 0.08),
    Page("municipality", "/kommunen/lippe/", "Kreis Lippe", 0.04, 0.08, grows=True),
    Page("programme", PROGRAMME, "Werkstatt 119", 0.015, 0.03),
    Page("room grid", f"{PROGRAMME}?ansicht=raster", "Werkstatt 119", 0.015, 0.03),
    Page("programme, 304", PROGRAMME, "Werkstatt 119", 0.20, 0.40, is_known=True),
    Page("session", f"{PROGRAMME}beitrag-20/", "Werkstatt 20", 0.04, 0.08, grows=True),
    Page("conference", "/konferenzen/pruefkonferenz/", "Prüfkonferenz", 0.04, 0.08, grows=True),
    Page("person", "/personen/pruefkonferenz-7/", "Prüfling 7", 0.04, 0.08, grows=True),
    Page("team room", TEAM_ROOM, "Prüfstein 99", 0.008, 0.02, account=teams.MEMBER),
    Page("timeline", TIMELINE, "Prüfstein 99", 0.008, 0.02, account=teams.MEMBER),
    *(
        Page(
            f"cockpit {size}",
            "/cockpit/",
            "Das braucht Sie jetzt",
            0.008,
            0.02,
            account=rounds.coordinator(size),
        )
        for size in rounds.SIZES
    ),
    Page(
        "cockpit 30 x 15", rounds.GRID, "Prüfwerkstatt", 0.008, 0.02, account=rounds.coordinator(30)
    ),
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


def measure(page: Page, portal: Server, yardstick: Call) -> Result:
    reader = Client(SERVER_NAME="127.0.0.1")
    if page.account:
        reader.force_login(
            User.objects.get(email=page.account), settings.AUTHENTICATION_BACKENDS[0]
        )
    cookie = reader.cookies.output(header="", sep=";").partition(";")[0].strip()
    answer, body = portal.get(page.path, cookie=cookie)
    if page.words not in body.decode():
        raise SystemExit(f"{page.path} does not say “{page.words}”.")
    known = (answer.getheader("ETag") or "") if page.is_known else ""
    share, rounds = ratio(yardstick, Call(portal, page.path, known, cookie))
    return Result(
        page=page.name,
        path=page.path,
        queries=queries(reader, page.path, known),
        bytes_plain=len(body),
        bytes_gzip=len(gzip.compress(body, 6)),
        ratio=round(share, 4),
        rounds=rounds,
        must=page.must,
        good=page.good,
    )


def queries(reader: Client, path: str, known: str) -> int:
    """How many questions the page asks; counted in this process, where they can be seen."""
    headers = {"If-None-Match": known} if known else {}
    reader.get(path, headers=headers)  # what is asked once only
    with CaptureQueriesContext(connection) as captured:
        answer = reader.get(path, headers=headers)
    if answer.status_code != (304 if known else 200):
        raise SystemExit(f"{path} answered {answer.status_code}")
    return len(captured)


def growth(portal: Server, yardstick: Call) -> dict[str, float]:
    """What details and pages of lists cost with four times the data, as a share of before."""
    calls = {page.name: Call(portal, page.path) for page in PAGES if page.grows}
    records.grow(to=1)
    before = {name: ratio(yardstick, call)[0] for name, call in calls.items()}
    records.grow(to=4)
    return {
        name: round(before[name] / ratio(yardstick, call)[0], 2) for name, call in calls.items()
    }


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("load_demo", verbosity=0, stdout=io.StringIO())
    programme.build("pruefkonferenz")
    teams.build(milestones=100)
    rounds.build()
    with serving(is_bare=False) as portal, serving(is_bare=True) as bare:
        yardstick = Call(bare, "/")
        results = [measure(page, portal, yardstick) for page in PAGES]
        show(results)
        grown = growth(portal, yardstick) if "--growth" in sys.argv else {}
    for name, factor in grown.items():
        print(f"{name:16} {factor:.2f} times as much with four times the data")
    REPORT.parent.mkdir(parents=True, exist_ok=True)
    report = {"pages": [asdict(r) for r in results], "growth": grown}
    REPORT.write_text(json.dumps(report, indent=1) + "\n")


def show(results: list[Result]) -> None:
    print(f"{'page':16}{'queries':>8}{'bytes':>9}{'gzip':>8}{'% of bare':>11}  must/good")
    for r in results:
        verdict = "good" if r.ratio >= r.good else "ok" if r.ratio >= r.must else "TOO SLOW"
        print(
            f"{r.page:16}{r.queries:>8}{r.bytes_plain:>9}{r.bytes_gzip:>8}{r.ratio:>10.1%} "
            f" {r.must:.1%}/{r.good:.1%} {verdict}"
        )


if __name__ == "__main__":
    try:
        main()
    finally:
        shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
