import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from people.models import Person, Portrait, User
from portal.models import AuditEntry
from tests import factories as f
from tests.office import filled, press, sign_in, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    return sign_in(client, f.SuperuserFactory())


def test_an_administrator_makes_an_account_that_can_sign_in(client, boss):
    page = client.get(window("people.user", "add"))

    answer = client.post(
        window("people.user", "add"),
        filled(
            page,
            email="Neu@Example.org",
            first_name="Neu",
            last_name="Hier",
            office_role="coordinator",
            _continue="1",
        ),
    )

    account = User.objects.get(email="neu@example.org")
    assert answer["Location"] == window("people.user", "change", account.pk)
    assert account.is_coordinator is True
    assert EmailAddress.objects.get(user=account).verified is True
    trace = AuditEntry.objects.about(account).get()
    assert (trace.what, trace.by) == ("account.created", boss)


def test_an_address_that_is_taken_is_said_in_the_form(client, boss):
    f.UserFactory(email="neu@example.org")
    page = client.get(window("people.user", "add"))

    answer = client.post(
        window("people.user", "add"),
        filled(page, email="NEU@example.org", first_name="Neu", last_name="Hier"),
    )

    assert answer.status_code == 200
    assert "gibt es schon ein Konto" in answer.content.decode()


def test_rights_and_address_of_an_account_change_by_buttons_only(client, boss):
    account = f.UserFactory()
    page = client.get(window("people.user", "change", account.pk))
    sent = filled(page, email="anders@example.org", office_role="editor", is_superuser="on")

    client.post(window("people.user", "change", account.pk), sent)
    account.refresh_from_db()
    assert (account.office_role, account.is_superuser) == ("", False)

    client.post(press("people.user", account, "rights"), {"office_role": "editor"})
    client.post(press("people.user", account, "address"), {"email": "anders@example.org"})
    account.refresh_from_db()
    assert (account.office_role, account.email) == ("editor", "anders@example.org")


def test_deactivating_the_own_account_is_refused_with_a_message(client, boss):
    answer = client.post(press("people.user", boss, "deactivate"), follow=True)

    assert "Das eigene Konto können Sie nicht sperren." in answer.content.decode()
    boss.refresh_from_db()
    assert boss.is_active is True


def test_a_deactivated_account_is_out_with_the_next_request(client, boss):
    account = f.CoordinatorFactory()
    theirs = client.__class__()
    sign_in(theirs, account)
    assert theirs.get(reverse("admin:index")).status_code == 200

    client.post(press("people.user", account, "deactivate"))

    assert theirs.get(reverse("admin:index")).status_code == 302


def choices(client, app, model, field, term=""):
    query = {"app_label": app, "model_name": model, "field_name": field, "term": term}
    answer = client.get(reverse("admin:autocomplete"), query)
    return answer.status_code, [row["text"] for row in answer.json()["results"]]


def test_only_coordinators_can_be_chosen_as_coordinators(client):
    me = sign_in(client, f.CoordinatorFactory())
    f.UserFactory()
    f.CoordinatorFactory(is_active=False)

    assert choices(client, "workshops", "round", "coordinators") == (200, [str(me)])


def test_the_office_chooses_among_active_accounts_but_sees_no_list(client):
    me = sign_in(client, f.CoordinatorFactory())
    other = f.UserFactory()
    f.UserFactory(is_active=False)

    assert choices(client, "workshops", "member", "user") == (200, [str(me), str(other)])
    assert client.get(window("people.user", "changelist")).status_code == 403


def test_a_person_gets_a_german_address_that_then_stays(client, boss):
    page = client.get(window("people.person", "add"))
    sent = filled(page, first_name="Jörg", last_name="Übermuth")

    client.post(window("people.person", "add"), sent)
    client.post(window("people.person", "add"), sent)
    slugs = list(Person.objects.order_by("pk").values_list("slug", flat=True))
    assert slugs == ["joerg-uebermuth", "joerg-uebermuth-2"]

    person = Person.objects.first()
    page = client.get(window("people.person", "change", person.pk))
    client.post(window("people.person", "change", person.pk), filled(page, slug="anders"))
    assert Person.objects.get(pk=person.pk).slug == "joerg-uebermuth"


def test_a_name_without_letters_asks_for_an_address(client, boss):
    page = client.get(window("people.person", "add"))

    answer = client.post(
        window("people.person", "add"), filled(page, first_name="???", last_name="!!!")
    )

    assert "Bitte schreiben Sie eine" in answer.content.decode()


def test_the_portrait_is_hidden_by_its_button(client, boss):
    person = f.PersonFactory()
    Portrait.objects.create(person=person, file="x.webp", consent_given_on="2025-01-01")
    page, button = window("people.person", "change", person.pk), 'value="withdraw-portrait"'
    assert button in client.get(page).content.decode()

    client.post(press("people.person", person, "withdraw-portrait"))

    assert Portrait.objects.get(person=person).may_be_shown is False
    assert button not in client.get(page).content.decode()
