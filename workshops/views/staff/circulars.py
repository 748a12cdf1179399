"""Letters to all: written, looked at, sent; and what became of each copy."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.http import SignedInRequest
from portal import delivery
from portal.models import OutgoingMail
from portal.refusals import Conflict
from workshops import policies
from workshops.actions import circulars as actions
from workshops.forms.circular import CircularForm
from workshops.models import Circular, MeetingFile, Round
from workshops.views.answers import SeeOther
from workshops.views.staff.doors import round_of

PER_PAGE = 25
FAILED = 50  # mails that failed, shown at once


@login_required
@require_GET
def circulars(request: SignedInRequest, round_id: int) -> HttpResponse:
    """What was sent to all, and mails of any kind of this round that did not arrive."""
    round = round_of(request.user, round_id)
    sent = Circular.objects.filter(round=round).with_names().with_counts().newest_first()
    page = {
        "round": round,
        "page": Paginator(sent, PER_PAGE).get_page(request.GET.get("seite")),
        "failed": OutgoingMail.objects.in_scopes([round.scope]).failed()[:FAILED],
        "may_write": policies.may_write_letters(request.user, round),
    }
    return render(request, "workshops/staff/circulars.html", page)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: SignedInRequest, round_id: int) -> HttpResponse:
    """Write a letter, see how it arrives and with how many, then send it."""
    round, now = _round_to_write_to(request, round_id), timezone.now()
    form = _form(request, round)
    status = HTTPStatus.OK
    if request.method == "POST":
        status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid() and request.POST.get("schritt") == "senden":
        draft, seen = _draft(round, form), form.cleaned_data["seen"] or 0
        try:
            sent = actions.send(draft=draft, count=seen, by=request.user, at=now)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            is_late = isinstance(refusal, Conflict)
            status = HTTPStatus.CONFLICT if is_late else HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            return SeeOther(sent.get_absolute_url())
    page = {"round": round, "form": form, **_preview(request, round, form)}
    return render(request, "workshops/staff/circular_write.html", page, status=status)


@login_required
@require_GET
def circular(request: SignedInRequest, round_id: int, key: UUID) -> HttpResponse:
    """A letter that was sent, and what became of each copy."""
    round = round_of(request.user, round_id)
    sent = Circular.objects.filter(round=round).with_names().with_counts()
    found = get_object_or_404(sent, key=key)
    copies = found.copies.select_related("user", "mail").order_by("pk")
    page = {"round": round, "circular": found, "copies": copies}
    return render(request, "workshops/staff/circular.html", page)


@login_required
@require_POST
def again(request: SignedInRequest, round_id: int, mail_id: int) -> HttpResponse:
    """Give a mail that failed another chance."""
    round = round_of(request.user, round_id)
    mail = get_object_or_404(OutgoingMail.objects.in_scopes([round.scope]), pk=mail_id)
    try:
        delivery.send_again(mail=mail, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The mail waits to be sent again."))
    copy = Circular.objects.filter(round=round, copies__mail=mail).first()
    return SeeOther(
        copy.get_absolute_url() if copy else reverse("workshops:circulars", args=[round.pk])
    )


def _round_to_write_to(request: SignedInRequest, round_id: int) -> Round:
    """A round of the cockpit; 403 for who only reads there."""
    round = round_of(request.user, round_id)
    if not policies.may_write_letters(request.user, round):
        raise PermissionDenied
    return round


def _form(request: SignedInRequest, round: Round) -> CircularForm:
    """Empty, or with what a link brought along; with a file it is ready to be looked at."""
    if request.method == "POST":
        return CircularForm(request.POST, round=round)
    file = _file(request, round)
    start = {
        "key": str(uuid4()),
        "team": request.GET.get("team", "")[:40],
        "meeting": request.GET.get("tag", "")[:20],
        "text": _("Good day, {Name},") + "\n\n",
    }
    if file is None:
        return CircularForm(round=round, initial=start)
    words = {"kind": file.get_kind_display(), "meeting": file.meeting.title}
    start |= {
        "file": str(file.public_id),
        "meeting": str(file.meeting_id),
        "subject": _("%(kind)s: %(meeting)s") % words,
        "text": start["text"] + _("“%(meeting)s” is on record. You find it here.") % words,
    }
    return CircularForm(start, round=round)


def _file(request: SignedInRequest, round: Round) -> MeetingFile | None:
    try:
        public_id = UUID(request.GET.get("protokoll", ""))
    except ValueError:
        return None
    files = MeetingFile.objects.visible_to(request.user).of_round(round)
    return files.select_related("meeting").filter(public_id=public_id).first()


def _draft(round: Round, form: CircularForm) -> actions.Draft:
    typed = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    return actions.Draft(round=round, **typed)


def _preview(request: SignedInRequest, round: Round, form: CircularForm) -> dict[str, Any]:
    """To whom it goes, and the copy of the first of them."""
    if not hasattr(form, "cleaned_data") or not {"key", "subject", "text"} <= set(
        form.cleaned_data
    ):
        return {}
    if any(name in form.errors for name in form.fields):
        return {}
    draft = _draft(round, form)
    recipients = draft.recipients()
    if not recipients:
        return {"recipients": recipients}
    now = timezone.now()
    letter = actions.preview(draft, to=recipients[0], by=request.user, at=now)
    return {"recipients": recipients, "letter": letter, "reader": recipients[0]}
