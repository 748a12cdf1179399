from collections import Counter
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.db.models import Count

from conferences.models import Conference, SessionContribution
from municipalities.models import Agreement, Kind, Municipality
from people.models import Person, User
from portal.dates import Precision
from portal.models import OutgoingMail
from publications.models import Document, Picture, Report, Topic
from workshops.models import (
    Actor,
    AgendaContribution,
    AgendaItem,
    CircularCopy,
    Comment,
    Interest,
    Meeting,
    Member,
    Milestone,
    ProgressEntry,
    Question,
    Round,
    Statement,
    Team,
    TeamFile,
    TeamInvitation,
    Workshop,
)
from workshops.models.demand import demands

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

ROOMS = [
    "people",
    "municipalities",
    "publications",
    "registrations",
    "workshops",
    "conferences",
]
TODAY = date(2026, 11, 20)


@pytest.fixture
def second_round(db):
    return Round.objects.get(workshop__slug="fachkraefte", number=2)


def test_every_row_is_as_its_model_wants_it():
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if model.__name__.startswith("Historical"):
                continue
            for row in model._base_manager.all():
                row.full_clean()


def test_the_register_has_53_kommunen_and_two_of_former_days():
    current = Municipality.objects.current(TODAY)

    kinds = dict(current.values_list("kind").annotate(Count("pk")))
    assert kinds == {Kind.DISTRICT: 30, Kind.CITY: 22, Kind.REGION: 1}
    assert sum(current.values_list("inhabitants", flat=True)) == 17_932_651
    assert Municipality.objects.count() == 55


def test_the_staedteregion_follows_city_and_kreis_aachen():
    region = Municipality.objects.get(ags="05334")

    assert region.valid_from == date(2009, 10, 21)
    assert set(region.predecessors.values_list("ags", "valid_until")) == {
        ("05313", date(2009, 10, 20)),
        ("05354", date(2009, 10, 20)),
    }


def test_eighteen_agreements_stand_and_one_was_renewed():
    assert Municipality.objects.eligible(TODAY).count() == 18
    dated = Agreement.objects.get(valid_from_precision=Precision.DAY, valid_from__isnull=False)
    assert (dated.municipality.ags, dated.valid_from) == ("05770", date(2025, 3, 6))
    assert dated.renews is not None
    assert Agreement.objects.exclude(note="").count() == Agreement.objects.count() == 19


def test_four_real_rounds_and_one_invented_are_public():
    rounds = Round.objects.published()

    assert sorted(rounds.values_list("workshop__slug", "number")) == [
        ("demokratiebildung", 1),
        ("demonstration", 1),
        ("fachkraefte", 1),
        ("fachkraefte", 2),
        ("ganztag-suedwestfalen", 1),
    ]
    assert Workshop.objects.published().count() == 4
    assert Round.objects.filter(coordinators=None).count() == 0


def test_the_kick_off_is_on_its_day_with_its_expert(second_round):
    kick_off, next_day, _invented = second_round.meetings.in_order()

    assert str(kick_off.when) == "6. Februar 2025"
    assert kick_off.venue is None
    assert (str(next_day.when), next_day.status) == ("Herbst 2025", Meeting.Status.PLANNED)
    expert = AgendaContribution.objects.get(item__meeting=kick_off)
    assert expert.person.name == "Dr. Sonja Muders"
    assert expert.affiliation == (
        "Fachstelle „Fachkräftesicherung/Bildung im Strukturwandel“ (FaBiS)"
    )
    minutes = sum(kick_off.agenda.values_list("minutes", flat=True))
    start, end = (t.hour * 60 + t.minute for t in (kick_off.starts_at, kick_off.ends_at))
    assert minutes == end - start


