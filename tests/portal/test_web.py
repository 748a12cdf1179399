# ruff: noqa: E501 - tables of examples, one line each
import json
import logging

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from redis.exceptions import RedisError

from portal import errors, headers, logs, middleware
from portal.refusals import Conflict, TooLarge, TooMany, Unavailable
from portal.urls import urlpatterns as real
from tests.factories.people import SuperuserFactory, UserFactory

EVERYWHERE = {
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-Request-ID",
}


def raising(exception):
    def view(request):
        raise exception

    return view


def read_body(request):
    return HttpResponse(f"{len(request.POST)}")


urlpatterns = [
    path("raise/409", raising(Conflict("Lea war schneller."))),
    path("raise/413", raising(TooLarge("Höchstens 20 MB."))),
    path("raise/429", raising(TooMany("Zu oft.", retry_after=30))),
    path("raise/503", raising(Unavailable("Gleich wieder.", retry_after=7))),
    path("raise/403", raising(PermissionDenied())),
    path("raise/500", raising(ZeroDivisionError("secret@example.org"))),
    path("raise/database", raising(OperationalError("connection to 10.0.0.1 failed"))),
    path("raise/redis", raising(RedisError("away"))),
    path("raise/too-big", raising(RequestDataTooBig("too big"))),
    path("body", read_body),
    path("teams/<path:rest>", raising(AssertionError("nothing may be looked up"))),
    *real,
]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/raise/409", 409, "Lea war schneller."),
        ("/raise/413", 413, "Höchstens 20 MB."),
        ("/raise/429", 429, "Zu oft."),
        ("/raise/503", 503, "Gleich wieder."),
        ("/raise/403", 403, "Das steht Ihnen nicht offen"),
        ("/raise/500", 500, "Bei uns ist etwas schiefgegangen"),
        ("/raise/database", 503, "Das Portal macht eine kurze Pause"),
        ("/raise/redis", 503, "Das Portal macht eine kurze Pause"),
        ("/raise/too-big", 413, "Das ist zu groß"),
        ("/nirgends/", 404, "Diese Seite gibt es nicht"),
        ("/?q=%00", 400, "Diese Anfrage können wir nicht lesen"),
        ("/%00/", 400, "Diese Anfrage können wir nicht lesen"),
        ("/?%00=1", 400, "Diese Anfrage können wir nicht lesen"),
    ],
)
def test_every_no_has_a_german_page_with_the_number_of_the_request(visitor, address, status, words):
    answer = visitor.get(address)
    html = answer.content.decode()
    assert answer.status_code == status
    assert words in html
    assert answer["X-Request-ID"] in html
    assert not {"Traceback", "Django", "10.0.0.1", "secret@", "/work", ".py"} & set(
        html.replace(":", " ").split()
    )
    assert set(answer.headers) >= EVERYWHERE


@pytest.mark.parametrize(("address", "seconds"), [("/raise/429", "30"), ("/raise/503", "7"), ("/raise/database", "10")])  # fmt: skip
def test_come_back_later_says_when(visitor, address, seconds):
    assert visitor.get(address)["Retry-After"] == seconds


def test_a_crash_has_its_page_even_without_any_static_file(visitor, settings):
    strict = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": strict}}
    answer = visitor.get("/raise/500")
    assert (answer.status_code, "schiefgegangen" in answer.content.decode()) == (500, True)


