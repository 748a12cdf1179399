"""What belongs to a conference and is edited on its page."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from conferences import policies
from conferences.models import Island, ParticipantCount, Room, Stand
from portal.office import OfficeLinks, OfficeTabularInline, Rights, office


class RoomFormSet(BaseInlineFormSet[Any, Any, Any]):
    def clean(self) -> None:
        super().clean()
        used = [form.instance for form in self.deleted_forms if form.instance.sessions.exists()]
        if used:
            raise forms.ValidationError(
                _("Sessions take place in %(rooms)s; please move them first."),
                params={"rooms": ", ".join(str(room) for room in used)},
            )


class RoomInline(OfficeTabularInline[Room]):
    model = Room
    formset = RoomFormSet
    rights = Rights(
        view=office,
        add=policies.may_edit_conference,
        change=policies.may_edit_conference,
        delete=policies.may_edit_conference,
    )
    fields = ["position", "name", "capacity", "floor", "access"]


class CountInline(OfficeTabularInline[ParticipantCount]):
    model = ParticipantCount
    rights = RoomInline.rights
    fields = ["position", "qualifier", "number", "whom", "source"]


class IslandInline(OfficeTabularInline[Island]):
    model = Island
    rights = Rights(
        view=office,
        add=policies.may_edit_conference,
        change=policies.may_edit_conference_texts,
        delete=policies.may_edit_conference,
    )
    fields = ["position", "title", "description", "topic"]
    autocomplete_fields = ["topic"]


class StandLinks(OfficeLinks[Stand]):
    """The stands to click on; each has a page of its own."""

    model = Stand
    rights = Rights.read_only(office)
    fields = ["record", "number", "island", "organisation"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Stand]:
        rows = super().get_queryset(request).select_related("island", "organisation")
        return rows.order_by("island__position", "position", "pk")
