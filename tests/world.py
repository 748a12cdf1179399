"""A small world with everybody in it: one round with two teams, another round, drafts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from people.models import User
from portal.dates import Period
from portal.models import OutgoingMail
from publications.models import digest_of
from tests import factories as f

ROLES = (
    "visitor",
    "member",
    "lead",
    "neighbour",  # member of another team of the same round
    "stranger",  # member of a team of another round
    "coordinator",
    "other_coordinator",  # of another round
    "editor",
    "superuser",
)


@dataclass(frozen=True)
class World:
    users: dict[str, User | None]
    things: dict[str, Any]


def build() -> World:
    coordinator, other = f.CoordinatorFactory(), f.CoordinatorFactory()
    round_ = f.PublishedRoundFactory(number=2)
    round_.coordinators.add(coordinator)
    away = f.PublishedRoundFactory(number=1)
    away.coordinators.add(other)
    draft = f.RoundFactory(number=1, workshop__is_published=True)
    draft.coordinators.add(coordinator)
    team = f.TeamFactory(round=round_)
    conferences = _conferences(coordinator)
    users = {
        "visitor": None,
        "member": f.MemberFactory(team=team).user,
        "lead": f.LeadFactory(team=team).user,
        "neighbour": f.MemberFactory(team=f.TeamFactory(round=round_)).user,
        "stranger": f.MemberFactory(team=f.TeamFactory(round=away)).user,
        "coordinator": coordinator,
        "other_coordinator": other,
        "editor": f.EditorFactory(),
        "superuser": f.SuperuserFactory(),
    }
    things = _things(round_, draft, team) | conferences
    things["account"] = users["member"]
    things["offer"].stewards.add(coordinator)
    things["invitee"] = f.InviteeFactory(offer=things["offer"])
    things["offer letter"] = f.OfferLetterFactory(offer=things["offer"])
    things["offer mail"] = _failed_mail("offer mail", things["offer"].scope)
    things["table"] = f.TableImportFactory(round=round_, by=coordinator)
    for event in ("meeting", "draft meeting", "conference", "draft conference"):
        things[event].documents.add(things["document"])
    for work in ("draft report", "withdrawn report", "draft document"):
        things[work].stewards.add(coordinator)
    return World(users, things)


def _conferences(coordinator: User) -> dict[str, Any]:
    """A published conference and a draft, each on a day with a session."""
    day = date(2024, 9, 10)
    draft = f.ConferenceFactory(is_published=False, when=Period.day(day))
    draft.coordinators.add(coordinator)
    shown = f.ConferenceFactory(when=Period.day(day))
    return {
        "conference": shown,
        "draft conference": draft,
        "session": f.SessionFactory(conference=shown, day=day),
        "draft session": f.SessionFactory(conference=draft, day=day),
    }


def _registration() -> Any:
    """Somebody with a link, who has a place."""
    offer = f.OpenOfferFactory(slug="offen", places=5)
    place = f.PlaceFactory(registration__offer=offer, quota=offer.quotas.get())
    place.registration.links.create(token_hash=digest_of("schluessel"), issued_at=timezone.now())
    return place.registration


def _failed_mail(occasion: str, scope: str) -> OutgoingMail:
    return OutgoingMail.objects.create(
        recipient="jemand@example.org",
        subject="Betreff",
        text="Text",
        occasion=occasion,
        scope=scope,
        state="failed",
        posted_at=timezone.now(),
        next_attempt_at=timezone.now(),
    )


def _things(round_: Any, draft: Any, team: Any) -> dict[str, Any]:
    picture = f.PictureFactory()
    document = f.DocumentFactory(
        link="", file=ContentFile(b"%PDF-1.7", name="blatt.pdf"), file_name="blatt.pdf"
    )
    hidden = f.DocumentFactory(
        link="",
        file=ContentFile(b"%PDF-1.7", name="entwurf.pdf"),
        file_name="entwurf.pdf",
        published_at=None,
    )
    meeting = f.MeetingFactory(round=round_, when=Period.day(date(2025, 2, 6)))
    return {
        "workshop": round_.workshop,
        "draft workshop": f.WorkshopFactory(),
        "round": round_,
        "draft round": draft,
        "meeting": meeting,
        "minutes": f.MeetingFileFactory(meeting=meeting),
        "circular": f.CircularFactory(round=round_),
        "mail": _failed_mail("world", round_.scope),
        "agenda item": f.AgendaItemFactory(meeting=meeting),
        "draft meeting": f.MeetingFactory(round=draft, when=Period.day(date(2025, 2, 6))),
        "team": team,
        "milestone": f.MilestoneFactory(team=team),
        "shared milestone": f.MilestoneFactory(team=team, visibility="round"),
        "comment": f.CommentFactory(milestone=f.MilestoneFactory(team=team, visibility="round")),
        "statement": f.StatementFactory(team=team),
        "cleared statement": f.ClearedStatementFactory(team=team),
        "file": f.TeamFileFactory(team=team),
        "shared file": f.TeamFileFactory(team=team, visibility="round"),
        "measurement": f.MeasurementFactory(
            milestone=f.MilestoneFactory(team=team, visibility="round")
        ),
        "common milestone": f.RoundMilestoneFactory(round=round_),
        "actor": f.ActorFactory(team=team),
        "sheet": f.SheetFactory(team=team),
        "sheet row": f.SheetRowFactory(sheet__team=team),
        "consultation": f.ConsultationFactory(sheet__team=team),
        "overview link": f.OverviewLinkFactory(team=team, token_hash=digest_of("offen")),
        "municipality": team.municipality,
        "invitation": f.TeamInvitationFactory(team=team),
        "second member": f.MemberFactory(team=team),
        "second lead": f.LeadFactory(team=team),
        "interest": f.InterestFactory(topic=f.TopicFactory()),
        "report": f.PublishedReportFactory(),
        "draft report": f.ReportFactory(),
        "withdrawn report": f.PublishedReportFactory(state="withdrawn"),
        "preview": f.ReportPreviewFactory(token_hash=digest_of("offen")),
        "revoked preview": f.ReportPreviewFactory(
            token_hash=digest_of("widerrufen"), revoked_at=timezone.now()
        ),
        "document": document,
        "draft document": hidden,
        "picture": picture,
        "withdrawn picture": f.PictureFactory(consent="withdrawn"),
        "person": f.PersonFactory(),
        "hidden person": f.PersonFactory(is_public=False),
        "topic": f.TopicFactory(),
        "registration": (registration := _registration()),
        "offer": registration.offer,
        "closed offer": f.OpenOfferFactory(audience="closed"),
    }
