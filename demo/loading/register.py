"""The Kreise and cities of North Rhine-Westphalia, what they signed, and where people met."""

from datetime import date
from decimal import Decimal

from demo.loading import sources
from municipalities.models import Agreement, Kind, Municipality, Venue
from portal.dates import Precision
from portal.text import slug

KINDS = {"Kreis": Kind.DISTRICT, "Kreisfreie Stadt": Kind.CITY, "Städteregion": Kind.REGION}
COUNTED_ON = date(2018, 12, 31)
AACHEN, AACHEN_BEGAN = "05334", date(2009, 10, 21)
MINDEN_LUEBBECKE = "05770"
RENEWED_ON = date(2025, 3, 6)


def load() -> None:
    Municipality.objects.bulk_create(
        [_municipality(row) for row in sources.table("municipalities")]
    )
    _load_former()
    _load_agreements()
    load_venues()


def _municipality(row: dict[str, str]) -> Municipality:
    kind = KINDS[row["typ"]]
    return Municipality(
        name=row["name"],
        short_name=row["kurzname"],
        slug=slug(row["kurzname"]),
        kind=kind,
        ags=row["ags5"],
        ars=row["ars_verwaltungssitz"] if kind == Kind.CITY else "",
        valid_from=AACHEN_BEGAN if row["ags5"] == AACHEN else None,
        seat=row["verwaltungssitz"],
        inhabitants=int(row["einwohner_2018_12_31"]),
        inhabitants_on=COUNTED_ON,
        area=Decimal(row["flaeche_km2"]),
        latitude=Decimal(row["lat"]),
        longitude=Decimal(row["lon"]),
    )


def _load_former() -> None:
    """The two keys that went up in the Städteregion Aachen."""
    for row in sources.table("former_municipalities"):
        Municipality.objects.create(
            name=row["name"],
            short_name=row["short_name"],
            slug=row["slug"],
            kind=row["kind"],
            ags=row["ags5"],
            seat=row["seat"],
            valid_until=date.fromisoformat(row["valid_until"]),
            successor=by_key(row["successor"]),
        )


def _load_agreements() -> None:
    """Eighteen are known; of one the day is, and that it renews an older one."""
    for row in sources.table("agreements"):
        Agreement.objects.create(municipality=by_key(row["ags5"]), note=row["note"])
    minden = by_key(MINDEN_LUEBBECKE)
    first = Agreement.objects.create(
        municipality=minden,
        valid_from=date(2016, 1, 1),
        valid_from_precision=Precision.YEAR,
        valid_until=date(2025, 3, 5),
        note="Zusammenarbeit seit 2016. Das Ende ist nicht bekannt; eingetragen ist der Tag vor der"
        " Verlängerung.",
    )
    Agreement.objects.create(
        municipality=minden,
        valid_from=RENEWED_ON,
        renews=first,
        note="Am 6. März 2025 verlängert; die REAB NRW hat darüber berichtet.",
    )


def load_venues(part: str = "") -> None:
    """A house that people have entered themselves by then stays as they wrote it."""
    for venue in sources.facts("venues", part)["venues"]:
        key = venue.pop("municipality", None)
        if not Venue.objects.filter(name=venue["name"], city=venue["city"]).exists():
            Venue.objects.create(municipality=by_key(key) if key else None, **venue)


def by_key(ags: str) -> Municipality:
    return Municipality.objects.get(ags=ags, valid_until=None)
