from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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

    class Meta:
        verbose_name = _("mail choice")
        verbose_name_plural = _("mail choices")
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="mail_choice_once_per_kind")
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind}"
