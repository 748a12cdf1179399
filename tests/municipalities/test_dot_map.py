from datetime import date

import pytest

from municipalities.formats.dot_map import WIDTH, drawing
from municipalities.models import Kind, Municipality, spots
from tests.factories import AgreementFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 1)


def place(name, latitude, longitude, area=1000, **facts):
    return MunicipalityFactory(
        name=name, short_name=name, latitude=latitude, longitude=longitude, area=area, **facts
    )


def drawn(*marked):
    chosen = Municipality.objects.filter(pk__in=[m.pk for m in marked]).values("pk")
    return drawing(spots(Municipality.objects.on_the_map(DAY, marked=chosen)))


def dots(path):
    return path.count("h0")


def test_without_kommunen_there_is_no_map():
    assert drawn() is None


def test_the_larger_kommune_has_more_dots():
    large, small = place("Groß", 51.5, 7.0, area=4000), place("Klein", 51.5, 7.7, area=1000)

    shares = {mark.label.text: dots(mark.dots) for mark in drawn(large, small).marks}

    assert 2 < shares["Kreis Groß"] / shares["Kreis Klein"] < 5


def test_every_dot_belongs_to_one_kommune_only():
    one, other = place("Westen", 51.5, 7.0), place("Osten", 51.5, 7.4)

    both = drawn(one, other)

    points = [point for mark in both.marks for point in mark.dots.split("M")[1:]]
    assert len(points) == len(set(points))


def test_the_marked_stand_out_with_name_and_page_and_the_agreed_have_their_own_layer():
    lippe, agreed = place("Lippe", 51.96, 8.88), place("Olpe", 51.05, 7.9)
    place("Soest", 51.55, 8.2)
    AgreementFactory(municipality=agreed)

    map = drawn(lippe)

    assert [(mark.label.text, mark.url) for mark in map.marks] == [
        ("Kreis Lippe", lippe.get_absolute_url())
    ]
    assert dots(map.agreed) > 0
    assert dots(map.others) > 0


def test_names_do_not_cover_each_other_and_stay_on_the_drawing():
    close = [
        place(f"Nachbarstadt {n}", 51.4 + n / 8, 6.7, area=90, kind=Kind.CITY) for n in range(4)
    ]
    place("Weit weg", 51.4, 9.3)

    labels = [mark.label.box for mark in drawn(*close).marks]

    overlaps = [a.overlap(b) for i, a in enumerate(labels) for b in labels[i + 1 :]]
    assert sum(overlaps) == 0
    assert [box for box in labels if box.left < 0 or box.right > WIDTH] == []


def test_only_kreise_and_cities_of_the_land_that_exist_today_are_drawn():
    place("Bremen", 53.1, 8.8, ags="04011")
    place("Gemeinde", 51.5, 7.5, kind=Kind.TOWN)
    place("Früher", 51.5, 7.6, valid_until=date(1974, 12, 31))
    MunicipalityFactory(name="Ohne Mittelpunkt")

    assert drawn() is None


def test_a_marked_kommune_that_cannot_be_drawn_is_listed_all_the_same():
    elsewhere = place("Bremen", 53.1, 8.8, ags="04011")
    chosen = Municipality.objects.filter(pk=elsewhere.pk).values("pk")

    (listed,) = spots(Municipality.objects.on_the_map(DAY, marked=chosen))

    assert (listed.is_marked, listed.is_drawn) == (True, False)


@pytest.mark.parametrize(
    ("kind", "short", "spoken"),
    [
        (Kind.DISTRICT, "Lippe", "Kreis Lippe"),
        (Kind.DISTRICT, "Märkischer Kreis", "Märkischer Kreis"),
        (Kind.DISTRICT, "Hochsauerlandkreis", "Hochsauerlandkreis"),
        (Kind.CITY, "Leverkusen", "Leverkusen"),
    ],
)
def test_a_kommune_is_called_as_people_call_it(kind, short, spoken):
    assert MunicipalityFactory.build(kind=kind, short_name=short).known_as == spoken
