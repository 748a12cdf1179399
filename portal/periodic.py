"""What the clock starts on the floor."""

from datetime import datetime

from django.contrib.sessions.models import Session

from portal import clock, delivery


@clock.every(minutes=1)
def sweep_outbox(at: datetime) -> None:
    """Send what a nudge missed, what waits for another try and what a crash left behind."""
    delivery.deliver_due(at)


@clock.daily(at="03:30")
def forget_sessions(at: datetime) -> None:
    """Expired sessions go."""
    Session.objects.filter(expire_date__lt=at).delete()
