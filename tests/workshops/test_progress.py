from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from portal.dates import Period
from portal.models import AuditEntry
from portal.refusals import Conflict, Refusal
from tests.factories import MemberFactory, MilestoneFactory, ProgressEntryFactory, UserFactory
from workshops.actions import progress
from workshops.models import Milestone, ProgressEntry
from workshops.models.board import lines

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
Status = Milestone.Status


@pytest.fixture
def milestone():
    return MilestoneFactory()


@pytest.fixture
def author(milestone):
    return MemberFactory(team=milestone.team).user


def say(milestone, author, **words):
    facts = {"status": milestone.status, "status_seen": milestone.status, "at": AT, **words}
    return progress.log(milestone=milestone, by=author, **facts)


def test_an_entry_keeps_what_was_said_and_moves_the_status(milestone, author):
    entry = say(
        milestone,
        author,
        status=Status.RISK,
        note="Zahlen aus 31 Schulen\nliegen vor.",
        hurdle="Zuständigkeit",
        next_step="Amt fragt nach",
    )

    milestone.refresh_from_db()
    assert (milestone.status, milestone.version, milestone.reached_on) == (Status.RISK, 1, None)
    assert (entry.note, entry.hurdle, entry.next_step, entry.status_from, entry.status_to) == (
        "Zahlen aus 31 Schulen\nliegen vor.",
        "Zuständigkeit",
        "Amt fragt nach",
        Status.PLANNED,
        Status.RISK,
    )


def test_who_gives_a_milestone_up_says_why(milestone, author):
    with pytest.raises(Refusal, match="warum er aufgegeben wird"):
        say(milestone, author, status=Status.DROPPED, hurdle="Zu teuer")


def test_a_note_alone_leaves_the_status_as_it_was(milestone, author):
    entry = say(milestone, author, note="Es geht voran.")

    milestone.refresh_from_db()
    assert (milestone.status, entry.moved_status) == (Status.PLANNED, False)


def test_an_entry_that_says_nothing_is_refused(milestone, author):
    with pytest.raises(ValidationError) as refused:
        say(milestone, author, note=" \x00\u200b ", hurdle="\n")

    assert refused.value.messages == [
        ProgressEntry._meta.constraints[0].get_violation_error_message()
    ]
    assert not ProgressEntry.objects.exists()


def test_a_status_that_nobody_knows_is_refused(milestone, author):
    with pytest.raises(ValidationError):
        say(milestone, author, status="finished", note="Fertig.")


def test_reached_sets_the_local_day_and_leaving_it_takes_the_day_away(milestone, author):
    late_in_the_evening = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    say(milestone, author, status=Status.REACHED, at=late_in_the_evening)
    milestone.refresh_from_db()
    assert milestone.reached_on == date(2026, 3, 2)

    say(milestone, author, status=Status.PROGRESS, note="Doch noch nicht.")
    milestone.refresh_from_db()
    assert milestone.reached_on is None


def test_two_different_moves_conflict_and_the_first_stays(milestone, author):
    say(milestone, author, status=Status.REACHED)

    with pytest.raises(Conflict):
        say(milestone, UserFactory(), status=Status.RISK, status_seen=Status.PLANNED, note="Oh.")

    milestone.refresh_from_db()
    assert milestone.status == Status.REACHED
    assert ProgressEntry.objects.count() == 1


def test_a_second_move_to_the_same_status_conflicts_only_without_a_word(milestone, author):
    say(milestone, author, status=Status.REACHED)
    second = {"status": Status.REACHED, "status_seen": Status.PLANNED}

    with pytest.raises(Conflict):
        say(milestone, UserFactory(), **second)
    entry = say(milestone, UserFactory(), **second, note="Gefeiert.")

    assert (entry.status_from, entry.status_to) == (Status.REACHED, Status.REACHED)


def test_a_note_after_somebody_moved_the_status_keeps_that_move(milestone, author):
    say(milestone, author, status=Status.REACHED)

    entry = say(
        milestone,
        UserFactory(),
        status=Status.PLANNED,
        status_seen=Status.PLANNED,
        note="Noch etwas.",
    )

    milestone.refresh_from_db()
    assert (milestone.status, entry.status_to) == (Status.REACHED, Status.REACHED)


def test_the_same_words_again_within_ten_minutes_are_a_second_click(milestone, author):
    words = {"status": Status.PROGRESS, "status_seen": Status.PLANNED, "note": "Los geht es."}
    first = say(milestone, author, **words)
    second = say(milestone, author, **words, at=AT + timedelta(seconds=2))
    by_another = say(milestone, UserFactory(), **words)
    later = say(milestone, author, **words, at=AT + timedelta(minutes=30))

    assert second == first
    assert ProgressEntry.objects.count() == 3
    assert len({first, by_another, later}) == 3


