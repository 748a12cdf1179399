import factory

from registrations.models import Offer, Quota


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer

    slug = factory.Sequence(lambda n: f"angebot-{n}")
    title = factory.Sequence(lambda n: f"Angebot {n}")


class QuotaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quota

    offer = factory.SubFactory(OfferFactory)
    title = factory.Sequence(lambda n: f"Kontingent {n}")
