from datetime import date, time

import pytest
from django.urls import reverse

from portal.dates import Period, Season
from portal.models import AuditEntry
from tests import factories as f
from tests.office import filled, press, sign_in, window
from workshops.models import AgendaItem, Meeting, Question, Round, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(client):
    return sign_in(client, f.CoordinatorFactory())


@pytest.fixture
def mine(me):
    """A public round that I coordinate."""
    round_ = f.PublishedRoundFactory(number=2)
    round_.coordinators.add(me)
    return round_


def edit(client, label, thing, **changes):
    address = window(label, "change", thing.pk)
    return client.post(address, filled(client.get(address), **changes))


def add(client, label, query="", **values):
    address = window(label, "add") + query
    return client.post(address, filled(client.get(address), **values))


# --- series and rounds ---------------------------------------------------------------------------
def test_a_series_gets_its_address_from_the_short_title(client, me):
    add(
        client,
        "workshops.workshop",
        title="Übergänge gestalten",
        short_title="Übergänge",
        summary="Worum es geht.",
    )

    assert Workshop.objects.get().slug == "uebergaenge"


def test_a_word_that_is_an_address_of_the_portal_is_no_series(client, me):
    answer = add(
        client, "workshops.workshop", title="Interesse", short_title="Interesse", summary="x"
    )

    assert (answer.status_code, Workshop.objects.count()) == (200, 0)
    assert "schon eine Adresse des Portals" in answer.content.decode()


def test_whoever_adds_a_round_coordinates_it(client, me):
    series = f.WorkshopFactory()

    add(
        client,
        "workshops.round",
        f"?workshop={series.pk}",
        number="1",
        when="Herbst 2025 – Winter 2026",
    )

    round_ = Round.objects.get()
    assert (round_.workshop, list(round_.coordinators.all())) == (series, [me])
    assert str(round_.when) == "Herbst 2025 – Winter 2026/27"


def test_a_date_nobody_understands_is_said_in_the_form(client, mine):
    answer = edit(client, "workshops.round", mine, when="irgendwann")

    assert (answer.status_code, "irgendwann" in answer.content.decode()) == (200, True)


def test_somebody_without_the_role_is_not_assigned(client, mine, me):
    stranger = f.UserFactory()

    answer = edit(client, "workshops.round", mine, coordinators=[me.pk, stranger.pk])

    assert "gehört nicht zur Koordination" in answer.content.decode()
    assert list(mine.coordinators.all()) == [me]


def test_phase_publication_and_places_change_by_buttons_only(client, mine):
    edit(
        client, "workshops.round", mine, phase="finished", is_published="", capacity="1", number="9"
    )
    mine.refresh_from_db()
    assert (mine.phase, mine.is_published, mine.capacity, mine.number) == ("running", True, None, 2)

    client.post(press("workshops.round", mine, "capacity"), {"capacity": "6"})
    client.post(press("workshops.round", mine, "unpublish"))
    client.post(press("workshops.round", mine, "finish"))
    mine.refresh_from_db()
    assert (mine.phase, mine.is_published, mine.capacity) == ("finished", False, 6)


def test_an_editor_changes_the_texts_of_a_round_and_nothing_else(client, mine):
    sign_in(client, f.EditorFactory())

    edit(client, "workshops.round", mine, summary="Neuer Text", when="2030", team_max="9")

    changed = Round.objects.get()
    assert (changed.summary, changed.when, changed.team_max) == ("Neuer Text", mine.when, 5)
    assert client.post(press("workshops.round", mine, "unpublish")).status_code == 403


def test_a_coordinator_reads_the_published_round_of_others(client, me):
    other = f.PublishedRoundFactory()

    assert client.get(window("workshops.round", "change", other.pk)).status_code == 200
    assert client.post(window("workshops.round", "change", other.pk), {}).status_code == 403
    assert client.post(press("workshops.round", other, "unpublish")).status_code == 403


