"""One way to save what several people edit at a time: done, refused, or changed by others."""

from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django_stubs_ext import StrOrPromise

from people.http import SignedInRequest
from portal import drafts
from portal.refusals import Conflict
from workshops.forms.versioned import VersionedForm
from workshops.models.kept import Kept
from workshops.views.answers import SeeOther


@dataclass(frozen=True)
class Page:
    """Where the form stands, what is said after saving, and where one goes then.

    Without an address one goes to what was made.
    """

    template: str
    onward: str
    said: StrOrPromise
    context: dict[str, Any] = field(default_factory=dict)


def typed(request: SignedInRequest) -> Any:
    """What was sent; None where nothing was."""
    return request.POST if request.method == "POST" else None


def save(
    request: SignedInRequest,
    form: VersionedForm,
    act: Callable[..., Any],
    page: Page,
    *,
    thing: Kept | None = None,
) -> HttpResponse:
    """Do it and go on (303), or show the form again: 422 refused, 409 changed by somebody else."""
    if form.is_valid():
        try:
            made = act(by=request.user, at=timezone.now(), **form.cleaned_data)
        except Conflict:
            assert thing is not None  # noqa: S101 - only what is there can have been changed
            thing.refresh_from_db()
            again = form.seeing(thing)
            if again.differences:
                return show(request, again, page, HTTPStatus.CONFLICT)
            return _went_on(request, page, thing)  # it stands there already: a second click
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            return _went_on(request, page, made)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return show(request, form, page, status)


def _went_on(request: SignedInRequest, page: Page, thing: Any) -> HttpResponse:
    drafts.drop(request)
    messages.success(request, str(page.said))
    return SeeOther(page.onward or thing.get_absolute_url())


def show(
    request: SignedInRequest, form: VersionedForm, page: Page, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {
        **page.context,
        "form": form,
        "conflict": status == HTTPStatus.CONFLICT,
        "ticket": drafts.ticket(request.user),
    }
    return render(request, page.template, context, status=status)


def done(
    request: SignedInRequest, act: Callable[..., Any], said: StrOrPromise, back: str
) -> HttpResponse:
    """A button without a form: done, or refused with its reason on the page that follows."""
    try:
        act(by=request.user, at=timezone.now())
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, str(said))
    return SeeOther(back)
