from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import User
from portal.pictures import PictureField
from portal.text import LineField
from portal.uploads import RandomName
from publications.models.stewards import seen_by


class PictureQuerySet(models.QuerySet["Picture"]):
    def shown(self) -> Self:
        """Those whose consent stands or was never needed."""
        return self.exclude(consent=Picture.Consent.WITHDRAWN).exclude(
            consent=Picture.Consent.MISSING
        )

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Without consent they are for editors and their stewards only."""
        return seen_by(user, self, public=self.shown())


class Picture(models.Model):
    """A picture with what the law and the reader need: words instead of it, credit, consent."""

    class Consent(models.TextChoices):
        NOT_NEEDED = "not_needed", _("not needed (nobody recognisable)")
        GIVEN = "given", _("given by all persons shown")
        MISSING = "missing", _("still missing")
        WITHDRAWN = "withdrawn", _("withdrawn")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = LineField(_("title in the archive"), max_length=160)
    file = PictureField(
        _("file"),
        upload_to=RandomName("pictures"),
        width_field="width",
        height_field="height",
        max_length=200,
    )
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    alt_text = LineField(
        _("text instead of the picture"),
        max_length=400,
        blank=True,
        help_text=_("What is to be seen, for people who do not see it. One or two sentences."),
    )
    is_decorative = models.BooleanField(
        _("decorative"), default=False, help_text=_("Only if nothing is lost without the picture.")
    )
    credit = LineField(_("credit"), max_length=200, help_text=_("Who made it, which licence."))
    caption = LineField(_("caption"), max_length=400, blank=True)
    persons = models.ManyToManyField(
        "people.Person", blank=True, related_name="+", verbose_name=_("persons shown")
    )
    consent = models.CharField(
        _("consent"), max_length=20, choices=Consent, default=Consent.MISSING
    )
    stewards = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        related_name="+",
        verbose_name=_("looked after by"),
        help_text=_("Coordinators named here may edit it."),
    )
    is_demo = models.BooleanField(_("made for the demonstration"), default=False)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        constraints = [
            models.CheckConstraint(
                condition=(Q(is_decorative=True) & Q(alt_text=""))
                | (Q(is_decorative=False) & ~Q(alt_text="")),
                name="picture_has_alt_text_or_is_decorative",
                violation_error_message=_(
                    "Please describe the picture in words, or mark it as decorative."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shown(self) -> bool:
        return self.consent in {self.Consent.NOT_NEEDED, self.Consent.GIVEN}
