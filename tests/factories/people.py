from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from people.models import Invitation, OfficeRole, Organisation, Person, User

PASSWORD = "ein langes Kennwort"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    first_name = "Kim"
    last_name = factory.Sequence(lambda n: f"Muster{n}")
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def verified(user, create, extracted, **kwargs):
        if create and extracted is not False:
            EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


class CoordinatorFactory(UserFactory):
    office_role = OfficeRole.COORDINATOR


class EditorFactory(UserFactory):
    office_role = OfficeRole.EDITOR


class SuperuserFactory(UserFactory):
    is_superuser = True


class InvitationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invitation

    token_hash = factory.Sequence(lambda n: f"{n:064x}")
    email = factory.Sequence(lambda n: f"eingeladen{n}@example.org")
    invited_by = factory.SubFactory(CoordinatorFactory)
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyAttribute(lambda i: i.created_at + timedelta(days=14))


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Fachstelle {n}")
    slug = factory.Sequence(lambda n: f"fachstelle-{n}")


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    first_name = "Robin"
    last_name = factory.Sequence(lambda n: f"Beispiel{n}")
    slug = factory.Sequence(lambda n: f"robin-beispiel{n}")
