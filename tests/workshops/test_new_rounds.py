from datetime import UTC, date, datetime, time

import pytest

from portal.dates import Period, Season, moved
from portal.models import AuditEntry
from portal.refusals import Refusal
from tests import factories as f
from workshops.actions import new_rounds
from workshops.models import Interest, Round, Team, Workshop

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
START = Period.day(date(2027, 2, 4))
DAY = date(2025, 2, 6)
SEPTEMBER = Period.day(date(2025, 9, 11))
TWO_YEARS = Period.year(2025).until(Period.year(2026))


@pytest.fixture
def by():
    return f.CoordinatorFactory()


def kommune(**facts):
    return f.AgreementFactory(municipality=f.MunicipalityFactory(**facts)).municipality


# --- moving dates --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("period", "to", "expected"),
    [
        (Period.day(DAY), START, START),
        (SEPTEMBER, START, Period.day(date(2027, 9, 9))),
        (Period.day(DAY, date(2025, 2, 7)), START, Period.day(START.first, date(2027, 2, 5))),
        (Period.month(2025, 9), START, Period.month(2027, 9)),
        (Period.season(2025, Season.AUTUMN), START, Period.season(2027, Season.AUTUMN)),
        (Period.season(2025, Season.WINTER), START, Period.season(2027, Season.WINTER)),
        (Period.year(2025), START, Period.year(2027)),
        (TWO_YEARS, START, Period.year(2027).until(Period.year(2028))),
        (TWO_YEARS, Period.season(2026, Season.WINTER), Period.year(2027).until(Period.year(2028))),
        (SEPTEMBER, Period.month(2027, 2), Period.month(2027, 9)),
        (SEPTEMBER, Period.season(2026, Season.WINTER), Period.season(2027, Season.SUMMER)),
        (Period.month(2025, 12), Period.year(2027), Period.year(2027)),
    ],
)
def test_a_date_moves_with_the_beginning_and_is_never_more_precise(period, to, expected):
    assert moved(period, start=DAY, to=to) == expected


# --- after the model of an earlier round ---------------------------------------------------------
@pytest.fixture
def earlier(by):
    round = f.PublishedRoundFactory(
        number=3,
        team_min=2,
        first_day=DAY,
        last_day=date(2026, 6, 30),
        precision="day",
        silent_after_weeks=4,
    )
    round.coordinators.add(by)
    kick_off = f.MeetingFactory(
        round=round,
        title="Auftakt",
        slug="auftakt",
        kind="kick_off",
        when=Period.day(DAY),
        starts_at=time(9, 30),
        ends_at=time(16),
        status="confirmed",
        venue=f.VenueFactory(),
    )
    f.AgendaItemFactory(meeting=kick_off, title="Ankommen", minutes=15, outcome="Alle da.")
    f.MeetingFactory(
        round=round,
        title="Zweiter Tag",
        slug="zweiter-tag",
        when=Period.season(2025, Season.AUTUMN),
    )
    f.MeetingFactory(
        round=round, title="Ausfall", slug="ausfall", status="cancelled", status_reason="Schnee"
    )
    f.RoundMilestoneFactory(round=round, title="Netzwerk", position=2)
    return round


def repeat(round, by, **facts):
    given = {"when": START, "capacity": 6, "municipalities": [], "reason": "", **facts}
    return new_rounds.repeat(round=round, by=by, at=AT, **given)


def test_a_new_round_takes_days_agendas_and_common_milestones_along(earlier, by):
    made = repeat(earlier, by)

    assert (made.workshop, made.number, made.phase) == (earlier.workshop, 4, "preparation")
    assert (made.is_published, made.capacity, made.team_min) == (False, 6, 2)
    assert made.silent_after_weeks == 4
    assert str(made.when) == "4. Februar 2027 – 27. Juni 2028"
    days = list(made.meetings.in_order())
    assert [(str(day.when), day.title, day.status) for day in days] == [
        ("4. Februar 2027", "Auftakt", "planned"),
        ("Herbst 2027", "Zweiter Tag", "planned"),
    ]
    kick_off = days[0]
    assert (kick_off.kind, kick_off.starts_at, kick_off.venue) == ("kick_off", time(9, 30), None)
    [item] = kick_off.agenda.all()
    assert (item.title, item.minutes, item.outcome) == ("Ankommen", 15, "")
    assert [m.title for m in made.common_milestones.all()] == ["Netzwerk"]
    assert AuditEntry.objects.about(made).get().what == "round.made"


def test_a_second_click_sets_up_no_second_round(earlier, by):
    made = repeat(earlier, by)

    with pytest.raises(Refusal, match="findet bereits in dieser Zeit statt"):
        repeat(earlier, by)
    assert repeat(earlier, by, when=Period.day(date(2028, 2, 4))).number == made.number + 1


