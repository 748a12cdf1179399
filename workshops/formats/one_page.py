"""The one page of a team as a sheet of paper."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal import typesetting
from workshops.models.one_page import OnePage, Row

ROOMY = 9  # rows up to which there is room for what will be different


def sheet(page: OnePage) -> bytes:
    """A4, tagged; the same page at the same moment gives the same bytes."""
    data = {
        "kicker": _("Overview of a development team"),
        "round": str(page.team.round),
        "words": _words(page),
        "is_demo": page.is_demo,
        "figures": [[figure.kind, figure.text] for figure in page.figures],
        "next": _next(page),
        "rows": [_row(row) for row in page.ahead],
        "is_roomy": len(page.rows) <= ROOMY,
        "reached": [[row.title, _day(row.reached_on)] for row in page.reached],
        "statements": [statement.text for statement in page.statements],
    }
    return typesetting.pdf("overview", data, title=str(page.team), at=page.at)


def _words(page: OnePage) -> dict[str, str]:
    return {
        "as_of": _("As of %(day)s") % {"day": date_format(localtime(page.at))},
        "demo": _("Demonstration data"),
        "next": _("Next day"),
        "milestones": _("What the team is working on"),
        "head": [_("Milestone"), _("Status"), _("Due"), _("Last movement")],  # type: ignore[dict-item]
        "reached": _("Reached so far"),
        "statements": _("What the team lets be published"),
        "none": _("No milestone has been agreed yet."),
        "nothing_left": _("Everything that was agreed is reached."),
    }


def _next(page: OnePage) -> str:
    meeting = page.meeting
    if meeting is None:
        return ""
    when = str(meeting.when) if meeting.when else _("date still open")
    place = f", {meeting.venue.name}" if meeting.venue else ""
    return f"{meeting.title}: {when}{place}"


def _row(row: Row) -> dict[str, str]:
    return {
        "title": row.title,
        "difference": row.difference,
        "status": row.status,
        "word": row.word,
        "due": str(row.due) if row.due else _("open"),
        "overdue": _("overdue") if row.is_overdue else "",
        "moved": _day(row.moved_on) or _("no entry yet"),
    }


def _day(day: object) -> str:
    return date_format(day, "j. F Y") if day else ""  # type: ignore[arg-type]
