import re
from datetime import date, time

import pytest

from conferences.models import Session
from portal.models import AuditEntry
from tests import factories as f
from tests.conferences.office.desk import (
    ADD,
    DAY,
    change,
    last_messages,
    notes,
    proposed,
    save,
    timed,
)
from tests.office import press, window

pytestmark = pytest.mark.django_db


# --- a programme is typed fast -------------------------------------------------------------------
def test_the_first_session_starts_when_the_conference_does(client, conference):
    page = client.get(window(*ADD))

    assert proposed(page) == (conference, DAY, time(9))


def test_the_next_session_starts_when_the_last_one_of_the_day_is_over(client, room):
    timed(room, 9, 12)
    timed(room, 10, 11)

    assert proposed(client.get(window(*ADD))) == (room.conference, DAY, time(12))
    other = client.get(window(*ADD) + "?day=2026-09-11")
    assert proposed(other)[1:] == (date(2026, 9, 11), None)


def test_a_new_session_belongs_to_what_the_list_was_narrowed_to(client, coordinator, conference):
    older = f.ConferenceFactory(year=2020)
    older.coordinators.add(coordinator)
    narrowed = f"?_changelist_filters=conference%3D{older.pk}"

    assert proposed(client.get(window(*ADD) + narrowed)) == (older, None, None)


@pytest.mark.parametrize(
    "query",
    ["conference=abc", "conference=99999999999999999999", "day=2026-13-45", "day=x", "room=x"],
)
def test_a_wrong_address_proposes_what_it_can(client, conference, query):
    assert proposed(client.get(f"{window(*ADD)}?{query}")) == (conference, DAY, time(9))


def test_whoever_plans_nothing_gets_an_empty_form(client, coordinator):
    assert proposed(client.get(window(*ADD)))[0] is None


def test_a_session_without_an_end_lasts_as_long_as_its_kind(client, room):
    save(client, window(*ADD), title="Übergänge", kind="forum", room=room.pk)

    session = Session.objects.get()
    assert (session.slug, session.starts_at, session.ends_at) == (
        "uebergaenge",
        time(9),
        time(10, 30),
    )
    entries = AuditEntry.objects.about(session)
    assert [(e.what, e.scope) for e in entries] == [("session.added", room.conference.scope)]


def test_an_end_that_is_taken_away_later_stays_away(client, room):
    session = timed(room, 9, 10)

    save(client, change(session), ends_at="")

    session.refresh_from_db()
    assert session.ends_at is None


def test_save_and_add_another_keeps_conference_day_and_room(client, room):
    answer = save(client, window(*ADD), title="Eins", room=room.pk, _addanother="1")

    page = client.get(answer["Location"])
    assert proposed(page) == (room.conference, DAY, time(10, 30))
    assert page.context["adminform"].form["room"].value() == str(room.pk)


def test_a_person_comes_with_the_organisation_of_today(client, conference):
    person = f.PersonFactory(organisation=f.OrganisationFactory(name="FaBiS", short_name=""))
    save(client, window(*ADD), title="Eins", **{"contributions-0-person": person.pk})

    part = Session.objects.get().contributions.get()
    assert (part.person, part.affiliation) == (person, "FaBiS")

    save(client, change(part.session), **{"contributions-0-affiliation": ""})
    part.refresh_from_db()
    assert part.affiliation == ""


def test_an_affiliation_that_is_typed_stays_as_it_is(client, conference):
    person = f.PersonFactory(organisation=f.OrganisationFactory())
    typed = {"contributions-0-person": person.pk, "contributions-0-affiliation": "Stadt Hagen"}
    save(client, window(*ADD), title="Eins", **typed)

    assert Session.objects.get().contributions.get().affiliation == "Stadt Hagen"


def test_a_copy_is_opened_at_once(client, room):
    session = timed(room, 9, 10)

    answer = client.post(press("conferences.session", session, "copy"), {"as_repetition": "on"})

    twin = Session.objects.exclude(pk=session.pk).get()
    assert (answer["Location"], twin.repeats) == (change(twin), session)


def test_whoever_orders_a_programme_stays_in_it(client, room):
    first, second = timed(room, 9, 10), timed(room, 9, 10)
    page = client.get(change(room.conference))
    (_day, rows), *_ = page.context["programme"]

    answer = client.post(rows[0].move_down)

    assert answer["Location"] == f"{change(room.conference)}#programme"
    assert list(Session.objects.beside(first)) == [second, first]
    refused = client.post(press("conferences.session", first, "down"), follow=True)
    assert [str(m) for m in refused.context["messages"]][-1:] == [
        "Dieser Programmpunkt steht zu seiner Zeit schon an letzter Stelle."
    ]


def test_only_what_stands_beside_another_can_be_ordered(client, room):
    timed(room, 9, 10)
    timed(room, 10, 11)
    (_day, rows), *_ = client.get(change(room.conference)).context["programme"]

    assert [(row.move_up, row.move_down) for row in rows] == [("", ""), ("", "")]


# --- what is wrong with it is said and not forbidden ---------------------------------------------
def test_warnings_stand_on_the_pages_of_the_session_and_the_conference(client, room):
    timed(room, 9, 11, title="A")
    session = timed(room, 10, 12, title="B")
    timed(room, 14, 15, title="C", capacity=51)
    twice = ("Saal ist ab 10:00 Uhr doppelt belegt.", ["A", "B"])
    crowded = ("51 Plätze sind angeboten, aber Saal hat 50 Sitzplätze.", ["C"])

    assert notes(client.get(change(session))) == [twice]
    assert notes(client.get(change(room.conference))) == [twice, crowded]
    assert notes(client.get(window(*ADD))) == []


def test_a_session_is_saved_in_spite_of_a_warning(client, room):
    timed(room, 9, 11, title="A")

    answer = save(client, window(*ADD), title="B", starts_at="10:00", room=room.pk, _addanother="1")

    assert Session.objects.count() == 2
    assert last_messages(client, answer["Location"])[:1] == [
        "Saal ist ab 10:00 Uhr doppelt belegt. (A · B)"
    ]


def test_fields_in_a_table_are_named_for_those_who_hear_it(client, room):
    page = client.get(change(room.conference)).content.decode()

    for field, words in [("name", "Name"), ("capacity", "Sitzplätze"), ("DELETE", "Löschen")]:
        (tag,) = re.findall(rf'<input[^>]* name="rooms-0-{field}"[^>]*>', page)
        assert f'aria-label="{words}"' in tag
