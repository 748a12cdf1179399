"""What was reached: over all rounds that one looks after, and as a report of one of them."""

from datetime import date
from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from people.http import SignedInRequest
from portal import typesetting
from portal.dates import berlin_day
from portal.text import slug
from workshops.formats.burn_up import burn_up
from workshops.formats.status_report import status_report
from workshops.forms.days import DayForm
from workshops.models import Round
from workshops.models.course import course
from workshops.models.figures import figures as figures_of
from workshops.views.staff.doors import round_of, rounds_of


@login_required
@require_GET
def figures(request: SignedInRequest) -> HttpResponse:
    """By round, Kommune, topic and year."""
    rounds, form = rounds_of(request.user), _day_form(request)
    told = figures_of(rounds, form.day)
    context = {"form": form, "day": form.day, "figures": told}
    return render(request, "workshops/staff/figures.html", context, status=_status(form))


@login_required
@require_GET
def round_course(request: SignedInRequest, round_id: int) -> HttpResponse:
    """How a round went month by month, drawn and as a table, with its report."""
    round, form = round_of(request.user, round_id), _day_form(request)
    told = figures_of(Round.objects.filter(pk=round.pk), form.day)
    going = course(told.milestones, form.day)
    context = {
        "round": round,
        "form": form,
        "day": form.day,
        "course": going,
        "chart": burn_up(going),
        "figures": told,
    }
    return render(request, "workshops/staff/course.html", context, status=_status(form))


@login_required
@require_GET
def report(request: SignedInRequest, round_id: int) -> HttpResponse:
    """The status report as PDF, as of a day."""
    round, form = round_of(request.user, round_id), _day_form(request)
    if not form.is_valid():
        return round_course(request, round_id)
    name = f"statusbericht-{slug(str(round))}-{form.day:%Y-%m-%d}.pdf"
    return HttpResponse(
        status_report(round, form.day),
        content_type=typesetting.MEDIA_TYPE,
        headers={"Content-Disposition": content_disposition_header(True, name) or ""},
    )


def _day_form(request: SignedInRequest) -> DayForm:
    today: date = berlin_day(timezone.now())
    return DayForm(request.GET, today=today)


def _status(form: DayForm) -> HTTPStatus:
    return HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
