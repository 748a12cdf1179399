"""What can be found: every kind of public record, how it is asked, and how it shows itself."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from conferences.models import Conference, Session
from municipalities.models import Municipality
from people.models import Person
from portal.dates import Period, Precision, berlin_day, parse
from portal.home.hits import Look, Shelf
from portal.search import Word, Words, holding
from portal.text import german
from publications.models import Document, Report, Topic
from workshops.models import Meeting, Question, Round, Team, Workshop


def _rounds(rows: Any, words: Words) -> QuerySet[Any]:
    """By their words, and by the Kommunen that take part and may be named."""

    def taking_part(word: Word) -> QuerySet[Any, Any]:
        teams = Team.objects.named_in_public().filter(holding(word, ["municipality__name"]))
        return teams.values("round")

    found: QuerySet[Any] = rows.search_for(words, taking_part)
    return found


def _dated(rows: Any, words: Words) -> QuerySet[Any]:
    """By their words, and if these are a date, by the time that they name: "6. Februar 2025"."""
    found: QuerySet[Any]
    try:
        asked = parse(" ".join(word.typed for word in words))
    except ValidationError:
        found = rows.search_for(words)
        return found
    within = Q(first_day__gte=asked.first, last_day__lte=asked.last)
    days = Q(precision=Precision.DAY, first_day__lte=asked.last, last_day__gte=asked.first)
    found = rows.search_for(words, lambda _word: rows.filter(within | days).values("pk"))
    return found


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
    day = _day(berlin_day(report.published_at)) if report.published_at else ""
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


_DATED = ["first_day", "last_day", "precision"]
_ROUND = ["round__number", "round__workshop__slug", "round__workshop__short_title"]
_VENUE = ["venue__name", "venue__city"]

SHELVES = {
    shelf.key: shelf
    for shelf in [
        Shelf(
            "berichte",
            gettext_lazy("Reports"),
            Report.objects.published,
            ["-published_at", "pk"],
            [
                "slug",
                "kicker",
                "title",
                "subtitle",
                "teaser",
                "published_at",
                "is_demo",
                "found_text",
            ],
            _look_of_report,
            show=lambda rows, words: rows.with_found_text(words),
        ),
        Shelf(
            "werkstaetten",
            gettext_lazy("Workshops"),
            lambda at: Workshop.objects.published(),
            [german("title"), "pk"],
            ["slug", "title", "summary", "description"],
            _look_of_workshop,
        ),
        Shelf(
            "durchgaenge",
            gettext_lazy("Rounds"),
            lambda at: Round.objects.published(),
            [german("workshop__title"), "-number", "pk"],
            [
                "number",
                "summary",
                *_DATED,
                *(f"workshop__{n}" for n in ("slug", "title", "short_title")),
            ],
            _look_of_round,
            find=_rounds,
        ),
        Shelf(
            "termine",
            gettext_lazy("Workshop days"),
            lambda at: Meeting.objects.published(),
            ["-first_day", "pk"],
            ["slug", "title", "summary", *_DATED, *_ROUND, *_VENUE],
            _look_of_meeting,
            find=_dated,
        ),
        Shelf(
            "konferenzen",
            gettext_lazy("Conferences"),
            lambda at: Conference.objects.published(),
            ["-year", "pk"],
            [
                "slug",
                "title",
                "year",
                "motto",
                "summary",
                "description",
                "is_demo",
                *_DATED,
                *_VENUE,
            ],
            _look_of_conference,
            find=_dated,
        ),
        Shelf(
            "programm",
            gettext_lazy("Sessions"),
            lambda at: Session.objects.published(),
            ["-conference__year", "day", "starts_at", "pk"],
            [
                "slug",
                "kind",
                "title",
                "abstract",
                "day",
                "is_demo",
                "conference__slug",
                "conference__short_title",
            ],
            _look_of_session,
        ),
        Shelf(
            "kommunen",
            gettext_lazy("Municipalities"),
            lambda at: Municipality.objects.all(),
            [german("short_name"), "ags", "pk"],
            ["slug", "short_name", "kind", "ags", "valid_until"],
            _look_of_municipality,
        ),
        Shelf(
            "personen",
            pgettext_lazy("search", "People"),
            lambda at: Person.objects.public(),
            [german("last_name"), german("first_name"), "pk"],
            [
                *(
                    "slug",
                    "academic_title",
                    "first_name",
                    "last_name",
                    "function",
                    "biography",
                    "is_demo",
                ),
                *("organisation__name", "organisation__short_name"),
            ],
            _look_of_person,
        ),
        Shelf(
            "downloads",
            gettext_lazy("Downloads"),
            Document.objects.published,
            ["-published_at", "pk"],
            ["public_id", "kind", "title", "description", "file_name", "link", "is_demo"],
            _look_of_document,
        ),
        Shelf(
            "themen",
            gettext_lazy("Topics"),
            lambda at: Topic.objects.all(),
            [german("name"), "pk"],
            ["slug", "kind", "name", "description"],
            _look_of_topic,
        ),
        Shelf(
            "fragen",
            gettext_lazy("Questions of the rounds"),
            lambda at: Question.objects.in_public(),
            ["position", "pk"],
            ["text", "answer", *_ROUND],
            _look_of_question,
        ),
    ]
}
