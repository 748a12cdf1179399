"""One page for the boss: to be seen, printed, taken as PDF, and given away as a link."""

from functools import partial
from http import HTTPStatus
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.http import SignedInRequest
from portal import typesetting
from workshops import policies
from workshops.actions import overview_links
from workshops.formats.one_page import sheet
from workshops.forms.overview_link import OverviewLinkForm
from workshops.models.one_page import one_page
from workshops.views.answers import attachment
from workshops.views.team.doors import own_team_of, team_of
from workshops.views.team.saving import done, typed


@login_required
@require_GET
def overview(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """What stands where, without hurdles."""
    team = team_of(request.user, team_id)
    context = {
        "team": team,
        "page": one_page(team, timezone.now()),
        "may_share": policies.may_share_overview(request.user, team),
    }
    return render(request, "workshops/team/overview.html", context)


@login_required
@require_GET
def overview_pdf(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    team = team_of(request.user, team_id)
    made = sheet(one_page(team, timezone.now()))
    return attachment(made, typesetting.MEDIA_TYPE, f"ueberblick-{team.municipality.slug}.pdf")


@login_required
@require_http_methods(["GET", "POST"])
def links(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Who was given the page; a new link is shown once, in the answer that made it."""
    team, now = own_team_of(request.user, team_id), timezone.now()
    form, made = OverviewLinkForm(typed(request)), None
    if form.is_valid():
        try:
            made = overview_links.make(team=team, by=request.user, at=now, **form.cleaned_data)
            form = OverviewLinkForm()
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
    known = team.overview_links.newest_first().select_related("made_by")
    context = {
        "team": team,
        "form": form,
        "made": made,
        "links": [(link, link.is_open(now)) for link in known[: 2 * overview_links.MOST]],
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "workshops/team/overview_links.html", context, status=status)


@login_required
@require_POST
def withdraw_link(request: SignedInRequest, team_id: UUID, link_id: int) -> HttpResponse:
    team = own_team_of(request.user, team_id)
    link = get_object_or_404(team.overview_links.select_related("team__round"), pk=link_id)
    said = _("The link for “%(reader)s” leads nowhere any more.") % {"reader": link.reader}
    back = reverse("workshops:overview_links", args=[team.public_id])
    return done(request, partial(overview_links.withdraw, link=link), said, back)
