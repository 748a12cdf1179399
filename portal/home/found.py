"""What can be found: every kind of public record, how it is asked, and how it shows itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django_stubs_ext import StrOrPromise

from conferences.models import Conference, Session
from municipalities.models import Municipality
from people.models import Person
from portal.dates import Period, Precision, parse
from portal.search import Beside, Word, Words, best_first, excerpt, holding, marked
from portal.text import german
from publications.models import Document, Report, Topic
from workshops.models import Meeting, Question, Round, Team, Workshop


class Look(NamedTuple):
    """How a record shows itself in a list of hits, without marks."""

    title: str
    note: Sequence[object]
    texts: Sequence[str] = ()
    address: str = ""


class Hit(NamedTuple):
    """One line of the list, with its marks."""

    address: str
    title: SafeString
    note: str
    text: SafeString
    is_demo: bool


@dataclass(frozen=True)
class Shelf:
    """A kind of record: its word in the address, its name, its hits in order, their looks."""

    key: str
    name: StrOrPromise
    find: Callable[[Words, datetime], QuerySet[Any]]
    look: Callable[[Any], Look]

    def hit(self, record: Any, words: Words) -> Hit:
        look = self.look(record)
        return Hit(
            address=look.address or record.get_absolute_url(),
            title=marked(look.title, words),
            note=" · ".join(str(part) for part in look.note if part),
            text=marked(excerpt(look.texts, words), words),
            is_demo=getattr(record, "is_demo", False),
        )


def _taking_part(word: Word) -> Q:
    """The rounds of a Kommune that may be named."""
    teams = Team.objects.named_in_public().filter(holding(word, ["municipality__name"]))
    return Q(pk__in=teams.order_by().values("round"))


def _dated(words: Words) -> Beside | None:
    """What lies in the time that the words name, if they are a date: "6. Februar 2025"."""
    try:
        asked = parse(" ".join(word.typed for word in words))
    except ValidationError:
        return None
    within = Q(first_day__gte=asked.first, last_day__lte=asked.last)
    days = Q(precision=Precision.DAY, first_day__lte=asked.last, last_day__gte=asked.first)
    return lambda _word: within | days


def _workshops(words: Words, at: datetime) -> QuerySet[Any]:
    found = Workshop.objects.published().search_for(words)
    return best_first(found, german("title"), "pk")


def _rounds(words: Words, at: datetime) -> QuerySet[Any]:
    found = Round.objects.published().search_for(words, _taking_part).select_related("workshop")
    return best_first(found, german("workshop__title"), "-number", "pk")


def _meetings(words: Words, at: datetime) -> QuerySet[Any]:
    found = Meeting.objects.published().search_for(words, _dated(words)).with_round()
    return best_first(found, "-first_day", "pk")


def _conferences(words: Words, at: datetime) -> QuerySet[Any]:
    conferences = Conference.objects.published().search_for(words, _dated(words))
    found = conferences.select_related("venue")
    return best_first(found, "-year", "pk")


def _sessions(words: Words, at: datetime) -> QuerySet[Any]:
    found = Session.objects.published().search_for(words).select_related("conference")
    return best_first(found, "-conference__year", "day", "starts_at", "pk")


def _reports(words: Words, at: datetime) -> QuerySet[Any]:
    found = Report.objects.published(at).search_for(words)
    return best_first(found, "-published_at", "pk")


def _people(words: Words, at: datetime) -> QuerySet[Any]:
    found = Person.objects.public().search_for(words).select_related("organisation")
    return best_first(found, german("last_name"), german("first_name"), "pk")


def _municipalities(words: Words, at: datetime) -> QuerySet[Any]:
    found = Municipality.objects.search_for(words)
    return best_first(found, german("short_name"), "ags", "pk")


def _documents(words: Words, at: datetime) -> QuerySet[Any]:
    found = Document.objects.published(at).search_for(words)
    return best_first(found, "-published_at", "pk")


def _topics(words: Words, at: datetime) -> QuerySet[Any]:
    return best_first(Topic.objects.search_for(words), german("name"), "pk")


def _questions(words: Words, at: datetime) -> QuerySet[Any]:
    found = Question.objects.in_public().search_for(words).with_round()
    return best_first(found, "position", "pk")


def _day(day: date | None) -> str:
    return date_format(day, "j. F Y") if day else ""


def _when(period: Period | None) -> str:
    return str(period) if period else ""


def _look_of_workshop(workshop: Workshop) -> Look:
    return Look(workshop.title, [], [workshop.summary, workshop.description])


def _look_of_round(round: Round) -> Look:
    return Look(str(round), [_when(round.when)], [round.summary, round.workshop.title])


def _look_of_meeting(meeting: Meeting) -> Look:
    place = f"{meeting.venue.name}, {meeting.venue.city}" if meeting.venue else ""
    return Look(meeting.title, [_when(meeting.when), meeting.round, place], [meeting.summary])


def _look_of_conference(conference: Conference) -> Look:
    place = f"{conference.venue.name}, {conference.venue.city}" if conference.venue else ""
    note = [_when(conference.when) or conference.year, place, conference.motto]
    return Look(conference.title, note, [conference.summary, conference.description])


def _look_of_session(session: Session) -> Look:
    note = [session.get_kind_display(), session.conference, _day(session.day)]
    return Look(session.title, note, [session.abstract])


def _look_of_report(report: Report) -> Look:
    day = _day(report.published_at.date()) if report.published_at else ""
    texts = [report.subtitle, report.teaser, vars(report)["found_text"] or ""]
    return Look(report.title, [report.kicker, day], [report.teaser, *texts])


def _look_of_person(person: Person) -> Look:
    return Look(person.name, [person.function, person.organisation], [person.biography])


def _look_of_municipality(municipality: Municipality) -> Look:
    ended = _("until %(day)s") % {"day": _day(day)} if (day := municipality.valid_until) else ""
    note = [municipality.get_kind_display(), municipality.regierungsbezirk]
    return Look(municipality.known_as, [*note, f"AGS {municipality.ags}", ended])


def _look_of_document(document: Document) -> Look:
    note = [document.get_kind_display(), document.suffix]
    return Look(document.title, note, [document.description])


def _look_of_topic(topic: Topic) -> Look:
    return Look(topic.name, [topic.get_kind_display()], [topic.description])


def _look_of_question(question: Question) -> Look:
    note = [_("answered") if question.answer else _("still open"), question.round]
    return Look(question.text, note, [question.answer], question.round.get_absolute_url())


SHELVES = {
    shelf.key: shelf
    for shelf in [
        Shelf("berichte", gettext_lazy("Reports"), _reports, _look_of_report),
        Shelf("werkstaetten", gettext_lazy("Workshops"), _workshops, _look_of_workshop),
        Shelf("durchgaenge", gettext_lazy("Rounds"), _rounds, _look_of_round),
        Shelf("termine", gettext_lazy("Workshop days"), _meetings, _look_of_meeting),
        Shelf("konferenzen", gettext_lazy("Conferences"), _conferences, _look_of_conference),
        Shelf("programm", gettext_lazy("Sessions"), _sessions, _look_of_session),
        Shelf("kommunen", gettext_lazy("Municipalities"), _municipalities, _look_of_municipality),
        Shelf("personen", pgettext_lazy("search", "People"), _people, _look_of_person),
        Shelf("downloads", gettext_lazy("Downloads"), _documents, _look_of_document),
        Shelf("themen", gettext_lazy("Topics"), _topics, _look_of_topic),
        Shelf("fragen", gettext_lazy("Questions of the rounds"), _questions, _look_of_question),
    ]
}
