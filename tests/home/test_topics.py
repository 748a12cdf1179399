import pytest

from tests.factories import (
    DocumentFactory,
    PictureFactory,
    PublishedReportFactory,
    PublishedRoundFactory,
    QuestionFactory,
    ReportFactory,
    RoundFactory,
    TopicFactory,
    WorkshopFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def furnish(topic):
    WorkshopFactory(is_published=True).topics.add(topic)
    PublishedReportFactory(picture=PictureFactory()).topics.add(topic)
    DocumentFactory().topics.add(topic)
    QuestionFactory(topic=topic, is_public=True)


def test_a_topic_gathers_what_is_public_about_it(client):
    topic = TopicFactory(name="Ganztag", slug="ganztag")
    furnish(topic)
    furnish(TopicFactory())

    response = client.get("/themen/ganztag/")

    assert "<h1>Ganztag</h1>" in response.text
    lists = ["workshops", "reports", "documents", "questions"]
    assert [len(response.context[name]) for name in lists] == [1, 1, 1, 1]
    assert 'href="/berichte/?thema=ganztag"' in response.text
    assert 'href="/downloads/?thema=ganztag"' in response.text


def test_what_is_not_public_stays_away(client):
    topic = TopicFactory()
    WorkshopFactory().topics.add(topic)
    ReportFactory().topics.add(topic)
    DocumentFactory(published_at=None).topics.add(topic)
    QuestionFactory(topic=topic)
    QuestionFactory(topic=topic, is_public=True, round=RoundFactory())
    QuestionFactory(topic=topic, is_public=True, round=PublishedRoundFactory(), answer="Geklärt.")

    response = client.get(topic.get_absolute_url())

    lists = ["workshops", "reports", "documents", "questions"]
    assert [len(response.context[name]) for name in lists] == [0, 0, 0, 0]
    assert "Zu diesem Thema ist noch nichts veröffentlicht" in response.text


@pytest.mark.parametrize("slug", ["gibt-es-nicht", "x" * 3000])
def test_unknown_topics_are_not_found(client, slug):
    assert client.get(f"/themen/{slug}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_three_as_for_one(client, django_assert_num_queries, count):
    topic = TopicFactory()
    for _number in range(count):
        furnish(topic)

    with django_assert_num_queries(6):
        response = client.get(topic.get_absolute_url())

    assert len(response.context["questions"]) == count
    assert response.cookies == {}
