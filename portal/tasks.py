"""What Celery may run: ids or nothing in, idempotent; the truth is in the database."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from celery import current_app, shared_task
from django.db import connections
from django.utils import timezone

from portal import clock, delivery

log = logging.getLogger(__name__)

Work = Callable[[], object]
_carrier = ThreadPoolExecutor(max_workers=1, thread_name_prefix="outbox")


@shared_task
def deliver() -> None:
    """Empty the outbox as far as it is due."""
    delivery.deliver_due(timezone.now())


@shared_task
def run_due() -> None:
    """Run the timed jobs that are due."""
    clock.run_due(timezone.now())


def deliver_soon() -> None:
    """Without a broker a thread of this process delivers: no request waits for a mail server."""
    if current_app.conf.task_always_eager:
        later(deliver.delay)
    else:
        deliver.delay()


def in_background(work: Work) -> None:
    _carrier.submit(_alone, work)


def _alone(work: Work) -> None:
    try:
        work()
    except Exception as fault:
        log.warning("delivery is left to the sweep: %s", type(fault).__name__)
    finally:
        connections.close_all()


later: Callable[[Work], object] = in_background  # the tests deliver at once
