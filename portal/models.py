"""What the floor keeps: the audit trail, the letters to send, the runs of the clock."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import scopes


class AppendOnly(RuntimeError):
    """Somebody tried to rewrite the past."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Entries are read and added. Only the database forgets who it was when an account goes."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("An audit entry is written once.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("An audit entry is written once.")

    def delete(self) -> NoReturn:
        raise AppendOnly("An audit entry stays.")

    def forget(self, whats: Iterable[str], *, before: datetime) -> int:
        """The one way out: entries of these kinds, kept long enough; how many they were."""
        old = models.QuerySet.delete(self.filter(what__in=whats, at__lt=before))
        return old[0]

    def visible_to(self, user: Any) -> Self:
        """Everything for superusers; for coordinators what belongs to their rooms."""
        if user.is_active and user.is_superuser:
            return self
        return self.in_scopes(scopes.of(user))

    def in_scopes(self, named: list[str]) -> Self:
        return self.filter(scope__in=named)

    def about(self, thing: models.Model) -> Self:
        return self.filter(subject=subject_of(thing))


class AuditEntry(models.Model):
    """Who did what to which thing. Names of fields, never their values; written once."""

    class Actor(models.TextChoices):
        USER = "user", _("Account")
        REGISTRANT = "registrant", _("Registrant")
        CLOCK = "clock", _("Clock")

    what = models.CharField(_("event"), max_length=80)
    subject = models.CharField(_("record"), max_length=120, db_index=True)
    scope = models.CharField(_("scope"), max_length=80, blank=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    actor = models.CharField(_("actor"), max_length=10, choices=Actor.choices)
    fields = models.JSONField(_("fields"), default=list, blank=True)
    at = models.DateTimeField(_("time"), db_index=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit trail")

    def __str__(self) -> str:
        return f"{self.what} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("An audit entry is written once.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnly("An audit entry stays.")


def subject_of(thing: models.Model | type[models.Model]) -> str:
    """How the audit trail and the outbox name a record: "workshops.milestone:17".

    Of what concerns all records of a kind, that is the model: "municipalities.municipality".
    """
    label = thing._meta.label_lower
    return label if isinstance(thing, type) else f"{label}:{thing.pk}"


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def visible_to(self, user: Any) -> Self:
        """All but the sign-in mails, which are listed to nobody; for coordinators their rooms'."""
        if user.is_active and user.is_superuser:
            return self.filter(is_sign_in=False)
        return self.in_scopes(scopes.of(user))

    def due(self, at: datetime) -> Self:
        """Waiting and due, or taken by a sender whose lease ran out."""
        waiting = Q(state=OutgoingMail.State.QUEUED, next_attempt_at__lte=at)
        return self.filter(waiting | _left_behind(at))

    def left_behind(self, at: datetime) -> Self:
        """Taken by a sender that died: its lease ran out."""
        return self.filter(_left_behind(at))

    def claimable(self, at: datetime) -> Self:
        """Due and in nobody's hands, oldest first; locked until the transaction ends."""
        skip_locked = connection.features.has_select_for_update_skip_locked
        return (
            self.due(at)
            .order_by("next_attempt_at", "pk")
            .select_for_update(skip_locked=skip_locked)
        )

    def in_scopes(self, named: list[str]) -> Self:
        """Of these rooms ("round:3"); sign-in mails are listed to nobody."""
        return self.filter(scope__in=named, is_sign_in=False)

    def sent_before(self, at: datetime) -> Self:
        return self.filter(state=OutgoingMail.State.SENT, sent_at__lt=at)

    def failed(self) -> Self:
        return self.filter(state=OutgoingMail.State.FAILED)


def _left_behind(at: datetime) -> Q:
    return Q(state=OutgoingMail.State.IN_FLIGHT, lease_until__lte=at)


class OutgoingMail(models.Model):
    """A letter that is owed. Sent at least once; a second copy carries the same Message-ID."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        IN_FLIGHT = "in_flight", _("Being sent")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    recipient = models.CharField(_("recipient"), max_length=320)
    subject = models.CharField(_("subject line"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"), blank=True)
    occasion = models.CharField(
        _("occasion"), max_length=200, unique=True, help_text=_("One mail per occasion, for ever.")
    )
    about = models.CharField(_("concerning"), max_length=120, blank=True, db_index=True)
    scope = models.CharField(_("scope"), max_length=80, blank=True, db_index=True)
    is_sign_in = models.BooleanField(_("sign-in mail"), default=False)
    sealed = models.TextField(_("secret parts"), blank=True)
    message_id = models.CharField(_("Message-ID"), max_length=200)
    state = models.CharField(_("delivery"), max_length=10, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    posted_at = models.DateTimeField(_("posted at"))
    next_attempt_at = models.DateTimeField(_("next attempt"))
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        ordering = ["-posted_at", "-pk"]
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outbox")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state__in=["queued", "in_flight"]),
                name="portal_outbox_open",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="in_flight", lease_until__isnull=False)
                | (~Q(state="in_flight") & Q(lease_until=None)),
                name="portal_mail_in_flight_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False, sealed="")
                | (~Q(state="sent") & Q(sent_at=None)),
                name="portal_mail_sent_has_a_time_and_no_secret",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class MailAttachment(models.Model):
    """A file that goes with a letter."""

    mail = models.ForeignKey(OutgoingMail, models.CASCADE, related_name="attachments")
    name = models.CharField(_("file name"), max_length=120)
    media_type = models.CharField(_("media type"), max_length=100)
    content = models.BinaryField(_("file content"))

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def visible_to(self, user: Any) -> Self:
        return self if user.is_active and user.is_superuser else self.none()


class JobRun(models.Model):
    """When a timed job ran last and is due next: one row per job, shared by all schedulers."""

    name = models.CharField(_("job"), max_length=120, unique=True)
    next_at = models.DateTimeField(_("next run"))
    last_at = models.DateTimeField(_("last run"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=300, blank=True)

    objects = JobRunQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("timed job")
        verbose_name_plural = _("timed jobs")

    def __str__(self) -> str:
        return self.name
