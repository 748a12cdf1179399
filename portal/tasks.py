"""What Celery may run: ids or nothing in, idempotent; the truth is in the database."""

from celery import shared_task
from django.utils import timezone

from portal import clock, delivery


@shared_task
def deliver() -> None:
    """Empty the outbox as far as it is due."""
    delivery.deliver_due(timezone.now())


@shared_task
def run_due() -> None:
    """Run the timed jobs that are due."""
    clock.run_due(timezone.now())
