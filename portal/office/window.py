"""The admin as a window: what an account may see, never a back door around actions."""

from collections.abc import Callable
from http import HTTPStatus
from inspect import signature
from typing import Any, Generic, TypeVar

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest, ImproperlyConfigured, PermissionDenied
from django.db import models
from django.forms import BaseForm, CheckboxInput, ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from js_asset import Media
from simple_history.admin import SimpleHistoryAdmin

from portal import audit
from portal.headers import EDITOR_POLICY
from portal.office import history
from portal.office.buttons import ButtonsAdmin
from portal.office.groups import Group
from portal.office.guards import GuardedAdmin
from portal.office.rights import Rights
from portal.office.versions import VersionWords

M = TypeVar("M", bound=models.Model)
PRESS = "_press"  # the name that a button sends along with the page it stands on


def _visible(rows: Any, user: Any) -> Any:
    """The rows this account may see; models without a rule of their own are open to the office."""
    if not hasattr(rows, "visible_to"):
        return rows
    if "at" in signature(rows.visible_to).parameters:
        return rows.visible_to(user, timezone.now())
    return rows.visible_to(user)


class _Choices(BaseModelAdmin[M], Generic[M]):
    """Choices of related records: only those that the account may see."""

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> Any:
        rows = super().get_field_queryset(db, db_field, request)
        if rows is None:
            rows = db_field.remote_field.model._default_manager.using(db)
        return _visible(rows.all(), request.user)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choices get a name for screen readers and no way to delete what they name."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, ModelChoiceField):
            field.widget.attrs.setdefault("aria-label", str(field.label))
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        if field is not None and type(field.widget) is AdminTextareaWidget:
            field.widget.attrs["rows"] = 4
        return field


