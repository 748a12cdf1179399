"""Reports and conferences in any number, to see which pages grow with them."""

from datetime import UTC, datetime, timedelta

from bench import programme
from conferences.models import Conference
from publications.models import Report

REPORTS = 25
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


def grow(to: int) -> None:
    """So many times 25 reports and a conference of 120 sessions."""
    there = Report.objects.filter(slug__startswith="pruefbericht-").count()
    Report.objects.bulk_create(
        Report(
            title=f"Prüfbericht {number}",
            teaser="Was an diesem Tag geschah.",
            slug=f"pruefbericht-{number}",
            state=Report.State.PUBLISHED,
            published_at=FIRST + timedelta(days=number),
        )
        for number in range(there, REPORTS * to)
    )
    built = Conference.objects.filter(slug__startswith="pruefkonferenz-").count()
    for number in range(built, to - 1):
        programme.build(f"pruefkonferenz-{number + 1}")
