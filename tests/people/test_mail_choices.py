"""Which mails one can do without: chosen when signed in, or stopped by a link in the mail."""

import pytest
from django.urls import reverse

from people.models import MailChoice, MailKind, mail_kind, mail_stop
from portal.models import AuditEntry
from tests.factories import LeadFactory, UserFactory
from tests.workshops.rooms import shown
from workshops.models import mail_kinds

pytestmark = pytest.mark.django_db
PAGE = "/konto/benachrichtigungen/"


@pytest.fixture
def user():
    return LeadFactory().user


def wanted(user):
    kinds = mail_kind.known()
    return [kind.name for kind in kinds if MailChoice.objects.wants(user, kind.name)]


def everything_but(*kinds):
    return [kind.name for kind in mail_kind.known() if kind not in kinds]


def test_everything_is_wanted_until_one_says_no(user, client):
    client.force_login(user)

    page = client.get(PAGE)

    assert wanted(user) == everything_but()
    assert page.content.decode().count(" checked") == len(mail_kind.known())
    assert "Deadlines" not in shown(page)


def test_what_is_unticked_is_kept_and_shown_again(user, client):
    client.force_login(user)
    kept = everything_but(mail_kinds.DIGEST)

    answer = client.post(PAGE, dict.fromkeys(kept, "on"))

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert wanted(user) == kept
    assert client.get(PAGE).content.decode().count(" checked") == len(kept)
    assert AuditEntry.objects.get().fields == ["digest"]


def test_what_is_ticked_again_comes_again(user, client):
    MailChoice.objects.create(user=user, kind=mail_kinds.DIGEST.name, wanted=False)
    client.force_login(user)

    client.post(PAGE, dict.fromkeys(everything_but(), "on"))

    assert wanted(user) == everything_but()


def test_one_person_never_chooses_for_another(user, client):
    client.force_login(UserFactory())
    client.post(PAGE, {"user": user.pk})
    assert wanted(user) == everything_but()


def link(user, kind=mail_kinds.SILENCE):
    return reverse("people:stop_mails", args=[mail_stop.token(user, kind)])


def test_looking_at_the_link_of_a_mail_changes_nothing_and_the_button_stops_its_kind(user, client):
    page = client.get(link(user))
    assert "Diese E-Mails abbestellen?" in shown(page)
    assert user.email not in page.content.decode()
    assert wanted(user) == everything_but()

    for _ in range(2):
        answer = client.post(link(user))
        assert "Diese E-Mails kommen nicht mehr" in shown(answer)
    assert wanted(user) == everything_but(mail_kinds.SILENCE)


def test_a_link_that_was_changed_or_made_up_leads_nowhere(user, client):
    whole = link(user)
    gone = link(user, MailKind("gone", "", ""))
    nobody = link(UserFactory.build(pk=4711))
    for address in (f"{whole[:-2]}/", f"{PAGE}abbestellen/1:digest/", gone, nobody):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert wanted(user) == everything_but()


def test_a_kind_is_registered_once():
    with pytest.raises(ValueError, match="two kinds of mail named digest"):
        mail_kind.register("digest", "", "")
