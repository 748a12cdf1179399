import factory

from conferences.models import (
    Conference,
    Island,
    ParticipantCount,
    Room,
    Session,
    SessionContribution,
    Stand,
)
from tests.factories.people import PersonFactory


class ConferenceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Conference

    title = factory.Sequence(lambda n: f"Konferenz {n}")
    short_title = factory.SelfAttribute("title")
    slug = factory.Sequence(lambda n: f"konferenz-{n}")
    year = 2024
    is_published = True


class ParticipantCountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ParticipantCount

    conference = factory.SubFactory(ConferenceFactory)
    number = 420


class RoomFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Room

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda n: f"Raum {n}")


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    conference = factory.SubFactory(ConferenceFactory)
    title = factory.Sequence(lambda n: f"Programmpunkt {n}")
    slug = factory.Sequence(lambda n: f"programmpunkt-{n}")


class SessionContributionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SessionContribution

    session = factory.SubFactory(SessionFactory)
    person = factory.SubFactory(PersonFactory)


class IslandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Island

    conference = factory.SubFactory(ConferenceFactory)
    title = factory.Sequence(lambda n: f"Themeninsel {n}")


class StandFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Stand

    conference = factory.SubFactory(ConferenceFactory)
    exhibitor = factory.Sequence(lambda n: f"Ausstellende Stelle {n}")
