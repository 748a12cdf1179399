"""Lists tell only what they show, and a form overwrites nothing that changed meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from publications.actions import pictures
from publications.models import Picture
from tests import factories as f
from tests.office import filled, sign_in, window

HIDDEN = [
    ("superuser", "people.user", "password__startswith=zzz"),
    ("superuser", "portal.outgoingmail", "text__contains=vegan"),
    ("superuser", "portal.outgoingmail", "sealed__startswith=g"),
    ("editor", "conferences.stand", "needs__startswith=Rollstuhl"),
    ("editor", "workshops.round", "teams__id__exact=1"),
    ("editor", "workshops.round", "coordinators__password__startswith=a"),
    ("editor", "publications.reportpreview", "token_hash__startswith=ab"),
    ("editor", "publications.report", "pk__in=1"),
    ("editor", "publications.report", "anything=1"),
]
OFFERED = [
    ("workshops.round", "workshop__id__exact=1"),
    ("workshops.round", "phase__exact=running"),
    ("workshops.round", "mine=yes"),
    ("workshops.round", "first_day__year=2025"),
    ("workshops.milestone", "round=1"),
    ("workshops.milestone", "team__id__exact=1"),
    ("workshops.statement", "team__id__exact=1"),
    ("workshops.teamfile", "team__id__exact=1"),
    ("people.person", "contact_consent_on__isempty=1"),
]


@pytest.fixture
def users():
    return {"editor": f.EditorFactory(), "superuser": f.SuperuserFactory()}


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "label", "query"), HIDDEN)
def test_a_list_is_not_filtered_by_what_it_does_not_offer(client, users, role, label, query):
    sign_in(client, users[role])
    assert client.get(f"{window(label, 'changelist')}?{query}").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(("label", "query"), OFFERED)
def test_a_list_is_filtered_by_what_it_offers(client, users, label, query):
    sign_in(client, users["superuser"])
    answer = client.get(f"{window(label, 'changelist')}?{query}")
    assert (answer.status_code, list(answer.context["cl"].result_list)) == (200, [])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_form_does_not_bring_back_a_consent_that_is_withdrawn_meanwhile(client):
    """The withdrawal is not committed before the form waits for the same row."""
    editor, picture = sign_in(client, f.EditorFactory()), f.PictureFactory(consent="given")
    address = window("publications.picture", "change", picture.pk)
    typed = filled(client.get(address), title="Anders")

    def save():
        try:
            return client.post(address, typed).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            pictures.withdraw_consent(picture=picture, by=editor, at=timezone.now())
            answer = other.submit(save)
            wait_until_somebody_waits()
        assert answer.result(timeout=30) == 302

    picture.refresh_from_db()
    assert (picture.title, picture.consent) == ("Anders", Picture.Consent.WITHDRAWN)


def wait_until_somebody_waits():
    """Asked often: each question reaches the database and back."""
    waiting = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    for _question in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waits for the row.")


@pytest.mark.django_db
def test_a_conference_is_postponed_only_to_one_that_is_seen(client):
    me = sign_in(client, f.CoordinatorFactory())
    mine, other = f.ConferenceFactory(), f.ConferenceFactory()
    secret = f.ConferenceFactory(is_published=False, short_title="Geheime Tagung")
    mine.coordinators.add(me)
    address = reverse("admin:conferences_conference_do", args=[mine.pk, "postpone"])

    refused = client.post(address, {"reason": "Sturm", "moved_to": secret.pk})
    taken = client.post(address, {"reason": "Sturm", "moved_to": other.pk})

    mine.refresh_from_db()
    assert (refused.status_code, "Geheime" in refused.content.decode()) == (422, False)
    assert (taken.status_code, mine.moved_to) == (302, other)
