from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferences.models import Conference, Session
from tests import factories as f
from tests.conferences.office.desk import ADD, DAY, change, save, timed
from tests.office import filled, press, sign_in, text_fields, window

pytestmark = pytest.mark.django_db


# --- who sees what -------------------------------------------------------------------------------
def test_an_editor_edits_texts_and_nothing_else(client, room):
    session = timed(room, 9, 10)
    stand = f.StandFactory(conference=room.conference, needs="Strom")
    sign_in(client, f.EditorFactory())

    def fields(thing):
        return set(client.get(change(thing)).context["adminform"].form.fields)

    assert fields(session) == {"title", "abstract", "topics", "documents"}
    assert fields(stand) == {"exhibitor", "description"}
    assert "Strom" not in client.get(change(stand)).content.decode()
    assert {"title", "description"} <= fields(room.conference)
    assert {"when", "venue", "coordinators", "offer"} & fields(room.conference) == set()
    save(client, change(session), title="Besser")
    session.refresh_from_db()
    assert (session.title, session.starts_at, session.calendar_sequence) == ("Besser", time(9), 1)
    assert client.post(press("conferences.session", session, "copy"), {}).status_code == 403


def test_what_visitors_have_in_their_calendars_is_not_deleted(client, room):
    session = timed(room, 9, 10)
    delete = window("conferences.session", "delete", session.pk)
    assert client.post(delete, {"post": "yes"}).status_code == 403

    Conference.objects.update(is_published=False)
    client.post(delete, {"post": "yes"})
    assert Session.objects.count() == 0


def test_a_conference_of_others_is_not_chosen(client, conference):
    foreign = f.ConferenceFactory()

    refused = save(client, window(*ADD), title="Eins", conference=foreign.pk)

    assert "* conference" in refused


# --- lists ---------------------------------------------------------------------------------------
def listed(client, query):
    page = client.get(window("conferences.session", "changelist") + query)
    return [session.title for session in page.context["cl"].result_list]


def test_the_list_is_narrowed_down(client, room):
    timed(room, 9, 10, title="A", kind="forum")
    timed(f.RoomFactory(conference=room.conference), 10, 11, title="B", cancelled_because="krank")
    f.SessionFactory(conference=room.conference, title="C", day=date(2026, 9, 11))
    f.SessionFactory(title="D")
    f.SessionContributionFactory(
        session=Session.objects.get(title="B"), person=f.PersonFactory(last_name="Übel")
    )
    one = f"?conference={room.conference_id}"

    assert listed(client, one) == ["A", "B", "C"]
    assert listed(client, f"{one}&day=2026-09-10") == ["A", "B"]
    assert listed(client, f"{one}&room={room.pk}") == ["A"]
    assert listed(client, f"{one}&cancelled=yes") == ["B"]
    assert listed(client, f"{one}&cancelled=no") == ["A", "C"]
    assert listed(client, f"{one}&kind__exact=forum") == ["A"]
    assert listed(client, "?q=übel") == ["B"]


@pytest.mark.parametrize(
    "query", ["?conference=abc&day=x&room=y", "?day=2026-13-01", "?cancelled=x", "?q=%25'%22"]
)
def test_the_list_stands_any_query(client, conference, query):
    assert listed(client, query) == []


def full(count):
    conference = f.ConferenceFactory(first_day=DAY, last_day=DAY)
    island = f.IslandFactory(conference=conference)
    for _ in range(count):
        session = timed(f.RoomFactory(conference=conference), 9, 10)
        f.SessionContributionFactory(session=session)
        f.StandFactory(conference=conference, island=island, organisation=f.OrganisationFactory())
        f.ParticipantCountFactory(conference=conference)
    return conference


def questions(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("window_of", ["conference", "session", "new session"])
def test_a_page_asks_as_many_questions_for_three_sessions_as_for_one(client, window_of):
    sign_in(client, f.SuperuserFactory())

    def address(conference):
        if window_of == "conference":
            return change(conference)
        if window_of == "session":
            return change(conference.sessions.first())
        return f"{window(*ADD)}?conference={conference.pk}"

    small, large = full(1), full(3)
    questions(client, address(small))  # what Django remembers is asked once

    assert questions(client, address(large)) == questions(client, address(small))


@pytest.mark.parametrize("label", ["conference", "session", "stand"])
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(client, label):
    sign_in(client, f.SuperuserFactory())
    full(1)
    address = window(f"conferences.{label}", "changelist")
    one = questions(client, address)
    full(1)
    full(1)

    three = questions(client, address)

    assert (three, three <= 14) == (one, True)


BAD = ["x" * 10_000, "a\x00b", "a\r\nb", "  ", "<script>alert(1)</script>"]


@pytest.mark.parametrize("label", ["conference", "session", "stand"])
def test_bad_input_gives_a_form_with_errors_or_is_cleaned(client, conference, label):
    thing = {
        "conference": lambda: conference,
        "session": lambda: f.SessionFactory(conference=conference),
        "stand": lambda: f.StandFactory(conference=conference),
    }[label]()
    statuses = set()
    for address in (window(f"conferences.{label}", "add"), change(thing)):
        page = client.get(address)
        for text in BAD:
            answer = client.post(address, filled(page, **dict.fromkeys(text_fields(page), text)))
            statuses.add(answer.status_code)

    assert statuses <= {200, 302}
    assert "<script>alert" not in client.get(change(thing)).content.decode()
