"""The demonstration's conferences: facts as they are known, and one that is invented."""

from datetime import date, time, timedelta

import pytest
from django.db.models import Count

from conferences.models import Conference, Island, Session, SessionContribution, Stand
from conferences.models.warnings import Trouble, warnings
from people.models import Contribution, Person
from publications.models import Picture, Report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]

TODAY = date(2026, 11, 20)
State = Contribution.State


def conference(slug: str) -> Conference:
    return Conference.objects.get(slug=slug)


def counts(slug: str) -> list[tuple[str, int, str]]:
    rows = conference(slug).participants.all()
    return [(row.qualifier, row.number, row.whom) for row in rows]


def trouble(found: Conference) -> list[tuple[Trouble, set[str]]]:
    sessions = found.sessions.select_related("room", "conference").prefetch_related(
        "contributions__person"
    )
    return [
        (warning.trouble, {session.slug for session in warning.sessions})
        for warning in warnings(sessions, found.days)
    ]


def test_all_are_public_on_the_days_that_are_known():
    days = {found.slug: str(found.when) for found in Conference.objects.published()}

    assert days.pop("demonstrations-konferenz")
    assert days == {
        "bundeskonferenz-2015": "24. Juni 2015",
        "bundeskonferenz-2016": "7.–8. November 2016",
        "bundeskonferenz-2018": "24.–25. September 2018",
        "bundeskonferenz-2020": "2020",
        "bundeskonferenz-2021": "16. März 2021",
        "bundeskonferenz-2022": "2.–3. Juni 2022",
        "bundeskonferenz-2024": "10.–11. September 2024",
        "bne-herbstkonferenz-2022": "23.–24. November 2022",
        "fachtag-nrw-2025": "30. September 2025",
        "fachtagung-bildungsbueros-2024": "1.–2. Oktober 2024",
        "fachtagung-bildungsbueros-2025": "16.–17. September 2025",
        "herbstakademie-2016": "5. Oktober 2016",
        "herbstakademie-2017": "14. November 2017",
    }


def test_only_one_is_invented_and_everything_about_it_is_marked():
    invented = Conference.objects.get(is_demo=True)

    assert invented.slug == "demonstrations-konferenz"
    for model in (Session, Stand):
        marked = dict(
            model.objects.values_list("conference").filter(is_demo=True).annotate(n=Count("pk"))
        )
        assert set(marked) == {invented.pk}
        assert not model.objects.filter(conference=invented, is_demo=False).exists()
    people = SessionContribution.objects.filter(session__conference=invented)
    assert set(people.values_list("person__is_demo", flat=True)) == {True}
    elsewhere = SessionContribution.objects.exclude(session__conference=invented)
    assert set(elsewhere.values_list("person__is_demo", flat=True)) == {False}


def test_the_conference_of_2024_has_sessions_but_no_times_and_no_rooms():
    found = conference("bundeskonferenz-2024")

    kinds = dict(found.sessions.values_list("kind").annotate(Count("pk")).order_by())
    assert kinds == {
        "welcome": 1,
        "keynote": 1,
        "panel": 1,
        "conversation": 1,
        "impulse": 1,
        "workshop": 6,
        "market": 2,
    }
    assert set(found.sessions.values_list("starts_at", "ends_at", "room")) == {(None, None, None)}
    assert set(found.sessions.values_list("day", flat=True)) == set(found.days)
    workshops = SessionContribution.objects.filter(
        session__in=found.sessions.filter(kind="workshop")
    )
    assert not workshops.exists()
    assert [stand.exhibitor for stand in found.stands.all()] == ["REAB Hessen"]
    assert counts(found.slug) == [("over", 420, "all")]
    assert (found.organiser.short_name, found.carried_out_by.name) == ("BMBF", "DLR Projektträger")


def test_the_conference_of_2024_has_a_report_a_gallery_and_a_sheet(demonstration):
    found = conference("bundeskonferenz-2024")

    report = found.reports.get()
    assert report.is_published(demonstration)
    assert [len(block.pictures.all()) for block in report.blocks.filter(kind="gallery")] == [2]
    assert found.pictures.filter(consent=Picture.Consent.NOT_NEEDED).count() == 3
    assert found.documents.get().is_published(demonstration)
    assert Report.objects.filter(blocks__kind="quotation").count() == 0


def test_the_academy_of_2016_runs_to_the_minute():
    sessions = conference("herbstakademie-2016").sessions.in_order()

    slots = {(s.starts_at, s.ends_at, s.kind) for s in sessions if s.starts_at}
    assert slots == {
        (time(9, 30), time(10), "check_in"),
        (time(10), time(10, 10), "welcome"),
        (time(10, 10), None, "lecture"),
        (time(11, 10), time(11, 40), "exchange"),
        (time(11, 40), time(12, 20), "island"),
        (time(12, 20), time(12, 50), "exchange"),
        (time(12, 50), time(14), "break"),
        (time(14), time(14, 40), "island"),
        (time(14, 40), time(15, 10), "exchange"),
        (time(15, 10), time(16), "closing"),
    }
    assert [s.kind for s in sessions if not s.starts_at] == ["conversation"]


