from datetime import UTC, datetime, timedelta
from queue import SimpleQueue
from threading import Event

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import override_settings

from portal import delivery, outbox, periodic, tasks
from portal.models import OutgoingMail
from portal.outbox import Attachment, Letter, hidden
from portal.seals import Broken, seal, unseal
from tests.factories.people import UserFactory
from tests.portal.smtp import postman

State = OutgoingMail.State
AT = datetime(2025, 5, 14, 10, tzinfo=UTC)


def letter(occasion="meeting-moved:1:1", **facts):
    given = {"to": "lea@example.org", "subject": "Der Termin zieht um", "text": "Guten Tag"} | facts
    return Letter(occasion=occasion, **given)


def posted(occasion="meeting-moved:1:1", **facts):
    with transaction.atomic():
        return outbox.post(letter(occasion, **facts), at=AT)


@pytest.fixture
def server(settings):
    with postman() as server:
        for name, value in server.settings.items():
            setattr(settings, name, value)
        yield server


def shown(row):
    row.refresh_from_db()
    return row.state, row.attempts


@pytest.mark.django_db
class TestPosting:
    def test_a_letter_goes_out_after_the_commit(
        self, django_capture_on_commit_callbacks, mailoutbox
    ):
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            posted()
            posted("meeting-moved:1:2")
            assert mailoutbox == []
        assert len(callbacks) == 1
        assert [one.to for one in mailoutbox] == [["lea@example.org"]] * 2

    def test_an_occasion_has_one_letter_for_ever(self, mailoutbox):
        first, again = posted(), posted(subject="Noch einmal")
        assert again == first
        delivery.deliver_due(AT)
        posted()
        delivery.deliver_due(AT)
        assert [one.subject for one in mailoutbox] == ["Der Termin zieht um"]

    def test_what_is_rolled_back_is_not_said(self, django_capture_on_commit_callbacks, mailoutbox):
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            outbox.post(letter())
            transaction.set_rollback(True)
        assert (OutgoingMail.objects.count(), mailoutbox) == (0, [])

    def test_a_line_break_in_the_subject_adds_no_header(self, mailoutbox):
        posted(subject="Neu\r\nBcc: evil@example.org")
        delivery.deliver_due(AT)
        assert [(one.subject, one.bcc) for one in mailoutbox] == [("Neu Bcc: evil@example.org", [])]

    def test_a_nudge_that_fails_costs_nobody_anything(
        self, django_capture_on_commit_callbacks, monkeypatch, mailoutbox
    ):
        def away():
            raise ConnectionError

        monkeypatch.setattr(tasks.deliver, "delay", away)
        with django_capture_on_commit_callbacks(execute=True):
            row = posted()
        assert shown(row) == (State.QUEUED, 0)
        delivery.deliver_due(AT)
        assert len(mailoutbox) == 1

    def test_without_a_broker_no_request_waits_for_the_mail_server(
        self, django_capture_on_commit_callbacks, monkeypatch
    ):
        answered, said = Event(), SimpleQueue()
        monkeypatch.setattr(tasks, "later", tasks.in_background)
        monkeypatch.setattr(tasks.deliver, "delay", lambda: said.put(answered.wait(timeout=5)))
        with django_capture_on_commit_callbacks(execute=True):
            posted()
        answered.set()
        assert said.get(timeout=5) is True

    def test_attachments_travel_with_the_letter(self, mailoutbox):
        file = Attachment("termin.ics", b"BEGIN:VCALENDAR", "text/calendar")
        posted(attachments=(file,), html="<p>Guten Tag</p>")
        delivery.deliver_due(AT)
        sent = mailoutbox[0]
        assert sent.attachments == [("termin.ics", "BEGIN:VCALENDAR", "text/calendar")]
        assert sent.alternatives == [("<p>Guten Tag</p>", "text/html")]


@pytest.mark.django_db(transaction=True)
def test_a_letter_without_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        outbox.post(letter())


