"""What holds for every window of the office: few queries, and no input that breaks it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.models import MailChoice
from portal.models import AuditEntry, JobRun, OutgoingMail
from tests import factories as f
from tests.office import filled, sign_in, text_fields, window
from workshops.models import TeamInvitation

pytestmark = pytest.mark.django_db


def full_round():
    round_ = f.RoundFactory()
    round_.coordinators.add(f.CoordinatorFactory())
    f.TeamFactory(round=round_)
    f.MeetingFactory(round=round_)
    return round_


def full_report():
    report = f.PublishedReportFactory(contact=f.PersonFactory(), picture=f.PictureFactory())
    report.topics.add(f.TopicFactory())
    return report


def mail():
    number, now = OutgoingMail.objects.count(), timezone.now()
    return OutgoingMail.objects.create(
        recipient="a@example.org", subject="x", text="x", occasion=f"x{number}",
        message_id=f"<{number}@y>", posted_at=now, next_attempt_at=now,
    )  # fmt: skip


ROWS = {
    "people.user": f.UserFactory,
    "people.invitation": f.InvitationFactory,
    "people.mailchoice": lambda: MailChoice.objects.create(user=f.UserFactory(), kind="x"),
    "people.person": lambda: f.PersonFactory(organisation=f.OrganisationFactory()),
    "people.organisation": lambda: f.PersonFactory(organisation=f.OrganisationFactory()),
    "municipalities.municipality": lambda: f.AgreementFactory(),
    "municipalities.agreement": f.AgreementFactory,
    "municipalities.venue": lambda: f.VenueFactory(municipality=f.MunicipalityFactory()),
    "publications.topic": full_report,
    "publications.report": full_report,
    "publications.document": f.DocumentFactory,
    "publications.picture": f.PictureFactory,
    "registrations.offer": f.QuotaFactory,
    "registrations.retention": f.RetentionFactory,
    "workshops.workshop": lambda: f.RoundFactory(workshop__contact=f.PersonFactory()),
    "workshops.round": full_round,
    "workshops.meeting": lambda: f.AgendaItemFactory(meeting__venue=f.VenueFactory()),
    "workshops.agendaitem": f.AgendaContributionFactory,
    "workshops.question": lambda: f.QuestionFactory(topic=f.TopicFactory()),
    "workshops.interest": lambda: f.InterestFactory(municipality=f.MunicipalityFactory()),
    "workshops.team": lambda: f.MilestoneFactory(team=f.MemberFactory().team),
    "workshops.member": f.MemberFactory,
    "workshops.teaminvitation": lambda: TeamInvitation.objects.create(
        invitation=f.InvitationFactory(), team=f.TeamFactory(), role="member"
    ),
    "workshops.milestone": lambda: f.ProgressEntryFactory(milestone__responsible=f.MemberFactory()),
    "workshops.progressentry": f.ProgressEntryFactory,
    "workshops.statement": f.StatementFactory,
    "workshops.comment": f.CommentFactory,
    "workshops.teamfile": f.TeamFileFactory,
    "workshops.actor": f.ActorFactory,
    "portal.auditentry": lambda: AuditEntry.objects.create(
        what="x.y", subject="x:1", actor="user", by=f.UserFactory(), at=timezone.now()
    ),
    "portal.outgoingmail": mail,
    "portal.jobrun": lambda: JobRun.objects.create(
        name=f"x{JobRun.objects.count()}", next_at=timezone.now()
    ),
}


def queries(client, address):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("label", ROWS)
def test_a_list_asks_as_many_questions_for_three_rows_as_for_one(client, label):
    sign_in(client, f.SuperuserFactory())
    ROWS[label]()
    one = queries(client, window(label, "changelist"))
    ROWS[label]()
    ROWS[label]()

    three = queries(client, window(label, "changelist"))

    assert (three, three <= 14) == (one, True)


def round_with(count):
    round_ = f.PublishedRoundFactory()
    for _ in range(count):
        f.MeetingFactory(round=round_, venue=f.VenueFactory())
        f.RoundMilestoneFactory(round=round_)
        f.MemberFactory(team=f.TeamFactory(round=round_))
    return "workshops.round", round_


def workshop_with(count):
    series = f.WorkshopFactory()
    f.RoundFactory.create_batch(count, workshop=series)
    return "workshops.workshop", series


def meeting_with(count):
    meeting = f.MeetingFactory()
    f.AgendaItemFactory.create_batch(count, meeting=meeting)
    return "workshops.meeting", meeting


def team_with(count):
    team = f.TeamFactory()
    f.MemberFactory.create_batch(count, team=team)
    return "workshops.team", team


def milestone_with(count):
    milestone = f.MilestoneFactory()
    f.ProgressEntryFactory.create_batch(count, milestone=milestone)
    return "workshops.milestone", milestone


@pytest.mark.parametrize(
    "make", [workshop_with, round_with, meeting_with, team_with, milestone_with]
)
def test_a_record_asks_as_many_questions_for_three_inline_rows_as_for_one(client, make):
    sign_in(client, f.SuperuserFactory())
    label, small = make(1)
    _label, large = make(3)
    queries(client, window(label, "change", small.pk))  # what Django remembers is asked once

    one = queries(client, window(label, "change", small.pk))
    three = queries(client, window(label, "change", large.pk))
    assert three == one


BAD = {"too long": "x" * 10_000, "NUL": "a\x00b", "line break": "a\r\nb", "only blanks": "  "}
WRITABLE = [
    "people.user",
    "people.person",
    "people.organisation",
    "municipalities.municipality",
    "municipalities.agreement",
    "municipalities.venue",
    "publications.topic",
    "publications.report",
    "publications.document",
    "publications.picture",
    "workshops.workshop",
    "workshops.round",
    "workshops.meeting",
    "workshops.agendaitem",
    "workshops.question",
]


@pytest.mark.parametrize("label", WRITABLE)
def test_bad_input_gives_a_form_with_errors_or_is_cleaned(client, label):
    sign_in(client, f.SuperuserFactory())
    ROWS[label]()
    made = ROWS[label]().__class__._default_manager.last()
    thing = made if made._meta.label_lower == label else related(made, label)
    statuses = set()
    for address in (window(label, "add"), window(label, "change", thing.pk)):
        page = client.get(address)
        for text in BAD.values():
            answer = client.post(address, filled(page, **dict.fromkeys(text_fields(page), text)))
            statuses.add(answer.status_code)

    assert statuses <= {200, 302}


def related(made, label):
    return {
        "people.organisation": lambda: made.organisation,
        "municipalities.municipality": lambda: made.municipality,
        "publications.topic": lambda: made.topics.first(),
        "workshops.workshop": lambda: made.workshop,
        "workshops.meeting": lambda: made.meeting,
        "workshops.agendaitem": lambda: made.item,
    }[label]()


@pytest.mark.parametrize("label", ["workshops.meeting", "workshops.round", "people.person"])
@pytest.mark.parametrize("query", ["?p=99999999", "?q=%25'%22", "?round=abc", "?year=x", "?e=1"])
def test_a_list_stands_any_query(client, label, query):
    """What is no filter of the list is a bad request."""
    sign_in(client, f.SuperuserFactory())

    assert client.get(window(label, "changelist") + query).status_code in {200, 302, 400}


@pytest.mark.parametrize("number", ["0", "abc", "99999999999999999999999", "1'--"])
def test_an_unknown_record_is_not_found(client, number):
    sign_in(client, f.SuperuserFactory())

    assert client.get(window("workshops.round", "change", number)).status_code == 404
    assert client.get(f"{window('workshops.round', 'change', number)}../do/x/").status_code == 404
