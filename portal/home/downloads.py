"""The archive of downloads over all years and events."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.home import events
from publications.forms import DocumentFilter
from publications.models import Document, DocumentQuerySet, Topic

PAGE = "seite"
PER_PAGE = 24


@require_safe
def downloads(request: HttpRequest) -> HttpResponse:
    """Everything to take home, to be narrowed down by event, topic, kind and year."""
    now = timezone.now()
    published = Document.objects.published(now)
    left_behind = events.with_documents(now)
    narrowing = ArchiveFilter(
        request.GET,
        events=left_behind,
        topics=Topic.objects.with_documents(now).in_order(),
        years=published.years(),
    )
    found = narrowing.narrow(published).with_newer_version(now).newest_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get(PAGE))
    context = {
        "form": narrowing,
        "page": page,
        "rows": events.by_document(page, left_behind),
        "event": narrowing.chosen_event,
    }
    return render(request, "home/downloads.html", context)


class ArchiveFilter(DocumentFilter):
    """Besides what every document has: the conference or workshop day that it belongs to."""

    event = forms.ChoiceField(label=_("Event"), required=False)

    def __init__(self, *args: Any, events: list[events.Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.events = {event.key: event for event in events}
        groups: dict[str, list[tuple[str, str]]] = {}
        for event in events:
            groups.setdefault(event.kind, []).append((event.key, event.title))
        field = self.fields["event"]
        field.choices = [("", _("All events")), *groups.items()]  # type: ignore[attr-defined]
        self.order_fields(["event", "topic", "kind", "year"])

    def add_prefix(self, field_name: str) -> str:
        return "veranstaltung" if field_name == "event" else super().add_prefix(field_name)

    @property
    def chosen_event(self) -> events.Event | None:
        return self.events.get(self.cleaned_data.get("event", ""))

    def narrow(self, documents: DocumentQuerySet) -> DocumentQuerySet:
        found = super().narrow(documents)
        event = self.chosen_event
        return found.filter(pk__in=event.documents) if event else found
