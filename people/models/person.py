from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from people.models.organisation import Organisation
from portal.pictures import PictureField
from portal.richtext import RichTextField
from portal.search import Word, Words, holding, searched
from portal.text import LineField, LinkField, german
from portal.uploads import RandomName

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from people.models.user import User


class PersonQuerySet(models.QuerySet["Person"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        return self if user.is_authenticated and user.is_staff else self.public()

    def search_for(self, words: Words) -> Self:
        """By name, and by what is public: function, organisation, biography."""
        return searched(
            self,
            words,
            title=["first_name", "last_name"],
            text=["academic_title", "function", "biography"],
            beside=[_of_an_organisation],
        )

    def in_order(self) -> Self:
        return self.order_by(german("last_name"), german("first_name"), "pk")


def _of_an_organisation(word: Word) -> models.QuerySet[Person, Any]:
    named = Organisation.objects.filter(holding(word, ["name", "short_name"]))
    return Person.objects.filter(organisation__in=named).values("pk")


class Person(models.Model):
    """Somebody in a programme, a report or a contact box; not necessarily somebody who signs in."""

    academic_title = LineField(_("academic title"), max_length=60, blank=True)
    first_name = LineField(_("first name"), max_length=80)
    last_name = LineField(_("last name"), max_length=80)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("organisation today"),
    )
    function = LineField(_("function today"), max_length=200, blank=True)
    biography = RichTextField(_("about the person"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = LineField(_("telephone"), max_length=60, blank=True)
    contact_consent_on = models.DateField(
        _("consent to public contact data"),
        null=True,
        blank=True,
        help_text=_("E-mail and telephone are shown to the public only with this date."),
    )
    website = LinkField(_("website"), blank=True)
    is_public = models.BooleanField(
        _("has a public page"),
        default=True,
        help_text=_("Take the tick away if the person must not appear on pages of their own."),
    )
    is_demo = models.BooleanField(_("invented for the demonstration"), default=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("account"),
    )

    objects = PersonQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["email", "phone"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("home:person", args=[self.slug])

    @property
    def name(self) -> str:
        return " ".join(
            part for part in (self.academic_title, self.first_name, self.last_name) if part
        )

    @property
    def has_public_contact(self) -> bool:
        return self.contact_consent_on is not None and bool(self.email or self.phone)


class Portrait(models.Model):
    """The picture of a person; shown only while the consent stands."""

    person = models.OneToOneField(
        Person, models.CASCADE, related_name="portrait", verbose_name=_("person")
    )
    file = PictureField(_("picture"), upload_to=RandomName("portraits"), max_length=200)
    credit = LineField(_("credit"), max_length=200, blank=True)
    consent_given_on = models.DateField(_("consent given on"), null=True, blank=True)
    consent_withdrawn_on = models.DateField(_("consent withdrawn on"), null=True, blank=True)

    class Meta:
        verbose_name = _("portrait")
        verbose_name_plural = _("portraits")
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_withdrawn_on=None) | ~Q(consent_given_on=None),
                name="portrait_consent_was_given_before_it_was_withdrawn",
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def may_be_shown(self) -> bool:
        return self.consent_given_on is not None and self.consent_withdrawn_on is None
