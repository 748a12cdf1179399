"""Buttons of the office: what has rules is changed by an action, not by a field."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Generic, TypeVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from portal.office.rights import Policy, superusers
from portal.text import LineFormField

M = TypeVar("M", bound=models.Model)


_DONE = _("Done.")


def _always(thing: Any) -> bool:
    return True


class RecordForm(forms.Form):
    """A form that knows its record and who asks: for choices and first values."""

    def __init__(self, *args: Any, thing: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.user = thing, user


class ReasonForm(RecordForm):
    reason = LineFormField(
        label=_("Reason"),
        max_length=300,
        help_text=_("One sentence; it is kept with the record."),
    )


@dataclass(frozen=True)
class Button:
    """A button on the change page.

    It calls `action(<noun>=thing, by=user, at=now, **form.cleaned_data)`; the noun is the model's
    name unless given. `allowed` is a policy: without the right there is no button, and 403 for who
    posts all the same. `shown` hides it where it makes no sense now; the action refuses by itself.
    With a `form` (a RecordForm is told the record) or a text to `confirm` a page of its own asks
    first; a `risky` one looks like it. A refusal becomes a message. A button that `makes_another`
    leads on to what its action returns; one that `shows` a template says there, this once, what its
    action `made`.
    """

    name: str
    label: StrOrPromise
    action: Callable[..., object]
    allowed: Policy = superusers
    form: type[forms.Form] | None = None
    confirm: StrOrPromise = ""
    done: StrOrPromise = _DONE
    shown: Callable[[Any], bool] = _always
    noun: str = ""
    makes_another: bool = False
    shows: str = ""
    risky: bool = False

    @property
    def asks_first(self) -> bool:
        return bool(self.form or self.confirm)

    def bind(self, user: Any, thing: Any, posted: Any) -> forms.Form:
        kind = self.form or forms.Form
        knows = {"thing": thing, "user": user} if issubclass(kind, RecordForm) else {}
        return kind(posted, **knows)


@dataclass(frozen=True)
class Shown:
    """A button with the address that it has for one record."""

    button: Button
    url: str


class ButtonsAdmin(admin.ModelAdmin[M], Generic[M]):
    """Puts `buttons` on the change page and gives each its address `<pk>/do/<name>/`."""

    buttons: list[Button] = []

    def get_buttons(self, user: Any, thing: M) -> list[Button]:
        """What this account may press on this record now."""
        return [
            button
            for button in self.buttons
            if user.is_staff and button.allowed(user, thing) and button.shown(thing)
        ]

    def button_urls(self) -> list[URLPattern]:
        opts = self.opts
        name = f"{opts.app_label}_{opts.model_name}_do"
        view = self.admin_site.admin_view(self.button_view)
        return [path("<path:object_id>/do/<slug:button_name>/", view, name=name)]

    def buttons_for(self, user: Any, thing: M) -> list[Shown]:
        opts = self.opts
        name = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_do"
        return [
            Shown(button, reverse(name, args=[thing.pk, button.name]))
            for button in self.get_buttons(user, thing)
        ]

    def button_view(self, request: HttpRequest, object_id: str, button_name: str) -> HttpResponse:
        """Ask on GET, act on POST."""
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        button = self._button(request, thing, button_name)
        posted = request.POST if request.method == "POST" else None
        form = button.bind(request.user, thing, posted)
        if form.is_valid():
            return self._press(request, button, thing, form)
        return self._ask(request, button, thing, form)

    def follow(self, request: HttpRequest, thing: M, button_name: str) -> HttpResponse:
        """Go on to a button that was pressed on the change page, once the page is saved."""
        button = self._button(request, thing, button_name)
        if button.asks_first:
            name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_do"
            return HttpResponseRedirect(reverse(name, args=[thing.pk, button.name]))
        form = button.bind(request.user, thing, {})
        form.full_clean()
        return self._press(request, button, thing, form)

    def _button(self, request: HttpRequest, thing: M, name: str) -> Button:
        button = next((b for b in self.buttons if b.name == name), None)
        if button is None:
            raise Http404
        if not button.allowed(request.user, thing):
            raise PermissionDenied
        return button

    def _press(
        self,
        request: HttpRequest,
        button: Button,
        thing: M,
        form: forms.Form,
    ) -> HttpResponse:
        noun = button.noun or str(self.opts.model_name)
        given = {noun: thing, "by": request.user, "at": timezone.now(), **form.cleaned_data}
        after = thing
        try:
            made: Any = button.action(**given)
            after = made if button.makes_another else thing
        except ValidationError as refusal:
            if button.form:
                form.add_error(None, refusal.messages)
                return self._ask(request, button, thing, form)
            self.message_user(request, " ".join(refusal.messages), messages.ERROR)
        else:
            if button.shows:
                context = self._context(button, thing)
                page = {**self.admin_site.each_context(request), **context, "made": made}
                return TemplateResponse(request, button.shows, page)
            self.message_user(request, button.done, messages.SUCCESS)
        return HttpResponseRedirect(self._back(request, after))

    def _back(self, request: HttpRequest, thing: M) -> str:
        """The record, or the list where this account does not see it any more."""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        if self.get_queryset(request).filter(pk=thing.pk).exists():
            return reverse(f"{name}_change", args=[thing.pk])
        return reverse(f"{name}_changelist")

    def _ask(
        self,
        request: HttpRequest,
        button: Button,
        thing: M,
        form: forms.Form,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **self._context(button, thing),
            "form": form,
            "media": self.media + form.media,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return TemplateResponse(request, "admin/press_button.html", context, status=status)

    def _context(self, button: Button, thing: M) -> dict[str, Any]:
        return {"title": button.label, "opts": self.opts, "thing": thing, "button": button}
