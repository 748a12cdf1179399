from datetime import date

import pytest

from portal.dates import Period
from tests.factories import (
    ConferenceFactory,
    DocumentFactory,
    EditorFactory,
    IslandFactory,
    OrganisationFactory,
    ParticipantCountFactory,
    PersonFactory,
    PictureFactory,
    PublishedReportFactory,
    SessionContributionFactory,
    SessionFactory,
    StandFactory,
    TopicFactory,
    VenueFactory,
)

pytestmark = pytest.mark.django_db


def furnish(conference):
    """One more of everything that its pages show."""
    ParticipantCountFactory(conference=conference)
    conference.topics.add(TopicFactory())
    conference.reports.add(PublishedReportFactory())
    conference.documents.add(DocumentFactory())
    conference.pictures.add(PictureFactory())
    session = SessionFactory(conference=conference, kind="keynote")
    SessionContributionFactory(session=session)
    StandFactory(conference=conference, island=IslandFactory(conference=conference))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("page", "questions"), [("", 8), ("mitwirkende/", 4), ("marktplatz/", 3)])
def test_a_page_asks_as_much_for_three_as_for_one(
    client, django_assert_num_queries, page, questions, count
):
    conference = ConferenceFactory()
    for _number in range(count):
        furnish(conference)

    with django_assert_num_queries(questions):
        response = client.get(f"{conference.get_absolute_url()}{page}")

    assert (response.status_code, response.cookies) == (200, {})


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_read_with_three_questions(client, django_assert_num_queries, count):
    for _number in range(count):
        furnish(ConferenceFactory())

    with django_assert_num_queries(3):
        response = client.get("/konferenzen/")

    assert (response.status_code, response.cookies) == (200, {})


def test_the_list_stands_by_year_the_newest_first(client):
    for title, year in [("Mittlere", 2018), ("Neueste", 2024), ("Älteste", 2015)]:
        ConferenceFactory(title=title, year=year)

    text = client.get("/konferenzen/").text

    places = [text.index(words) for words in ("Neueste", "Mittlere", "Älteste")]
    assert places == sorted(places)


def test_a_postponed_conference_says_why_and_leads_to_the_one_that_took_place(client):
    later = ConferenceFactory(short_title="BuKo 2021", year=2021)
    ConferenceFactory(
        year=2020, status="postponed", status_reason="Wegen der Pandemie.", moved_to=later
    )

    text = client.get("/konferenzen/").text

    assert "Wegen der Pandemie." in text
    assert text.count(f'href="{later.get_absolute_url()}"') == 2


def test_a_postponed_conference_does_not_give_away_a_draft(client):
    later = ConferenceFactory(title="Geheim", is_published=False)
    postponed = ConferenceFactory(
        status="postponed", status_reason="Später.", moved_to=later, slug="verschoben"
    )

    for page in ("/konferenzen/", postponed.get_absolute_url()):
        assert "Geheim" not in client.get(page).text


def test_the_facts_stand_in_the_page(client):
    conference = ConferenceFactory(
        motto="Zusammenhalt",
        when=Period.day(date(2024, 9, 10), date(2024, 9, 11)),
        venue=VenueFactory(name="EUREF-Campus", city="Berlin"),
        organiser=OrganisationFactory(name="Das Ministerium"),
        carried_out_by=OrganisationFactory(name="Der Projektträger"),
    )

    text = client.get(conference.get_absolute_url()).text

    for words in [
        "„Zusammenhalt“",
        "10.–11. September 2024",
        "EUREF-Campus, Berlin",
        "Das Ministerium",
        "durchgeführt von Der Projektträger",
        "vor Ort",
    ]:
        assert words in text


def test_both_counts_of_a_hybrid_conference_are_said(client):
    conference = ConferenceFactory(mode="hybrid")
    ParticipantCountFactory(conference=conference, number=280, qualifier="over", whom="on_site")
    ParticipantCountFactory(conference=conference, number=1420, qualifier="about", whom="online")

    text = client.get(conference.get_absolute_url()).text

    assert "über 280 Personen vor Ort" in text
    assert "rund 1.420 Personen online" in text
    assert "verschiedene Zahlen" not in text


def test_sources_that_disagree_stand_side_by_side(client):
    conference = ConferenceFactory()
    for number, source in [(500, "Agentur A"), (620, "Agentur B")]:
        ParticipantCountFactory(conference=conference, number=number, source=source)

    text = client.get(conference.get_absolute_url()).text

    assert "Die Quellen nennen verschiedene Zahlen:" in text
    assert text.index("(Agentur A)") < text.index("(Agentur B)")


def test_the_list_names_the_sources_that_disagree(client):
    conference = ConferenceFactory()
    for number, source in [(500, "Agentur A"), (620, "Agentur B")]:
        ParticipantCountFactory(conference=conference, number=number, source=source)

    text = client.get("/konferenzen/").text

    assert "500 Personen (Agentur A) · rund 620 Personen (Agentur B)" in text


def test_a_picture_without_consent_is_not_among_the_impressions(client):
    conference = ConferenceFactory()
    shown = PictureFactory()
    conference.pictures.add(shown, PictureFactory(consent="withdrawn", caption="Weg damit"))

    text = client.get(conference.get_absolute_url()).text

    assert ("Impressionen" in text, str(shown.public_id) in text) == (True, True)
    assert "Weg damit" not in text


