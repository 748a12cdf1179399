import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.text import LineFormField, clean, clean_line, german, slug
from tests.factories.municipalities import MunicipalityFactory
from tests.factories.people import UserFactory


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Übergang  ", "Übergang"),
        ("U\u0308bergang", "Übergang"),
        ("a\x00b\x07c", "abc"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("links\u202egnul", "linksgnul"),
        ("broken \ud800 half", "broken  half"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
    ],
)
def test_clean_keeps_what_people_see(typed, kept):
    assert clean(typed) == kept


def test_a_line_has_no_breaks():
    assert (
        clean_line("Titel\r\nBcc: x@example.org\t und  mehr") == "Titel Bcc: x@example.org und mehr"
    )


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Übergänge", "uebergaenge"),
        ("Straße & Öffentlichkeit", "strasse-oeffentlichkeit"),
        ("U\u0308bung", "uebung"),
        ("!!!", ""),
    ],
)
def test_slugs_are_german(title, expected):
    assert slug(title) == expected


def test_a_long_slug_ends_with_a_whole_word():
    assert slug("Kommunale Bildungsstrategien zur Sicherung", max_length=30) == (
        "kommunale-bildungsstrategien"
    )
    assert slug("Donaudampfschifffahrt", max_length=5) == "donau"


@given(st.text(), st.integers(min_value=1, max_value=40))
def test_a_slug_is_never_too_long_and_has_no_hyphen_at_its_ends(text, limit):
    made = slug(text, limit)
    assert len(made) <= limit
    assert made.strip("-") == made


def test_an_invisible_character_alone_is_no_answer():
    with pytest.raises(ValidationError):
        LineFormField().clean("\u200b")


@pytest.mark.django_db
def test_names_sort_as_germans_expect():
    for name in ["Zwickau", "Öhringen", "Essen", "Ätna", "Aachen", "essen"]:
        MunicipalityFactory(name=name)
    names = type(MunicipalityFactory.build()).objects.order_by(german("name"))
    assert [one.name for one in names] == [
        "Aachen",
        "Ätna",
        "essen",
        "Essen",
        "Öhringen",
        "Zwickau",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["öhringen", "ÖHRINGEN", "hring", "Öhr"])
def test_search_knows_no_case(asked):
    municipality = MunicipalityFactory(name="Öhringen")
    MunicipalityFactory(name="Ohringen 100%")
    assert list(type(municipality).objects.filter(name__icontains=asked)) in (
        [municipality],
        list(type(municipality).objects.filter(name__icontains="hring")),
    )


@pytest.mark.django_db
def test_percent_and_underscore_are_ordinary_letters_in_a_search():
    found = MunicipalityFactory(name="100% Bildung")
    MunicipalityFactory(name="100 Bildung")
    assert list(type(found).objects.filter(name__icontains="100%")) == [found]


@pytest.mark.django_db
def test_a_line_field_is_clean_whichever_way_it_is_saved():
    user = UserFactory(first_name="A\r\nB\x00")
    assert user.first_name == "A B"
    type(user).objects.filter(pk=user.pk).update(last_name="C\nD\u200b")
    user.refresh_from_db()
    assert user.last_name == "C D"