def test_each_of_seven_islands_was_held_twice():
    islands = conference("herbstakademie-2016").sessions.filter(kind="island")

    first, again = islands.filter(repeats=None), islands.exclude(repeats=None)
    assert first.count() == again.count() == 7
    assert {(s.repeats.title, s.repeats.starts_at) for s in again} == {
        (s.title, time(11, 40)) for s in first
    }
    assert {s.topics.get().name for s in islands} == {s.title for s in first}


def test_the_programme_of_2016_announced_somebody_else():
    talk = Session.objects.get(conference__slug="herbstakademie-2016", kind="conversation")

    people = [(row.person.name, row.state) for row in talk.contributions.all()]
    assert people == [("Horst Tegeler", State.PLANNED), ("Markus Rempe", State.ACTUAL)]


def test_sources_disagree_and_each_is_kept():
    assert counts("bundeskonferenz-2016") == [
        ("about", 500, "all"),
        ("over", 600, "all"),
        ("about", 620, "all"),
    ]
    assert counts("bundeskonferenz-2022") == [
        ("over", 700, "all"),
        ("over", 280, "on_site"),
        ("about", 420, "online"),
    ]
    unsourced = Conference.objects.filter(participants__source="")
    assert not unsourced.exists()


def test_the_conference_of_2020_was_put_off_to_2021():
    found = conference("bundeskonferenz-2020")

    assert (found.status, found.moved_to) == (
        Conference.Status.POSTPONED,
        conference("bundeskonferenz-2021"),
    )
    others = Conference.objects.exclude(pk=found.pk).values_list("status", flat=True)
    assert set(others) == {Conference.Status.CONFIRMED}


def test_a_person_keeps_what_they_were_on_that_day():
    def seen(slug: str) -> list[tuple[int, str, str]]:
        person = Person.objects.get(slug=slug)
        rows = SessionContribution.objects.filter(person=person).order_by("session__day")
        return [(row.session.conference.year, row.function, row.affiliation) for row in rows]

    ministry = "Bundesministerium für Bildung und Forschung (BMBF)"
    first = "Parlamentarischer Staatssekretär und Vorsitzender der Nationalen Plattform BNE"
    assert seen("jens-brandenburg") == [
        (2022, first, ministry),
        (2024, "Parlamentarischer Staatssekretär", ministry),
    ]
    assert [year for year, *_ in seen("andrea-ruyter-petznek")] == [2022, 2024]


def test_five_sessions_in_leipzig_are_timed_and_four_are_streamed():
    sessions = conference("bne-herbstkonferenz-2022").sessions.in_order()

    assert [(f"{s.starts_at:%H:%M}", s.has_livestream) for s in sessions] == [
        ("11:00", False),
        ("11:20", True),
        ("11:30", True),
        ("11:35", True),
        ("12:00", True),
    ]


def test_the_invented_conference_has_one_of_everything():
    found = conference("demonstrations-konferenz")
    sessions = found.sessions.all()

    assert timedelta(days=63) <= found.first_day - TODAY <= timedelta(days=84)
    assert (len(found.days), found.rooms.count(), sessions.count()) == (2, 5, 26)
    assert sessions.filter(starts_at=None).count() == 0
    assert [s.title for s in sessions if s.is_cancelled] == ["Rundgang durch die Musterhalle"]
    assert sessions.filter(has_livestream=True).exclude(livestream="").count() == 1
    assert sessions.exclude(repeats=None).count() == 1
    market = sessions.get(kind="market")
    assert sum(market.overlaps(s) for s in sessions if s != market) > 8


def test_the_invented_conference_has_one_fault_on_purpose():
    found = conference("demonstrations-konferenz")

    assert trouble(found) == [
        (Trouble.ROOM_TWICE, {"nachmittag-und-verein-2", "vom-praktikum-zur-ausbildung"})
    ]


def test_real_conferences_have_no_fault_but_islands_of_unknown_place():
    real = Conference.objects.filter(is_demo=False)

    assert {found.slug: {t for t, _ in trouble(found)} for found in real if trouble(found)} == {
        "herbstakademie-2016": {Trouble.NO_ROOM}
    }


def test_the_invented_market_has_islands_stands_and_their_needs():
    found = conference("demonstrations-konferenz")

    sizes = Island.objects.filter(conference=found).annotate(n=Count("stands"))
    assert [island.n for island in sizes] == [4, 3, 3]
    assert found.stands.count() == 12
    assert found.stands.exclude(needs="").count() == 11
