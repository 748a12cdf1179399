from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from portal.models import AuditEntry
from portal.refusals import Refusal
from publications.actions import reports
from publications.models import Report
from tests import factories as f
from tests.office import press, sign_in, window

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(days=3)


@pytest.fixture
def editor():
    return f.EditorFactory()


def draft(**facts):
    report = f.ReportFactory(**facts)
    f.ReportBlockFactory(report=report)
    return report


def public(at):
    return list(Report.objects.published(at))


def traces(report):
    return [e.what for e in AuditEntry.objects.about(report).order_by("pk")]


def test_a_report_appears_at_its_moment_and_not_before(editor):
    report = reports.schedule(report=draft(), publish_at=LATER, by=editor, at=AT)

    assert (report.is_scheduled(AT), report.is_scheduled(LATER)) == (True, False)
    assert public(LATER - timedelta(seconds=1)) == []
    assert public(LATER) == [report]
    entry = AuditEntry.objects.about(report).get()
    assert (entry.what, entry.by, entry.at) == ("report.scheduled", editor, AT)
    assert entry.fields == ["published_at", "state"]


def test_the_moment_is_moved_and_called_off(editor):
    report = reports.schedule(report=draft(), publish_at=LATER, by=editor, at=AT)

    reports.schedule(report=report, publish_at=LATER + timedelta(days=1), by=editor, at=AT)
    assert public(LATER) == []
    report = reports.unschedule(report=report, by=editor, at=AT)

    assert (report.state, report.published_at) == (Report.State.REVIEW, None)
    assert public(LATER + timedelta(days=2)) == []
    assert traces(report) == ["report.scheduled", "report.scheduled", "report.unscheduled"]


def test_a_scheduled_report_is_published_at_once_with_todays_date(editor):
    report = reports.schedule(report=draft(), publish_at=LATER, by=editor, at=AT)

    assert reports.publish(report=report, by=editor, at=AT).published_at == AT


@pytest.mark.parametrize("publish_at", [AT, AT - timedelta(days=1)])
def test_the_moment_lies_ahead(editor, publish_at):
    with pytest.raises(Refusal):
        reports.schedule(report=draft(), publish_at=publish_at, by=editor, at=AT)


def test_what_is_unfinished_public_or_was_public_is_not_scheduled(editor):
    unfinished = f.ReportFactory()
    shown = draft(state="published", published_at=AT)
    withdrawn = draft(state="withdrawn", published_at=AT)

    for report in (unfinished, shown, withdrawn):
        with pytest.raises(Refusal):
            reports.schedule(report=report, publish_at=LATER, by=editor, at=AT)
    assert reports.publish(report=withdrawn, by=editor, at=LATER).published_at == AT


def test_what_has_not_appeared_is_neither_withdrawn_nor_corrected(editor):
    report = reports.schedule(report=draft(), publish_at=LATER, by=editor, at=AT)

    with pytest.raises(Refusal):
        reports.withdraw(report=report, by=editor, at=AT)
    with pytest.raises(Refusal):
        reports.correct(report=report, note="Name", by=editor, at=AT)
    with pytest.raises(Refusal):
        reports.unschedule(report=report, by=editor, at=LATER)


# --- in the office -------------------------------------------------------------------------------
def test_day_and_time_are_chosen_and_called_off_in_the_office(client):
    sign_in(client, f.EditorFactory())
    report = draft()
    address = press("publications.report", report, "schedule")

    asked = client.get(address)
    client.post(address, {"publish_at_0": "2090-03-05", "publish_at_1": "08:30"})

    report.refresh_from_db()
    assert 'type="date"' in asked.text
    assert timezone.localtime(report.published_at).isoformat() == "2090-03-05T08:30:00+01:00"
    page = client.get(window("publications.report", "change", report.pk)).text
    assert "erscheint am 5. März 2090 08:30" in page
    assert 'value="2090-03-05"' in client.get(address).text
    assert "Erscheint am 5. März 2090, 08:30 Uhr." in client.get(report.get_absolute_url()).text

    client.post(press("publications.report", report, "unschedule"))
    report.refresh_from_db()
    assert (report.state, report.published_at) == (Report.State.REVIEW, None)


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("", ""),
        ("2090-03-05", ""),
        ("2020-01-01", "08:00"),
        ("2090-02-30", "08:00"),
        ("morgen", "früh"),
        ("2090-03-26", "02:30"),  # left out by the clock change
    ],
)
def test_a_moment_that_cannot_be_is_said_at_the_form(client, day, time):
    sign_in(client, f.EditorFactory())
    report = draft()

    answer = client.post(
        press("publications.report", report, "schedule"),
        {"publish_at_0": day, "publish_at_1": time},
    )

    assert answer.status_code == 422
    report.refresh_from_db()
    assert (report.state, report.published_at) == (Report.State.DRAFT, None)


def test_nothing_of_it_shows_to_readers_before(client):
    report = draft(state="published", published_at=timezone.now() + timedelta(days=1))

    assert client.get(report.get_absolute_url()).status_code == 404
    pages = [client.get(address).text for address in ("/", "/berichte/", "/berichte/feed.atom")]
    assert [report.title in page for page in pages] == [False] * 3


# --- three lengths -------------------------------------------------------------------------------
def test_the_feed_takes_the_short_text_and_else_the_teaser(client):
    f.PublishedReportFactory(teaser="Zwei Sätze.", short_text="Zehn Sätze.")
    f.PublishedReportFactory(teaser="Nur ein Teaser.")

    feed = client.get("/berichte/feed.atom").text

    assert ["Zehn Sätze." in feed, "Zwei Sätze." in feed, "Nur ein Teaser." in feed] == [
        True,
        False,
        True,
    ]


def test_the_office_copies_a_report_in_three_lengths(client, settings):
    settings.BASE_URL = "https://portal.example.org"
    sign_in(client, f.EditorFactory())
    report = f.ReportFactory(
        title="Fünf <Teams>", slug="fuenf", teaser="Kurz.", short_text="Mittel.", subtitle="Unter"
    )
    f.ReportBlockFactory(
        report=report,
        heading="Lage",
        text="<p>Ein &amp; <em>Wort</em>.</p><ul><li><p>eins</p></li><li><p>zwei</p></li></ul>",
    )
    f.ReportBlockFactory(
        report=report, kind="quotation", text="", quotation="Ein Satz.", source="A. Muster"
    )
    f.ReportBlockFactory(
        report=report, kind="links", text="", links="Zur Seite | https://www.example.org/a"
    )

    page = client.get(window("publications.report", "change", report.pk)).text

    address = "https://portal.example.org/berichte/fuenf/"
    assert f">Fünf &lt;Teams&gt;\n\nKurz.\n\n{address}</textarea>" in page
    assert f">Fünf &lt;Teams&gt;\n\nMittel.\n\n{address}</textarea>" in page
    whole = "\n\n".join(
        [
            "Unter",
            "Lage",
            "Ein &amp;amp; Wort.".replace("&amp;amp;", "&amp;"),
            "– eins\n– zwei",
            "„Ein Satz.“ (A. Muster)",
            "Zur Seite: https://www.example.org/a",
            address,
        ]
    )
    assert whole in page