def test_five_teams_of_three_to_five_take_part(second_round):
    teams = second_round.teams.taking_part().annotate(size=Count("members"))

    assert {team.municipality.name for team in teams} == {
        "Kreis Lippe",
        "Kreis Warendorf",
        "Stadt Leverkusen",
        "Stadt Mönchengladbach",
        "Stadt Mülheim an der Ruhr",
    }
    assert {3 <= Member.objects.active().filter(team=team).count() <= 5 for team in teams} == {True}
    assert Member.objects.active().filter(role=Member.Role.LEAD).count() == 8
    assert second_round.common_milestones.count() == 3
    assert Question.objects.filter(round=second_round, is_public=True).count() == 4


def test_milestones_stand_in_every_status_and_all_are_marked_as_invented(second_round):
    milestones = Milestone.objects.filter(team__round=second_round)

    assert set(milestones.values_list("status", flat=True)) == set(Milestone.Status.values)
    assert {3 <= n <= 7 for _team, n in milestones.values_list("team").annotate(Count("pk"))} == {
        True
    }
    assert not Milestone.objects.filter(is_demo=False).exists()
    assert not Statement.objects.filter(is_demo=False).exists()
    assert Milestone.objects.overdue(TODAY).exists()
    assert Milestone.objects.due_within(45, TODAY).exists()


def test_nothing_was_written_in_the_future_or_by_strangers(demonstration):
    for entry in ProgressEntry.objects.select_related("milestone__team"):
        members = entry.milestone.team.members.filter(user=entry.author)
        assert entry.at < demonstration
        assert [member.from_day <= entry.at.date() for member in members] == [True]


def test_three_statements_are_cleared_and_one_is_proposed():
    states = dict(Statement.objects.values_list("state").annotate(Count("pk")))

    assert states == {Statement.State.CLEARED: 3, Statement.State.PROPOSED: 1}


def test_one_invented_day_of_the_invented_round_lies_some_weeks_ahead(demonstration):
    upcoming = Meeting.objects.upcoming(demonstration).on_a_day()

    day = upcoming.exclude(round__workshop__slug="fachkraefte").get()
    assert day.round.workshop.slug == "demonstration"
    assert day.is_demo is True
    assert timedelta(days=42) <= day.first_day - TODAY <= timedelta(days=70)
    assert (day.status, day.moved_from.first < day.first_day) == ("moved", True)


def test_reports_pictures_and_documents_are_published_and_marked(demonstration):
    assert Report.objects.published(demonstration).filter(is_demo=True).count() == 4
    assert Document.objects.published(demonstration).filter(is_demo=True).count() == 5
    assert Picture.objects.shown().filter(is_demo=True).exclude(alt_text="").count() == 7
    assert {document.suffix for document in Document.objects.all()} == {"PDF"}
    assert set(Picture.objects.values_list("width", flat=True)) == {1600}


def test_topics_are_subjects_and_the_seven_core_themes():
    assert dict(Topic.objects.values_list("kind").annotate(Count("pk"))) == {
        Topic.Kind.SUBJECT: 8,
        Topic.Kind.CORE_THEME: 7,
    }


def test_real_people_stand_in_a_programme_and_have_no_contact_data_and_no_account():
    real = Person.objects.filter(is_demo=False)

    published = {
        *AgendaContribution.objects.values_list("person", flat=True),
        *SessionContribution.objects.values_list("person", flat=True),
    }
    assert set(real.values_list("pk", flat=True)) - published == set()
    assert real.count() == 27
    assert set(real.values_list("email", "phone", "website", "user")) == {("", "", "", None)}


def test_every_address_is_an_example(demonstration):
    emails = [
        *User.objects.values_list("email", flat=True),
        *EmailAddress.objects.values_list("email", flat=True),
        *Person.objects.exclude(email="").values_list("email", flat=True),
        *Interest.objects.values_list("contact_email", flat=True),
    ]

    assert {email.rpartition("@")[2] for email in emails} == {"example.org"}
    assert EmailAddress.objects.filter(verified=True, primary=True).count() == User.objects.count()


