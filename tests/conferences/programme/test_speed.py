import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import programme as bench
from conferences.models.session import Session
from tests.conferences.programme.papers import at, page
from tests.factories import (
    ConferenceFactory,
    DocumentFactory,
    EditorFactory,
    RoomFactory,
    SessionContributionFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("view", ["", "?ansicht=raster"])
def test_a_programme_of_120_asks_as_much_as_one_of_3(client, view):
    asked = []
    for number in (3, 120):
        conference = bench.build(f"gross-{number}", number)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"{conference.get_absolute_url()}programm/{view}")
        asked.append(len(queries))
        assert response.text.count('<li class="session') == number

    assert asked == [6, 6]


def test_a_session_and_the_calendar_ask_as_much_among_120_as_among_3(client):
    asked = []
    for number in (3, 120):
        path = f"{bench.build(f'gross-{number}', number).get_absolute_url()}programm"
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{path}/beitrag-2/").status_code == 200
            assert client.get(f"{path}.ics").status_code == 200
        asked.append(len(queries))

    assert asked == [9, 9]


def test_a_reader_who_has_the_programme_is_told_so(client, conference, django_assert_num_queries):
    at(conference, "Eröffnung", "9:30")
    tag = page(client)["ETag"]

    with django_assert_num_queries(1):
        again = client.get("/konferenzen/buko/programm/", headers={"If-None-Match": tag})

    assert (again.status_code, again["ETag"], again["Cache-Control"]) == (304, tag, "no-cache")


def changes(conference):
    """Every kind of change that the page shows, also those that no date of change notices."""
    session = conference.sessions.get(slug="eroeffnung")
    person = session.contributions.get().person
    return {
        "title": lambda: Session.objects.filter(pk=session.pk).update(title="Anders"),
        "cancelled": lambda: Session.objects.filter(pk=session.pk).update(cancelled_because="Eis"),
        "room": lambda: type(session.room).objects.filter(pk=session.room_id).update(name="Neu"),
        "person": lambda: type(person).objects.filter(pk=person.pk).update(last_name="Neu"),
        "hidden person": lambda: type(person).objects.filter(pk=person.pk).update(is_public=False),
        "state": lambda: session.contributions.update(state="absent"),
        "topic": lambda: session.topics.add(TopicFactory()),
        "topic's name": lambda: session.topics.update(name="Neu"),
        "document": lambda: conference.documents.add(DocumentFactory(kind="programme")),
        "conference": lambda: type(conference).objects.filter(pk=conference.pk).update(motto="Neu"),
        "deleted": session.delete,
    }


@pytest.mark.parametrize(
    "what",
    [
        "title", "cancelled", "room", "person", "hidden person", "state", "topic", "topic's name",
        "document", "conference", "deleted",
    ],
)  # fmt: skip
def test_the_tag_changes_with_whatever_the_page_shows(client, conference, what):
    room = RoomFactory(conference=conference)
    session = at(conference, "Eröffnung", "9:30", slug="eroeffnung", room=room)
    session.topics.add(TopicFactory())
    SessionContributionFactory(session=session)
    tag = page(client)["ETag"]

    changes(conference)[what]()
    again = client.get("/konferenzen/buko/programm/", headers={"If-None-Match": tag})

    assert again.status_code == 200
    assert again["ETag"] != tag


def test_who_is_signed_in_gets_a_page_of_their_own(client, conference):
    tag = page(client)["ETag"]
    client.force_login(EditorFactory(), backend="django.contrib.auth.backends.ModelBackend")

    response = client.get("/konferenzen/buko/programm/", headers={"If-None-Match": tag})

    assert (response.status_code, "ETag" in response) == (200, False)


def test_the_tag_gives_no_draft_away(client):
    ConferenceFactory(slug="entwurf", is_published=False)

    response = client.get("/konferenzen/entwurf/programm/", headers={"If-None-Match": "*"})

    assert response.status_code == 404
