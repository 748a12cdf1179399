import pytest

from conferences.models.grid import grid
from tests.conferences.programme.papers import at, layout, page, read
from tests.factories import (
    RoomFactory,
)

pytestmark = pytest.mark.django_db


def test_overlapping_sessions_lie_between_their_own_minutes(conference):
    one, two = (RoomFactory(conference=conference, position=n) for n in range(2))
    at(conference, "Lang", "9:00", "10:30", room=one)
    at(conference, "Später", "9:20", "10:00", room=two)

    places, drawn = layout(conference)

    # rows: heads, 9:00, 9:20, 10:00, 10:30
    assert places == {"Lang": "r-2 c-2 s-3", "Später": "r-3 c-3"}
    assert [(head.name, head.layout) for head in drawn.heads] == [
        (one.name, "c-2"),
        (two.name, "c-3"),
    ]
    assert [(mark.words, mark.layout) for mark in drawn.marks] == [
        ("10:00", "r-4 d-30"),
        ("10:30", "r-5 d-5"),
    ]


def test_a_row_is_as_high_as_it_lasts(conference):
    at(conference, "Kurz", "9:00", "9:17")
    at(conference, "Lang", "10:00", "18:00")
    day = read(conference).days[0]

    grid(day)

    assert [slot.layout for slot in day.slots] == ["r-2 d-15", "r-4 d-180"]


def test_the_plenary_spans_the_rooms_and_the_market_stands_beside(conference):
    rooms = [RoomFactory(conference=conference, position=n) for n in range(2)]
    at(conference, "Markt", "9:00", "12:00", is_for_all=True)
    at(conference, "Plenum", "9:00", "10:00", is_for_all=True)
    for room in rooms:
        at(conference, f"In {room}", "10:00", "11:00", room=room)

    places, drawn = layout(conference)

    assert places["Plenum"] == "r-2 c-2 w-2"
    assert places["Markt"] == "r-2 c-4 s-3"
    assert (drawn.columns, drawn.heads[-1].name) == (3, "Für alle, nebenher")


def test_two_plenaries_at_once_and_no_room_stand_side_by_side(conference):
    at(conference, "Kurz", "9:00", "10:00", is_for_all=True)
    at(conference, "Lang", "9:00", "12:00", is_for_all=True)

    places, drawn = layout(conference)

    assert places == {"Kurz": "r-2 c-2", "Lang": "r-2 c-3 s-2"}
    assert drawn.columns == 2


def test_a_room_taken_twice_gets_two_lanes(conference):
    room = RoomFactory(conference=conference)
    times = [("A", "9:00", "10:00"), ("B", "9:30", "10:30"), ("C", "10:00", "11:00")]
    for title, start, end in times:
        at(conference, title, start, end, room=room)

    places, drawn = layout(conference)

    columns = {title: place.split()[1] for title, place in places.items()}
    assert columns == {"A": "c-2", "B": "c-3", "C": "c-2"}
    assert [head.layout for head in drawn.heads] == ["c-2 w-2"]


def test_what_has_no_room_stands_in_a_column_that_says_so(conference):
    at(conference, "Mit", "9:00", "10:00", room=RoomFactory(conference=conference, name="Saal"))
    at(conference, "Ohne", "9:00", "10:00")

    _places, drawn = layout(conference)

    assert [head.name for head in drawn.heads] == ["Saal", "Raum offen"]


def test_an_open_end_is_drawn_open(conference):
    at(conference, "Offen", "9:00")

    places, _drawn = layout(conference)

    assert places == {"Offen": "r-2 c-2 session--open"}


def test_a_day_without_times_has_no_grid_but_its_list(client, conference):
    at(conference, "Abendempfang")

    text = page(client, "?ansicht=raster").text

    assert ("room-grid" in text, "Abendempfang" in text) == (False, True)


@pytest.mark.parametrize("kind", ["rows", "columns"])
def test_a_day_too_full_to_be_drawn_is_a_list(client, conference, kind):
    for n in range(100):
        start = f"{8 + n // 60}:{n % 60}" if kind == "rows" else "9:00"
        at(conference, f"Nummer {n}", start, "18:00")

    text = page(client, "?ansicht=raster").text

    assert ("room-grid" in text, "Nummer 99" in text) == (False, True)


def test_every_place_of_the_grid_is_known_to_the_style_sheet(settings):
    sheet = (settings.BASE_DIR / "static" / "css" / "06-programme.css").read_text()

    classes = [f".r-{n} " for n in range(2, 98)] + [f".s-{n} " for n in range(2, 97)]
    classes += [f".c-{n} " for n in range(2, 25)] + [f".w-{n} " for n in range(2, 24)]
    classes += [f".d-{n} " for n in range(5, 185, 5)] + [f".cols-{n} " for n in range(1, 24)]
    assert [name for name in classes if name not in sheet] == []


def test_a_grid_can_be_reached_and_scrolled_by_keyboard(client, conference):
    at(conference, "Plenum", "9:00", "10:00", is_for_all=True)

    text = page(client, "?ansicht=raster").text

    label = "Räume nebeneinander, Dienstag, 10. September 2024; verschiebbar"
    assert f'role="region" aria-label="{label}" tabindex="0"' in text


@pytest.mark.parametrize(("start", "is_offered"), [("9:00", True), (None, False)])
def test_the_grid_is_offered_where_there_are_times_to_draw(client, conference, start, is_offered):
    at(conference, "Plenum", start, None)

    assert ("ansicht=raster" in page(client).text) == is_offered


@pytest.mark.parametrize(
    ("count", "start", "words"),
    [
        (1, None, "Die Uhrzeiten dieses Tages sind nicht bekannt"),
        (100, "9:00", "Dieser Tag hat zu viele Räume oder Uhrzeiten"),
    ],
)
def test_a_day_without_a_grid_says_why(client, conference, count, start, words):
    for n in range(count):
        at(conference, f"Nummer {n}", start, "18:00" if start else None)

    assert words in page(client, "?ansicht=raster").text
