"""The status report of a round on paper, for whoever pays for it: figures and cleared sentences.

It names no hurdle, no person and no Kommune that does not want to be named. Asked for a day of the
past it says the same whenever it is made, as long as no sentence is withdrawn.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal import typesetting
from portal.operator import context
from workshops.formats.burn_up import burn_up
from workshops.models import Meeting, Round, Statement, Team
from workshops.models.course import Past, Standing, course, end_of, standing
from workshops.models.figures import figures


def status_report(round: Round, day: date) -> bytes:
    """As PDF/UA-1, as of the end of that day."""
    told = figures(Round.objects.filter(pk=round.pk), day)
    going = course(told.milestones, day)
    drawn = burn_up(going)
    data = {
        "kicker": _("Status report"),
        "day": _("As of %(day)s") % {"day": date_format(day)},
        "facts": _facts(round, day, told.whole),
        "drawing": render_to_string("workshops/staff/_burn_up.svg", {"chart": drawn})
        if drawn
        else "",
        "drawing_words": _in_words(told.whole),
        "course": [[date_format(one.day, "F Y"), one.agreed, one.reached] for one in going],
        "teams": _teams(round, told.milestones, day),
        "common": _common(told.milestones, day),
        "statements": _statements(round, day),
        "words": _words(),
    }
    title = str(round)
    return typesetting.pdf("status_report", data, title=title, at=end_of(day))


def _facts(round: Round, day: date, whole: Standing) -> list[list[str]]:
    days = Meeting.objects.filter(round=round).taking_place().in_order()
    held = [str(meeting.when) for meeting in days if meeting.was_held(end_of(day))]
    teams = Team.objects.filter(round=round).exclude(state=Team.State.INVITED).count()
    facts = [
        (_("Period"), str(round.when or _("open"))),
        (_("Kommunen"), str(max(teams, round.known_municipalities or 0))),
        (_("Days held"), "; ".join(held) or _("none yet")),
        (_("Milestones agreed"), str(whole.agreed)),
        (_("of these reached"), str(whole.reached)),
        (_("of these at risk"), str(whole.at_risk)),
        (_("of these overdue"), str(whole.overdue)),
        (_("Funded by"), context()["operator"]["funder"]),
    ]
    return [[name, value] for name, value in facts if value]


def _in_words(whole: Standing) -> str:
    agreed = ngettext("one milestone agreed", "%(number)d milestones agreed", whole.agreed)
    words = _("%(agreed)s, %(reached)d of them reached.")
    return words % {"agreed": agreed % {"number": whole.agreed}, "reached": whole.reached}


def _teams(round: Round, milestones: list[Past] | Any, day: date) -> list[list[Any]]:
    """Team by team; those that are not named stand together at the end."""
    named: dict[str, list[Past]] = {}
    others: list[Past] = []
    for past in milestones:
        team = past.milestone.team
        place = named.setdefault(str(team), []) if team.is_named_in_public else others
        place.append(past)
    rows = [[name, *_counts(part, day)] for name, part in named.items()]
    return [*rows, [_("Further Kommunen"), *_counts(others, day)]] if others else rows


def _common(milestones: list[Past] | Any, day: date) -> list[list[Any]]:
    """What the round agreed in common: by how many teams it is pursued and reached."""
    parts: dict[str, list[Past]] = {}
    for past in milestones:
        if past.milestone.common:
            parts.setdefault(past.milestone.common.title, []).append(past)
    return [[title, *_counts(part, day)[:2]] for title, part in parts.items()]


def _counts(milestones: list[Past], day: date) -> list[int]:
    stood = standing(milestones, day)
    return [stood.agreed, stood.reached, stood.at_risk + stood.overdue]


def _statements(round: Round, day: date) -> list[list[str]]:
    cleared = Statement.objects.cleared().filter(cleared_at__lte=end_of(day))
    told = cleared.of_round(round).with_source().newest_first()
    return [[one.text, str(one.said_by.known_as) if one.said_by else ""] for one in told]


def _words() -> dict[str, str]:
    return {
        "course": _("Course"),
        "month": _("Month"),
        "agreed": _("agreed"),
        "reached": _("reached"),
        "late": _("at risk or overdue"),
        "teams": _("Kommunen"),
        "team": _("Kommune"),
        "common": _("What the round agreed in common"),
        "title": _("Milestone"),
        "pursued": _("pursued by"),
        "statements": _("In the words of the teams"),
        "nothing": _("Nothing was agreed yet on this day."),
        "note": _(
            "Figures show what was entered until this day; deadlines and names are those of today."
        ),
    }
