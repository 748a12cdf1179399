import factory

from municipalities.models import Agreement, Kind, Municipality, Venue


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    name = factory.Sequence(lambda n: f"Kreis Musterland {n}")
    short_name = factory.SelfAttribute("name")
    kind = Kind.DISTRICT
    ags = factory.Sequence(lambda n: f"057{n:02d}" if n < 100 else f"05{n:06d}")
    slug = factory.Sequence(lambda n: f"kreis-musterland-{n}")


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement

    municipality = factory.SubFactory(MunicipalityFactory)


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = factory.Sequence(lambda n: f"Haus {n}")
    city = "Dortmund"
