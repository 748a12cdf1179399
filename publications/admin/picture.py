from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal import pictures
from portal.office import Button, Rights, office
from publications import policies
from publications.actions import pictures as actions
from publications.admin.groups import PUBLISHING
from publications.admin.picture_form import PictureForm
from publications.admin.stewards import StewardedAdmin
from publications.models import Picture

PREVIEW = pictures.WIDTHS[0]


@admin.register(Picture)
class PictureAdmin(StewardedAdmin[Picture]):
    form = PictureForm
    group = PUBLISHING
    position = 2
    rights = Rights(
        view=office,
        add=policies.may_edit_picture,
        change=policies.may_edit_picture,
    )
    list_display = ["thumbnail", "title", "consent", "credit", "described"]
    list_display_links = ["thumbnail", "title"]
    list_filter = ["consent", "is_decorative", "is_demo"]
    search_fields = ["title", "alt_text", "caption", "credit"]
    ordering = ["-pk"]
    autocomplete_fields = ["persons", "stewards"]
    buttons = [
        Button(
            "give-consent",
            _("Note consent of all persons"),
            actions.give_consent,
            allowed=policies.may_edit_picture,
            confirm=_("All persons to be seen have agreed, and you can prove it."),
            shown=lambda picture: not picture.is_shown,
            done=_("The picture may be shown."),
        ),
        Button(
            "withdraw-consent",
            _("Withdraw consent"),
            actions.withdraw_consent,
            allowed=policies.may_withdraw_consent,
            confirm=_("The picture disappears at once from every page."),
            shown=lambda picture: picture.consent != Picture.Consent.WITHDRAWN,
            done=_("The picture is hidden everywhere."),
            risky=True,
        ),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        file = ["file"] if self._may_write(request, obj) else []
        preview = ["preview"] if obj else []
        return [
            (None, {"fields": [*preview, *file, "title"]}),
            (
                _("For everybody who does not see it"),
                {"fields": ["alt_text", "is_decorative"]},
            ),
            (_("Below the picture"), {"fields": ["caption", "credit"]}),
            (
                _("Persons and consent"),
                {
                    "fields": ["persons", "consent"],
                    "description": _(
                        "A picture is shown only if nobody can be recognised in it or all persons "
                        "have agreed. Please name the persons who agreed, as far as they are known "
                        "here. Later the consent changes by the buttons above."
                    ),
                },
            ),
            (
                _("In the portal"),
                {"fields": ["stewards", "is_demo"], "classes": ["collapse"]},
            ),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> list[str]:
        return ["preview", "consent"] if obj else ["preview"]

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        if not change or "file" not in form.changed_data:
            super().save_model(request, obj, form, change)
            return
        actions.replace_file(picture=obj, by=request.user, at=timezone.now())  # type: ignore[arg-type]
        self.message_user(
            request,
            _("The new file needs its own consent; until then the picture is not shown."),
            messages.WARNING,
        )

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview_view)
        name = "publications_picture_preview"
        return [path("<int:pk>/preview.webp", view, name=name), *super().get_urls()]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The picture for the office, while its consent is still being asked for."""
        picture = self.get_object(request, str(pk))
        if picture is None or picture.consent == Picture.Consent.WITHDRAWN:
            raise Http404
        try:
            content = default_storage.open(pictures.rendition(str(picture.file), PREVIEW))
        except (OSError, ValidationError) as missing:
            raise Http404 from missing
        return FileResponse(content, content_type="image/webp")

    @admin.display(description=_("picture"))
    def thumbnail(self, picture: Picture) -> SafeString | str:
        return self._image(picture, 96)

    @admin.display(description=_("preview"))
    def preview(self, picture: Picture) -> SafeString | str:
        return self._image(picture, PREVIEW)

    @admin.display(description=_("described or decorative"), boolean=True)
    def described(self, picture: Picture) -> bool:
        return bool(picture.alt_text) or picture.is_decorative

    def _may_write(self, request: HttpRequest, obj: Picture | None) -> bool:
        if obj is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, obj)

    def _image(self, picture: Picture, width: int) -> SafeString | str:
        if picture.consent == Picture.Consent.WITHDRAWN:
            return str(_("hidden"))
        height = round(width * picture.height / picture.width) if picture.width else width
        address = reverse(f"{self.admin_site.name}:publications_picture_preview", args=[picture.pk])
        return format_html(
            '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy">',
            address,
            picture.alt_text or picture.title,
            width,
            height,
        )
