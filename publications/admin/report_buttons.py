"""The way of a report to the public, as buttons."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.office import Button, RecordForm
from portal.text import LineFormField, ProseFormField
from publications import policies
from publications.actions import previews, reports
from publications.models import Report

State = Report.State


class CorrectionForm(RecordForm):
    note = ProseFormField(
        label=_("What was corrected?"),
        max_length=2000,
        help_text=_("Stands at the top of the report, below its title, with today's date."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"note": self.thing.correction_note}


class ScheduleForm(RecordForm):
    publish_at = forms.SplitDateTimeField(
        label=_("Day and time"),
        help_text=_("From this moment on everybody sees the report."),
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": _("Day")},  # type: ignore[dict-item]
            time_attrs={"type": "time", "aria-label": _("Time of the day")},  # type: ignore[dict-item]
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"publish_at": self.thing.published_at}


class PreviewForm(RecordForm):
    reader = LineFormField(
        label=_("For whom?"),
        max_length=160,
        help_text=_("Only for your list of links; the reader does not see it."),
    )


def _is_public(report: Report) -> bool:
    return report.is_published(timezone.now())


def _is_scheduled(report: Report) -> bool:
    return report.is_scheduled(timezone.now())


BUTTONS = [
    Button(
        "submit",
        _("Hand in for review"),
        reports.submit_for_review,
        allowed=policies.may_edit_report,
        shown=lambda report: report.state == State.DRAFT,
        done=_("The editors can read and publish the report now."),
    ),
    Button(
        "return",
        _("Give back as draft"),
        reports.return_to_draft,
        allowed=policies.may_publish,
        shown=lambda report: report.state == State.REVIEW,
        done=_("The report is a draft again."),
    ),
    Button(
        "preview",
        _("Make a preview link"),
        previews.make,
        allowed=policies.may_preview_report,
        form=PreviewForm,
        confirm=_("Whoever has the link reads the report as it stands, for 14 days."),
        shown=lambda report: not _is_public(report),
        shows="admin/publications/preview_link.html",
    ),
    Button(
        "publish",
        _("Publish"),
        reports.publish,
        allowed=policies.may_publish,
        confirm=_("The report appears on the start page, in the list and in the feed."),
        shown=lambda report: not _is_public(report),
        done=_("The report is published."),
    ),
    Button(
        "schedule",
        _("Publish on …"),
        reports.schedule,
        allowed=policies.may_publish,
        form=ScheduleForm,
        shown=lambda report: report.published_at is None or _is_scheduled(report),
        done=_("The report will appear at that time by itself."),
    ),
    Button(
        "unschedule",
        _("Do not publish yet"),
        reports.unschedule,
        allowed=policies.may_publish,
        confirm=_("The report does not appear at its time; it is in review again."),
        shown=_is_scheduled,
        done=_("The report will not appear by itself."),
    ),
    Button(
        "correct",
        _("Add a correction"),
        reports.correct,
        allowed=policies.may_publish,
        form=CorrectionForm,
        shown=_is_public,
        done=_("The correction stands at the top of the report."),
    ),
    Button(
        "withdraw",
        _("Withdraw"),
        reports.withdraw,
        allowed=policies.may_publish,
        confirm=_("The report disappears from every page. You can publish it again later."),
        shown=_is_public,
        done=_("The report is withdrawn."),
        risky=True,
    ),
]