def test_admission_without_an_agreement_asks_for_the_reason(client, me):
    round_ = f.RoundFactory()
    round_.coordinators.add(me)
    kommune = f.MunicipalityFactory()
    address = press("workshops.round", round_, "admit")

    refused = client.post(address, {"municipality": kommune.pk, "reason": ""})
    assert (refused.status_code, round_.teams.count()) == (422, 0)
    assert "Bitte geben Sie einen Grund an" in refused.content.decode()

    client.post(address, {"municipality": kommune.pk, "reason": "Beitritt läuft"})
    team = round_.teams.get()
    assert (team.municipality, team.admission_reason) == (kommune, "Beitritt läuft")


# --- days ----------------------------------------------------------------------------------------
def test_a_day_is_added_with_a_season_for_a_date(client, mine):
    add(
        client,
        "workshops.meeting",
        round=mine.pk,
        kind="workshop",
        title="Zweiter Tag",
        when="Herbst 2025",
    )

    day = Meeting.objects.get()
    assert (day.slug, day.when) == ("zweiter-tag", Period.season(2025, Season.AUTUMN))


def test_a_day_is_added_to_own_rounds_only(client, me):
    other = f.PublishedRoundFactory()

    answer = add(client, "workshops.meeting", round=other.pk, kind="workshop", title="Tag")

    assert (answer.status_code, Meeting.objects.count()) == (200, 0)


def test_an_address_is_taken_once_per_round(client, me):
    round_ = f.RoundFactory()
    round_.coordinators.add(me)
    f.MeetingFactory(round=round_, slug="auftakt")
    day = f.MeetingFactory(round=round_, slug="abschluss")

    answer = edit(client, "workshops.meeting", day, slug="auftakt")

    assert "schon vergeben" in answer.content.decode()


def test_the_date_of_a_day_changes_by_its_button_only(client, mine):
    day = f.MeetingFactory(
        round=mine, first_day=date(2026, 11, 6), last_day=date(2026, 11, 6), starts_at=time(9)
    )
    edit(client, "workshops.meeting", day, when="2030", starts_at="11:00", status="cancelled")
    day.refresh_from_db()
    assert (day.first_day, day.starts_at, day.status) == (date(2026, 11, 6), time(9), "planned")

    address = press("workshops.meeting", day, "move")
    assert 'value="6. November 2026"' in client.get(address).content.decode()
    refused = client.post(address, {"to": "7. November 2026", "starts_at": "09:30"})
    assert (refused.status_code, "warum der Termin verschoben" in refused.content.decode()) == (
        422,
        True,
    )
    client.post(address, {"to": "7. November 2026", "starts_at": "09:30", "reason": "Saal belegt"})
    day.refresh_from_db()
    assert (day.first_day, day.starts_at, day.status) == (date(2026, 11, 7), time(9, 30), "moved")


@pytest.mark.parametrize(
    "sent", [{"to": ""}, {"to": "bald"}, {"to": "2026", "starts_at": "16:00", "ends_at": "09:00"}]
)
def test_a_wrong_date_in_the_button_is_said_in_the_form(client, mine, sent):
    day = f.MeetingFactory(round=mine)

    assert client.post(press("workshops.meeting", day, "move"), sent).status_code == 422


def test_confirming_a_season_is_refused_with_a_message(client, mine):
    day = f.MeetingFactory(round=mine)

    page = client.post(press("workshops.meeting", day, "confirm"), follow=True)

    assert "Bitte legen Sie zuerst den genauen Tag fest." in page.content.decode()


def test_cancelling_asks_for_the_reason(client, mine):
    day = f.MeetingFactory(round=mine)
    address = press("workshops.meeting", day, "cancel")

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "x" * 400}).status_code == 422
    client.post(address, {"reason": "zu wenige\r\nAnmeldungen"})

    day.refresh_from_db()
    assert (day.status, day.status_reason) == ("cancelled", "zu wenige Anmeldungen")


