import re
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from portal.office import history
from tests import factories as f
from tests.office import press, sign_in, window
from workshops.models import Meeting

pytestmark = pytest.mark.django_db
NAMED = re.compile(r'"([a-z_]+\.[a-z_]+)"')


def shown(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.content.decode()).split())


def named_by_actions():
    root = Path(settings.BASE_DIR)
    sources = [path.read_text() for path in root.glob("*/actions/*.py")]
    names = {name for source in sources for name in NAMED.findall(source)}
    return names - {"people.organisation", "people.person"}  # these two are models


def test_everything_that_actions_note_has_its_german_words():
    assert [name for name in sorted(named_by_actions()) if history.action(name) == name] == []


def test_the_history_of_a_day_says_what_happened_and_why(client):
    sign_in(client, f.SuperuserFactory())
    day = f.MeetingFactory(first_day=date(2046, 11, 6), last_day=date(2046, 11, 6))
    sent = {"to": "7. November 2046", "reason": "Saal belegt"}
    client.post(press("workshops.meeting", day, "move"), sent)
    client.post(press("workshops.meeting", day, "confirm"))

    page = shown(client.get(window("workshops.meeting", "history", day.pk)))
    assert not re.search(r"meeting\.|status_reason|starts_at", page)
    assert [(row.what, row.fields) for row in history.rows(day)] == [
        ("Bestätigt", ["Status"]),
        ("Verlegt", ["Ende", "ursprünglicher Termin", "Beginn", "Status", "Grund", "Datum"]),
    ]


def test_the_reason_stands_with_the_entry_that_it_belongs_to(client):
    day = f.MeetingFactory(first_day=date(2046, 11, 6), last_day=date(2046, 11, 6))
    sign_in(client, f.SuperuserFactory())
    for to, why in (("7. November 2046", "Saal belegt"), ("8. November 2046", "Streik")):
        client.post(press("workshops.meeting", day, "move"), {"to": to, "reason": why})

    assert [row.reason for row in history.rows(Meeting.objects.get())] == ["Streik", ""]


def test_versions_show_states_answers_and_texts_as_a_reader_says_them(client):
    sign_in(client, f.SuperuserFactory())
    workshop = f.WorkshopFactory(description="<p>Alt</p><p>und gut</p>")
    workshop.description = "<p>Neu</p>"
    workshop.save()
    report = f.ReportFactory(is_demo=False)
    report.is_demo = True
    report.save()

    pages = [
        shown(client.get(window("workshops.workshop", "history", workshop.pk))),
        shown(client.get(window("publications.report", "history", report.pk))),
    ]
    assert "vorher: Alt und gut nachher: Neu" in pages[0]
    assert "vorher: nein nachher: ja" in pages[1]
