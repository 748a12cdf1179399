"""The agenda of a day on paper."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import typesetting
from workshops.models.plan import Place, Plan


def agenda_sheet(plan: Plan, *, inside: bool, at: datetime) -> bytes:
    """For everybody: what the public page says. `inside`: with what the items are about."""
    meeting = plan.meeting
    data = {
        "kicker": str(meeting.round),
        "when": str(meeting.when) if meeting.when else _("date still open"),
        "place": str(meeting.venue or ""),
        "rows": rows(plan, inside=inside),
        "ends": f"{plan.ends:%H:%M}" if plan.ends else "",
        "inside": inside,
        "overrun": _overrun(plan.overrun),
        "words": {
            "inside": _("Only for whoever leads through the day: names teams and hurdles."),
            "time": _("Time"),
            "item": _("Item"),
            "minutes": _("Min."),
            "end": _("End"),
            "empty": _("The agenda is still empty."),
        },
    }
    title = _("Agenda: %(meeting)s") % {"meeting": meeting.title}
    return typesetting.pdf("agenda", data, title=title, at=at)


def rows(plan: Plan, *, inside: bool) -> list[dict[str, Any]]:
    """The items as the sheet shows them."""
    return [_row(place, inside) for place in plan.places]


def _row(place: Place, inside: bool) -> dict[str, Any]:
    item, kind = place.item, str(place.item.get_kind_display())
    return {
        "time": f"{place.starts:%H:%M}" if place.starts else "",
        "minutes": str(item.minutes),
        "title": item.title,
        "kind": kind if kind != item.title else "",
        "description": item.description,
        "about": _about(place) if inside else [],
    }


def _about(place: Place) -> list[str]:
    """What the item is about: for coordinators only."""
    item, line = place.item, place.line
    about = []
    if item.milestone:
        status = item.milestone.get_status_display()
        about.append(f"{item.milestone.team}: {item.milestone} ({status})")
        if line and line.hurdle:
            about.append(_("Hurdle: %(hurdle)s") % {"hurdle": line.hurdle})
    if item.question:
        about.append(item.question.text)
    if item.statement:
        about.append(f"{item.statement.team}: „{item.statement}“")
    return about


def _overrun(minutes: int) -> str:
    if not minutes:
        return ""
    words = ngettext(
        "The agenda lasts a minute longer than the day.",
        "The agenda lasts %(minutes)d minutes longer than the day.",
        minutes,
    )
    return words % {"minutes": minutes}
