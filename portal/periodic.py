"""What the clock starts on the floor."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.models import Session

from portal import clock, delivery, outbox, signin_trail


@clock.every(minutes=1)
def sweep_outbox(at: datetime) -> None:
    """Send what a nudge missed, what waits for another try and what a crash left behind."""
    delivery.deliver_due(at)


@clock.daily(at="03:30")
def forget_sessions(at: datetime) -> None:
    """Expired sessions go."""
    Session.objects.filter(expire_date__lt=at).delete()


@clock.daily(at="03:35")
def forget_sign_ins(at: datetime) -> None:
    """The trail of signing in is kept long enough to look into an attack, and no longer."""
    signin_trail.forget(before=at - timedelta(days=settings.SIGN_IN_TRAIL_DAYS))


@clock.daily(at="03:40")
def forget_letters(at: datetime) -> None:
    """Texts and attachments of letters that were sent."""
    outbox.forget_texts(before=at - timedelta(days=settings.MAIL_TEXT_DAYS))