def test_the_programme_is_the_first_download_and_drafts_are_none(client):
    conference = ConferenceFactory()
    conference.documents.add(
        DocumentFactory(title="Folien des Tages", kind="slides"),
        DocumentFactory(title="Das Programmheft", kind="programme"),
        DocumentFactory(title="Noch nicht fertig", published_at=None),
    )

    text = client.get(conference.get_absolute_url()).text

    assert text.index("Das Programmheft") < text.index("Folien des Tages")
    assert "Noch nicht fertig" not in text


def test_a_conference_of_which_little_is_known_says_so(client):
    conference = ConferenceFactory(year=2015, when=Period.year(2015), status="confirmed")

    text = client.get(conference.get_absolute_url()).text

    assert "Von dieser Konferenz ist kein Programm überliefert." in text
    assert f"{conference.get_absolute_url()}programm/" not in text


def test_a_draft_is_marked_and_stays_in_no_cache(client):
    client.force_login(EditorFactory(), backend="django.contrib.auth.backends.ModelBackend")
    draft = ConferenceFactory(is_published=False)

    response = client.get(draft.get_absolute_url())

    assert "Entwurf." in response.text
    assert response["Cache-Control"] == "private, no-store"


def test_contributors_stand_once_in_the_order_of_their_names(client):
    conference = ConferenceFactory()
    late, early = PersonFactory(last_name="Zahn"), PersonFactory(last_name="Ähre")
    for person in (late, early, early):
        session = SessionFactory(conference=conference)
        SessionContributionFactory(session=session, person=person, affiliation="Stadt Essen")

    response = client.get(f"{conference.get_absolute_url()}mitwirkende/")

    names = [(one.name, one.standing, len(one.parts)) for one in response.context["contributors"]]
    assert names == [
        (early.name, ["Stadt Essen"], 2),
        (late.name, ["Stadt Essen"], 1),
    ]


def test_contributors_are_named_with_the_kind_of_their_session(client):
    conference = ConferenceFactory()
    session = SessionFactory(conference=conference, title="Ganztag", kind="panel")
    SessionContributionFactory(session=session)

    text = client.get(f"{conference.get_absolute_url()}mitwirkende/").text

    assert f'Ganztag</a> <span class="meta">({session.get_kind_display()})</span>' in text


def test_stands_without_a_theme_are_not_said_to_be_all(client):
    stand = StandFactory()

    text = client.get(f"{stand.conference.get_absolute_url()}marktplatz/").text

    assert "1 Stand ist bekannt. Ob es weitere gibt, ist hier nicht verzeichnet." in text
    assert "nach Themen" not in text


def test_the_market_says_the_same_as_list_and_as_drawing(client):
    conference = ConferenceFactory()
    island = IslandFactory(conference=conference, title="Digitale Werkzeuge")
    stands = [
        StandFactory(conference=conference, island=island, number="A1", exhibitor="LOTTA"),
        StandFactory(conference=conference, number="B7", exhibitor="Stiftung Rundes Haus"),
    ]

    text = client.get(f"{conference.get_absolute_url()}marktplatz/").text

    for stand in stands:
        assert f'id="stand-{stand.pk}"' in text
        label = f"{stand.number}: {stand.exhibitor}"
        assert f'href="#stand-{stand.pk}" aria-label="{label}"' in text
    assert text.count("Digitale Werkzeuge") == 2
    assert text.count("Einzelstände") == 2


def test_stands_without_numbers_are_counted(client):
    conference = ConferenceFactory()
    for exhibitor in ("Erste", "Zweite"):
        StandFactory(conference=conference, exhibitor=exhibitor)

    text = client.get(f"{conference.get_absolute_url()}marktplatz/").text

    assert ('aria-label="1: Erste"' in text, 'aria-label="2: Zweite"' in text) == (True, True)


@pytest.mark.parametrize("count", [1, 8, 9, 40, 200])
def test_no_two_stands_of_an_island_lie_on_each_other(client, count):
    conference = ConferenceFactory()
    island = IslandFactory(conference=conference)
    for number in range(count):
        StandFactory(conference=conference, island=island, number=str(number))

    plan = client.get(f"{conference.get_absolute_url()}marktplatz/").context["plan"]

    (group,) = plan.groups
    places = {(point.x, point.y) for point in group.points}
    apart = min(
        ((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a in places for b in places if a != b),
        default=10**4,
    )
    assert len(places) == count
    assert apart > 50**2
    assert all(25 <= x <= plan.width - 25 and 25 <= y <= plan.height - 25 for x, y in places)


def test_what_the_office_needs_to_know_of_a_stand_is_not_public(client):
    conference = ConferenceFactory()
    StandFactory(conference=conference, needs="zwei Steckdosen", description="Zeigt Karten.")

    text = client.get(f"{conference.get_absolute_url()}marktplatz/").text

    assert ("Zeigt Karten." in text, "zwei Steckdosen" in text) == (True, False)


@pytest.mark.parametrize("page", ["marktplatz/", "mitwirkende/", "programm/"])
def test_an_empty_page_says_what_comes(client, page):
    conference = ConferenceFactory()

    text = client.get(f"{conference.get_absolute_url()}{page}").text

    assert 'class="empty"' in text
    assert "Zur Konferenz" in text
