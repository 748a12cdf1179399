"""What the clock starts: places that ran out go on, people are forgotten on time."""

import logging
from datetime import datetime

from portal import clock
from registrations.actions import erasure, mailings, quotas
from registrations.models import Offer

log = logging.getLogger(__name__)


@clock.every(minutes=2)
def pass_on(at: datetime) -> None:
    """Places that nobody confirmed or accepted in time go to the next."""
    quotas.end_what_ran_out(at=at)


@clock.daily(at="03:10")
def forget(at: datetime) -> None:
    """Whoever was kept long enough is forgotten; the log says how many, never who."""
    report = erasure.forget_due(at=at)
    if report.total:
        log.info("forgotten: %s", report)


@clock.daily(at="09:00")
def remind(at: datetime) -> None:
    """Some days before the event, everybody who has a place; who was told is told once."""
    for offer in Offer.objects.to_remind(at):
        mailings.remind(offer=offer, at=at)
