from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import override_settings

from portal import audit, clock, outbox
from portal.models import AppendOnly, AuditEntry, OutgoingMail
from portal.outbox import Attachment, Letter
from tests.factories.people import CoordinatorFactory, SuperuserFactory, UserFactory

AT = datetime(2025, 5, 14, 10, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    user = SuperuserFactory()
    client.force_login(user)
    return user


@pytest.fixture
def mail():
    file = Attachment("termin.ics", b"BEGIN", "text/calendar")
    words = Letter(to="a@example.org", subject="Betreff", text="Liebe Lea", occasion="1", attachments=(file,))  # fmt: skip  # noqa: E501
    with transaction.atomic():
        return outbox.post(words, at=AT)


def change_page(mail):
    return f"/verwaltung/portal/outgoingmail/{mail.pk}/change/"


def test_letters_are_readable_in_the_demonstration_only(client, chief, mail):
    assert "Liebe Lea" in client.get(change_page(mail)).content.decode()
    with override_settings(DEMO=False):
        html = client.get(change_page(mail)).content.decode()
    assert "Liebe Lea" not in html
    assert "verborgen" in html
    assert "termin.ics" in html


def test_the_outbox_is_changed_by_nobody(client, chief, mail):
    assert client.post(change_page(mail), {"subject": "x"}).status_code == 403
    assert client.get("/verwaltung/portal/outgoingmail/add/").status_code == 403
    assert client.post(f"/verwaltung/portal/outgoingmail/{mail.pk}/delete/").status_code == 403


def test_a_failed_mail_can_be_sent_again(client, chief, mail):
    address = f"/verwaltung/portal/outgoingmail/{mail.pk}/do/again/"
    refused = client.post(address, follow=True)
    assert "Noch einmal gesendet wird nur eine gescheiterte E-Mail." in refused.content.decode()
    OutgoingMail.objects.update(state="failed", attempts=9)
    client.post(address)
    mail.refresh_from_db()
    assert (mail.state, mail.attempts) == ("queued", 0)
    assert AuditEntry.objects.about(mail).get().by == chief


@pytest.mark.parametrize("records", ["auditentry", "outgoingmail", "jobrun"])
def test_operations_are_for_superusers(client, chief, records, mail):
    clock.run_due(AT)
    audit.record("mail.posted", mail, at=AT)
    assert client.get(f"/verwaltung/portal/{records}/").status_code == 200
    client.force_login(CoordinatorFactory())
    assert client.get(f"/verwaltung/portal/{records}/").status_code == 403


def test_the_past_is_not_rewritten(mail):
    entry = audit.record("mail.posted", mail)
    entry.what = "nothing"
    with pytest.raises(AppendOnly):
        entry.save()
    with pytest.raises(AppendOnly):
        entry.delete()


def test_an_entry_knows_who_acted(mail):
    lea = UserFactory()
    by_lea = audit.record("a", mail, by=lea, fields={"b", "a"}, scope="round:3", at=AT)
    by_clock = audit.record("b", mail)
    by_link = audit.record("c", mail, actor=audit.Actor.REGISTRANT)
    assert [one.actor for one in (by_lea, by_clock, by_link)] == ["user", "clock", "registrant"]
    assert (by_lea.subject, by_lea.fields, by_lea.at) == (f"portal.outgoingmail:{mail.pk}", ["a", "b"], AT)  # fmt: skip  # noqa: E501
    assert list(AuditEntry.objects.in_scopes(["round:3"])) == [by_lea]
    lea.delete()
    by_lea.refresh_from_db()
    assert (by_lea.by, by_lea.actor) == (None, "user")


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).update(what="x.gefaelscht"),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["what"]),
        lambda entry: AuditEntry.objects.all().delete(),
        lambda entry: AuditEntry.objects.update_or_create(pk=entry.pk, defaults={"what": "x"}),
    ],
)
def test_many_entries_are_rewritten_as_little_as_one(mail, rewrite):
    entry = audit.record("mail.posted", mail)

    with pytest.raises(AppendOnly):
        rewrite(entry)

    assert AuditEntry.objects.get().what == "mail.posted"


def test_when_an_account_goes_its_entries_stay_without_it(mail):
    lea = UserFactory()
    entry = audit.record("mail.posted", mail, by=lea)

    lea.delete()

    entry.refresh_from_db()
    assert (entry.what, entry.by) == ("mail.posted", None)
