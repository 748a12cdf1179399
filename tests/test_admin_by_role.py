"""Every window of the office x every role of the office, written by hand.

A window without its row fails. Whoever is not of the office gets into none of them.
"""

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from people.models import MailChoice
from portal.models import AuditEntry, JobRun, OutgoingMail
from tests import factories as f
from tests.walk import sign_in, status
from tests.world import build
from workshops.models import TeamInvitation

pytestmark = pytest.mark.django_db

OFFICE = ("coordinator", "other_coordinator", "editor", "superuser")
VERBS = ("changelist", "add", "change", "history", "delete", "POST change")

# coordinator, coordinator of another round, editor, superuser
ALL = "200 200 200 200"
NONE = "403 403 403 403"
BOSS = "403 403 403 200"
PLANNERS = "200 200 403 200"  # coordinators and superusers
WRITERS = "403 403 200 200"
DRAFT = "200 404 200 200"  # a draft of the coordinator's own
OWN = "200 404 404 200"  # what belongs to a round that is not one's own is not there
NO_OWN = "403 404 404 403"
TABLE = {
    # window: list, add, record, history, delete, POST to the record
    "people.user": (BOSS, BOSS, BOSS, BOSS, NONE, BOSS),
    "people.invitation": (BOSS, NONE, "404 404 404 200", "404 404 404 200", "404 404 404 403",
                          "404 404 404 403"),
    "people.mailchoice": (BOSS, NONE, "404 404 404 200", "404 404 404 200", "404 404 404 403",
                          "404 404 404 403"),
    "people.person": (ALL, ALL, ALL, ALL, BOSS, ALL),
    "people.organisation": (ALL, PLANNERS, ALL, ALL, BOSS, PLANNERS),
    "municipalities.municipality": (ALL, PLANNERS, ALL, ALL, BOSS, PLANNERS),
    "municipalities.agreement": (ALL, PLANNERS, ALL, ALL, BOSS, PLANNERS),
    "municipalities.venue": (ALL, PLANNERS, ALL, ALL, BOSS, PLANNERS),
    "publications.topic": (ALL, ALL, ALL, ALL, BOSS, ALL),
    "publications.report": (ALL, ALL, DRAFT, DRAFT, "403 404 403 200", DRAFT),
    "publications.document": (ALL, ALL, DRAFT, DRAFT, "403 404 403 200", DRAFT),
    "publications.picture": (ALL, ALL, DRAFT, DRAFT, "403 404 403 200", DRAFT),
    "publications.reportpreview": (ALL, NONE, DRAFT, DRAFT, "403 404 403 403",
                                   "403 404 403 403"),
    "registrations.offer": (PLANNERS, "200 200 403 403", OWN, OWN, NO_OWN, "200 404 404 403"),
    "registrations.retention": (BOSS, BOSS, "404 404 404 200", "404 404 404 200",
                                "404 404 404 200", "404 404 404 200"),
    "workshops.workshop": (ALL, PLANNERS, ALL, ALL, BOSS, "200 403 200 200"),
    "workshops.round": (ALL, PLANNERS, "200 404 200 200", "200 404 200 200", "403 404 403 200",
                        "200 404 200 200"),
    "workshops.meeting": (ALL, PLANNERS, "200 404 200 200", "200 404 200 200", "403 404 403 200",
                          "200 404 200 200"),
    "workshops.agendaitem": (ALL, PLANNERS, "200 404 200 200", "200 404 200 200",
                             "200 404 403 200", "200 404 200 200"),
    "workshops.question": (ALL, PLANNERS, OWN, OWN, "200 404 404 200", OWN),
    "workshops.interest": (PLANNERS, NONE, "200 200 404 200", "200 200 404 200",
                           "403 403 404 403", "403 403 404 403"),
    "workshops.team": (PLANNERS, NONE, OWN, OWN, NO_OWN, OWN),
    "workshops.member": (PLANNERS, NONE, OWN, OWN, NO_OWN, "302 404 404 302"),
    "workshops.teaminvitation": (PLANNERS, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "workshops.milestone": (PLANNERS, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "workshops.progressentry": (PLANNERS, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "workshops.statement": (ALL, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "workshops.comment": (PLANNERS, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "workshops.teamfile": (PLANNERS, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "workshops.actor": (PLANNERS, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "conferences.conference": (ALL, PLANNERS, "200 404 200 200", "200 404 200 200",
                               "403 404 403 200", "200 404 200 200"),
    "conferences.session": (ALL, PLANNERS, "200 404 200 200", "200 404 200 200",
                            "200 404 403 200", "200 404 200 200"),
    "conferences.stand": (ALL, PLANNERS, "200 404 200 200", "200 404 200 200",
                          "200 404 403 200", "200 404 200 200"),
    "portal.auditentry": (PLANNERS, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "portal.outgoingmail": (PLANNERS, NONE, OWN, OWN, NO_OWN, NO_OWN),
    "portal.jobrun": (BOSS, NONE, "404 404 404 200", "404 404 404 200", "404 404 404 403",
                      "404 404 404 403"),
}  # fmt: skip

SITE_ROLES = ("visitor", "lead", *OFFICE)
ENTERED = "302 403 200 200 200 200"  # visitors are sent to sign in
AWAY = "302 403 302 302 302 302"  # the office is sent to the portal's own page
GONE = "302 403 404 404 404 404"
SITE = {
    # address below /verwaltung/: GET by visitor, lead and the office
    "index": ("", ENTERED),
    "app_list": ("workshops/", ENTERED),
    "login": ("login/", "302 403 302 302 302 302"),
    "logout": ("logout/", "302 403 405 405 405 405"),
    "password_change": ("password_change/", AWAY),
    "password_change_done": ("password_change/done/", AWAY),
    "autocomplete": (
        "autocomplete/?app_label=workshops&model_name=workshop&field_name=topics",
        ENTERED,
    ),
    "jsi18n": ("jsi18n/", ENTERED),
    "catch-all": ("gibt/es/nicht/", GONE),
    "no way to any record": ("r/1/1/", GONE),
}


def records(world):
    """One record for each window; what can be a draft is the coordinator's own one."""
    now = timezone.now()
    coordinator = world.users["coordinator"]
    draft = world.things["draft round"]
    team = f.TeamFactory(round=draft)
    member = f.MemberFactory(team=team)
    milestone = f.MilestoneFactory(team=team)
    meeting = f.MeetingFactory(round=draft)
    conference = f.ConferenceFactory(is_published=False)
    conference.coordinators.add(coordinator)
    offer = f.OfferFactory()
    report = f.ReportFactory()
    document = f.DocumentFactory(published_at=None)
    picture = f.PictureFactory(consent="missing")
    for work in (offer, report, document, picture):
        work.stewards.add(coordinator)
    made = [
        f.UserFactory(),
        f.InvitationFactory(),
        MailChoice.objects.create(user=member.user, kind="reminder"),
        f.PersonFactory(),
        f.OrganisationFactory(),
        f.MunicipalityFactory(),
        f.AgreementFactory(),
        f.VenueFactory(),
        f.TopicFactory(),
        report,
        document,
        picture,
        f.ReportPreviewFactory(report=report),
        offer,
        f.RetentionFactory(),
        draft.workshop,
        draft,
        meeting,
        f.AgendaItemFactory(meeting=meeting),
        f.QuestionFactory(round=draft),
        f.InterestFactory(),
        team,
        member,
        TeamInvitation.objects.create(invitation=f.InvitationFactory(), team=team, role="member"),
        milestone,
        f.ProgressEntryFactory(milestone=milestone),
        f.StatementFactory(team=team),
        f.CommentFactory(milestone=milestone),
        f.TeamFileFactory(team=team),
        f.ActorFactory(team=team),
        conference,
        f.SessionFactory(conference=conference),
        f.StandFactory(conference=conference),
        AuditEntry.objects.create(
            what="x.y", subject="x:1", actor="clock", at=now, scope=draft.scope,
        ),
        OutgoingMail.objects.create(
            recipient="a@example.org", subject="x", text="x", occasion="x", message_id="<x@y>",
            posted_at=now, next_attempt_at=now, scope=draft.scope,
        ),
        JobRun.objects.create(name="x", next_at=now),
    ]  # fmt: skip
    return {thing._meta.label_lower: thing for thing in made}


def window(label, verb, *args):
    app, model = label.split(".")
    return reverse(f"admin:{app}_{model}_{verb}", args=args)


def answer(client, verb, label, thing):
    if verb in {"changelist", "add"}:
        return status(client, "get", window(label, verb))
    if verb == "POST change":
        return status(client, "post", window(label, "change", thing.pk))
    return status(client, "get", window(label, verb, thing.pk))


def test_every_window_has_its_row():
    assert {model._meta.label_lower for model in admin.site._registry} == set(TABLE)


@pytest.mark.parametrize("role", OFFICE)
def test_each_role_of_the_office_gets_the_answer_of_the_table(client, role):
    world = build()
    things = records(world)
    sign_in(client, world.users[role])
    column = OFFICE.index(role)
    answers, expected = {}, {}
    for label, row in TABLE.items():
        for verb, wanted in zip(VERBS, row, strict=True):
            answers[f"{label} {verb}"] = answer(client, verb, label, things[label])
            expected[f"{label} {verb}"] = int(wanted.split()[column])

    wrong = {row: (answers[row], right) for row, right in expected.items() if answers[row] != right}
    assert wrong == {}


@pytest.mark.parametrize("role", ["visitor", "lead"])
def test_nobody_else_gets_into_the_office(client, role):
    world = build()
    things = records(world)
    sign_in(client, world.users[role])
    answers = {answer(client, verb, label, things[label]) for label in TABLE for verb in VERBS}

    assert answers == {302 if role == "visitor" else 403}


@pytest.mark.parametrize("role", OFFICE)
def test_the_front_page_names_only_what_may_be_opened(client, role):
    world = build()
    sign_in(client, world.users[role])
    column = OFFICE.index(role)
    page = client.get(reverse("admin:index")).content.decode()
    shown = {label for label in TABLE if f'href="{window(label, "changelist")}"' in page}

    assert shown == {label for label, row in TABLE.items() if row[0].split()[column] == "200"}


def test_every_address_of_the_place_itself_has_its_row():
    named = {one.name or "catch-all" for one in admin.site.get_urls() if hasattr(one, "name")}

    assert named == set(SITE) - {"no way to any record"}


@pytest.mark.parametrize("role", SITE_ROLES)
def test_each_role_gets_the_answer_of_the_table_at_the_place_itself(client, role):
    world = build()
    sign_in(client, world.users[role])
    column = SITE_ROLES.index(role)
    answers = {
        name: status(client, "get", f"/verwaltung/{address}")
        for name, (address, _row) in SITE.items()
    }

    assert answers == {name: int(row.split()[column]) for name, (_at, row) in SITE.items()}


@pytest.mark.parametrize("thing", ["draft conference", "draft round", "team", "milestone"])
def test_no_shortcut_leads_to_records_that_are_not_seen(client, thing):
    world = build()
    hidden = world.things[thing]
    kind = ContentType.objects.get_for_model(hidden)
    sign_in(client, world.users["other_coordinator"])

    assert client.get(f"/verwaltung/r/{kind.pk}/{hidden.pk}/").status_code == 404


@pytest.mark.parametrize("address", ["password_change/", "password_change/done/"])
def test_the_office_changes_passwords_on_the_page_of_the_portal(client, address):
    sign_in(client, f.EditorFactory())
    answers = [client.get(f"/verwaltung/{address}"), client.post(f"/verwaltung/{address}", {})]

    assert [answer.url for answer in answers] == [reverse("account_change_password")] * 2
