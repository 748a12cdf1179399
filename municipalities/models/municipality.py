from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple, Self

from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Count, Exists, ExpressionWrapper, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from municipalities.models.agreement import Agreement
from people.models import User
from portal.search import Words, searched
from portal.text import LineField, LinkField, german


class Kind(models.TextChoices):
    DISTRICT = "district", _("Kreis")
    CITY = "city", _("Kreisfreie Stadt")
    REGION = "region", _("Städteregion")
    TOWN = "town", _("Kreisangehörige Stadt")
    MUNICIPALITY = "municipality", _("Gemeinde")


LAENDER = {
    "01": "Schleswig-Holstein",
    "02": "Hamburg",
    "03": "Niedersachsen",
    "04": "Bremen",
    "05": "Nordrhein-Westfalen",
    "06": "Hessen",
    "07": "Rheinland-Pfalz",
    "08": "Baden-Württemberg",
    "09": "Bayern",
    "10": "Saarland",
    "11": "Berlin",
    "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern",
    "14": "Sachsen",
    "15": "Sachsen-Anhalt",
    "16": "Thüringen",
}
REGIERUNGSBEZIRKE = {
    "051": "Düsseldorf",
    "053": "Köln",
    "055": "Münster",
    "057": "Detmold",
    "059": "Arnsberg",
}

COUNTED = ("kind", "has_agreement")
ON_THE_MAP = (
    *("pk", "slug", "short_name", "kind", "latitude", "longitude", "area"),
    *("has_agreement", "is_drawn", "is_marked"),
)


def _valid(at: date) -> Q:
    begun = Q(valid_from=None) | Q(valid_from__lte=at)
    return begun & (Q(valid_until=None) | Q(valid_until__gte=at))


def _whether(condition: Q) -> ExpressionWrapper[Q]:
    return ExpressionWrapper(condition, output_field=models.BooleanField())


class Totals(NamedTuple):
    """How many Kommunen there are, and how many of them have an agreement."""

    all: int
    districts: int
    cities: int
    agreed: int


def totals_of(counted: Iterable[tuple[str, bool, int]]) -> Totals:
    """Put together from `counted()`."""
    by_kind: Counter[str] = Counter()
    agreed = 0
    for kind, has_agreement, number in counted:
        by_kind[kind] += number
        agreed += number if has_agreement else 0
    districts = by_kind[Kind.DISTRICT] + by_kind[Kind.REGION]
    return Totals(by_kind.total(), districts, by_kind[Kind.CITY], agreed)


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """That a Kommune exists is no secret."""
        return self

    def current(self, at: date) -> Self:
        return self.filter(_valid(at))

    def with_agreement(self, at: date) -> Self:
        """Annotates `has_agreement`: whether a Rahmenvereinbarung stands on that day."""
        standing = Agreement.objects.standing(at).filter(municipality=OuterRef("pk"))
        return self.annotate(has_agreement=Exists(standing))

    def agreed(self, at: date) -> Self:
        """Those whose Rahmenvereinbarung stands on that day."""
        return self.with_agreement(at).filter(has_agreement=True)

    def eligible(self, at: date) -> Self:
        """Who may join a Werkstatt: a Kreis, a city or the Städteregion with an agreement."""
        return (
            self.current(at)
            .with_agreement(at)
            .filter(has_agreement=True, kind__in=[Kind.DISTRICT, Kind.CITY, Kind.REGION])
        )

    def on_the_map(
        self, at: date, marked: models.QuerySet[Any, Any]
    ) -> models.QuerySet[Municipality, tuple[Any, ...]]:
        """The Kreise and cities of NRW that can be drawn, and the marked ones wherever they lie.

        `marked` is a query of keys. Plain rows with no more than the map shows: see `Spot`.
        """
        chosen = Q(pk__in=marked)
        drawn = _valid(at) & Q(
            ags__startswith="05",
            kind__in=[Kind.DISTRICT, Kind.CITY, Kind.REGION],
            latitude__isnull=False,
            longitude__isnull=False,
            area__gt=0,
        )
        return (
            self.filter(drawn | chosen)
            .with_agreement(at)
            .annotate(is_drawn=_whether(drawn), is_marked=_whether(chosen))
            .order_by("pk")
            .values_list(*ON_THE_MAP)
        )

    def counted(self) -> models.QuerySet[Municipality, tuple[Any, ...]]:
        """How many of each kind with and without an agreement, for `totals_of`."""
        kinds = self.order_by().values_list(*COUNTED)
        return kinds.annotate(number=Count("pk")).order_by()

    def named_like(self, words: str) -> Self:
        return self.filter(Q(name__icontains=words) | Q(short_name__icontains=words))

    def to_choose(self, at: date) -> Self:
        """The Kreise and cities of the day by name: what a reader is offered to choose from."""
        kinds = [Kind.DISTRICT, Kind.CITY, Kind.REGION]
        return self.current(at).filter(kind__in=kinds).in_order()

    def called(self, words: str) -> Self:
        """By the official key, or by the name as people write it: "Kreis Lippe" or "Lippe"."""
        bare = words.removeprefix("Kreis ").removeprefix("Stadt ")
        named = Q(name__iexact=words) | Q(short_name__iexact=words)
        return self.filter(named | Q(short_name__iexact=bare) | Q(ags=words))

    def search_for(self, words: Words) -> Self:
        """By name, by the seat of the administration, or by the official key."""
        return searched(self, words, title=["name", "short_name"], text=["seat", "ags"])

    def in_regierungsbezirk(self, name: str) -> Self:
        """None of them for a name that is not one of the five."""
        keys = {bezirk: key for key, bezirk in REGIERUNGSBEZIRKE.items()}
        return self.filter(ags__startswith=keys[name]) if name in keys else self.none()

    def in_order(self) -> Self:
        return self.order_by(german("short_name"), "pk")


