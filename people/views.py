"""What people see and change about their own account, beside signing in (allauth's own views)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from people.actions import mail_choices
from people.forms import MailChoiceForm
from people.http import SignedInRequest
from people.models import mail_stop


@login_required
@require_http_methods(["GET", "POST"])
def mails(request: SignedInRequest) -> HttpResponse:
    """Which mails one wants."""
    form = MailChoiceForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_valid():
        mail_choices.choose(user=request.user, wanted=form.wanted, at=timezone.now())
        messages.success(request, _("Your choice is saved."))
        return redirect("people:mails")
    return render(request, "people/mails.html", {"form": form})


@never_cache
@require_http_methods(["GET", "POST"])
def stop_mails(request: HttpRequest, token: str) -> HttpResponse:
    """From a link in a mail: stop mails of its kind. Looking changes nothing, the button does."""
    found = mail_stop.read(token)
    if found is None:
        raise Http404
    user, kind = found
    if request.method == "POST":
        mail_choices.stop(user=user, kind=kind, at=timezone.now())
    context = {"kind": kind, "token": token, "stopped": request.method == "POST"}
    return render(request, "people/stop_mails.html", context)
