"""The map of dots: Kreise and cities of NRW drawn from their centres and areas alone.

Every dot of a hexagonal raster belongs to the Kommune for which distance² - radius² is smallest
(a power diagram); the radius is that of a circle of the Kommune's area. No boundary is stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import cos, hypot, pi, radians, sqrt
from typing import NamedTuple

from municipalities.models import Spot

WIDTH = 640
MARGIN = 14
STEP = 5.62  # km between two dots; one dot then stands for about 27 km²
ROW = STEP * sqrt(3) / 2
SLACK = 1.32  # how far beyond its circle a Kommune may reach
KM_PER_DEGREE = 111.2
MIDDLE_LATITUDE = 51.45


class Place(NamedTuple):
    """What the raster needs to know: whose, where in degrees, and how large in km²."""

    pk: int
    latitude: float
    longitude: float
    area: float


class Circle(NamedTuple):
    pk: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class Raster:
    """All dots as SVG path data, and the centres, by the key of the Kommune; in drawing units."""

    height: int
    dots: dict[int, str]
    centres: dict[int, tuple[float, float]]


def _circle(place: Place) -> Circle:
    stretch = KM_PER_DEGREE * cos(radians(MIDDLE_LATITUDE))
    x, y = place.longitude * stretch, -place.latitude * KM_PER_DEGREE
    return Circle(place.pk, x, y, sqrt(place.area / pi))


def _owner(x: float, y: float, circles: Sequence[Circle]) -> Circle | None:
    """To whom a dot belongs; None outside of all."""

    def power(circle: Circle) -> float:
        distance: float = (x - circle.x) ** 2 + (y - circle.y) ** 2 - circle.radius**2
        return distance

    nearest = min(circles, key=power)
    inside = hypot(x - nearest.x, y - nearest.y) < nearest.radius * SLACK
    return nearest if inside or power(nearest) < (STEP * 1.7) ** 2 else None


@lru_cache(maxsize=4)
def raster(places: tuple[Place, ...]) -> Raster:
    """The dots of these places. Kept while the data stay the same: the places are the stamp."""
    circles = [_circle(place) for place in places]
    left = min(c.x - c.radius for c in circles)
    right = max(c.x + c.radius for c in circles)
    top = min(c.y - c.radius for c in circles)
    bottom = max(c.y + c.radius for c in circles)
    scale = (WIDTH - 2 * MARGIN) / (right - left)

    def project(x: float, y: float) -> tuple[float, float]:
        return (x - left) * scale + MARGIN, (y - top) * scale + MARGIN

    dots: dict[int, list[str]] = {circle.pk: [] for circle in circles}
    for row in range(int((bottom - top) / ROW) + 1):
        y = top + row * ROW
        for column in range(int((right - left) / STEP) + 1):
            x = left + (column + row % 2 / 2) * STEP
            if owner := _owner(x, y, circles):
                across, down = project(x, y)
                dots[owner.pk].append(f"M{across:.0f} {down:.0f}h0")
    return Raster(
        height=round((bottom - top) * scale + 2 * MARGIN),
        dots={pk: "".join(points) for pk, points in dots.items()},
        centres={circle.pk: project(circle.x, circle.y) for circle in circles},
    )


# --- names beside the marked ones ----------------------------------------------------------------
LETTER = 14.5  # width of an average letter, where the screen is small and letters are large
LINE = 32
GAP = 20


class Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(width, 0) * max(height, 0)

    @property
    def outside(self) -> float:
        """How much of its width sticks out of the drawing."""
        return (max(-self.left, 0) + max(self.right - WIDTH, 0)) * LINE


@dataclass(frozen=True)
class Label:
    """A name and where it stands."""

    text: str
    x: float
    y: float
    anchor: str

    @property
    def box(self) -> Box:
        width = len(self.text) * LETTER
        left = {"middle": self.x - width / 2, "start": self.x, "end": self.x - width}[self.anchor]
        return Box(left, self.y - LINE * 0.7, left + width, self.y + LINE * 0.2)


def _label(text: str, x: float, y: float, taken: Sequence[Box]) -> Label:
    """The name on the side of its point where it covers least."""
    choices = [
        Label(text, x, y + GAP + 18, "middle"),
        Label(text, x, y - GAP, "middle"),
        Label(text, x + GAP, y + 7, "start"),
        Label(text, x - GAP, y + 7, "end"),
    ]
    best = min(choices, key=lambda c: c.box.outside + sum(map(c.box.overlap, taken)))
    return replace(best, x=round(best.x), y=round(best.y))


# --- the drawing ---------------------------------------------------------------------------------
@dataclass(frozen=True)
class Mark:
    """A Kommune that stands out: its dots, its point, its name, its page."""

    dots: str
    x: float
    y: float
    label: Label
    url: str


@dataclass(frozen=True)
class Drawing:
    """Three layers: the others, those with an agreement, the marked ones."""

    width: int
    height: int
    others: str
    agreed: str
    marks: list[Mark]


@lru_cache(maxsize=64)
def drawing(spots: tuple[Spot, ...]) -> Drawing | None:
    """The map of these Kommunen; None if there is nothing to draw.

    Kept while the data stay the same: the spots hold everything that is drawn.
    """
    shown = [spot for spot in spots if spot.is_drawn]
    if not shown:
        return None
    base = raster(tuple(_place(spot) for spot in shown))
    layers: dict[bool, list[str]] = {False: [], True: []}
    for spot in shown:
        if not spot.is_marked:
            layers[spot.has_agreement].append(base.dots[spot.pk])
    return Drawing(
        width=WIDTH,
        height=base.height,
        others="".join(layers[False]),
        agreed="".join(layers[True]),
        marks=_marks([spot for spot in shown if spot.is_marked], base),
    )


def _place(spot: Spot) -> Place:
    return Place(
        spot.pk, float(spot.latitude or 0), float(spot.longitude or 0), float(spot.area or 0)
    )


def _marks(marked: Sequence[Spot], base: Raster) -> list[Mark]:
    points = [base.centres[spot.pk] for spot in marked]
    taken = [Box(x - 12, y - 12, x + 12, y + 12) for x, y in points]
    marks = []
    for spot, (x, y) in zip(marked, points, strict=True):
        municipality = spot.municipality
        label = _label(municipality.known_as, x, y, taken)
        taken.append(label.box)
        url = municipality.get_absolute_url()
        marks.append(Mark(base.dots[spot.pk], round(x), round(y), label, url))
    return marks