class OfficeAdmin(_Choices[M], GuardedAdmin[M], ButtonsAdmin[M], Generic[M]):
    """Base of every admin.

    Lists what `visible_to(request.user)` gives; everything else is 404. Who may is asked of
    `rights`. What is added, changed or deleted here enters the audit trail, under `scope_of`.
    """

    rights = Rights()
    group: Group | None = None
    position = 0
    is_listed = True
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/office_change_form.html"

    def scope_of(self, thing: M) -> str:
        """The room that a change belongs to in the audit trail, for example "round:3"."""
        return ""

    # --- what is seen --------------------------------------------------------------------------
    def get_queryset(self, request: HttpRequest) -> models.QuerySet[M]:
        rows = super().get_queryset(request)
        if not hasattr(rows, "visible_to"):
            raise ImproperlyConfigured(f"{self.model.__name__} needs a queryset with visible_to.")
        seen: models.QuerySet[M] = _visible(rows, request.user)
        return seen

    def seen(self, request: HttpRequest, object_id: str) -> M:
        """The record, if this account may see it; else 404, whatever else it may."""
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            raise Http404
        return thing

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        context = {"title": capfirst(self.opts.verbose_name_plural), **(extra_context or {})}
        try:
            return super().changelist_view(request, context)
        except OverflowError as too_large:  # Django's date hierarchy takes any number for a year
            raise BadRequest("The address holds a number that no date has.") from too_large

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> Any:
        if object_id is not None:
            thing = self.seen(request, object_id)
            if PRESS in request.POST and not self._is_edited(request, thing):
                return self.follow(request, thing, request.POST[PRESS])
        return super().changeform_view(request, object_id, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: M) -> HttpResponse:
        """What was typed is saved; now the button's turn, if one was pressed."""
        if PRESS not in request.POST:
            return super().response_change(request, obj)
        self.message_user(request, _("Your changes are saved."), messages.SUCCESS)
        return self.follow(request, obj, request.POST[PRESS])

    def _is_edited(self, request: HttpRequest, thing: M) -> bool:
        """Whether the page was sent with anything else in it than what is stored."""
        if not self.has_change_permission(request, thing):
            return False
        kind = self.get_form(request, thing, change=True)
        formsets, _inlines = self._create_formsets(request, thing, change=True)  # type: ignore[attr-defined]
        form = kind(request.POST, request.FILES, instance=thing)
        return form.has_changed() or any(formset.has_changed() for formset in formsets)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> Any:
        self.seen(request, object_id)
        return super().delete_view(request, object_id, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, *_args: Any) -> HttpResponse:
        raise Http404

    def get_view_on_site_url(self, obj: M | None = None) -> str | None:
        """The record's own page, drafts included: the office sees them there.

        None while a form that is not yet right has left the record without its address.
        """
        if obj is None or not self.view_on_site:
            return None
        try:
            if callable(self.view_on_site):
                return self.view_on_site(obj)
            return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None
        except NoReverseMatch:
            return None

    # --- who may -------------------------------------------------------------------------------
    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.rights.allow("view", request.user, obj) or self.has_change_permission(
            request, obj
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.rights.allow("add", request.user, None)

    def has_change_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.rights.allow("change", request.user, obj)

    def has_delete_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        return self.rights.allow("delete", request.user, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return any(self.get_model_perms(request).values())

    # --- buttons, editor -----------------------------------------------------------------------
    def get_urls(self) -> list[URLPattern]:
        return [*self.button_urls(), *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with its buttons; the editor's import map gets the nonce that it needs."""
        thing = kwargs.get("obj")
        if thing is not None:
            context["buttons"] = self.buttons_for(request.user, thing)
        if request.FILES and context.get("errors"):
            again = _("Please choose the file once more as well: browsers do not keep it.")
            self.message_user(request, again, messages.WARNING)
        nonce = str(request.csp_nonce)  # type: ignore[attr-defined]
        context["media"] = Media.from_media(context["media"], nonce=nonce)
        response = super().render_change_form(request, context, *args, **kwargs)
        response._csp_update = EDITOR_POLICY  # type: ignore[attr-defined]
        return response

    # --- what is noted -------------------------------------------------------------------------
    def log_addition(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._note(request, "added", obj, message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: Any) -> Any:
        self._note(request, "changed", obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for thing in queryset:
            self._note(request, "deleted", thing, [])

    def construct_change_message(
        self, request: HttpRequest, form: BaseForm, formsets: Any, add: bool = False
    ) -> Any:
        """The names of the changed fields, those of inlines with the name of their records."""
        inline = {
            f"{formset.model._meta.model_name}.{name}"
            for formset in formsets or []
            for row in formset.forms
            for name in row.changed_data
        }
        return sorted({*form.changed_data, *inline})

    def _note(self, request: HttpRequest, verb: str, thing: Any, fields: Any) -> None:
        what = f"{self.opts.model_name}.{verb}"
        names = fields if isinstance(fields, list) else []
        scope = self.scope_of(thing)
        audit.record(what, thing, by=request.user, scope=scope, fields=names)  # type: ignore[arg-type]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Who did what to this record, from the audit trail."""
        thing = self.seen(request, object_id)
        if not self.has_view_permission(request, thing):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("History: %(thing)s") % {"thing": thing},
            "opts": self.opts,
            "object": thing,
            "rows": history.rows(thing),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/office_history.html", context)


class HistoryOfficeAdmin(SimpleHistoryAdmin, OfficeAdmin[M], Generic[M]):  # type: ignore[misc]
    """For models with django-simple-history: the history shows the differences.

    Deleted and foreign records have no history for anybody.
    """

    object_history_list_template = "admin/office_versions.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        rows = history.rows(self.seen(request, object_id))
        context = {"rows": rows, **(extra_context or {})}
        answer: HttpResponse = super().history_view(request, object_id, context)
        return answer

    def get_historical_record_context_helper(self, request: HttpRequest, record: Any) -> Any:
        return VersionWords(self.model, record)

    def history_form_view(
        self,
        request: HttpRequest,
        object_id: str,
        version_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self.seen(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET"})
        answer: HttpResponse = super().history_form_view(
            request, object_id, version_id, extra_context
        )
        return answer

    def history_view_title(self, request: HttpRequest, obj: M) -> str:
        return _("History: %(thing)s") % {"thing": obj}

    def history_form_view_title(self, request: HttpRequest, obj: M) -> str:
        return _("Earlier version: %(thing)s") % {"thing": obj}

    def revert_disabled(self, request: HttpRequest, obj: M | None = None) -> bool:
        """An old version is read, never put back: it would bring back states that have rules."""
        return True


class _Inline(_Choices[M], Generic[M]):
    """Rows that belong to the record above them: who may change that may change them.

    `rights` are asked with the parent; without them the right to change the parent decides.
    """

    rights: Rights | None = None
    extra = 0
    view_on_site: Callable[[M], str | None] | bool = False
    show_change_link = False

    def _allow(self, verb: str, request: HttpRequest, parent: Any) -> bool:
        if self.rights is not None:
            return self.rights.allow(verb, request.user, parent)
        above = self.admin_site.get_model_admin(self.parent_model)  # type: ignore[attr-defined]
        if verb == "view":
            return above.has_view_permission(request, parent)
        if parent is None:
            return above.has_add_permission(request) or above.has_change_permission(request)
        return above.has_change_permission(request, parent)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allow("view", request, obj) or self._allow("change", request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allow("add", request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allow("change", request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._allow("delete", request, obj)


class OfficeStackedInline(_Inline[M], admin.StackedInline[M, Any], Generic[M]):
    """One below the other: the first choice, for it reads well and has labels."""


class OfficeTabularInline(_Inline[M], admin.TabularInline[M, Any], Generic[M]):
    """A table, for short rows: the heads of its columns are read out with each field."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs.setdefault("aria-label", str(field.label))
        return field

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset = super().get_formset(request, obj, **kwargs)
        formset.deletion_widget = CheckboxInput({"aria-label": _("Delete")})  # type: ignore[assignment]
        return formset


class OfficeLinks(OfficeTabularInline[M], Generic[M]):
    """A table of records with pages of their own: list `record` first, it is the way there."""

    can_delete = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return list(self.fields or [])  # type: ignore[arg-type]

    @admin.display(description=_lazy("record"))
    def record(self, thing: M) -> str:
        opts = self.opts
        name = f"{self.admin_site.name}:{opts.app_label}_{opts.model_name}_change"
        return format_html('<a href="{}">{}</a>', reverse(name, args=[thing.pk]), thing)
