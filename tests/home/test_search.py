from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from portal.dates import Period, Precision
from portal.home.found import SHELVES
from portal.home.hits import told
from portal.search import Words
from tests import factories as f

pytestmark = pytest.mark.django_db

WORD = "Zukunftsrad"


def found(client, question=WORD, **more):
    """The addresses of the hits by group."""
    context = client.get("/suche/", {"q": question, **more}).context
    return {
        group.shelf.key: [hit.address for hit in group.hits] for group in context.get("groups", [])
    }


def one_of_each(word, number=1):
    """A public record of every kind, the word in its title or text."""
    at = timezone.now() - timedelta(days=1)
    for _ in range(number):
        round_ = f.PublishedRoundFactory(summary=word)
        f.PublishedRoundFactory(workshop__title=f"{word} gestalten", workshop__summary="x")
        f.MeetingFactory(round=round_, title=word)
        f.QuestionFactory(round=round_, text=f"{word}?", is_public=True)
        conference = f.ConferenceFactory(is_published=True, description=f"<p>{word}</p>")
        f.SessionFactory(conference=conference, abstract=f"<p>{word}</p>")
        f.ReportBlockFactory(report=f.PublishedReportFactory(), text=f"<p>{word}</p>")
        f.PersonFactory(biography=f"<p>{word}</p>")
        f.MunicipalityFactory(name=word)
        f.DocumentFactory(title=word, published_at=at)
        f.TopicFactory(description=word)


def test_everything_public_is_found_and_grouped(client):
    one_of_each(WORD)

    assert {key: len(hits) for key, hits in found(client).items()} == {
        "berichte": 1,
        "werkstaetten": 1,
        "durchgaenge": 2,
        "termine": 1,
        "konferenzen": 1,
        "programm": 1,
        "kommunen": 1,
        "personen": 1,
        "downloads": 1,
        "themen": 1,
        "fragen": 1,
    }


def test_what_is_not_public_is_found_by_nobody(client):
    later = timezone.now() + timedelta(days=1)
    draft = f.RoundFactory(summary=WORD, workshop__title=WORD)
    f.RoundFactory(summary=WORD, workshop__is_published=True)
    f.MeetingFactory(round=draft, title=WORD)
    f.QuestionFactory(round=draft, text=WORD, is_public=True)
    f.QuestionFactory(round=f.PublishedRoundFactory(), text=WORD, is_public=False)
    conference = f.ConferenceFactory(is_published=False, title=WORD)
    f.SessionFactory(conference=conference, title=WORD)
    for state in ["draft", "review", "withdrawn"]:
        f.ReportBlockFactory(report=f.PublishedReportFactory(title=WORD, state=state), text=WORD)
    f.PublishedReportFactory(title=WORD, published_at=later)
    f.PersonFactory(last_name=WORD, is_public=False)
    f.DocumentFactory(title=WORD, published_at=None)
    f.DocumentFactory(title=WORD, published_at=later)
    f.ProgressEntryFactory(note=WORD)
    f.StatementFactory(proposed_text=WORD)
    client.force_login(f.SuperuserFactory(), "django.contrib.auth.backends.ModelBackend")

    assert found(client) == {}


@pytest.mark.parametrize("hidden", ["email", "phone"])
def test_contact_data_are_not_searched(client, hidden):
    f.PersonFactory(**{hidden: "geheim@example.org"})

    assert found(client, "geheim") == {}


@pytest.mark.parametrize(
    "question", ["Fachkräfte", "fachkraefte", "FACHKRAFT", "fachkräftesicherung lippe"]
)
def test_german_forms_are_found(client, question):
    report = f.PublishedReportFactory(title="Fachkräftesicherung im Kreis Lippe")

    assert found(client, question) == {"berichte": [report.get_absolute_url()]}


@pytest.mark.parametrize("question", ["Lippe", "05766", "Detmold", "kreis lippe"])
def test_a_kommune_is_found_by_name_seat_and_key(client, question):
    lippe = f.MunicipalityFactory(name="Kreis Lippe", ags="05766", seat="Detmold")

    assert found(client, question) == {"kommunen": [lippe.get_absolute_url()]}


def test_a_round_is_found_by_the_kommunen_that_may_be_named(client):
    named, secret = (f.PublishedRoundFactory() for _ in range(2))
    for round, is_named in [(named, True), (secret, False)]:
        lippe = f.MunicipalityFactory(name="Kreis Lippe")
        f.TeamFactory(round=round, municipality=lippe, is_named_in_public=is_named)

    assert found(client, "Lippe")["durchgaenge"] == [named.get_absolute_url()]


@pytest.mark.parametrize(
    "question", ["6. Februar 2025", "06.02.2025", "6.2.2025", "Februar 2025", "2025"]
)
def test_a_day_is_found_by_its_date(client, question):
    round = f.PublishedRoundFactory()
    day = f.MeetingFactory(round=round, title="Auftakt", when=Period.day(date(2025, 2, 6)))
    f.MeetingFactory(round=round, title="Später", when=Period.day(date(2026, 3, 7)))
    f.MeetingFactory(
        round=round,
        title="Irgendwann",
        when=Period(date(2025, 1, 1), date(2026, 12, 31), Precision.YEAR),
    )

    assert found(client, question) == {"termine": [day.get_absolute_url()]}


def test_words_may_stand_in_different_parts_of_a_report(client):
    report = f.PublishedReportFactory(title="Ganztag vor Ort")
    f.ReportBlockFactory(report=report, text="<p>Die Kommunen wollen <em>kooperieren</em>.</p>")

    assert found(client, "ganztag kooperieren") == {"berichte": [report.get_absolute_url()]}
    assert found(client, "ganztag nirgends") == {}


