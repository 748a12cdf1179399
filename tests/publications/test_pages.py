from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from publications.models import Document, Report
from tests.factories import (
    DocumentFactory,
    PictureFactory,
    PublishedReportFactory,
    ReportFactory,
    SuperuserFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def shown_reports(response):
    return [report.title for report in response.context["page"]]


def shown_documents(response):
    return [document.title for document in response.context["page"]]


def test_the_list_shows_published_reports_newest_first(client):
    at = timezone.now()
    PublishedReportFactory(title="Alt", published_at=at - timedelta(days=9))
    PublishedReportFactory(title="Neu", published_at=at - timedelta(days=2))
    PublishedReportFactory(title="Morgen", published_at=at + timedelta(days=1))
    ReportFactory(title="Entwurf")
    ReportFactory(title="Zurück", state=Report.State.WITHDRAWN, published_at=at)

    assert shown_reports(client.get("/berichte/")) == ["Neu", "Alt"]


def test_not_even_the_office_finds_drafts_in_the_list(client):
    ReportFactory(title="Entwurf")
    client.force_login(SuperuserFactory())

    assert shown_reports(client.get("/berichte/")) == []


def test_the_list_is_narrowed_down_by_topic_and_year(client):
    topic = TopicFactory(slug="ganztag")
    right = PublishedReportFactory(title="Recht", published_at=datetime(2025, 2, 20, tzinfo=UTC))
    wrong_year = PublishedReportFactory(published_at=datetime(2024, 2, 20, tzinfo=UTC))
    PublishedReportFactory(published_at=datetime(2025, 3, 1, tzinfo=UTC))
    right.topics.add(topic)
    wrong_year.topics.add(topic)

    assert shown_reports(client.get("/berichte/?thema=ganztag&jahr=2025")) == ["Recht"]


def test_the_years_to_choose_follow_the_german_clock(client):
    PublishedReportFactory(published_at=datetime(2024, 12, 31, 23, 30, tzinfo=UTC))

    form = client.get("/berichte/").context["form"]

    assert [value for value, _label in form.fields["year"].choices] == ["", "2025"]


@pytest.mark.parametrize(
    "query",
    [
        "thema=gibt-es-nicht",
        "jahr=1999",
        "jahr=abc",
        "jahr=99999999999999999999",
        "thema=%27%3B--",
        "thema=" + "x" * 5000,
    ],
)
@pytest.mark.parametrize("address", ["/berichte/", "/downloads/"])
def test_a_choice_that_does_not_exist_is_said_and_the_list_stays_whole(client, address, query):
    PublishedReportFactory(title="Da")
    DocumentFactory(title="Da")

    response = client.get(f"{address}?{query}")

    assert response.status_code == 200
    assert "Diese Auswahl gibt es nicht" in response.text
    assert [thing.title for thing in response.context["page"]] == ["Da"]


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "1.5", ""])
@pytest.mark.parametrize("address", ["/berichte/", "/downloads/"])
def test_a_page_that_does_not_exist_shows_one_that_does(client, address, number):
    PublishedReportFactory()

    assert client.get(f"{address}?seite={number}").status_code == 200


@pytest.mark.parametrize("address", ["/berichte/", "/downloads/"])
def test_nul_bytes_in_the_address_are_a_bad_request(client, address):
    assert client.get(f"{address}?thema=%00").status_code == 400


def test_the_second_page_keeps_the_filter(client):
    topic = TopicFactory(slug="ganztag")
    for report in PublishedReportFactory.create_batch(13):
        report.topics.add(topic)

    first = client.get("/berichte/?thema=ganztag")
    second = client.get("/berichte/?thema=ganztag&seite=2")

    assert "?thema=ganztag&amp;seite=2" in first.text
    assert (len(shown_reports(first)), len(shown_reports(second))) == (12, 1)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_reports_asks_as_much_for_three_as_for_one(
    client, django_assert_num_queries, count
):
    for _number in range(count):
        PublishedReportFactory(picture=PictureFactory()).topics.add(TopicFactory())

    with django_assert_num_queries(4):
        response = client.get("/berichte/")

    assert len(shown_reports(response)) == count


def test_the_archive_shows_published_documents_newest_first(client):
    at = timezone.now()
    DocumentFactory(title="Alt", published_at=at - timedelta(days=9))
    DocumentFactory(title="Neu", published_at=at - timedelta(days=2))
    DocumentFactory(title="Entwurf", published_at=None)
    DocumentFactory(title="Morgen", published_at=at + timedelta(days=1))

    assert shown_documents(client.get("/downloads/")) == ["Neu", "Alt"]


def test_the_archive_is_narrowed_down_by_kind(client):
    DocumentFactory(title="Folien", kind=Document.Kind.SLIDES)
    DocumentFactory(title="Protokoll", kind=Document.Kind.MINUTES)

    assert shown_documents(client.get("/downloads/?art=minutes")) == ["Protokoll"]


def test_a_replaced_document_names_the_newer_version(client):
    newer = DocumentFactory(title="Zweite Auflage", link="https://www.example.org/zwei")
    DocumentFactory(title="Erste Auflage", replaced_by=newer)

    assert "Es gibt eine neuere Fassung:" in client.get("/downloads/").text


def test_a_newer_version_in_draft_is_not_named(client):
    newer = DocumentFactory(title="Zweite Auflage", published_at=None)
    DocumentFactory(title="Erste Auflage", replaced_by=newer)

    assert "Zweite Auflage" not in client.get("/downloads/").text


@pytest.mark.parametrize("state", ["inaccessible", "unchecked"])
def test_what_is_not_known_to_be_accessible_can_be_asked_for(client, state):
    document = DocumentFactory(title="Plan & Ziel", accessibility=state)

    text = client.get("/downloads/").text

    assert f'<a href="/downloads/{document.public_id}/zugaenglich/">' in text


def test_what_is_accessible_need_not_be_asked_for(client):
    DocumentFactory(accessibility=Document.Accessibility.CHECKED)

    assert "/zugaenglich/" not in client.get("/downloads/").text


@pytest.mark.parametrize("address", ["/berichte/", "/downloads/", "/berichte/feed.atom"])
def test_readers_get_no_cookie(client, address):
    response = client.get(address)

    assert response.status_code == 200
    assert response.cookies == {}


@pytest.mark.parametrize("address", ["/berichte/", "/downloads/"])
def test_an_empty_list_says_what_to_do_next(client, address):
    assert 'class="empty"' in client.get(address).text