def test_a_body_that_is_too_large_gets_413(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert visitor.post("/body", {"text": "x" * 200}).status_code == 413


def test_a_giant_body_is_not_even_read(visitor):
    answer = visitor.generic("POST", "/body", b"", headers={"content-length": "60000001"})
    assert answer.status_code == 413


def test_a_database_that_is_away_before_the_view_gets_503_too(visitor, monkeypatch):
    def away(request):
        raise OperationalError("away")

    monkeypatch.setattr(middleware, "_is_signed_in", away)
    assert visitor.get("/teams/").status_code == 503


def test_a_foreign_host_gets_400_and_no_link_to_itself(visitor):
    answer = visitor.get("/", headers={"host": "boese.example"})
    assert answer.status_code == 400
    assert b"boese.example" not in answer.content


def test_a_form_without_its_token_gets_a_german_403(client):
    answer = Client(enforce_csrf_checks=True).post("/body", {"a": "b"})
    assert (answer.status_code, "Bitte laden Sie es neu" in answer.content.decode()) == (403, True)
    assert client.post("/body", {"a": "b"}).content == b"1"


@pytest.mark.parametrize("address", ["/healthz", "/", "/verwaltung/", "/nirgends/"])
def test_the_headers_stand_on_every_answer(visitor, address):
    answer = visitor.get(address)
    assert set(answer.headers) >= EVERYWHERE
    assert set(answer["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
        "frame-ancestors 'none'",
    }  # fmt: skip


def test_a_stricter_word_of_a_view_is_kept(rf):
    def view(request):
        return HttpResponse(headers={"Referrer-Policy": "no-referrer"})

    answer = headers.HeadersMiddleware(view)(rf.get("/"))
    assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("address", ["/teams/", "/teams/1/x/", "/cockpit/7/", "/verwaltung/people/user/1/change/", "/verwaltung/../"])  # fmt: skip
def test_private_areas_send_strangers_to_sign_in_without_looking(
    visitor, address, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = visitor.get(f"{address}?a=b")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/konto/login/?next=%2F")
    assert answer["Cache-Control"] == "private, no-store"


def test_what_the_office_answers_is_stored_nowhere(client):
    client.force_login(SuperuserFactory())
    assert client.get("/verwaltung/")["Cache-Control"] == "private, no-store"


def test_an_account_outside_the_office_gets_403_in_the_office(client):
    client.force_login(UserFactory())
    assert client.get("/verwaltung/").status_code == 403


@pytest.mark.parametrize("name", ["healthz", "readyz"])
def test_health_is_told_without_versions(client, name):
    answer = client.get(f"/{name}")
    assert answer.status_code == 200
    assert set(answer.json().values()) == {True}


def test_healthz_asks_no_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_not_ready_without_a_storage(client, settings, tmp_path):
    (tmp_path / "file").write_text("no folder")
    storages = {**settings.STORAGES, "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "file")},
    }}  # fmt: skip
    with override_settings(STORAGES=storages):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "migrations": True, "storage": False}


@pytest.fixture
def lines():
    """What the log says, as the JSON of production."""
    said = []

    class Memory(logging.Handler):
        def emit(self, record):
            said.append(json.loads(self.format(record)))

    handler = Memory()
    handler.setFormatter(logs.JsonFormatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield said
    root.removeHandler(handler)
    root.setLevel(level)


TOKEN = "Zx8_kP2mQ-7vLr4tYbN1cW9d"


def test_each_request_is_one_line_without_token_or_address(visitor, lines):
    answer = visitor.get(f"/einladung/{TOKEN}/?an=lea@example.org")
    mine = [line for line in lines if line["logger"] == "portal.requests"]
    assert len(mine) == 1
    assert (mine[0]["status"], mine[0]["request"]) == (404, answer["X-Request-ID"])
    assert mine[0]["path"] == "/einladung/…/"
    assert TOKEN not in json.dumps(lines)
    assert "lea@" not in json.dumps(lines)


def test_a_crash_is_logged_with_its_number_and_without_addresses(visitor, lines):
    answer = visitor.get("/raise/500")
    crash = next(line for line in lines if "traceback" in line)
    assert crash["request"] == answer["X-Request-ID"]
    assert "ZeroDivisionError" in crash["traceback"]
    assert "secret@" not in json.dumps(lines)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("an lea.muster@stadt-ä.example: ja", "an …@…: ja"),
        (f"GET /konto/password/reset/key/1-{TOKEN}/", "GET /konto/password/reset/key/…/"),
        (f"token {TOKEN}.", "token …."),
        ("GET /ueberblick/nur-kleine-buchstaben/", "GET /ueberblick/…/"),
        ("GET /benachrichtigungen/abbestellen/3:silence:kurz/", "GET /benachrichtigungen/abbestellen/…/"),
        ("hash 4d0b0cd2f7a94c0e8a5f4d0b0cd2f7a9", "hash …"),
        ("/berichte/kommunale-bildungsstrategien-2025/", "/berichte/kommunale-bildungsstrategien-2025/"),
        ("job 3f2c1a9e-8d7b-4c6a-9e5f-1a2b3c4d5e6f", "job 3f2c1a9e-8d7b-4c6a-9e5f-1a2b3c4d5e6f"),
        ("portal.signin.SomeLongExceptionName", "portal.signin.SomeLongExceptionName"),
    ],
)  # fmt: skip
def test_masks_hide_persons_and_tokens_and_nothing_else(said, kept):
    assert logs.masked(said) == kept


def test_a_line_break_forges_no_second_line():
    record = logging.makeLogRecord({"msg": "GET /\r\n12:00 INFO forged", "levelname": "INFO"})
    assert len(logs.LineFormatter().format(record).splitlines()) == 1
    assert len(logs.JsonFormatter().format(record).splitlines()) == 1
