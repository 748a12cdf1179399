from __future__ import annotations

from typing import Any, Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.mail_choice import MailChoice
from people.models.mail_kind import MailKind
from portal.text import LineField, german


class OfficeRole(models.TextChoices):
    NONE = "", _("none")
    COORDINATOR = "coordinator", _("Coordinator")
    EDITOR = "editor", _("Editor")


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Accounts are the superuser's business; the office may choose among active people."""
        if not user.is_authenticated:
            return self.none()
        if user.is_superuser:
            return self
        if user.is_staff:
            return self.filter(is_active=True)
        return self.filter(pk=user.pk)

    def in_office(self) -> Self:
        """Active accounts that may open the office, as `is_staff` says of one."""
        return self.filter(~Q(office_role=OfficeRole.NONE) | Q(is_superuser=True), is_active=True)

    def coordinators(self) -> Self:
        return self.filter(is_active=True, office_role=OfficeRole.COORDINATOR)

    def wanting(self, kind: MailKind) -> Self:
        """Leaves out who said no to this kind of mail."""
        refused = MailChoice.objects.filter(kind=kind.name, wanted=False)
        return self.exclude(pk__in=refused.values("user"))

    def in_order(self) -> Self:
        return self.order_by(german("last_name"), german("first_name"), "pk")


class UserManager(BaseUserManager["User"]):
    def get_queryset(self) -> UserQuerySet:
        return UserQuerySet(self.model, using=self._db)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> User:
        user = self.model(email=email.strip().lower(), **facts)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **facts: Any) -> User:
        return self.create_user(email, password, is_superuser=True, **facts)


class User(AbstractBaseUser):
    """Somebody who signs in. Invited, never self-registered; rights come from assignments."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    first_name = LineField(_("first name"), max_length=80)
    last_name = LineField(_("last name"), max_length=80)
    office_role = models.CharField(
        _("role in the office"),
        max_length=20,
        choices=OfficeRole,
        default=OfficeRole.NONE,
        blank=True,
    )
    is_superuser = models.BooleanField(_("administrator"), default=False)
    is_active = models.BooleanField(
        _("active"),
        default=True,
        help_text=_("Without the tick nobody can sign in with this account."),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)

    objects = UserManager.from_queryset(UserQuerySet)()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_whatever_the_case",
                violation_error_message=_("There is already an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        """How the office greets."""
        return self.get_full_name()

    @property
    def is_staff(self) -> bool:
        """May open the office's admin at all; what there depends on role and assignment."""
        return self.is_superuser or self.office_role != OfficeRole.NONE

    @property
    def is_coordinator(self) -> bool:
        return self.office_role == OfficeRole.COORDINATOR

    @property
    def is_editor(self) -> bool:
        return self.office_role == OfficeRole.EDITOR

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Django's model permissions are not used; the admin asks policies."""
        return self.is_active and self.is_superuser

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
