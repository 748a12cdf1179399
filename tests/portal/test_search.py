import re

import pytest
from django.db import connection, connections
from hypothesis import given, settings
from hypothesis import strategies as st

from conferences.models import Session
from municipalities.models import Municipality
from people.models import Person
from portal.folding import folded, knows_trigrams
from portal.search import MOST_WORDS, Words, excerpt, marked, pattern
from portal.text import clean
from publications.models import Document, Report, Topic
from tests.factories import MunicipalityFactory


def finds(typed, text):
    """Whether it does; what is read and what is folded must agree."""
    words = Words.of(typed)
    read = [bool(re.search(word.pattern, text, re.IGNORECASE)) for word in words]
    assert read == [bool(re.search(word.folded, folded(text))) for word in words]
    return all(read)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Übergänge", "Am Übergang Schule – Beruf"),
        ("uebergaenge", "ÜBERGÄNGE gestalten"),
        ("Übergänge", "Uebergaenge gestalten"),
        ("ubergang", "Übergänge"),
        ("fachkraft", "Fachkräftesicherung"),
        ("Fachkräften", "eine Fachkraft"),
        ("strasse", "Bahnhofstraße"),
        ("Straße", "STRASSE"),
        ("Kommunen", "kommunale Bildung"),
        ("Kreise", "im Kreis Lippe"),
        ("yildiz", "Emre Y\u0131ld\u0131z"),
        ("Soest", "Kreis Soest"),
        ("soest", "Kreis SOEST"),
        ("„Ganztag“,", "Der Ganztag"),
        ("der Ganztag in Lippe", "Lippe: Ganztag"),
        ("und", "Rand und Band"),
        ("05766", "AGS 05766"),
        ("e. V.", "Institut e. V."),
        ("Fachkräftewerkstatt", "Fachkräfte-Werkstatt"),
        ("Fachkräfte-Werkstatt", "Fachkräftewerkstatt"),
        ("bildungsschule", "Bildungs-Schule"),
    ],
)
def test_words_find_their_german_relatives(typed, text):
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Lippe", "Lippstadt"),
        ("100%", "100 Prozent"),
        ("a_c", "abc"),
        ("a.c", "abc"),
        ("Ganztag Lippe", "Ganztag in Soest"),
        ("(a|b)*", "aaa"),
        ("2024", "20-24"),
    ],
)
def test_words_find_no_strangers(typed, text):
    assert not finds(typed, text)


@pytest.mark.parametrize("typed", ["", "  ", "?!", "“”", "x", "\u200b"])
def test_what_is_no_word_asks_nothing(typed):
    assert Words.of(typed) == ()


def test_a_long_question_has_its_first_words():
    assert len(Words.of("wort1 wort2 " + " ".join(f"mehr{n}" for n in range(500)))) == MOST_WORDS


def test_a_word_said_twice_counts_once():
    assert [word.typed for word in Words.of("Lippe Lippe")] == ["Lippe"]


@given(st.text(max_size=60))
def test_every_text_makes_a_pattern_and_finds_itself(text):
    for word in Words.of(text):
        assert re.search(word.pattern, word.typed, re.IGNORECASE)


@given(st.from_regex(r"([bdfgkt][aouäöüi]{1,1}(ß|ss|n)?){1,5}", fullmatch=True))
def test_umlauts_may_be_typed_either_way(text):
    spelt = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
    other = "".join(spelt.get(letter, letter) for letter in text)

    assert pattern(text) == pattern(other)


def test_hits_are_marked_and_everything_else_is_escaped():
    shown = marked("<b>Fachkräfte</b> & Fachkraft", Words.of("fachkraft"))

    assert shown == "&lt;b&gt;<mark>Fachkräfte</mark>&lt;/b&gt; &amp; <mark>Fachkraft</mark>"


def test_a_mark_inside_a_word_ends_with_what_was_typed():
    shown = marked("Fachkräftesicherung", Words.of("fachkraft"))

    assert shown == "<mark>Fachkräft</mark>esicherung"


@given(st.text(max_size=80), st.text(max_size=20))
def test_marks_are_all_that_is_markup(text, typed):
    shown = marked(text, Words.of(typed))

    bare = str(shown).replace("<mark>", "").replace("</mark>", "")
    assert ("<" in bare, ">" in bare) == (False, False)