def test_nothing_of_the_earlier_round_is_changed(earlier, by):
    before = [str(day.when) for day in earlier.meetings.in_order()]

    repeat(earlier, by)

    assert [str(day.when) for day in earlier.meetings.in_order()] == before
    assert earlier.common_milestones.count() == 1


def test_coordinators_stay_as_long_as_they_are_coordinators(earlier, by):
    deputy, gone = f.CoordinatorFactory(), f.CoordinatorFactory()
    earlier.coordinators.add(deputy, gone)
    gone.office_role = ""
    gone.save()

    assert set(repeat(earlier, by).coordinators.all()) == {by, deputy}


def test_a_superuser_who_sets_it_up_does_not_coordinate_it(earlier, by):
    assert set(repeat(earlier, f.SuperuserFactory()).coordinators.all()) == {by}


def test_chosen_kommunen_are_invited(earlier, by):
    lippe = kommune()

    made = repeat(earlier, by, municipalities=[lippe])

    assert list(made.teams.values_list("municipality", "state")) == [(lippe.pk, "invited")]


def test_who_has_no_agreement_at_the_start_is_named_and_nothing_is_made(earlier, by):
    ends_before = f.MunicipalityFactory(name="Lippe", short_name="Lippe")
    f.AgreementFactory(municipality=ends_before, valid_until=date(2027, 2, 3))
    never = f.MunicipalityFactory(name="Olpe", short_name="Olpe")

    with pytest.raises(Refusal) as refused:
        repeat(earlier, by, municipalities=[ends_before, never, kommune()])

    assert [words.partition(":")[0] for words in refused.value.messages] == [
        "Kreis Lippe",
        "Kreis Olpe",
    ]
    assert Round.objects.filter(number=4).count() == 0


def test_with_a_reason_they_come_in_and_the_reason_stays_with_them_alone(earlier, by):
    never, agreed = f.MunicipalityFactory(), kommune()

    made = repeat(earlier, by, municipalities=[never, agreed], reason="wird im Mai unterschrieben")

    reasons = dict(Team.objects.filter(round=made).values_list("municipality", "admission_reason"))
    assert reasons == {never.pk: "wird im Mai unterschrieben", agreed.pk: ""}


def test_more_kommunen_than_places_are_refused(earlier, by):
    with pytest.raises(Refusal):
        repeat(earlier, by, capacity=1, municipalities=[kommune(), kommune()])
    assert Round.objects.filter(number=4).count() == 0


# --- of what Kommunen want -----------------------------------------------------------------------
def open_for(interests, by, **facts):
    given = {
        "workshop": None,
        "title": "Bildung im Alter",
        "topic": None,
        "when": START,
        "capacity": 8,
        "municipalities": [i.municipality for i in interests if i.municipality],
        "reason": "",
        **facts,
    }
    return new_rounds.open_for(interests=interests, by=by, at=AT, **given)


def test_a_round_is_made_of_interests_and_uses_them_up(by):
    wishes = [f.InterestFactory(municipality=kommune(), municipality_text="") for _ in range(4)]
    other = f.InterestFactory(municipality_text="Stadt Ütz")
    topic = f.TopicFactory()

    made = open_for([*wishes, other], by, topic=topic)

    assert (made.number, made.when, made.capacity) == (1, START, 8)
    workshop = made.workshop
    assert (workshop.title, workshop.slug) == ("Bildung im Alter", "bildung-im-alter")
    assert (workshop.is_published, list(workshop.topics.all())) == (False, [topic])
    assert list(made.coordinators.all()) == [by]
    assert made.teams.filter(state="invited").count() == 4
    states = Interest.objects.order_by("pk").values_list("state", "round")
    assert list(states) == [("used", made.pk)] * 4 + [("new", None)]


def test_in_a_series_that_exists_it_takes_the_next_number(by):
    workshop = f.RoundFactory(number=2).workshop

    made = open_for([], by, workshop=workshop)

    assert (made.workshop, made.number) == (workshop, 3)
    assert Workshop.objects.count() == 1


@pytest.mark.parametrize("title", ["Interesse", "Werkstatt", "???"])
def test_a_new_series_finds_a_free_address(by, title):
    f.WorkshopFactory(slug="werkstatt")

    workshop = open_for([], by, title=title).workshop

    assert workshop.slug in {"interesse-2", "werkstatt-2"}


def test_an_interest_that_was_used_meanwhile_makes_no_second_round(by):
    wish = f.InterestFactory(municipality=kommune(), municipality_text="")
    open_for([wish], by)

    with pytest.raises(Refusal):
        open_for([wish], by, title="Noch einmal")
    assert Workshop.objects.count() == 1
