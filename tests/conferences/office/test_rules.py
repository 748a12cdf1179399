from datetime import time

import pytest

from conferences.models import Conference, Stand
from portal.models import AuditEntry
from tests import factories as f
from tests.conferences.office.desk import ADD, DAY, change, save, timed
from tests.office import press, window

pytestmark = pytest.mark.django_db


def test_an_edited_session_moves_calendars_and_leaves_one_trace(client, room):
    session = timed(room, 9, 10)

    save(client, change(session), starts_at="09:30")

    session.refresh_from_db()
    assert (session.starts_at, session.calendar_sequence) == (time(9, 30), 1)
    entries = AuditEntry.objects.about(session)
    assert [(e.what, e.fields) for e in entries] == [("session.changed", ["starts_at"])]


def test_what_the_action_does_not_see_is_noted_too(client, room):
    session, topic = timed(room, 9, 10), f.TopicFactory()

    save(client, change(session), topics=[topic.pk])

    entries = AuditEntry.objects.about(session)
    assert [(e.what, e.fields) for e in entries] == [("session.changed", ["topics"])]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ends_at", "08:00", "Ende"),
        ("day", "", "Tag"),
        ("starts_at", "25:00", "Uhrzeit"),
        ("is_for_all", "on", "alle Räume"),
        ("title", "", "Feld"),
    ],
)
def test_what_contradicts_itself_is_refused_in_german(client, room, field, value, words):
    session = timed(room, 9, 10)

    refused = save(client, change(session), **{field: value})

    assert words in refused
    assert session.history.count() == 1


def test_a_room_of_another_conference_cannot_be_chosen(client, conference):
    refused = save(client, window(*ADD), title="Eins", room=f.RoomFactory().pk)

    assert "* room" in refused


def test_a_room_in_use_is_not_deleted(client, room):
    timed(room, 9, 10)

    refused = save(client, change(room.conference), **{"rooms-0-DELETE": "on"})

    assert "In Saal finden Programmpunkte statt." in refused
    assert list(room.conference.rooms.all()) == [room]


def test_an_empty_room_is_deleted(client, room):
    save(client, change(room.conference), **{"rooms-0-DELETE": "on"})

    assert list(room.conference.rooms.all()) == []


def test_calendars_follow_the_new_name_of_a_room(client, room):
    session = timed(room, 9, 10)

    save(client, change(room.conference), **{"rooms-0-name": "Aula"})

    session.refresh_from_db()
    assert (session.room.name, session.calendar_sequence) == ("Aula", 1)


def test_registrants_are_told_when_a_conference_is_edited(client, coordinator, conference):
    offer = f.OfferFactory()
    offer.stewards.add(coordinator)

    save(client, change(conference), offer=offer.pk, title="Neuer Titel")

    offer.refresh_from_db()
    assert (offer.title, offer.calendar_sequence) == ("Neuer Titel", 1)


def test_whoever_adds_a_conference_looks_after_it(client, coordinator):
    save(
        client,
        window("conferences.conference", "add"),
        title="Bundeskonferenz",
        short_title="Übergänge 2026",
        year="2026",
        when="10.–11. September 2026",
    )

    made = Conference.objects.get()
    assert (made.slug, made.is_published, len(made.days)) == ("uebergaenge-2026", False, 2)
    assert list(made.coordinators.all()) == [coordinator]


def test_only_coordinators_are_assigned(client, conference):
    stranger = f.UserFactory(first_name="Mia", last_name="Muster")

    refused = save(client, change(conference), coordinators=[stranger.pk])

    assert "Mia Muster" in refused


def test_a_published_address_stays(client, conference):
    page = client.get(change(conference))

    assert "slug" not in page.context["adminform"].form.fields
    Conference.objects.update(is_published=False)
    assert "slug" in client.get(change(conference)).context["adminform"].form.fields


def test_a_conference_is_postponed_by_its_button(client, conference):
    later = f.ConferenceFactory(title="Später")
    address = press("conferences.conference", conference, "postpone")
    assert client.post(address, {"reason": ""}).status_code == 422

    client.post(address, {"reason": "Pandemie", "moved_to": later.pk})

    conference.refresh_from_db()
    assert (conference.status, conference.moved_to) == ("postponed", later)


def test_a_session_is_moved_by_its_button_within_its_conference(client, room):
    session = timed(room, 9, 10)
    address = press("conferences.session", session, "move")
    assert client.get(address).context["form"].initial["room"] == room
    wrong = {"day": DAY, "starts_at": "11:00", "ends_at": "10:00", "room": room.pk}
    assert client.post(address, wrong).status_code == 422

    client.post(address, {**wrong, "ends_at": "12:00"})

    session.refresh_from_db()
    assert (session.starts_at, session.ends_at) == (time(11), time(12))


def test_a_cancelled_session_says_why(client, room):
    session = timed(room, 9, 10)
    client.post(press("conferences.session", session, "cancel"), {"reason": "krank"})

    assert "krank" in client.get(change(session)).content.decode()
    client.post(press("conferences.session", session, "reinstate"))
    session.refresh_from_db()
    assert (session.cancelled_because, session.calendar_sequence) == ("", 2)


def test_stands_are_typed_one_after_the_other(client, conference):
    island = f.IslandFactory(conference=conference)
    answer = save(
        client,
        window("conferences.stand", "add"),
        exhibitor="FaBiS",
        island=island.pk,
        _addanother="1",
    )

    form = client.get(answer["Location"]).context["adminform"].form
    assert (form.initial["conference"], form["island"].value()) == (conference, str(island.pk))
    assert Stand.objects.get().island == island
    elsewhere = f.IslandFactory().pk
    refused = save(client, window("conferences.stand", "add"), exhibitor="B", island=elsewhere)
    assert "* island" in refused
