from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models.user import User


class MailChoiceQuerySet(models.QuerySet["MailChoice"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everybody's own; all of them for administrators."""
        if not user.is_authenticated:
            return self.none()
        return self if user.is_superuser else self.filter(user=user)


class MailChoice(models.Model):
    """Whether somebody wants a kind of mail that is not strictly needed."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="mail_choices",
        verbose_name=_("account"),
    )
    kind = models.CharField(_("kind of mail"), max_length=40)
    wanted = models.BooleanField(_("wanted"), default=True)

    objects = MailChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail choice")
        verbose_name_plural = _("mail choices")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="mail_choice_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"
