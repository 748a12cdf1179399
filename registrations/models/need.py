from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import OfficeRole, User
from portal.dates import berlin_day
from portal.text import ProseTextField
from registrations.models.registration import Registration

DAYS_KEPT = 14


class SupportNeedQuerySet(models.QuerySet["SupportNeed"]):
    def visible_to(self, user: User | AnonymousUser, at: datetime) -> Self:
        """The coordinators who look after the offer, until it is deleted; nobody else."""
        if not user.is_authenticated or user.office_role != OfficeRole.COORDINATOR:
            return self.none()
        return self.filter(registration__offer__stewards=user).exclude(
            registration__offer__last_day__lt=_last_day(at)
        )

    def overdue(self, at: datetime) -> Self:
        """Whose event is over for fourteen days."""
        return self.filter(registration__offer__last_day__lt=_last_day(at))


def _last_day(at: datetime) -> date:
    return berlin_day(at) - timedelta(days=DAYS_KEPT)


class SupportNeed(models.Model):
    """What somebody eats or needs to take part: may tell of health or belief (Art. 9 GDPR).

    Kept apart from everything else, and deleted fourteen days after the event.
    """

    registration = models.OneToOneField(
        Registration, models.CASCADE, related_name="need", verbose_name=_("registration")
    )
    diet = ProseTextField(_("diet"), blank=True)
    access = ProseTextField(_("access"), blank=True)

    objects = SupportNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("diet and access needs")
        verbose_name_plural = _("diet and access needs")

    def __str__(self) -> str:
        return str(self.registration_id)
