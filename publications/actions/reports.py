"""Reports on their way to the public, and back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from portal import audit
from portal.refusals import Refusal
from publications.actions import previews
from publications.models import Picture, Report, ReportBlock

State = Report.State


@transaction.atomic
def submit_for_review(*, report: Report, by: User, at: datetime) -> Report:
    """Ask the editors to read it; from now on only they change it."""
    report = _locked(report)
    if report.state not in {State.DRAFT, State.WITHDRAWN}:
        raise Refusal(_("Only a draft can be handed in for review."))
    return _move(report, State.REVIEW, "report.submitted", by, at)


@transaction.atomic
def return_to_draft(*, report: Report, by: User, at: datetime) -> Report:
    """Give it back to those who look after it."""
    report = _locked(report)
    if report.state != State.REVIEW:
        raise Refusal(_("Only a report in review can be given back."))
    return _move(report, State.DRAFT, "report.returned", by, at)


@transaction.atomic
def publish(*, report: Report, by: User, at: datetime) -> Report:
    """Show it to everybody. A report that was withdrawn keeps its first date.

    Raises Refusal with every reason at once.
    """
    report = _locked(report)
    _refuse_unless_ready(report, at)
    if report.published_at is None or report.is_scheduled(at):
        report.published_at = at
    return _move(report, State.PUBLISHED, "report.published", by, at, "published_at")


@transaction.atomic
def schedule(*, report: Report, publish_at: datetime, by: User, at: datetime) -> Report:
    """Let it appear by itself at this moment, or at another one than was planned.

    Raises Refusal with every reason at once.
    """
    report = _locked(report)
    if publish_at <= at:
        raise Refusal(_("Please choose a time that lies ahead."))
    if report.published_at and not report.is_scheduled(at):
        raise Refusal(_("This report was public before: it keeps its date and appears at once."))
    _refuse_unless_ready(report, at)
    report.published_at = publish_at
    return _move(report, State.PUBLISHED, "report.scheduled", by, at, "published_at")


@transaction.atomic
def unschedule(*, report: Report, by: User, at: datetime) -> Report:
    """Let it not appear after all; it is in review again."""
    report = _locked(report)
    if not report.is_scheduled(at):
        raise Refusal(_("No time is set for this report."))
    report.published_at = None
    return _move(report, State.REVIEW, "report.unscheduled", by, at, "published_at")


@transaction.atomic
def withdraw(*, report: Report, by: User, at: datetime) -> Report:
    """Take it off every page; the text stays with the office, and no preview is left open."""
    report = _locked(report)
    _refuse_unless_published(report, at)
    previews.revoke_all(report=report, by=by, at=at)
    return _move(report, State.WITHDRAWN, "report.withdrawn", by, at)


@transaction.atomic
def correct(*, report: Report, note: str, by: User, at: datetime) -> Report:
    """Tell the readers what was wrong; the note stands at the top of the report."""
    report = _locked(report)
    _refuse_unless_published(report, at)
    if not note.strip():
        raise Refusal(_("Please write what was corrected."))
    report.correction_note = note
    report.corrected_at = at
    report.full_clean()
    report.save()
    fields = ["correction_note", "corrected_at"]
    audit.record("report.corrected", report, by=by, at=at, fields=fields)
    return report


def _locked(report: Report) -> Report:
    return Report.objects.select_for_update().get(pk=report.pk)


def _refuse_unless_ready(report: Report, at: datetime) -> None:
    if report.is_published(at):
        raise Refusal(_("This report is already published."))
    if reasons := _what_is_missing(report):
        raise Refusal(reasons)


def _refuse_unless_published(report: Report, at: datetime) -> None:
    if not report.is_published(at):
        raise Refusal(_("This report is not published."))


def _move(
    report: Report, state: Report.State, what: str, by: User, at: datetime, *fields: str
) -> Report:
    report.state = state
    report.save()
    audit.record(what, report, by=by, at=at, fields=["state", *fields])
    return report


def _what_is_missing(report: Report) -> list[str]:
    """What stands in the way of publication, each as a sentence."""
    reasons = []
    if not report.teaser.strip():
        reasons.append(_("The teaser is missing."))
    if report.picture and not report.picture.is_shown:
        reasons.append(_("The consent to the lead picture is missing or was withdrawn."))
    blocks = list(report.blocks.select_related("picture").prefetch_related("pictures", "documents"))
    if not blocks:
        reasons.append(_("The report has no text yet: please add at least one block."))
    pictures = [picture for block in blocks for picture in _pictures_of(block)]
    reasons += [
        _("The consent to the picture “%(title)s” is missing or was withdrawn.")
        % {"title": picture.title}
        for picture in pictures
        if not picture.is_shown
    ]
    reasons += _empty_lists(blocks)
    return reasons


def _pictures_of(block: ReportBlock) -> list[Picture]:
    return [*([block.picture] if block.picture else []), *block.pictures.all()]


def _empty_lists(blocks: list[ReportBlock]) -> list[str]:
    """What only the finished report can tell: the many-to-many rows come after the block."""
    kind = ReportBlock.Kind
    reasons = []
    if any(block.kind == kind.GALLERY and not block.pictures.all() for block in blocks):
        reasons.append(_("A gallery has no pictures."))
    if any(block.kind == kind.DOWNLOADS and not block.documents.all() for block in blocks):
        reasons.append(_("A block of downloads names no document."))
    return reasons
