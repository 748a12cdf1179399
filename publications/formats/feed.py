"""The reports as a feed (Atom, RFC 4287)."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from portal.text import clean
from publications.models import Report

MEDIA_TYPE = Atom1Feed.content_type


def atom(reports: Iterable[Report]) -> str:
    """Short texts, dates and topics of these published reports; every address from the settings."""
    base, operator = settings.BASE_URL, settings.OPERATOR
    feed = Atom1Feed(
        title=_("Reports – %(portal)s") % {"portal": operator["portal_name"]},
        link=base + reverse("publications:reports"),
        feed_url=base + reverse("publications:feed"),
        subtitle=_("What happened in the development workshops, and what came of it."),
        description="",
        language="de",
        author_name=operator["name"],
    )
    for report in reports:
        link = base + report.get_absolute_url()
        feed.add_item(
            title=report.title,
            link=link,
            unique_id=link,
            description=clean(report.summary),
            pubdate=report.published_at,
            updateddate=_changed_at(report),
            categories=[topic.name for topic in report.topics.all()],
        )
    return feed.writeString("utf-8")


def _changed_at(report: Report) -> datetime | None:
    return report.corrected_at or report.published_at
