from datetime import UTC, date, datetime

import pytest

from portal.dates import Period
from tests import factories as f
from tests.workshops.rooms import shown
from workshops.models.warnings import Trouble, warnings

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def round_():
    when = Period.day(date(2026, 2, 5), date(2027, 3, 1))
    return f.PublishedRoundFactory(
        first_day=when.first, last_day=when.last, precision="day", team_min=3, team_max=5
    )


def team(round_, people, **agreement):
    kommune = f.MunicipalityFactory(name="Kreis Lippe", short_name="Kreis Lippe")
    f.AgreementFactory(municipality=kommune, **agreement)
    made = f.TeamFactory(round=round_, municipality=kommune)
    f.MemberFactory.create_batch(people, team=made)
    return made


def found(round_, at=AT):
    return [(warning.trouble, warning.text) for warning in warnings(round_, at)]


@pytest.mark.parametrize(
    ("people", "is_odd"), [(0, True), (2, True), (3, False), (5, False), (6, True)]
)
def test_a_team_of_three_to_five_is_as_advised(round_, people, is_odd):
    team(round_, people)

    assert [trouble for trouble, _text in found(round_)] == [Trouble.TEAM_SIZE] * is_odd


def test_who_has_left_and_who_is_only_invited_is_not_counted(round_):
    small = team(round_, 3)
    left = f.MemberFactory(team=small)
    left.until_day = left.from_day
    left.save()
    f.AgreementFactory(municipality=f.TeamFactory(round=round_, state="invited").municipality)
    f.TeamFactory(round=round_, state="left", left_reason="x")

    assert found(round_) == []


def test_a_missing_agreement_is_named_with_the_reason_that_was_given(round_):
    made = f.TeamFactory(round=round_, municipality__short_name="Kreis Olpe", state="invited")
    assert found(round_) == [
        (Trouble.NO_AGREEMENT, "Kreis Olpe hat zu Beginn keine Rahmenvereinbarung.")
    ]

    made.admission_reason = "wird unterschrieben"
    made.save()
    assert found(round_)[0][1].endswith("keine Rahmenvereinbarung: wird unterschrieben")


@pytest.mark.parametrize(
    ("until", "is_odd"),
    [(None, False), (date(2027, 3, 1), False), (date(2027, 2, 28), True), (date(2026, 2, 5), True)],
)
def test_an_agreement_that_ends_during_the_round_is_noted_with_its_day(round_, until, is_odd):
    team(round_, 3, valid_until=until)

    assert [trouble for trouble, _text in found(round_)] == [Trouble.AGREEMENT_ENDS] * is_odd


def test_an_agreement_that_is_renewed_in_time_does_not_end(round_):
    made = team(round_, 3, valid_until=date(2026, 12, 31))
    f.AgreementFactory(municipality=made.municipality, valid_from=date(2027, 1, 1))

    assert found(round_) == []


def test_three_days_together_are_usual_and_online_meetings_do_not_count(round_):
    for day in (date(2026, 2, 5), date(2026, 6, 4), date(2027, 2, 4)):
        f.MeetingFactory(round=round_, when=Period.day(day))
    f.MeetingFactory(round=round_, kind="online", when=Period.day(date(2026, 9, 3)))
    f.MeetingFactory(round=round_, status="cancelled", status_reason="x")
    assert found(round_) == []

    f.MeetingFactory(round=round_, when=None)
    assert found(round_) == [
        (Trouble.MANY_DAYS, "4 Werkstatttage sind geplant; üblich sind bis zu drei.")
    ]


def test_a_year_and_a_half_is_usual_as_far_as_days_are_known(round_):
    f.MeetingFactory(round=round_, when=Period.day(date(2027, 8, 5)))
    assert found(round_) == []

    f.MeetingFactory(round=round_, when=Period.day(date(2027, 8, 6)))
    assert found(round_) == [
        (
            Trouble.LONG,
            "Vom 5. Februar 2026 bis zum 6. August 2027 dauert es länger als anderthalb Jahre.",
        )
    ]


def test_two_calendar_years_may_be_as_short_as_a_year():
    assert found(f.PublishedRoundFactory()) == []


def test_a_day_on_a_weekend_is_noted_until_it_is_over(round_):
    f.MeetingFactory(round=round_, title="Auftakt", when=Period.day(date(2026, 3, 7)))

    assert found(round_) == [(Trouble.WEEKEND, "Auftakt liegt auf einem Wochenende: 7. März 2026.")]
    assert found(round_, datetime(2026, 3, 8, 9, tzinfo=UTC)) == []


def test_nothing_is_said_about_a_round_that_is_over(round_):
    team(round_, 1)
    round_.phase = "finished"

    assert found(round_) == []


@pytest.mark.parametrize("count", [1, 3])
def test_however_many_teams_there_are_it_takes_two_queries(
    round_, count, django_assert_num_queries
):
    for _ in range(count):
        f.MemberFactory(team__round=round_)
        f.MeetingFactory(round=round_)

    with django_assert_num_queries(2):
        assert len(warnings(round_, AT)) == 2 * count


def test_they_stand_in_the_cockpit_and_with_the_round_in_the_office(client, round_):
    coordinator = f.CoordinatorFactory()
    round_.coordinators.add(coordinator)
    team(round_, 2)
    client.force_login(coordinator)
    said = "Kreis Lippe: Das Team hat 2 Mitglieder; empfohlen sind 3 bis 5."

    cockpit = shown(client.get(f"/cockpit/{round_.pk}/"))
    office = shown(client.get(f"/verwaltung/workshops/round/{round_.pk}/change/"))

    assert "Ein Hinweis zur Anlage des Durchgangs" in cockpit
    assert said in cockpit
    assert said in office
