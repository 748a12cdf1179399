"""Letters of an offer: its own texts, letters to many, and what became of each copy."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.http import SignedInRequest
from portal import delivery
from portal.models import OutgoingMail
from portal.refusals import Conflict
from registrations.actions import mailings, offers
from registrations.forms.letters import LetterForm, TextForm
from registrations.letters import PLACEHOLDERS, office
from registrations.models import Offer, OfferLetter, OfferText, Registration
from registrations.views.staff.doors import own_offer_of

PER_PAGE = 25
COPIES = 100
FAILED = 50
Kind = OfferText.Kind


@login_required
@require_safe
def letters(request: SignedInRequest, slug: str) -> HttpResponse:
    """What was sent to many, what did not arrive, and the offer's own texts."""
    offer = own_offer_of(request.user, slug)
    own = set(offer.texts.values_list("kind", flat=True))
    sent = offer.letters.select_related("quota", "sent_by").newest_first()
    context = {
        "offer": offer,
        "page": Paginator(sent, PER_PAGE).get_page(request.GET.get("seite")),
        "failed": OutgoingMail.objects.in_scopes([offer.scope]).failed()[:FAILED],
        "texts": [(kind, kind in own) for kind in Kind if kind != Kind.THANKS],
    }
    return render(request, "registrations/staff/letters.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: SignedInRequest, slug: str, kind: str) -> HttpResponse:
    """The offer's own words for one kind of letter, looked at on a real registration."""
    offer = own_offer_of(request.user, slug)
    if kind not in Kind.values or kind == Kind.THANKS:
        raise Http404
    known = offer.texts.filter(kind=kind).first() or OfferText(offer=offer, kind=Kind(kind))
    start = {"subject": known.subject, "body": known.body}
    form = TextForm(request.POST if request.method == "POST" else None, initial=start)
    if form.is_valid() and request.POST.get("schritt") == "speichern":
        given = form.cleaned_data
        offers.word_letter(
            offer=offer, kind=Kind(kind), by=request.user, at=timezone.now(), **given
        )
        messages.success(request, _("The text is saved."))
        return redirect("registrations:desk_letters", offer.slug)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    shown = {**start, **getattr(form, "cleaned_data", {})}
    context = {
        "offer": offer,
        "kind": Kind(kind),
        "form": form,
        "placeholders": PLACEHOLDERS,
        "letter": _preview(OfferText(offer=offer, kind=Kind(kind), **shown)),
    }
    return render(request, "registrations/staff/letter_text.html", context, status=status)


def _preview(text: OfferText) -> Any:
    """As the first who registered reads it; None without words or without anybody."""
    reader = Registration.objects.active().known().filter(offer=text.offer).first()
    if reader is None or not text.body:
        return None
    reader.offer = text.offer
    return office.worded(text, reader, at=timezone.now())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, slug: str) -> HttpResponse:
    """Write a letter to many, see how it arrives and with how many, then send it."""
    offer = own_offer_of(request.user, slug)
    form = _form(request, offer)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.is_valid() and request.POST.get("schritt") == "senden":
        draft, seen = mailings.Draft(offer=offer, **form.draft), form.cleaned_data["seen"] or 0
        try:
            sent = mailings.send(draft=draft, count=seen, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            form.add_error(None, refusal)
            is_late = isinstance(refusal, Conflict)
            status = HTTPStatus.CONFLICT if is_late else HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            return redirect("registrations:desk_letter", offer.slug, sent.key)
    context = {"offer": offer, "form": form, **_looked_at(request, offer, form)}
    context["placeholders"] = PLACEHOLDERS
    return render(request, "registrations/staff/letter_write.html", context, status=status)


def _form(request: SignedInRequest, offer: Offer) -> LetterForm:
    sessions = list(offer.quotas.of_sessions())
    data = request.POST if request.method == "POST" else None
    return LetterForm(data, sessions=sessions, initial={"key": str(uuid4())})


def _looked_at(request: SignedInRequest, offer: Offer, form: LetterForm) -> dict[str, Any]:
    """To whom it goes, and the copy of the first of them."""
    if not form.is_readable:
        return {}
    now = timezone.now()
    draft = mailings.Draft(offer=offer, **form.draft)
    recipients = list(draft.letter(request.user, now).recipients())
    if not recipients:
        return {"recipients": recipients}
    letter = mailings.preview(draft, to=recipients[0], by=request.user, at=now)
    return {"recipients": recipients, "letter": letter, "reader": recipients[0]}


@login_required
@require_safe
def letter(request: SignedInRequest, slug: str, key: UUID) -> HttpResponse:
    """A letter that was sent, and what became of each copy."""
    offer = own_offer_of(request.user, slug)
    found = get_object_or_404(offer.letters.select_related("quota", "sent_by"), key=key)
    copies = found.copies().order_by("recipient", "pk")
    page = Paginator(copies, COPIES).get_page(request.GET.get("seite"))
    context = {"offer": offer, "letter": found, "page": page, "tally": _tally(found)}
    return render(request, "registrations/staff/letter.html", context)


def _tally(letter: OfferLetter) -> dict[str, int]:
    copies, state = letter.copies(), OutgoingMail.State
    return {
        "sent": copies.filter(state=state.SENT).count(),
        "failed": copies.filter(state=state.FAILED).count(),
    }


@login_required
@require_POST
def mail_again(request: SignedInRequest, slug: str, mail_id: int) -> HttpResponse:
    """Give a mail that failed another chance."""
    offer = own_offer_of(request.user, slug)
    mail = get_object_or_404(OutgoingMail.objects.in_scopes([offer.scope]), pk=mail_id)
    try:
        delivery.send_again(mail=mail, by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, _("The mail waits to be sent again."))
    return redirect("registrations:desk_letters", offer.slug)
