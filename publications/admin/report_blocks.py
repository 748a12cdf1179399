"""The blocks of a report: numbered by themselves, folded to what their kind uses."""

from collections.abc import Iterable
from typing import Any

from django.forms import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.office import OfficeStackedInline
from portal.widgets import AttachingForm
from publications.models import Picture, Report, ReportBlock

STEP = 10


class NumberedBlocks(BaseInlineFormSet[ReportBlock, Report, Any]):
    """A new block that was given no number comes last."""

    def save_new(self, form: Any, commit: bool = True) -> ReportBlock:
        if not form.instance.position:
            form.instance.position = max(row.instance.position for row in self.forms) + STEP
        return super().save_new(form, commit)


class BlockInline(OfficeStackedInline[ReportBlock]):
    """What a kind of block does not use is folded away by `office-blocks.js`."""

    model = ReportBlock
    form = AttachingForm
    formset = NumberedBlocks
    autocomplete_fields = ["picture", "pictures", "documents"]
    fieldsets = [
        (None, {"fields": [("position", "kind"), "heading"]}),
        (None, {"fields": ["text"], "classes": ["for-text"]}),
        (None, {"fields": ["picture"], "classes": ["for-picture"]}),
        (None, {"fields": ["pictures"], "classes": ["for-gallery"]}),
        (None, {"fields": ["quotation", "source"], "classes": ["for-quotation"]}),
        (None, {"fields": ["documents"], "classes": ["for-downloads"]}),
        (None, {"fields": ["links"], "classes": ["for-links"]}),
    ]

    class Media:
        js = ["js/office-blocks.js"]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name == "position":
            field.help_text = _("0 puts a new block last.")
        if field is not None and db_field.name == "links":
            field.help_text = _("One a line: Words | https://address, or the address alone.")
        return field


def not_shown(report: Report) -> Iterable[str]:
    """The pictures of a report that no reader sees, for want of consent, and where they stand."""
    if report.picture and not report.picture.is_shown:
        yield _line(_("Lead picture"), report.picture)
    blocks = report.blocks.select_related("picture").prefetch_related("pictures")
    for number, block in enumerate(blocks, start=1):
        for picture in [*([block.picture] if block.picture else []), *block.pictures.all()]:
            if not picture.is_shown:
                yield _line(_("Block %(number)d") % {"number": number}, picture)


def _line(place: Any, picture: Picture) -> str:
    return f"{place}: {picture} ({picture.get_consent_display()})"