@pytest.mark.django_db
class TestSecrets:
    def test_secret_parts_are_sealed_while_they_wait_and_gone_when_sent(self, mailoutbox):
        link = "http://127.0.0.1:8000/einladung/geheim?a=1&b=2/"
        row = posted(
            text=f"Hier: {hidden('link')}",
            html=f'<a href="{hidden("link")}">hier</a>',
            secrets={"link": link},
        )
        stored = str(OutgoingMail.objects.filter(pk=row.pk).values().get())
        assert "geheim" not in stored
        delivery.deliver_due(AT)
        sent = mailoutbox[0]
        assert sent.body == f"Hier: {link}"
        assert sent.alternatives[0].content == f'<a href="{link.replace("&", "&amp;")}">hier</a>'
        row.refresh_from_db()
        assert (row.sealed, row.text) == ("", f"Hier: {hidden('link')}")

    def test_another_secret_key_ends_in_a_visible_failure(self, mailoutbox):
        row = posted(secrets={"link": "x"})
        with override_settings(SECRET_KEY="another" * 10):
            delivery.deliver_due(AT)
        assert (shown(row), mailoutbox) == ((State.FAILED, 1), [])

    def test_the_key_of_yesterday_still_opens(self, settings):
        sealed = seal({"code": "123"})
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "new" * 20
        assert unseal(sealed) == {"code": "123"}
        with pytest.raises(Broken):
            unseal(sealed[:-4] + "AAAA")

    def test_sign_in_mails_are_listed_to_nobody(self):
        plain, code = posted(), posted("sign-in:1", is_sign_in=True)
        chief = UserFactory(is_superuser=True)
        assert list(OutgoingMail.objects.visible_to(chief)) == [plain]
        assert list(OutgoingMail.objects.visible_to(UserFactory(office_role="editor"))) == []
        assert code.is_sign_in