@pytest.mark.parametrize("tag", ["strong", "href", "https", "mailto"])
def test_tags_of_rich_text_are_no_words(client, tag):
    rich = '<p><strong>Fett</strong> <a href="https://example.org">da</a></p>'
    f.PersonFactory(biography=rich)
    f.ReportBlockFactory(report=f.PublishedReportFactory(), text=rich)

    assert found(client, tag) == {}


def test_a_hit_in_the_title_stands_first(client):
    beside = f.TopicFactory(name="Anderes", description=WORD)
    itself = f.TopicFactory(name=WORD)

    addresses = [itself.get_absolute_url(), beside.get_absolute_url()]
    assert found(client) == {"themen": addresses}


def test_a_report_published_at_night_has_the_german_day(client):
    at = datetime(2025, 2, 6, 23, 30, tzinfo=UTC)
    f.PublishedReportFactory(title=WORD, published_at=at)

    assert "7. Februar 2025" in client.get("/suche/", {"q": WORD}).text


def test_hits_are_marked_and_scripts_stay_text(client):
    f.TopicFactory(name=f"<script>alert(1)</script> {WORD}", description=f"Vom {WORD} & mehr")

    text = client.get("/suche/", {"q": WORD}).text

    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>Zukunftsrad</mark>" in text
    assert "Vom <mark>Zukunftsrad</mark> &amp; mehr" in text
    assert "<script>alert" not in text


def test_the_question_comes_back_escaped(client):
    text = client.get("/suche/", {"q": '"><script>x</script>'}).text

    assert "<script>x" not in text
    assert "Nichts gefunden" in text


def test_a_report_shows_the_block_that_was_hit(client):
    report = f.PublishedReportFactory(teaser="Vom Anfang.")
    f.ReportBlockFactory(report=report, text=f"<p>Tief unten das {WORD}.</p>")

    assert "Tief unten das <mark>Zukunftsrad</mark>." in client.get("/suche/", {"q": WORD}).text


def test_long_groups_show_five_and_lead_to_all(client):
    for number in range(27):
        f.TopicFactory(name=f"{WORD} {number:02d}")

    response = client.get("/suche/", {"q": WORD})
    assert (len(found(client)["themen"]), response.context["number"]) == (5, 27)
    assert f"?q={WORD}&amp;art=themen" in response.text

    all_ = client.get("/suche/", {"q": WORD, "art": "themen"})
    rest = client.get("/suche/", {"q": WORD, "art": "themen", "seite": "2"})
    assert ([len(all_.context["hits"]), len(rest.context["hits"])]) == [20, 7]
    assert "27 Treffer unter Themen" in all_.text


def test_a_kind_that_does_not_exist_is_passed_over(client):
    f.TopicFactory(name=WORD)

    assert list(found(client, art="planeten")) == ["themen"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("", "Wortteile genügen"),
        (WORD, "Nichts gefunden zu „Zukunftsrad“"),
        ("x", "mindestens zwei Zeichen"),
        ("x" * 10_000, "höchstens 200 Zeichen"),
        ("?!?!", "steht kein Wort"),
    ],
)
def test_the_page_says_how_to_go_on(client, question, said):
    response = client.get("/suche/", {"q": question})

    assert (response.status_code, said in response.text) == (200, True)


@pytest.mark.parametrize(
    "question", ["%%", "__", "\\\\", "%_%", "100%", "((((", "[[a", "a{9999}", "*?+"]
)
def test_wildcards_and_patterns_are_ordinary_characters(client, question):
    f.TopicFactory(name="Ganz gewöhnlich")

    assert found(client, question) == {}


def test_a_nul_byte_is_refused(client):
    assert client.get("/suche/?q=%00").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["q=a&q=bb", "seite=-1&q=ab&art=themen", "seite=9e9&q=ab&art=themen", "q[$ne]=1", "art="],
)
def test_wild_queries_are_answered(client, query):
    assert client.get(f"/suche/?{query}").status_code == 200


def test_search_pages_are_not_for_search_engines_and_set_no_cookie(client):
    response = client.get("/suche/?q=ganztag")

    assert '<meta name="robots" content="noindex">' in response.text
    assert response.cookies == {}


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_queries_does_not_grow(client, django_assert_num_queries, number):
    one_of_each(WORD, number)
    client.get("/suche/?q=lippe")  # PostgreSQL is asked once what it can

    with django_assert_num_queries(2):
        client.get("/suche/", {"q": WORD})
    with django_assert_num_queries(3):
        client.get("/suche/", {"q": WORD, "art": "termine"})
    with django_assert_num_queries(1):
        client.get("/suche/", {"q": "nirgendwo"})


@pytest.mark.parametrize("key", SHELVES)
def test_a_hit_has_all_that_its_kind_shows(client, django_assert_num_queries, key):
    one_of_each(WORD)
    words, at, shelf = Words.of(WORD), timezone.now(), SHELVES[key]
    whole = list(shelf.show(shelf.found(words, at), words).order_by("distance", *shelf.order))

    with django_assert_num_queries(1):
        hits = told({shelf: [record.pk for record in whole]}, words, at)[key]

    assert hits == [shelf.hit(record, words) for record in whole]


def test_a_kommune_that_ended_says_so(client):
    f.MunicipalityFactory(name="Kreis Aachen", valid_until=date(2009, 10, 20))

    assert "bis 20. Oktober 2009" in client.get("/suche/?q=aachen").text
