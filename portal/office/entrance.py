"""The office as a place: `/verwaltung/`, entered through the portal's own sign-in."""

from functools import update_wrapper
from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from portal.office.buttons import ButtonsAdmin
from portal.office.groups import grouped
from portal.office.scripts import ScriptWords


class OfficeSite(admin.AdminSite):
    site_title = _("Administration")
    site_header = _("Administration")
    index_title = _("What would you like to edit?")
    site_url = "/"
    enable_nav_sidebar = True

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only our own windows: what libraries bring asks no policy and leaves no trace."""
        if admin_class is not None and issubclass(admin_class, ButtonsAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The portal's own sign-in, with its limits; 403 for accounts outside the office."""
        enter = secure_admin_login(super().login)
        answer: HttpResponse = enter(request, extra_context)
        return answer

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """403 for accounts outside the office, instead of another sign-in."""
        inner = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            answer: HttpResponse = inner(request, *args, **kwargs)
            return answer

        return update_wrapper(guarded, view)

    def i18n_javascript(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return ScriptWords.as_view()(request)  # type: ignore[return-value]

    def get_urls(self) -> list[Any]:
        """Without Django's `r/`: it leads to any record and asks no `visible_to`."""
        return [one for one in super().get_urls() if getattr(one, "name", "") != "view_on_site"]

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The portal's own page, with its limits and its letter."""
        return redirect("account_change_password")

    def password_change_done(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The front page and the side bar by groups; the page of one app as Django has it."""
        apps = super().get_app_list(request, app_label)
        return apps if app_label else grouped(apps, self._registry)
