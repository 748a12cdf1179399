from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils.functional import SimpleLazyObject

from conferences.models import Conference, Session
from portal.dates import berlin_day
from portal.prepared import prepared
from publications.models import Report
from tests.factories import ReportFactory, SessionFactory, SuperuserFactory

pytestmark = pytest.mark.django_db

AT = datetime(2026, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)


def test_it_answers_as_the_queryset_does_for_every_value():
    sessions = [SessionFactory(slug=slug) for slug in ("eins", "zwei")]

    @prepared
    def named(slug: str):
        return Session.objects.select_related("conference").filter(slug=slug)

    assert [named(slug) for slug in ("eins", "zwei", "drei")] == [[sessions[0]], [sessions[1]], []]
    with CaptureQueriesContext(connection) as queries:
        assert named("zwei")[0].conference == sessions[1].conference
    assert len(queries) == 1


@pytest.mark.parametrize(("before", "found"), [(1, 0), (0, 1), (-1, 1)])
def test_a_time_is_compared_to_the_microsecond(before, found):
    ReportFactory(state="published", published_at=AT)

    @prepared
    def published(at: datetime):
        return Report.objects.filter(published_at__lte=at)

    assert len(published(AT - timedelta(microseconds=before))) == found


def test_days_numbers_and_values_are_what_the_database_says():
    session = SessionFactory(day=date(2026, 5, 6), position=3)

    @prepared
    def on(day: date, position: int):
        found = Session.objects.filter(day=day, position=position).annotate(twice=F("position") * 2)
        return found.values_list("pk", "day", "is_demo", "twice")

    assert on(date(2026, 5, 6), 3) == [(session.pk, date(2026, 5, 6), False, 6)]
    assert on(date(2026, 5, 7), 3) == on(date(2026, 5, 6), 4) == []


def test_an_answer_keeps_nothing_of_the_one_before():
    @prepared
    def all_of(slug: str):
        return Session.objects.filter(slug=slug)

    empty = all_of("neu")
    SessionFactory(slug="neu")

    assert [len(empty), len(all_of("neu"))] == [0, 1]


def test_who_is_signed_in_is_asked_for_anew():
    draft = SessionFactory(slug="entwurf", conference__is_published=False).conference

    @prepared
    def seen(user, slug: str):
        return Conference.objects.visible_to(user).filter(slug=slug)

    users = (SimpleLazyObject(AnonymousUser), SuperuserFactory())
    assert [seen(user, draft.slug) for user in users] == [[], [draft]]


@pytest.mark.parametrize(
    "build",
    [
        lambda at: Session.objects.filter(day=berlin_day(at)),
        lambda at: Session.objects.filter(day=date(2026, 5, at.day)),
        lambda at: Session.objects.all(),
        lambda at: Report.objects.filter(published_at=at).order_by(*["pk"][at.hour % 2 :]),
        lambda at: Report.objects.filter(published_at=at).prefetch_related("topics"),
    ],
)
def test_what_cannot_be_prepared_is_refused_at_once(build):
    with pytest.raises(TypeError):
        prepared(build)(AT)