@pytest.mark.django_db
class TestServer:
    def test_it_takes_the_letter_with_our_message_id(self, server):
        row = posted()
        assert delivery.deliver_due(AT) == 1
        assert shown(row) == (State.SENT, 1)
        assert [one["Message-ID"] for one in server.taken] == [row.message_id]
        assert AT <= row.sent_at < AT + timedelta(seconds=5)

    def test_a_temporary_no_is_asked_again_after_growing_pauses(self, server):
        row = posted()
        server.mode = "later"
        waits, at = [], AT
        for _attempt in range(4):
            delivery.deliver_due(at)
            row.refresh_from_db()
            waits.append(row.next_attempt_at - at)
            assert delivery.deliver_due(row.next_attempt_at - timedelta(seconds=1)) == 0
            at = row.next_attempt_at
        assert waits == sorted(waits)
        assert [round(wait.total_seconds() / 60) for wait in waits] == [1, 5, 15, 60]
        server.mode = "ok"
        delivery.deliver_due(at)
        assert (shown(row), len(server.taken)) == ((State.SENT, 5), 1)

    def test_after_many_attempts_it_fails_where_people_see_it(self, server):
        row, at = posted(), AT
        server.mode = "later"
        for _attempt in range(len(delivery.PAUSES) + 1):
            delivery.deliver_due(at)
            row.refresh_from_db()
            at = row.next_attempt_at
        assert shown(row) == (State.FAILED, len(delivery.PAUSES) + 1)
        assert list(OutgoingMail.objects.failed()) == [row]
        assert "451" in row.error

    def test_a_final_no_for_one_address_stops_no_other(self, server):
        server.refused = {"gone@example.org"}
        wrong, right = posted("1", to="gone@example.org"), posted("2")
        assert delivery.deliver_due(AT) == 1
        assert (shown(wrong), shown(right)) == ((State.FAILED, 1), (State.SENT, 1))

    def test_a_server_that_is_away_costs_one_attempt_not_all(self, server):
        one, other = posted("1"), posted("2")
        server.mode = "busy"
        delivery.deliver_due(AT)
        assert (shown(one), shown(other)) == ((State.QUEUED, 1), (State.QUEUED, 0))

    def test_a_server_that_says_nothing_is_not_waited_for_long(self, server, settings):
        settings.EMAIL_TIMEOUT = 0.2
        row = posted()
        server.mode = "silent"
        delivery.deliver_due(AT)
        assert shown(row) == (State.QUEUED, 1)
        assert "timed out" in row.error

    def test_nobody_listens(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        row = posted()
        delivery.deliver_due(AT)
        assert shown(row) == (State.QUEUED, 1)
        assert "ConnectionRefused" in row.error

    def test_a_cut_after_data_gives_a_second_copy_with_the_same_message_id(self, server):
        row = posted()
        server.mode = "drop"
        delivery.deliver_due(AT)
        server.mode = "ok"
        delivery.deliver_due(AT + timedelta(minutes=2))
        assert shown(row) == (State.SENT, 2)
        assert [one["Message-ID"] for one in server.taken] == [row.message_id] * 2


@pytest.mark.django_db
class TestLease:
    def test_a_crash_between_claim_and_send_is_made_good_after_the_lease(self, mailoutbox):
        row = posted()
        delivery.claim(AT)
        assert shown(row) == (State.IN_FLIGHT, 1)
        assert delivery.deliver_due(AT + timedelta(minutes=9)) == 0
        assert delivery.deliver_due(AT + timedelta(minutes=10)) == 1
        assert (shown(row), len(mailoutbox)) == ((State.SENT, 2), 1)

    def test_a_late_sender_changes_nothing_any_more(self, mailoutbox):
        row = posted()
        late = delivery.claim(AT)
        delivery.deliver_due(AT + timedelta(minutes=11))
        delivery._note_fault(late, OSError("too late"), AT + timedelta(minutes=12))
        assert shown(row) == (State.SENT, 2)

    def test_a_letter_that_kills_its_sender_does_not_do_so_for_ever(self):
        row, at = posted(), AT
        for _crash in range(len(delivery.PAUSES) + 1):
            delivery.claim(at)
            at += timedelta(minutes=11)
        assert delivery.deliver_due(at) == 0
        assert shown(row) == (State.FAILED, len(delivery.PAUSES) + 1)

    def test_what_cannot_be_built_fails_at_once_and_others_pass(self, mailoutbox):
        poison, other = posted("1"), posted("2")
        OutgoingMail.objects.filter(pk=poison.pk).update(subject="a\nBcc: b@example.org")
        delivery.deliver_due(AT)
        assert (shown(poison), shown(other)) == ((State.FAILED, 1), (State.SENT, 1))


def test_addresses_in_letters_come_from_the_settings(settings):
    settings.BASE_URL = "https://portal.example.org"
    assert outbox.absolute("/konto/") == "https://portal.example.org/konto/"


def test_a_letter_is_rendered_with_the_operator_at_its_foot(settings):
    settings.OPERATOR = {**settings.OPERATOR, "name": "Agentur <Test> & Co"}
    text, html = outbox.render("base", {})
    assert "Agentur <Test> & Co" in text
    assert "Agentur &lt;Test&gt; &amp; Co" in html
    assert text.startswith("Guten Tag,\n")


@pytest.mark.django_db
def test_the_mail_file_of_the_demonstration_is_one_per_letter(settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    posted("1"), posted("2")
    delivery.deliver_due(AT)
    assert len(list(tmp_path.iterdir())) == 2
    assert mail.outbox == []
    assert connection.is_usable()


@pytest.mark.django_db
def test_texts_of_sent_letters_are_forgotten_in_time_and_what_was_owed_is_not(settings):
    settings.MAIL_TEXT_DAYS = 30
    at = datetime(2026, 3, 1, 9, tzinfo=UTC)
    files = (Attachment("termin.ics", b"BEGIN", "text/calendar"),)
    sent, waiting = posted("a", attachments=files), posted("b")
    OutgoingMail.objects.filter(pk=sent.pk).update(state="sent", sent_at=at)

    periodic.forget_letters(at + timedelta(days=29))
    assert OutgoingMail.objects.filter(text="").count() == 0
    periodic.forget_letters(at + timedelta(days=31))

    sent.refresh_from_db()
    assert (sent.text, sent.html, sent.attachments.count()) == ("", "", 0)
    assert (sent.recipient, sent.occasion, sent.sent_at) == (waiting.recipient, "a", at)
    waiting.refresh_from_db()
    assert waiting.text != ""
