"""What the office edits about conferences: programmes typed fast, warned of, never forbidden."""

import re
from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conferences.models import Conference, Session, Stand
from portal.models import AuditEntry
from tests import factories as f
from tests.office import filled, press, sign_in, text_fields, window

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 10)
ADD = "conferences.session", "add"


@pytest.fixture
def coordinator(client):
    return sign_in(client, f.CoordinatorFactory())


@pytest.fixture
def conference(coordinator):
    conference = f.ConferenceFactory(first_day=DAY, last_day=DAY, starts_at=time(9), year=2026)
    conference.coordinators.add(coordinator)
    return conference


@pytest.fixture
def room(conference):
    return f.RoomFactory(conference=conference, name="Saal", capacity=50)


def timed(room, start, end, **facts):
    times = {"starts_at": time(start), "ends_at": time(end)}
    return f.SessionFactory(conference=room.conference, room=room, day=DAY, **times, **facts)


def proposed(page):
    initial = page.context["adminform"].form.initial
    return initial["conference"], initial.get("day"), initial.get("starts_at")


def save(client, address, **changes):
    """The page as it stands, with these changes, saved; the errors of the form if there are any."""
    page = client.get(address)
    answer = client.post(address, filled(page, **changes))
    if answer.status_code == 302:
        return answer
    forms = [answer.context["adminform"].form.errors.as_text()]
    formsets = [inline.formset for inline in answer.context["inline_admin_formsets"]]
    return "\n".join([*forms, *(str(part.non_form_errors()) for part in formsets)])


def notes(page):
    return [
        (note.text, [s.title for s, _address in note.sessions]) for note in page.context["notes"]
    ]


def change(thing):
    return window(thing._meta.label_lower, "change", thing.pk)


def last_messages(client, address):
    return [str(message) for message in client.get(address).context["messages"]]


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


# --- rules ---------------------------------------------------------------------------------------
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
