from datetime import timedelta

import factory
from django.utils import timezone

from portal.open_forms import mailbox
from registrations.models import (
    Answer,
    Attendance,
    Consent,
    ConsentRequest,
    Invitee,
    Offer,
    OfferLetter,
    OfferText,
    Place,
    Question,
    Quota,
    Registration,
    Retention,
    Terms,
)
from tests.factories.people import CoordinatorFactory


class OfferFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Offer

    slug = factory.Sequence(lambda n: f"angebot-{n}")
    title = factory.Sequence(lambda n: f"Angebot {n}")


class OpenOfferFactory(OfferFactory):
    """Open to everybody, with so many places at the event."""

    class Meta:
        model = Offer
        skip_postgeneration_save = True

    audience = "public"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1000))

    @factory.post_generation
    def places(offer, create, extracted, **kwargs):
        if create:
            MainQuotaFactory(offer=offer, capacity=extracted)


class QuotaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Quota

    offer = factory.SubFactory(OfferFactory)
    title = factory.Sequence(lambda n: f"Kontingent {n}")


class MainQuotaFactory(QuotaFactory):
    is_main = True
    title = "Teilnahme"


class RegistrationFactory(factory.django.DjangoModelFactory):
    """Somebody with a confirmed registration; a place is given by an action."""

    class Meta:
        model = Registration

    offer = factory.SubFactory(OfferFactory)
    first_name = "Kim"
    last_name = factory.Sequence(lambda n: f"Gast{n}")
    email = factory.Sequence(lambda n: f"gast{n}@example.org")
    mailbox = factory.LazyAttribute(lambda registration: mailbox(registration.email))
    status = "confirmed"
    registered_at = factory.LazyFunction(timezone.now)
    confirmed_at = factory.SelfAttribute("registered_at")
    key = factory.Sequence(lambda n: f"key-{n}")


class PlaceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Place

    registration = factory.SubFactory(RegistrationFactory)
    quota = factory.SubFactory(
        MainQuotaFactory, offer=factory.SelfAttribute("..registration.offer")
    )
    status = "confirmed"
    queued_at = factory.LazyFunction(timezone.now)


class QuestionToRegistrantsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    offer = factory.SubFactory(OfferFactory)
    text = factory.Sequence(lambda n: f"Frage {n}?")
    purpose = "Planung"


class AnswerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Answer

    registration = factory.SubFactory(RegistrationFactory)
    question = factory.SubFactory(
        QuestionToRegistrantsFactory, offer=factory.SelfAttribute("..registration.offer")
    )
    value = "Antwort"


class ConsentRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ConsentRequest

    offer = factory.SubFactory(OfferFactory)
    purpose = factory.Sequence(lambda n: f"Zweck {n}")
    text = "Ich bin einverstanden."


class ConsentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Consent

    registration = factory.SubFactory(RegistrationFactory)
    request = factory.SubFactory(
        ConsentRequestFactory, offer=factory.SelfAttribute("..registration.offer")
    )
    given_at = factory.LazyFunction(timezone.now)


class InviteeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitee

    offer = factory.SubFactory(OfferFactory)
    email = factory.Sequence(lambda n: f"geladen{n}@example.org")
    mailbox = factory.SelfAttribute("email")


class TermsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Terms

    offer = factory.SubFactory(OfferFactory)
    kind = "conditions"
    text = "Bedingungen"
    published_at = factory.LazyFunction(timezone.now)


class OfferTextFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfferText

    offer = factory.SubFactory(OfferFactory)
    kind = "confirmed"


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    registration = factory.SubFactory(RegistrationFactory)
    quota = factory.SubFactory(
        MainQuotaFactory, offer=factory.SelfAttribute("..registration.offer")
    )
    kind = "came"
    at = factory.LazyFunction(timezone.now)


class OfferLetterFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OfferLetter

    offer = factory.SubFactory(OfferFactory)
    to = "confirmed"
    subject = "Anreise"
    text = "Guten Weg."
    sent_by = factory.SubFactory(CoordinatorFactory)
    sent_at = factory.LazyFunction(timezone.now)


class RetentionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Retention
        django_get_or_create = ["kind"]

    kind = "registration"
    days = 365
