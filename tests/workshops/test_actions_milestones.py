from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portal.dates import Period, Season
from portal.models import AuditEntry
from portal.refusals import Conflict, Refusal
from tests.factories import (
    LeadFactory,
    MemberFactory,
    MilestoneFactory,
    RoundMilestoneFactory,
    TopicFactory,
)
from workshops.actions import milestones, progress
from workshops.models import Milestone, Part

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
Status = Milestone.Status


@pytest.fixture
def lead():
    return LeadFactory()


@pytest.fixture
def team(lead):
    return lead.team


@pytest.fixture
def by(lead):
    return {"by": lead.user, "at": AT}


def last_audit():
    entry = AuditEntry.objects.latest("pk")
    return entry.what, entry.fields


# --- agree ---------------------------------------------------------------------------------------
def test_a_milestone_is_created_at_the_end_of_the_own_order(team, lead, by):
    MilestoneFactory(team=team, position=4)
    autumn = Period.season(2026, Season.AUTUMN)

    made = milestones.create(
        team=team, title="Lotsen", responsible=lead, when=autumn, indicator="Schulen", **by
    )

    made.refresh_from_db()
    assert (made.title, made.responsible, made.when, made.position, made.status, made.version) == (
        "Lotsen", lead, autumn, 5, Status.PLANNED, 1,
    )  # fmt: skip
    assert last_audit() == ("milestone.created", ["indicator", "responsible", "title", "when"])


def test_figures_need_words_for_what_they_count(team, by):
    with pytest.raises(ValidationError, match="wofür die Zahlen stehen"):
        milestones.create(team=team, title="Lotsen", target=Decimal(5), **by)


def test_the_same_title_twice_is_refused_so_that_a_second_click_makes_no_second(team, by):
    milestones.create(team=team, title="Lotsen", **by)
    with pytest.raises(Refusal, match="schon einen Meilenstein mit diesem Titel"):
        milestones.create(team=team, title="Lotsen", **by)
    assert Milestone.objects.count() == 1


def test_strangers_are_not_responsible_and_other_rounds_agree_nothing(team, by):
    with pytest.raises(Refusal, match="Mitglieder des Teams"):
        milestones.create(team=team, title="Lotsen", responsible=MemberFactory(), **by)
    with pytest.raises(Refusal, match="anderen Durchgang"):
        milestones.create(team=team, title="Lotsen", common=RoundMilestoneFactory(), **by)


@pytest.mark.parametrize(("kind", "column"), [("subject", "topic"), ("core_theme", "core_theme")])
def test_a_common_milestone_is_taken_over_with_its_words_once(team, by, kind, column):
    topic = TopicFactory(kind=kind)
    common = RoundMilestoneFactory(round=team.round, description="Wir wissen mehr.", topic=topic)

    made = milestones.adopt(common=common, team=team, **by)

    assert (made.title, made.difference, made.common) == (common.title, "Wir wissen mehr.", common)
    assert getattr(made, column) == topic
    with pytest.raises(ValidationError):
        milestones.adopt(common=common, team=team, **by)


# --- edit ----------------------------------------------------------------------------------------
def test_an_edit_names_only_what_changed(team, by):
    milestone = MilestoneFactory(team=team, title="Lotsen")

    milestones.edit(milestone=milestone, version=1, title="Lotsen", difference="Neu.", **by)

    milestone.refresh_from_db()
    assert (milestone.difference, milestone.version) == ("Neu.", 2)
    assert last_audit() == ("milestone.edited", ["difference"])


def test_whoever_saw_an_older_version_is_told_and_changes_nothing(team, by):
    milestone = MilestoneFactory(team=team)
    milestones.edit(milestone=milestone, version=1, title="Zuerst", **by)

    with pytest.raises(Conflict):
        milestones.edit(milestone=milestone, version=1, title="Danach", **by)

    milestone.refresh_from_db()
    assert (milestone.title, milestone.version) == ("Zuerst", 2)


def test_the_same_words_are_no_conflict(team, by):
    milestone = MilestoneFactory(team=team)
    milestones.edit(milestone=milestone, version=1, title="Gleich", **by)
    assert milestones.edit(milestone=milestone, version=1, title="Gleich", **by).version == 2


def test_an_entry_that_moves_only_the_status_is_no_conflict_for_who_edits(team, by):
    milestone = MilestoneFactory(team=team)
    progress.log(milestone=milestone, status="risk", status_seen="planned", **by)
    assert milestones.edit(milestone=milestone, version=1, title="Neu", **by).title == "Neu"