def test_an_excerpt_surrounds_the_hit_without_tags():
    rich = f"<p>{'Anfang ' * 60}</p><p>Der <strong>Ganztag</strong> kommt.</p><p>{'Ende ' * 60}</p>"

    shown = excerpt(["", rich], Words.of("ganztag"))

    assert "Der Ganztag kommt." in shown
    assert (shown[:2], shown[-2:], len(shown) < 230) == ("… ", " …", True)


def test_an_excerpt_without_a_hit_is_the_beginning():
    assert excerpt(["<p>Kurz &amp; gut</p>"], Words.of("lippe")) == "Kurz & gut"
    assert excerpt([], Words.of("lippe")) == ""


@given(st.text(max_size=600), st.text(max_size=10))
def test_an_excerpt_is_never_long(text, typed):
    assert len(excerpt([text], Words.of(typed))) <= 230


@pytest.mark.django_db
def test_the_database_agrees_about_umlauts_case_and_wildcards():
    for name in ["Öhringen", "OEHRINGEN-OST", "Straßburg", "100% Bildung", "50_50"]:
        MunicipalityFactory(name=name, short_name=name)

    def found(typed):
        rows = Municipality.objects.search_for(Words.of(typed)).order_by("name")
        return {row.name for row in rows}

    assert found("öhringen") == found("OEHRING") == {"Öhringen", "OEHRINGEN-OST"}
    assert found("strassburg") == {"Straßburg"}
    assert found("100%") == {"100% Bildung"}
    assert (found("%%"), found("0_5"), found("\\\\"), found("?!")) == (
        set(),
        {"50_50"},
        set(),
        set(),
    )


GERMAN = st.from_regex(r"([bdfGKT][aouäöüÄi](ß|ss|n|-b)?[ -]?){1,8}", fullmatch=True)


@pytest.mark.django_db
@settings(deadline=None)  # a database may be slow
@given(text=st.one_of(st.text(max_size=60), st.from_regex(r"(</?[apAP][ <>/bä-]{0,9}>?){1,6}")))
def test_the_database_folds_as_we_do(text):
    text = clean(text)
    with connection.cursor() as cursor:
        cursor.execute("SELECT portal_folded(%s)", [text])
        assert cursor.fetchone() == (folded(text),)


@given(GERMAN)
def test_every_german_text_is_found_folded(text):
    assert finds(text, text)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    "searched",
    [
        Document.objects.all,
        Municipality.objects.all,
        Person.objects.all,
        Report.objects.all,
        Session.objects.all,
        Topic.objects.all,
    ],
)
def test_postgresql_answers_from_its_indexes(searched):
    table = searched().model._meta.db_table
    rows = searched().search_for(Words.of("Fachkräftesicherung")).values("pk")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_indexscan = off")

    plan = rows.explain()

    used = [name for name in ("words", "parts", "near") if f"{table}_{name}" in plan]
    assert used == ["words", "parts", "near"]


@pytest.fixture
def without_near_misses():
    """A PostgreSQL whose owner did not allow the extension."""
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION IF EXISTS pg_trgm CASCADE")
    forget()
    yield
    forget()


def forget():
    vars(connections["default"]).pop("knows_trigrams", None)


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["Kinder", "Kindes"])
def test_postgresql_knows_the_forms_of_short_words(typed):
    MunicipalityFactory(name="Ein Kind")

    assert Municipality.objects.search_for(Words.of(typed)).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db
def test_postgresql_finds_near_misses():
    forget()
    MunicipalityFactory(name="Leverkusen")

    assert Municipality.objects.search_for(Words.of("Leverkussen")).count() == 1


@pytest.mark.postgres
@pytest.mark.django_db
def test_without_the_extension_the_search_goes_on(without_near_misses):
    MunicipalityFactory(name="Leverkusen")

    assert knows_trigrams(connection) is False
    assert Municipality.objects.search_for(Words.of("Leverkussen")).count() == 0
    assert Municipality.objects.search_for(Words.of("leverkusen")).count() == 1