def test_a_new_title_reaches_the_calendars_and_the_registration(client, mine, me):
    offer = f.OfferFactory()
    offer.stewards.add(me)
    day = f.MeetingFactory(round=mine, offer=offer)

    edit(client, "workshops.meeting", day, title="Ein anderer Titel")

    day.refresh_from_db()
    offer.refresh_from_db()
    assert (day.calendar_sequence, offer.title) == (1, "Ein anderer Titel")
    whats = set(AuditEntry.objects.filter(scope=mine.scope).values_list("what", flat=True))
    assert whats == {"meeting.changed", "meeting.announced", "offer.announced"}


def test_a_new_summary_troubles_no_calendar(client, mine):
    day = f.MeetingFactory(round=mine)

    edit(client, "workshops.meeting", day, summary="Was geschah.")

    day.refresh_from_db()
    assert (day.summary, day.calendar_sequence) == ("Was geschah.", 0)


def test_the_agenda_shows_when_each_item_begins(client, mine):
    day = f.MeetingFactory(
        round=mine, first_day=date(2026, 11, 6), last_day=date(2026, 11, 6), starts_at=time(9, 30)
    )
    f.AgendaItemFactory(meeting=day, position=1, minutes=45)
    f.AgendaItemFactory(meeting=day, position=2, minutes=30)

    page = client.get(window("workshops.meeting", "change", day.pk)).content.decode()

    assert ("09:30–10:15" in page, "10:15–10:45" in page) == (True, True)


def test_an_editor_changes_the_words_of_an_agenda_and_not_its_minutes(client, mine):
    item = f.AgendaItemFactory(meeting__round=mine, minutes=45)
    sign_in(client, f.EditorFactory())

    edit(
        client,
        "workshops.meeting",
        item.meeting,
        **{"agenda-0-title": "Neuer Titel", "agenda-0-minutes": "5"},
    )
    edit(client, "workshops.agendaitem", item, outcome="Drei Ideen.", minutes="5")

    item.refresh_from_db()
    assert (item.title, item.outcome, item.minutes) == ("Neuer Titel", "Drei Ideen.", 45)


def test_an_item_is_added_to_days_of_own_rounds_only(client, mine):
    own, other = f.MeetingFactory(round=mine), f.MeetingFactory()
    for day in (own, other):
        add(client, "workshops.agendaitem", meeting=day.pk, title="Impuls", kind="input")

    assert [item.meeting for item in AgendaItem.objects.all()] == [own]


# --- teams, members, questions, interest ---------------------------------------------------------
def test_a_member_is_added_by_the_button_of_the_team(client, mine):
    team, user = f.TeamFactory(round=mine), f.UserFactory()

    client.post(
        press("workshops.team", team, "add-member"),
        {"user": user.pk, "role": "lead", "function": "Bildungsbüro"},
    )

    member = team.members.get()
    assert (member.user, member.role, member.function) == (user, "lead", "Bildungsbüro")


def test_the_last_lead_names_a_successor_from_the_team(client, mine):
    lead = f.LeadFactory(team=f.TeamFactory(round=mine))
    other, stranger = f.MemberFactory(team=lead.team), f.MemberFactory()
    address = press("workshops.member", lead, "end")

    assert client.post(address, {"successor": ""}).status_code == 422
    assert client.post(address, {"successor": stranger.pk}).status_code == 422
    client.post(address, {"successor": other.pk})

    lead.refresh_from_db()
    other.refresh_from_db()
    assert (lead.until_day is not None, other.role) == (True, "lead")


def test_a_sentence_is_proposed_to_the_team(client, mine, me):
    milestone = f.MilestoneFactory(team=f.TeamFactory(round=mine))
    foreign = f.MilestoneFactory()
    address = press("workshops.team", milestone.team, "propose")

    assert client.post(address, {"text": "Ein Satz.", "milestone": foreign.pk}).status_code == 422
    client.post(address, {"text": "Ein Satz.", "milestone": milestone.pk})

    statement = milestone.team.statements.get()
    assert (statement.proposed_text, statement.milestone, statement.proposed_by) == (
        "Ein Satz.",
        milestone,
        me,
    )


