from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.text import LineField


class Contribution(models.Model):
    """A person in a programme, with function and affiliation as they were on that day."""

    class Role(models.TextChoices):
        INPUT = "input", _("Expert input")
        TALK = "talk", _("Talk")
        MODERATION = "moderation", _("Moderation")
        PANEL = "panel", _("Panel")
        WELCOME = "welcome", _("Welcome")
        CONTACT = "contact", _("Contact")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        ACTUAL = "actual", _("took part")
        ABSENT = "absent", _("did not take part")

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="+", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.INPUT)
    function = LineField(_("function on that day"), max_length=200, blank=True)
    affiliation = LineField(
        _("affiliation on that day"),
        max_length=200,
        blank=True,
        help_text=_("Stays as it is here, even when the person moves on."),
    )
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PLANNED)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"
