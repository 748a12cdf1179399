from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import User


class RetentionQuerySet(models.QuerySet["Retention"]):
    def visible_to(self, user: User | AnonymousUser) -> RetentionQuerySet:
        return self if user.is_authenticated and user.is_superuser else self.none()

    def days(self) -> dict[Retention.Kind, int]:
        """Each kind of data with its days: as set, otherwise as proposed."""
        told = dict(self.values_list("kind", "days"))
        return {kind: told.get(kind, PROPOSED[kind]) for kind in Retention.Kind}


class Retention(models.Model):
    """How long one kind of data is kept."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("registrations, after the event")
        WITHOUT_PLACE = "without_place", _("those who only waited, after the event")
        CANCELLED = "cancelled", _("cancelled registrations, after the event")
        UNCONFIRMED = "unconfirmed", _("never confirmed registrations, after their deadline")

    kind = models.CharField(_("kind of data"), max_length=20, choices=Kind, unique=True)
    days = models.PositiveSmallIntegerField(_("days"))

    objects = RetentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("retention period")
        verbose_name_plural = _("retention periods")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.get_kind_display()


PROPOSED = {
    Retention.Kind.REGISTRATION: 365,
    Retention.Kind.WITHOUT_PLACE: 30,
    Retention.Kind.CANCELLED: 30,
    Retention.Kind.UNCONFIRMED: 7,
}