def test_line_breaks_and_invisible_characters_do_not_reach_the_one_line_fields(milestone, author):
    entry = say(milestone, author, hurdle="erst\r\nso\x00 dann\u2028anders", next_step="a\tb")

    entry.refresh_from_db()
    assert (entry.hurdle, entry.next_step) == ("erst so dann anders", "a b")


def test_a_line_that_is_too_long_is_refused_on_every_database(milestone, author):
    with pytest.raises(ValidationError) as refused:
        say(milestone, author, hurdle="x" * 10_000)

    assert list(refused.value.message_dict) == ["hurdle"]


def test_the_trail_names_fields_and_round_but_no_contents(milestone, author):
    say(milestone, author, status=Status.PROGRESS, note="Geheimes", hurdle="Vertrauliches")

    trail = AuditEntry.objects.get()
    assert (trail.what, trail.subject, trail.scope, trail.by, trail.fields, trail.at) == (
        "milestone.logged",
        f"workshops.milestone:{milestone.pk}",
        f"round:{milestone.team.round_id}",
        author,
        ["hurdle", "note", "status"],
        AT,
    )


def test_a_correction_is_a_new_entry_that_names_the_old_one(milestone, author):
    wrong = say(milestone, author, note="31 Schulen", status=Status.PROGRESS)

    right = progress.correct(
        entry=wrong,
        by=author,
        at=AT + timedelta(hours=1),
        note="13 Schulen",
        status=Status.PROGRESS,
        status_seen=Status.PROGRESS,
    )

    wrong.refresh_from_db()
    assert (right.corrects, wrong.corrected_by, wrong.note) == (wrong, right, "31 Schulen")
    assert AuditEntry.objects.first().what == "milestone.corrected"


def test_an_entry_is_corrected_once_and_then_its_correction(milestone, author):
    wrong = say(milestone, author, note="31 Schulen")
    facts = {"by": author, "status": Status.PLANNED, "status_seen": Status.PLANNED}
    right = progress.correct(entry=wrong, note="13", at=AT + timedelta(hours=1), **facts)

    with pytest.raises(Refusal):
        progress.correct(entry=wrong, note="14", at=AT + timedelta(hours=2), **facts)
    again = progress.correct(entry=right, note="14", at=AT + timedelta(hours=2), **facts)

    assert again.corrects == right


def test_a_correction_that_changes_nothing_is_refused(milestone, author):
    entry = say(milestone, author, note="31 Schulen")
    facts = {"by": author, "status": Status.PLANNED, "status_seen": Status.PLANNED}

    with pytest.raises(Refusal):
        progress.correct(entry=entry, note="31 Schulen", at=AT + timedelta(hours=1), **facts)

    assert ProgressEntry.objects.count() == 1


def test_what_is_postponed_gets_its_new_deadline_with_the_entry(milestone, author):
    later = Period.day(date(2026, 9, 30))
    say(milestone, author, status=Status.POSTPONED, note="Es fehlt Personal.", due=later)

    milestone.refresh_from_db()
    assert (milestone.status, milestone.when) == (Status.POSTPONED, later)
    assert AuditEntry.objects.get().fields == ["note", "status", "when"]


@pytest.mark.parametrize(
    ("status", "due"),
    [(Status.PROGRESS, date(2026, 9, 30)), (Status.POSTPONED, date(2026, 3, 1))],
)
def test_a_deadline_that_does_not_fit_is_refused(milestone, author, status, due):
    before = milestone.when
    with pytest.raises(Refusal):
        say(milestone, author, status=status, note="Es zieht sich.", due=Period.day(due))

    milestone.refresh_from_db()
    assert (milestone.status, milestone.when) == (Status.PLANNED, before)
    assert not ProgressEntry.objects.exists()


@pytest.mark.parametrize(
    ("days", "status", "silent"),
    [
        (41, Status.PROGRESS, False),
        (42, Status.PROGRESS, True),
        (42, Status.REACHED, False),
        (42, Status.DROPPED, False),
    ],
)
def test_an_open_milestone_is_silent_after_six_weeks(days, status, silent):
    reached = AT.date() if status == Status.REACHED else None
    entry = ProgressEntryFactory(
        at=AT - timedelta(days=days), milestone__status=status, milestone__reached_on=reached
    )

    [line] = lines(Milestone.objects.all(), AT)

    assert (line.last, line.is_silent) == (entry, silent)


def test_the_line_shows_the_hurdle_of_the_last_entry_until_the_milestone_is_done(milestone, author):
    ProgressEntryFactory(milestone=milestone, at=AT - timedelta(days=9), hurdle="alt")
    ProgressEntryFactory(milestone=milestone, at=AT - timedelta(days=1), hurdle="neu")
    assert [line.hurdle for line in lines(Milestone.objects.all(), AT)] == ["neu"]

    say(milestone, author, status=Status.DROPPED, note="Zu teuer.", hurdle="zu teuer")
    assert [line.hurdle for line in lines(Milestone.objects.all(), AT)] == [""]
