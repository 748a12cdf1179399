from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from conferences.models import Conference
from demo import chapters
from demo.loading import workshops as loading
from people.models import Person, User
from publications.models import Report, Topic
from tests.demo.conftest import NOW
from tests.factories.conferences import ConferenceFactory
from workshops.models import Milestone, Round, Workshop

pytestmark = pytest.mark.django_db


def said() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def everything() -> dict[str, list[dict[str, object]]]:
    """Every row of every table."""
    models = [model for model in apps.get_models() if model._meta.managed]
    return {m._meta.label: list(m._base_manager.order_by("pk").values()) for m in models}


def test_it_loads_into_an_empty_database_and_tells_who_can_sign_in(
    client, django_assert_max_num_queries
):
    with django_assert_max_num_queries(6200):
        words = said()

    assert Round.objects.count() == 5
    assert Conference.objects.count() == 14
    named = {line.split()[0] for line in words.splitlines() if "@example.org " in line[:50]}
    assert len(named) == 18
    assert {client.login(username=email, password="Werkstatt-Demo-2025") for email in named} == {
        True
    }
    assert {user.email for user in User.objects.all() if user.has_usable_password()} == named
    assert "Werkstatt-Demo-2025" in words
    assert "http" not in words


def test_a_second_call_changes_nothing_and_says_the_same(django_assert_num_queries):
    first = said()
    report, milestone = Report.objects.earliest("pk"), Milestone.objects.earliest("pk")
    report.title = "Ein anderer Titel"
    report.save()
    milestone.title = "Ein anderes Vorhaben"
    milestone.save()
    before = everything()

    with django_assert_num_queries(3):  # a savepoint, whether it was loaded, the end of it
        second = said()

    assert second == first
    assert everything() == before


def test_a_later_chapter_takes_what_people_have_left_of_the_first(monkeypatch):
    with monkeypatch.context() as before:
        before.setattr(chapters, "CHAPTERS", chapters.CHAPTERS[:1])
        chapters.load(NOW)
    Topic.objects.filter(name="Ganztag").update(name="Ganztag und Familie")
    Topic.objects.get(name="Datenbasierung").delete()
    Report.objects.update(contact=None)
    Workshop.objects.update(contact=None, deputy=None)
    Person.objects.get(slug="emre-yildiz").delete()
    ConferenceFactory(slug="bundeskonferenz-2021", title="Von Hand eingetragen")

    loaded = chapters.load(NOW)

    names = [chapter.name for chapter in loaded]
    assert names == ["conferences", "sheets", "days", "registrations", "entrance"]
    academy = Conference.objects.get(slug="herbstakademie-2016")
    assert (academy.contact, academy.topics.count()) == (None, 6)
    assert Conference.objects.get(slug="bundeskonferenz-2021").title == "Von Hand eingetragen"
    assert Topic.objects.filter(name__startswith="Ganztag").count() == 1


def test_it_refuses_outside_of_a_demonstration(settings):
    settings.DEMO = False

    with pytest.raises(CommandError, match="DEMO=true"):
        said()

    assert not User.objects.exists()


def test_all_of_it_is_loaded_or_nothing(monkeypatch):
    def break_off(*_: object) -> None:
        raise RuntimeError("Stromausfall")

    monkeypatch.setattr(loading, "load", break_off)

    with pytest.raises(RuntimeError, match="Stromausfall"):
        chapters.load(NOW)

    assert not User.objects.exists()
