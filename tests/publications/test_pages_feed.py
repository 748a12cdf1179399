from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from tests.factories import PublishedReportFactory, ReportFactory, TopicFactory

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response):
    feed = ElementTree.fromstring(response.content)  # noqa: S314 - our own feed
    return feed.findall(f"{ATOM}entry")


def test_the_feed_holds_published_reports_with_absolute_addresses(client, settings):
    settings.BASE_URL = "https://portal.example.org"
    report = PublishedReportFactory(
        title="Fünf <Teams>",
        slug="fuenf-teams",
        teaser="Was geschah.",
        published_at=datetime(2025, 2, 20, 8, tzinfo=UTC),
        corrected_at=datetime(2025, 2, 22, 8, tzinfo=UTC),
    )
    report.topics.add(TopicFactory(name="Ganztag"))
    ReportFactory()

    response = client.get("/berichte/feed.atom", headers={"host": "localhost"})
    (entry,) = entries(response)

    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry.findtext(f"{ATOM}title") == "Fünf <Teams>"
    assert (
        entry.find(f"{ATOM}link").get("href") == "https://portal.example.org/berichte/fuenf-teams/"
    )
    assert entry.findtext(f"{ATOM}summary") == "Was geschah."
    assert entry.findtext(f"{ATOM}published") == "2025-02-20T08:00:00+00:00"
    assert entry.findtext(f"{ATOM}updated") == "2025-02-22T08:00:00+00:00"
    assert entry.find(f"{ATOM}category").get("term") == "Ganztag"
    assert "localhost" not in response.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_feed_asks_as_much_for_three_as_for_one(client, django_assert_num_queries, count):
    for _number in range(count):
        PublishedReportFactory().topics.add(TopicFactory())

    with django_assert_num_queries(2):
        response = client.get("/berichte/feed.atom")

    assert len(entries(response)) == count


def test_a_feed_without_reports_is_still_a_feed(client):
    assert entries(client.get("/berichte/feed.atom")) == []