def test_a_team_accepts_and_leaves_by_buttons(client, mine):
    team = f.TeamFactory(round=mine, state="invited")

    client.post(press("workshops.team", team, "accept"))
    team.refresh_from_db()
    assert team.state == "accepted"

    client.post(press("workshops.team", team, "leave"), {"reason": "kein Personal"})
    team.refresh_from_db()
    assert (team.state, team.left_reason) == ("left", "kein Personal")


def test_a_question_belongs_to_a_day_of_its_round(client, mine):
    own, other = f.MeetingFactory(round=mine), f.MeetingFactory()
    other.round.coordinators.add(*mine.coordinators.all())

    wrong = add(client, "workshops.question", round=mine.pk, meeting=other.pk, text="Wer lädt ein?")
    assert (wrong.status_code, Question.objects.count()) == (200, 0)

    add(client, "workshops.question", round=mine.pk, meeting=own.pk, text="Wer lädt ein?")
    assert Question.objects.get().meeting == own


def test_a_question_is_released_by_its_button(client, mine):
    question = f.QuestionFactory(round=mine)
    edit(client, "workshops.question", question, is_public="on", answer="Die Kommune.")
    question.refresh_from_db()
    assert (question.answer, question.is_public) == ("Die Kommune.", False)

    client.post(press("workshops.question", question, "release"))
    question.refresh_from_db()
    assert question.is_public is True


def test_an_interest_is_marked_by_coordinators_not_by_superusers(client, me):
    interest = f.InterestFactory()
    address = press("workshops.interest", interest, "answer")

    client.post(address)
    interest.refresh_from_db()
    assert interest.state == "answered"

    sign_in(client, f.SuperuserFactory())
    assert client.post(address).status_code == 403


# --- what others may not see ---------------------------------------------------------------------
def listed(client, label, query=""):
    return set(client.get(window(label, "changelist") + query).context["cl"].result_list)


def test_lists_hold_the_teams_and_milestones_of_own_rounds_only(client, mine):
    own = f.ProgressEntryFactory(milestone__team__round=mine)
    f.ProgressEntryFactory()

    assert listed(client, "workshops.team") == {own.milestone.team}
    assert listed(client, "workshops.milestone") == {own.milestone}
    assert listed(client, "workshops.progressentry") == {own}


def test_lists_are_narrowed_down_to_a_round(client):
    sign_in(client, f.SuperuserFactory())
    milestone, other = f.MilestoneFactory(), f.MilestoneFactory()
    round_ = milestone.team.round

    assert listed(client, "workshops.milestone", f"?round={round_.pk}") == {milestone}
    assert listed(client, "workshops.milestone", "?round=999") == {milestone, other}


def test_milestones_are_narrowed_down_to_what_is_overdue(client):
    sign_in(client, f.SuperuserFactory())
    day = date(2020, 1, 1)
    late = f.MilestoneFactory(first_day=day, last_day=day)
    f.MilestoneFactory(first_day=day, last_day=day, status="dropped")
    later = f.MilestoneFactory()

    assert listed(client, "workshops.milestone", "?overdue=yes") == {late}
    assert listed(client, "workshops.milestone", "?overdue=open") == {late, later}


def test_rounds_are_narrowed_down_to_mine(client, mine):
    f.PublishedRoundFactory()

    assert listed(client, "workshops.round", "?mine=yes") == {mine}


@pytest.mark.parametrize(
    ("model", "field"), [("meeting", "round"), ("question", "round"), ("agendaitem", "meeting")]
)
def test_choices_for_new_records_come_from_own_rounds(client, mine, model, field):
    own, other = f.MeetingFactory(round=mine), f.MeetingFactory()
    query = {"app_label": "workshops", "model_name": model, "field_name": field, "term": ""}

    found = client.get(reverse("admin:autocomplete"), query).json()["results"]

    wanted = {"round": own.round_id, "meeting": own.pk}[field]
    assert ([row["id"] for row in found], other.pk != own.pk) == ([str(wanted)], True)


def test_nobody_chooses_among_foreign_teams(client, mine):
    f.TeamFactory()
    query = {"app_label": "workshops", "model_name": "milestone", "field_name": "team"}

    assert client.get(reverse("admin:autocomplete"), query).json()["results"] == []
