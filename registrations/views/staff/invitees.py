"""Who may register for an offer for invited people: the list, and a table that adds to it."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from people.http import SignedInRequest
from portal import spreadsheets
from registrations.actions import invitees as actions
from registrations.forms.invitees import InviteesForm
from registrations.views.staff.doors import own_offer_of

PER_PAGE = 50
SHOWN = 50  # names and complaints on the page; the rest is counted


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitees(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send a table, look at what it would do, then take it over."""
    offer = own_offer_of(request.user, slug)
    sends = request.method == "POST"
    form = InviteesForm(request.POST if sends else None, request.FILES if sends else None)
    plan = None
    if form.is_valid():
        try:
            if form.cleaned_data["looked_at"] and not form.cleaned_data["file"]:
                content, now = form.content, timezone.now()
                done = actions.take_over(offer=offer, content=content, by=request.user, at=now)
                messages.success(request, _said(len(done.new)))
                return redirect("registrations:desk_invitees", offer.slug)
            plan = actions.check(offer=offer, content=form.content)
        except ValidationError as refusal:
            form.add_error("file", refusal)
    is_wrong = form.errors or (plan and plan.complaints)
    context = {
        "offer": offer,
        "form": form,
        "plan": plan,
        "names": plan.new[:SHOWN] if plan else [],
        "complaints": plan.complaints[:SHOWN] if plan else [],
        "looked_at": _table(plan) if plan and plan.new and not plan.complaints else "",
        "page": Paginator(offer.invitees.all(), PER_PAGE).get_page(request.GET.get("seite")),
        "columns": actions.COLUMNS,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "registrations/staff/invitees.html", context, status=status)


def _table(plan: actions.Plan) -> str:
    """Whom the table would add, as a table again: what is shown is what is taken over."""
    rows = [(one.first_name, one.last_name, one.email) for one in plan.new]
    return spreadsheets.table(actions.COLUMNS, rows).decode("utf-8-sig")


def _said(number: int) -> str:
    said = ngettext(
        "One person was added to the list.", "%(number)d persons were added to the list.", number
    )
    return said % {"number": number}


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody off the list."""
    offer = own_offer_of(request.user, slug)
    invitee = get_object_or_404(offer.invitees, pk=pk)
    actions.remove(invitee=invitee, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s was taken off the list.") % {"name": invitee})
    return redirect("registrations:desk_invitees", offer.slug)