def test_nobody_gets_a_letter_from_loading():
    """What stands in the outbox belongs to an invented letter to all and waits for nobody."""
    copies = CircularCopy.objects.filter(circular__is_demo=True).values("mail")

    assert not OutgoingMail.objects.exclude(pk__in=copies).exists()
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent", "failed"}


def test_an_agenda_is_built_from_milestones_and_a_question():
    built = AgendaItem.objects.filter(meeting__slug="zweiter-werkstatttag", is_demo=True)
    real = built.filter(meeting__round__workshop__slug="fachkraefte")

    assert [n for n, item in enumerate(real) if item.milestone] == [2, 4]
    assert [item.question is not None for item in real].count(True) == 1


def test_rights_are_as_the_guide_says():
    coordinates = {
        email: set(Round.objects.of_coordinator(User.objects.get(email=email)).values_list("pk"))
        for email in ("koordination@example.org", "koordination2@example.org")
    }

    assert not set.intersection(*coordinates.values())
    assert len(set.union(*coordinates.values())) == Round.objects.count()
    conferences = {
        email: sorted(
            Conference.objects.of_coordinator(User.objects.get(email=email)).values_list(
                "slug", flat=True
            )
        )
        for email in coordinates
    }
    assert conferences == {
        "koordination@example.org": ["bundeskonferenz-2024", "demonstrations-konferenz"],
        "koordination2@example.org": ["herbstakademie-2016"],
    }
    assert User.objects.filter(is_superuser=True).get().email == "admin@example.org"
    assert Team.objects.of_member(User.objects.get(email="leitung.lippe@example.org")).count() == 2


def test_actors_and_files_belong_to_invented_teams():
    assert list(Actor.objects.filter(is_demo=False, team__is_demo=False)) == []
    assert set(TeamFile.objects.values_list("is_demo", "team__is_demo")) == {(True, True)}
    assert Counter(TeamFile.objects.values_list("visibility", flat=True)) == {"team": 1, "round": 2}


def test_the_teams_talk_about_what_they_share():
    assert Comment.objects.count() == 5
    assert set(Comment.objects.values_list("is_demo", "milestone__visibility")) == {(True, "round")}
    assert not Milestone.objects.shared().filter(shared_at=None).exists()


def test_letters_wait_for_an_answer_and_one_topic_is_enough_for_a_round():
    assert Interest.objects.waiting().count() == 5
    assert set(Interest.objects.values_list("is_demo", flat=True)) == {True}
    [ripe] = [one for one in demands(Interest.objects.with_names()) if one.is_enough]
    assert (ripe.name, len(ripe.municipalities)) == ("Bildungsmonitoring", 4)


def test_two_who_are_invited_have_not_answered(demonstration):
    waiting = TeamInvitation.objects.pending().newest_first()

    found = [(one.role, one.why_closed(demonstration)) for one in waiting]
    assert found == [("lead", ""), ("member", "")]


def test_no_kommune_is_named_in_public_for_what_it_does_not_do():
    invented = Team.objects.filter(round__workshop__slug="demonstration")

    assert set(invented.values_list("is_demo", "is_named_in_public")) == {(True, False)}
    assert set(
        Team.objects.exclude(pk__in=invented).values_list("is_demo", "is_named_in_public")
    ) == {(False, True)}


@pytest.mark.parametrize("email", ["koordination@example.org", "koordination2@example.org"])
def test_who_coordinates_looks_after_what_is_told_and_handed_out_there(email):
    coordinator = User.objects.get(email=email)
    events = [
        *Meeting.objects.filter(round__coordinators=coordinator),
        *Conference.objects.filter(coordinators=coordinator),
    ]
    told = {report for event in events for report in event.reports.all()}
    attached = {document for event in events for document in event.documents.all()}

    assert told
    assert told == set(Report.objects.filter(stewards=coordinator))
    assert attached == set(Document.objects.filter(stewards=coordinator))