def test_an_entry_that_moves_the_deadline_is_one(team, by):
    milestone = MilestoneFactory(team=team)
    later = Period.year(2027)
    progress.log(milestone=milestone, status="postponed", status_seen="planned", due=later, **by)
    with pytest.raises(Conflict):
        milestones.edit(milestone=milestone, version=1, when=None, title="Neu", **by)


def test_what_is_no_word_of_a_milestone_is_a_mistake_of_ours(team, by):
    with pytest.raises(TypeError):
        milestones.create(team=team, status="reached", **by)


# --- order ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "up", "after"),
    [(1, True, [1, 0, 2]), (1, False, [0, 2, 1]), (0, True, [0, 1, 2]), (2, False, [0, 1, 2])],
)
def test_a_milestone_moves_one_place(team, by, who, up, after):
    three = [MilestoneFactory(team=team) for _number in range(3)]

    milestones.move(milestone=three[who], up=up, **by)

    assert list(team.milestones.in_own_order()) == [three[number] for number in after]


# --- share ---------------------------------------------------------------------------------------
def test_sharing_and_taking_it_back_are_written_down_once_each(team, by):
    milestone = MilestoneFactory(team=team)
    for wide in (True, True, False, False):
        milestone = milestones.share(milestone=milestone, with_round=wide, **by)

    assert not milestone.is_shared
    told = AuditEntry.objects.order_by("pk").values_list("what", flat=True)
    assert list(told) == ["milestone.shared", "milestone.unshared"]


# --- drop and take up again ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after"), [("risk", "risk"), ("planned", "planned"), ("reached", "progress")]
)
def test_a_dropped_milestone_is_taken_up_where_it_stood(team, by, before, after):
    milestone = MilestoneFactory(
        team=team, status=before, reached_on=date(2026, 1, 1) if before == "reached" else None
    )

    entry = milestones.drop(milestone=milestone, reason="Zu teuer.", **by)
    milestone.refresh_from_db()
    assert (milestone.status, milestone.reached_on, entry.note) == ("dropped", None, "Zu teuer.")
    with pytest.raises(Refusal, match="schon verworfen"):
        milestones.drop(milestone=milestone, reason="Noch einmal.", **by)

    milestones.resume(milestone=milestone, **by)
    milestone.refresh_from_db()
    assert milestone.status == after
    with pytest.raises(Refusal, match="nicht verworfen"):
        milestones.resume(milestone=milestone, **by)


def test_who_drops_what_moved_meanwhile_is_told(team, by):
    milestone = MilestoneFactory(team=team)
    seen = Milestone.objects.get()
    progress.log(milestone=milestone, status="risk", status_seen="planned", **by)
    with pytest.raises(Conflict):
        milestones.drop(milestone=seen, reason="Zu teuer.", **by)


# --- split ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(("give_up", "status"), [(False, "risk"), (True, "dropped")])
def test_the_parts_remember_the_whole_and_the_whole_keeps_its_history(
    team, lead, by, give_up, status
):
    whole = MilestoneFactory(team=team, status="risk", responsible=lead, visibility="round")

    parts = milestones.split(
        milestone=whole, parts=[Part("A", Period.year(2027)), Part("B")], give_up=give_up, **by
    )

    whole.refresh_from_db()
    assert [(one.title, one.split_from, one.responsible, one.visibility) for one in parts] == [
        ("A", whole, lead, "round"),
        ("B", whole, lead, "round"),
    ]
    assert [one.when for one in parts] == [Period.year(2027), None]
    assert (whole.status, whole.entries.get().note) == (status, "Aufgeteilt in „A“, „B“.")
    assert list(whole.parts.in_own_order()) == parts


def test_one_part_splits_nothing_and_neither_does_a_second_click(team, by):
    whole = MilestoneFactory(team=team)
    two = [Part("A"), Part("B")]
    with pytest.raises(Refusal, match="mindestens zwei"):
        milestones.split(milestone=whole, parts=two[:1], give_up=False, **by)
    milestones.split(milestone=whole, parts=two, give_up=False, **by)
    with pytest.raises(Refusal, match="schon so aufgeteilt"):
        milestones.split(milestone=whole, parts=two, give_up=False, **by)
    assert Milestone.objects.count() == 3


def test_what_is_done_is_split_no_more(team, by):
    whole = MilestoneFactory(team=team, status="dropped")
    with pytest.raises(Refusal, match="lässt sich nicht mehr aufteilen"):
        milestones.split(milestone=whole, parts=[Part("A"), Part("B")], give_up=True, **by)
