from datetime import UTC, datetime, timedelta

import pytest

from people.models import User
from portal import logs
from portal.models import AuditEntry
from portal.refusals import Refusal
from publications.actions import previews, reports
from publications.models import Report, ReportPreview, digest_of
from tests import factories as f
from tests.office import press, sign_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def editor():
    return f.EditorFactory()


def token_of(made):
    return made.address.rstrip("/").rpartition("/")[2]


def traces(thing):
    return [(e.what, e.by, e.at) for e in AuditEntry.objects.about(thing)]


def test_a_link_opens_its_report_for_fourteen_days(editor):
    report = f.ReportFactory()

    made = previews.make(report=report, reader="Sonja Muster", by=editor, at=AT)

    days = [AT, AT + timedelta(days=14, seconds=-1), AT + timedelta(days=14)]
    token = token_of(made)
    opened = [ReportPreview.objects.opened_by(token, at).first() for at in days]
    assert [link and link.report for link in opened] == [report, report, None]
    assert traces(made.preview) == [("report_preview.made", editor, AT)]


def test_the_token_is_long_and_stored_nowhere(editor):
    made = [previews.make(report=f.ReportFactory(), reader="S", by=editor, at=AT) for _ in range(2)]

    first, second = map(token_of, made)
    assert (len(first), first == second) == (32, False)  # 24 bytes
    row = ReportPreview.objects.filter(pk=made[0].preview.pk).values().get()
    assert first not in str(row)
    assert row["token_hash"] == digest_of(first)


def test_a_published_report_needs_no_link(editor):
    with pytest.raises(Refusal):
        previews.make(
            report=f.PublishedReportFactory(published_at=AT), reader="S", by=editor, at=AT
        )


def test_a_revoked_link_is_closed_at_once(editor):
    made = previews.make(report=f.ReportFactory(), reader="S", by=editor, at=AT)

    previews.revoke(preview=made.preview, by=editor, at=AT)

    assert ReportPreview.objects.opened_by(token_of(made), AT).first() is None
    assert traces(made.preview)[0] == ("report_preview.revoked", editor, AT)
    with pytest.raises(Refusal):
        previews.revoke(preview=made.preview, by=editor, at=AT)


@pytest.mark.parametrize(
    ("change", "is_open"),
    [
        ({}, True),
        ({"office_role": "coordinator"}, True),
        ({"office_role": "", "is_superuser": True}, True),
        ({"office_role": ""}, False),
        ({"is_active": False}, False),
    ],
)
def test_a_link_ends_when_its_maker_leaves_the_office(editor, change, is_open):
    made = previews.make(report=f.ReportFactory(), reader="S", by=editor, at=AT)
    User.objects.filter(pk=editor.pk).update(**change)

    preview = ReportPreview.objects.get(pk=made.preview.pk)
    opened = ReportPreview.objects.opened_by(token_of(made), AT).exists()
    assert (opened, preview.is_open(AT)) == (is_open, is_open)


def test_withdrawing_a_report_closes_its_links(editor):
    report = f.ReportFactory()
    made = previews.make(report=report, reader="S", by=editor, at=AT)
    f.ReportBlockFactory(report=report)
    reports.publish(report=report, by=editor, at=AT)

    reports.withdraw(report=report, by=editor, at=AT)

    assert ReportPreview.objects.opened_by(token_of(made), AT).first() is None


# --- in the office -------------------------------------------------------------------------------
def test_the_office_sees_the_link_once(client):
    sign_in(client, f.EditorFactory())
    report = f.ReportFactory()
    address = press("publications.report", report, "preview")

    asked = client.get(address)
    assert ReportPreview.objects.count() == 0  # looking makes nothing
    shown = client.post(address, {"reader": "Sonja Muster"})

    preview = ReportPreview.objects.get()
    token = token_of(shown.context["made"])
    assert (asked.status_code, shown.status_code) == (200, 200)
    assert shown["Cache-Control"] == "private, no-store"
    assert f"/berichte/vorschau/{token}/" in shown.text
    assert preview.token_hash == digest_of(token)
    assert client.post(address, {"reader": ""}).status_code == 422


