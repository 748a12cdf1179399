from datetime import date, timedelta
from decimal import Decimal

import factory
from django.utils import timezone

from portal import spreadsheets
from portal.dates import Precision
from tests.factories.municipalities import MunicipalityFactory
from tests.factories.people import CoordinatorFactory, InvitationFactory, PersonFactory, UserFactory
from workshops.formats.milestone_table import WRITTEN
from workshops.models import (
    Actor,
    AgendaContribution,
    AgendaItem,
    Circular,
    Comment,
    Consultation,
    Interest,
    Measurement,
    Meeting,
    MeetingFile,
    Member,
    Milestone,
    OverviewLink,
    ProgressEntry,
    Question,
    Round,
    RoundMilestone,
    Sheet,
    SheetRow,
    Statement,
    TableImport,
    Team,
    TeamFile,
    TeamInvitation,
    Workshop,
)


class WorkshopFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Workshop

    title = factory.Sequence(lambda n: f"Entwicklungswerkstatt {n}")
    short_title = factory.Sequence(lambda n: f"Werkstatt {n}")
    slug = factory.Sequence(lambda n: f"werkstatt-{n}")
    summary = "Worum es geht."


class RoundFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Round

    workshop = factory.SubFactory(WorkshopFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)
    first_day = date(2025, 1, 1)
    last_day = date(2026, 12, 31)
    precision = Precision.YEAR


class PublishedRoundFactory(RoundFactory):
    workshop = factory.SubFactory(WorkshopFactory, is_published=True)
    is_published = True
    phase = Round.Phase.RUNNING


class MeetingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Meeting

    round = factory.SubFactory(PublishedRoundFactory)
    title = factory.Sequence(lambda n: f"Werkstatttag {n}")
    slug = factory.Sequence(lambda n: f"werkstatttag-{n}")


class AgendaItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    position = factory.Sequence(lambda n: n % 30_000)
    title = factory.Sequence(lambda n: f"Arbeitsphase {n}")


class AgendaContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AgendaContribution

    item = factory.SubFactory(AgendaItemFactory)
    person = factory.SubFactory(PersonFactory)


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    round = factory.SubFactory(PublishedRoundFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    state = Team.State.ACCEPTED


class MemberFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Member

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(UserFactory)


class TeamInvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeamInvitation

    invitation = factory.SubFactory(InvitationFactory)
    team = factory.SubFactory(TeamFactory)
    role = Member.Role.MEMBER


class LeadFactory(MemberFactory):
    role = Member.Role.LEAD


class RoundMilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoundMilestone

    round = factory.SubFactory(PublishedRoundFactory)
    title = factory.Sequence(lambda n: f"Gemeinsamer Meilenstein {n}")


class MilestoneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Milestone

    team = factory.SubFactory(TeamFactory)
    title = factory.Sequence(lambda n: f"Meilenstein {n}")


class MeasurementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Measurement

    milestone = factory.SubFactory(MilestoneFactory)
    day = factory.Sequence(lambda n: date(2025, 1, 1) + timedelta(days=n % 300))
    value = Decimal(7)
    entered_by = factory.SubFactory(UserFactory)


class ProgressEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ProgressEntry

    milestone = factory.SubFactory(MilestoneFactory)
    author = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)
    note = "Es geht voran."
    status_from = Milestone.Status.PLANNED
    status_to = Milestone.Status.PROGRESS


class StatementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Statement

    team = factory.SubFactory(TeamFactory)
    proposed_text = factory.Sequence(lambda n: f"Vorgeschlagener Satz {n}.")
    proposed_by = factory.SubFactory(CoordinatorFactory)
    proposed_at = factory.LazyFunction(timezone.now)


class ClearedStatementFactory(StatementFactory):
    state = Statement.State.CLEARED
    text = factory.Sequence(lambda n: f"Freigegebener Satz {n}.")
    cleared_by = factory.SubFactory(UserFactory)
    cleared_at = factory.LazyFunction(timezone.now)


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    round = factory.SubFactory(PublishedRoundFactory)
    text = factory.Sequence(lambda n: f"Offene Frage {n}?")


class TeamFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = TeamFile

    team = factory.SubFactory(TeamFactory)
    file = factory.django.FileField(data=b"%PDF-1.7 leer")
    file_name = "notiz.pdf"
    content_type = "application/pdf"
    size = 13
    visibility = "team"
    uploaded_by = factory.SubFactory(UserFactory)
    uploaded_at = factory.LazyFunction(timezone.now)
    shared_at = factory.LazyAttribute(
        lambda file: file.uploaded_at if file.visibility == "round" else None
    )


class CommentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Comment

    milestone = factory.SubFactory(MilestoneFactory)
    author = factory.SubFactory(UserFactory)
    at = factory.LazyFunction(timezone.now)
    text = factory.Sequence(lambda n: f"Kommentar {n}.")


class ActorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Actor

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Akteur {n}")


class SheetFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sheet

    team = factory.SubFactory(TeamFactory)
    kind = Sheet.Kind.NEEDS
    title = factory.Sequence(lambda n: f"Blatt {n}")
    created_by = factory.SubFactory(UserFactory)
    created_at = factory.LazyFunction(timezone.now)


class ConsultationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consultation

    sheet = factory.SubFactory(SheetFactory, kind=Sheet.Kind.CONSULTATION)


class SheetRowFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SheetRow

    sheet = factory.SubFactory(SheetFactory)
    position = factory.Sequence(lambda n: n % 30_000)
    cells = factory.LazyAttribute(lambda row: {row.sheet.method.columns[0].name: "Etwas"})


class OverviewLinkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OverviewLink

    team = factory.SubFactory(TeamFactory)
    token_hash = factory.Sequence(lambda n: f"{n:064d}")
    reader = "Amtsleitung"
    made_by = factory.SubFactory(UserFactory)
    made_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda link: link.made_at + timedelta(days=7))


class InterestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interest

    municipality_text = "Kreis Musterland"
    topic_text = "Übergang Schule und Beruf"
    contact_name = "Kim Muster"
    contact_email = "kim.muster@example.org"
    sent_at = factory.LazyFunction(timezone.now)


class TableImportFactory(factory.django.DjangoModelFactory):
    """A table with one line that names no team."""

    class Meta:
        model = TableImport

    round = factory.SubFactory(PublishedRoundFactory)
    by = factory.SubFactory(CoordinatorFactory)
    at = factory.LazyFunction(timezone.now)
    file_name = "tabelle.csv"
    content = factory.LazyFunction(lambda: spreadsheets.table(WRITTEN, [["x"] * len(WRITTEN)]))


class MeetingFileFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MeetingFile

    meeting = factory.SubFactory(MeetingFactory)
    file = factory.django.FileField(data=b"%PDF-1.7 leer")
    file_name = "protokoll.pdf"
    content_type = "application/pdf"
    size = 13
    uploaded_by = factory.SubFactory(CoordinatorFactory)
    uploaded_at = factory.LazyFunction(timezone.now)


class CircularFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Circular

    round = factory.SubFactory(PublishedRoundFactory)
    subject = "Einladung"
    text = "Guten Tag {Name},"
    sent_by = factory.SubFactory(CoordinatorFactory)
    sent_at = factory.LazyFunction(timezone.now)