class Municipality(models.Model):
    """A Kreis, city or Gemeinde, known by its official key and valid for a period.

    Key and its parts: Amtlicher Gemeindeschlüssel (Destatis, Gemeindeverzeichnis GV-ISys);
    two digits Land, one Regierungsbezirk, two Kreis, three Gemeinde. Stored as text.
    """

    name = LineField(_("name"), max_length=120)
    short_name = LineField(_("short name"), max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    ags = models.CharField(
        _("official key (AGS)"),
        max_length=8,
        validators=[RegexValidator(r"^\d{5}(\d{3})?$", _("The key has five or eight digits."))],
        help_text=_("Five digits for a Kreis or a city, eight for a Gemeinde; as text."),
    )
    ars = models.CharField(
        _("regional key (ARS)"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d{12}$", _("The regional key has twelve digits."))],
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("successor"),
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("belongs to Kreis"),
    )
    seat = LineField(_("seat of the administration"), max_length=120, blank=True)
    latitude = models.DecimalField(
        _("latitude of the centre"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude of the centre"), max_digits=7, decimal_places=4, null=True, blank=True
    )
    area = models.DecimalField(
        _("area in km²"), max_digits=9, decimal_places=1, null=True, blank=True
    )
    inhabitants = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    inhabitants_on = models.DateField(_("counted on"), null=True, blank=True)
    website = LinkField(_("website"), blank=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.UniqueConstraint(
                fields=["ags"],
                condition=Q(valid_until=None),
                name="municipality_key_is_unique_while_valid",
                violation_error_message=_("Another valid Kommune has this key."),
            ),
            models.CheckConstraint(
                condition=Q(ags__regex=r"^[0-9]{5}([0-9]{3})?$"),
                name="municipality_key_has_five_or_eight_digits",
                violation_error_message=_("The key has five or eight digits."),
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None)
                | Q(valid_until=None)
                | Q(valid_until__gte=F("valid_from")),
                name="municipality_ends_after_it_begins",
                violation_error_message=_("The end must not lie before the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(inhabitants=None) | ~Q(inhabitants_on=None),
                name="municipality_inhabitants_have_a_date",
                violation_error_message=_("Please say on which day the inhabitants were counted."),
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | (
                    Q(latitude__isnull=False, longitude__isnull=False)
                    & Q(latitude__range=(-90, 90), longitude__range=(-180, 180))
                ),
                name="municipality_centre_is_whole",
                violation_error_message=_("Please give both latitude and longitude, in degrees."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("home:municipality", args=[self.slug])

    def is_current(self, at: date) -> bool:
        begun = self.valid_from is None or self.valid_from <= at
        return begun and (self.valid_until is None or self.valid_until >= at)

    @property
    def known_as(self) -> str:
        """The name as it stands alone: Kreis Lippe, but Leverkusen and Märkischer Kreis."""
        says_it = "kreis" in self.short_name.lower() or self.short_name.startswith("Region")
        is_bare = self.kind == Kind.DISTRICT and not says_it
        return f"Kreis {self.short_name}" if is_bare else self.short_name

    @property
    def turn(self) -> tuple[bool, str]:
        """Sorts as one names them: the Kreise, then the cities."""
        return self.kind != Kind.DISTRICT, self.slug

    @property
    def land(self) -> str:
        return LAENDER.get(self.ags[:2], "")

    @property
    def regierungsbezirk(self) -> str:
        return REGIERUNGSBEZIRKE.get(self.ags[:3], "")

    def is_eligible(self, at: date) -> bool:
        """Whether a Rahmenvereinbarung stands on that day (asks the database)."""
        return Municipality.objects.eligible(at).filter(pk=self.pk).exists()