def test_a_coordinator_shows_what_they_look_after_and_revokes_their_own_links(client):
    me = sign_in(client, f.CoordinatorFactory())
    mine, foreign = f.ReportFactory(), f.ReportFactory()
    mine.stewards.add(me)
    other = f.ReportPreviewFactory(report=mine)

    answers = [
        client.post(press("publications.report", report, "preview"), {"reader": "S"}).status_code
        for report in (mine, foreign)
    ]
    own = ReportPreview.objects.get(made_by=me)
    revoked = [
        client.post(press("publications.reportpreview", link, "revoke")).status_code
        for link in (own, other)
    ]

    assert (answers, revoked) == ([200, 404], [302, 403])
    assert ReportPreview.objects.filter(revoked_at=None).get() == other


def test_the_report_lists_its_links_and_how_they_stand(client):
    sign_in(client, f.EditorFactory())
    report = f.ReportFactory()
    now = datetime.now(UTC)
    f.ReportPreviewFactory(report=report, reader="Offen")
    f.ReportPreviewFactory(report=report, reader="Zu", revoked_at=now)
    f.ReportPreviewFactory(report=report, reader="Alt", made_at=now - timedelta(days=20))

    text = client.get(f"/verwaltung/publications/report/{report.pk}/change/").text

    assert [word in text for word in ("offen", "widerrufen", "abgelaufen")] == [True] * 3


# --- the page ------------------------------------------------------------------------------------
@pytest.fixture
def link():
    report = f.ReportFactory(title="Noch nicht fertig", slug="noch-nicht")
    f.ReportBlockFactory(report=report, text="<p>Ein Absatz zum Prüfen.</p>")
    return f.ReportPreviewFactory(report=report, token_hash=digest_of("geheim"))


def test_an_outsider_reads_the_draft_under_a_banner(client, link):
    response = client.get("/berichte/vorschau/geheim/")

    assert response.status_code == 200
    assert "Noch nicht fertig</h1>" in response.text
    assert "Ein Absatz zum Prüfen." in response.text
    assert "Vorschau: Dieser Bericht ist noch nicht veröffentlicht." in response.text
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex">' in response.text
    assert '<link rel="canonical"' not in response.text
    assert response.cookies == {}


def test_looking_at_a_preview_changes_nothing(client, link):
    def state():
        return (
            list(Report.objects.values()),
            list(ReportPreview.objects.values()),
            AuditEntry.objects.count(),
        )

    before = state()
    client.get("/berichte/vorschau/geheim/")
    client.head("/berichte/vorschau/geheim/")

    assert state() == before


@pytest.mark.parametrize("role", [f.CoordinatorFactory, f.EditorFactory])
def test_the_office_sees_the_preview_as_outsiders_do(client, link, role):
    hidden = f.MeetingFactory(round=f.RoundFactory(), title="Geheimer Auftakt")
    hidden.reports.add(link.report)
    shelf = f.ReportBlockFactory(report=link.report, kind="downloads", text="")
    shelf.documents.add(f.DocumentFactory(title="Geheimes Blatt", published_at=None))
    sign_in(client, role())

    text = client.get("/berichte/vorschau/geheim/").text

    assert "Geheim" not in text


@pytest.mark.parametrize(
    "token", ["falsch", "geheim2", "a" * 3000, "%27%20OR%201=1", "%F0%9F%92%A9"]
)
def test_a_wrong_token_is_not_found_and_says_whom_to_ask(client, link, token):
    response = client.get(f"/berichte/vorschau/{token}/")

    assert response.status_code == 404
    assert "Dieser Link gilt nicht mehr." in response.text
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"


def test_an_expired_or_revoked_link_is_not_found(client, link):
    now = datetime.now(UTC)
    ReportPreview.objects.update(made_at=now - timedelta(days=14), expires_at=now)
    expired = client.get("/berichte/vorschau/geheim/")
    ReportPreview.objects.update(expires_at=now + timedelta(days=1), revoked_at=now)
    revoked = client.get("/berichte/vorschau/geheim/")

    assert (expired.status_code, revoked.status_code) == (404, 404)


def test_once_published_the_link_leads_to_the_report(client, link):
    Report.objects.update(state="published", published_at=datetime.now(UTC))

    response = client.get("/berichte/vorschau/geheim/")

    assert (response.status_code, response["Location"]) == (302, "/berichte/noch-nicht/")
    assert response["Referrer-Policy"] == "no-referrer"


def test_the_log_does_not_know_the_token():
    assert logs.masked("GET /berichte/vorschau/geheim/ 200") == "GET /berichte/vorschau/…/ 200"


def test_a_preview_asks_five_queries(client, django_assert_num_queries, link):
    with django_assert_num_queries(5):
        client.get("/berichte/vorschau/geheim/")
