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

    def wants(self, user: User, kind: str) -> bool:
        return not self.filter(user=user, kind=kind, wanted=False).exists()

    def refused_by(self, user: User) -> set[str]:
        """The names of the kinds that this person does without."""
        return set(self.filter(user=user, wanted=False).values_list("kind", flat=True))


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
