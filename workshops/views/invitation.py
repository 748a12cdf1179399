"""The link of an invitation: it opens a page, and only what is pressed there uses it up.

The token is in the address for one answer only; after that the session knows which invitation is
meant, by what the token is recognised by. Only that one answer forbids every referrer: a form on a
page that forbids it is sent without an origin, and refused.
"""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.models import User, digest_of
from portal import errors
from portal.open_forms import limit
from portal.signin import let_in, send_code
from workshops.actions import invitations
from workshops.forms.invitations import AcceptForm, NewAccountForm
from workshops.models import TeamInvitation
from workshops.views.answers import SeeOther

GUESSES = 30  # a minute, from one network
KEY = "invitation"


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token for a session and go on to an address without it."""
    limit(request, KEY, most=GUESSES, per=timedelta(minutes=1), at=timezone.now())
    digest = digest_of(token)
    found = TeamInvitation.objects.opened_by(digest).first()
    answer = _refused(request, found)
    if answer is None:
        request.session[KEY] = digest
        answer = _private(SeeOther(reverse("workshops:accept_invitation")))
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Who invites to what, and the button that accepts."""
    found = TeamInvitation.objects.opened_by(request.session.get(KEY, "")).first()
    if refused := _refused(request, found):
        return refused
    assert found is not None  # noqa: S101 - else it was refused
    account = User.objects.filter(email__iexact=found.invitation.email).first()
    posted = request.POST if request.method == "POST" else None
    if request.user.is_authenticated and request.user == account:
        form: Any = AcceptForm(posted)
        return _private(_accepted(request, found, form, account))
    if account is None and not request.user.is_authenticated:
        form = NewAccountForm(posted, invitation=found)
        return _private(_accepted(request, found, form, None))
    return _private(_page(request, found, None, account))


def _accepted(
    request: HttpRequest, found: TeamInvitation, form: Any, account: User | None
) -> HttpResponse:
    """On to the team's room, or the page once more with what is missing."""
    if form.is_valid():
        try:
            return _let_in(request, found, form, account)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
    return _page(request, found, form, account)


def _let_in(
    request: HttpRequest, found: TeamInvitation, form: Any, account: User | None
) -> HttpResponse:
    given, now = form.cleaned_data, timezone.now()
    room = found.team.get_absolute_url()
    if account:
        invitations.accept(invitation=found, user=account, at=now, function=given["function"])
        request.session.pop(KEY, None)
        return SeeOther(room)
    by_code = given.pop("way") == "code"
    member = invitations.accept_with_new_account(invitation=found, at=now, **given)
    request.session.pop(KEY, None)
    if by_code:
        return SeeOther(send_code(request, member.user, lead_on_to=room))
    let_in(request, member.user)
    return SeeOther(room)


def _page(
    request: HttpRequest, found: TeamInvitation, form: Any, account: User | None
) -> HttpResponse:
    is_wrong = form is None and request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong or (form and form.is_bound) else 200
    page = {
        "invitation": found,
        "team": found.team,
        "form": form,
        "account": account,
        "here": reverse("workshops:accept_invitation"),
    }
    return render(request, "workshops/public/invitation.html", page, status=status)


def _refused(request: HttpRequest, found: TeamInvitation | None) -> HttpResponse | None:
    """404 for what nobody knows, 410 for what was open once; None where it is open."""
    if found is None:
        said = _("This link leads nowhere. Please open the one in your latest invitation again.")
        return _private(errors.page(request, HTTPStatus.NOT_FOUND, reason=said))
    if said := found.why_closed(timezone.now()):
        return _private(errors.page(request, HTTPStatus.GONE, reason=said))
    return None


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
