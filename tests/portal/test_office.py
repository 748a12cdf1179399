# ruff: noqa: E501 - some lines read better whole
import re
from datetime import UTC, datetime

import pytest
from django import forms
from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.urls import include, path

from people.models import Person, User
from portal import errors, outbox
from portal.models import AuditEntry, MailAttachment, OutgoingMail
from portal.office import (
    Button,
    HistoryOfficeAdmin,
    OfficeAdmin,
    OfficeSite,
    OfficeTabularInline,
    Rights,
    nobody,
    office,
)
from portal.outbox import Letter
from portal.refusals import Refusal
from tests.factories.people import (
    CoordinatorFactory,
    EditorFactory,
    PersonFactory,
    SuperuserFactory,
    UserFactory,
)

AT = datetime(2025, 5, 14, 10, tzinfo=UTC)
pressed = []


def rename(*, person, by, at, last_name="Neu"):
    if last_name == "Verboten":
        raise Refusal("So heißt hier niemand.")
    pressed.append((person, by, last_name, at.tzinfo is not None))


class NameForm(forms.Form):
    last_name = forms.CharField(label="Name", max_length=20)


def editors(user, thing):
    return user.office_role == "editor" or user.is_superuser


class PersonAdmin(HistoryOfficeAdmin[Person]):
    rights = Rights(view=office, add=editors, change=editors)
    fields = ["first_name", "last_name", "slug", "organisation", "biography", "user"]
    buttons = [
        Button("now", "Sofort umbenennen", rename, allowed=editors),
        Button("sure", "Sicher umbenennen", rename, allowed=editors, confirm="Ganz sicher?"),
        Button("name", "Umbenennen in", rename, allowed=editors, form=NameForm),
        Button("never", "Nie", rename, allowed=nobody),
        Button("later", "Später", rename, allowed=editors, shown=lambda person: False),
    ]

    def scope_of(self, thing):
        return f"person:{thing.pk}"


class FileInline(OfficeTabularInline[MailAttachment]):
    model = MailAttachment
    fields = ["name"]


class MailAdmin(OfficeAdmin[OutgoingMail]):
    rights = Rights(view=office, change=office)
    fields = ["subject"]
    inlines = [FileInline]


class UserAdmin(OfficeAdmin[User]):
    rights = Rights(view=office)
    search_fields = ["last_name"]
    fields = ["email", "first_name", "last_name"]


office_here = OfficeSite(name="admin")
office_here.register(Person, PersonAdmin)
office_here.register(OutgoingMail, MailAdmin)
office_here.register(User, UserAdmin)
urlpatterns = [path("verwaltung/", office_here.urls), path("", include("portal.urls"))]
handler403, handler404 = errors.forbidden, errors.not_found

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def editor(client):
    user = EditorFactory()
    client.force_login(user)
    return user


@pytest.fixture
def mail():
    with transaction.atomic():
        return outbox.post(
            Letter(to="a@example.org", subject="x", text="Liebe Lea", occasion="1"), at=AT
        )


def person_page(person, *rest):
    return "/".join(["/verwaltung/people/person", str(person.pk), *rest, ""])


@pytest.mark.parametrize("rest", ["change", "history", "delete", "do/again"])
def test_a_foreign_record_is_not_found(client, editor, mail, rest):
    address = f"/verwaltung/portal/outgoingmail/{mail.pk}/{rest}/"
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]


def test_a_deleted_record_has_no_history(client, editor):
    person = PersonFactory()
    pk, version = person.pk, person.history.get().pk
    assert client.get(person_page(person, f"history/{version}")).status_code == 200
    assert client.post(person_page(person, f"history/{version}")).status_code == 405
    person.delete()
    person.pk = pk
    assert client.get(person_page(person, "history")).status_code == 404
    assert client.get(person_page(person, f"history/{version}")).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999", "abc", "1_2F", "_00"])
def test_a_wrong_id_is_not_found(client, editor, pk):
    assert client.get(f"/verwaltung/people/person/{pk}/change/").status_code == 404


def test_lists_hold_only_what_the_account_may_see(client, editor, mail):
    assert "0 " in client.get("/verwaltung/portal/outgoingmail/").content.decode()
    client.force_login(SuperuserFactory())
    assert "Liebe" not in client.get("/verwaltung/portal/outgoingmail/").content.decode()


def test_seeing_is_not_changing(client):
    person = PersonFactory()
    client.force_login(CoordinatorFactory())
    assert client.get(person_page(person, "change")).status_code == 200
    assert client.post(person_page(person, "change"), {"last_name": "x"}).status_code == 403
    assert client.get("/verwaltung/people/person/add/").status_code == 403
    assert client.post(person_page(person, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(person_page(person, "do/now")).status_code == 403
    assert b"Sofort umbenennen" not in client.get(person_page(person, "change")).content


def test_a_right_that_is_taken_away_is_gone_with_the_next_request(client, editor):
    assert client.get("/verwaltung/people/person/").status_code == 200
    User.objects.filter(pk=editor.pk).update(office_role="")
    assert client.get("/verwaltung/people/person/").status_code == 403
    User.objects.filter(pk=editor.pk).update(office_role="editor", is_active=False)
    assert client.get("/verwaltung/people/person/").status_code == 302


def test_the_page_shows_the_buttons_that_may_be_pressed_now(client, editor):
    html = client.get(person_page(PersonFactory(), "change")).content.decode()
    assert "Sofort umbenennen" in html
    assert "Nie<" not in html
    assert "Später" not in html


def test_a_button_calls_its_action_on_post_only(client, editor):
    person = PersonFactory()
    pressed.clear()
    asked = client.get(person_page(person, "do/sure"))
    assert (asked.status_code, "Ganz sicher?" in asked.content.decode()) == (200, True)
    assert pressed == []
    answer = client.post(person_page(person, "do/sure"), follow=True)
    assert pressed == [(person, editor, "Neu", True)]
    assert "Erledigt." in answer.content.decode()
    assert answer.redirect_chain == [(person_page(person, "change"), 302)]


def test_a_button_with_a_form_keeps_what_was_typed_when_refused(client, editor):
    person = PersonFactory()
    pressed.clear()
    empty = client.post(person_page(person, "do/name"), {"last_name": ""})
    refused = client.post(person_page(person, "do/name"), {"last_name": "Verboten"})
    assert [empty.status_code, refused.status_code] == [422, 422]
    assert "So heißt hier niemand." in refused.content.decode()
    assert 'value="Verboten"' in refused.content.decode()
    assert refused.content.decode().count("Fehler:") >= 1
    client.post(person_page(person, "do/name"), {"last_name": "Lange"})
    assert [name for _person, _by, name, _at in pressed] == ["Lange"]


def typed(person, **changes):
    return {
        "first_name": person.first_name, "last_name": person.last_name, "slug": person.slug,
        "biography": "", **changes,
    }  # fmt: skip


def test_a_button_saves_first_what_was_typed_on_the_page(client, editor):
    person = PersonFactory(biography="")
    pressed.clear()
    facts = typed(person, first_name="Getippt", _press="sure")
    answer = client.post(person_page(person, "change"), facts)
    person.refresh_from_db()
    assert (answer.url, person.first_name) == (person_page(person, "do/sure"), "Getippt")
    facts = typed(person, first_name="Nochmals", _press="now")
    answer = client.post(person_page(person, "change"), facts)
    person.refresh_from_db()
    assert (answer.url, person.first_name) == (person_page(person, "change"), "Nochmals")
    assert [who for who, *_rest in pressed] == [person]


def test_a_button_waits_until_what_was_typed_is_right(client, editor):
    person = PersonFactory(biography="")
    pressed.clear()
    facts = typed(person, first_name="Getippt", last_name="", _press="now")
    answer = client.post(person_page(person, "change"), facts)
    assert (answer.status_code, pressed) == (200, [])
    assert 'value="Getippt"' in answer.content.decode()


def test_a_button_saves_nothing_where_nothing_was_typed(client, editor):
    person = PersonFactory(biography="")
    pressed.clear()
    answer = client.post(person_page(person, "change"), typed(person, _press="now"))
    assert (answer.status_code, len(pressed)) == (302, 1)
    assert not AuditEntry.objects.about(person).exists()
    assert (
        client.post(person_page(person, "change"), typed(person, _press="never")).status_code == 403
    )
    assert client.post(person_page(person, "change"), typed(person, _press="no")).status_code == 404


def test_enter_saves_and_presses_no_button(client, editor):
    html = client.get(person_page(PersonFactory(), "change")).content.decode()
    names = re.findall(r'<button type="submit" form="person_form" name="(\w+)"', html)
    assert names == ["_save", "_press", "_press", "_press"]


def test_a_button_nobody_knows_is_not_found(client, editor):
    assert client.post(person_page(PersonFactory(), "do/unknown")).status_code == 404


def test_what_is_changed_is_noted_by_name_and_never_by_value(client, editor):
    person = PersonFactory()
    facts = {"first_name": "Robin", "last_name": "Geheim", "slug": person.slug, "biography": ""}
    assert client.post(person_page(person, "change"), facts).status_code == 302
    entry = AuditEntry.objects.about(person).get()
    assert (entry.what, entry.by, entry.actor, entry.fields, entry.scope) == (
        "person.changed", editor, "user", ["last_name"], f"person:{person.pk}"
    )  # fmt: skip
    assert "Geheim" not in str(AuditEntry.objects.values().get())
    assert LogEntry.objects.count() == 0


def test_choices_are_those_the_account_may_see(client, editor):
    closed = UserFactory(is_active=False)
    form = client.get(person_page(PersonFactory(), "change")).context["adminform"].form
    assert closed not in form.fields["user"].queryset
    assert editor in form.fields["user"].queryset


def test_the_history_shows_differences(client, editor):
    person = PersonFactory(last_name="Alt")
    person.last_name = "Neu"
    person.save()
    html = client.get(person_page(person, "history")).content.decode()
    assert "Alt" in html
    assert "Neu" in html


def test_the_editor_has_its_import_map_under_a_nonce(client, editor):
    answer = client.get(person_page(PersonFactory(), "change"))
    html = answer.content.decode()
    nonce = re.search(r'<script[^>]*type="importmap"[^>]*nonce="([^"]+)"|<script nonce="([^"]+)" type="importmap"', html)  # fmt: skip
    assert nonce
    assert f"'nonce-{nonce[1] or nonce[2]}'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "nonce" not in client.get("/verwaltung/people/person/")["Content-Security-Policy"]


def test_rich_text_is_cleaned_on_save(client, editor):
    person = PersonFactory()
    hostile = '<p onclick="x()">Gut<script>alert(1)</script><a href="/x" id="y">hier</a></p>'
    facts = {"first_name": "R", "last_name": "B", "slug": person.slug, "biography": hostile}
    client.post(person_page(person, "change"), facts)
    person.refresh_from_db()
    assert person.biography == '<p>Gut<a href="/x" rel="noopener noreferrer">hier</a></p>'


@pytest.mark.parametrize(
    ("typed_address", "stored"),
    [
        ("example.org", "https://example.org"),
        ("www.kreis-x.de/a?b=1&amp;c=2", "https://www.kreis-x.de/a?b=1&amp;c=2"),
        ("lea@example.org", "mailto:lea@example.org"),
        ("http://example.org", "http://example.org"),
        ("/berichte/", "/berichte/"),
    ],
)
def test_a_link_without_its_https_gets_it(client, editor, typed_address, stored):
    person = PersonFactory(biography="")
    facts = typed(person, biography=f'<p><a href="{typed_address}">hier</a></p>')
    client.post(person_page(person, "change"), facts)
    person.refresh_from_db()
    assert person.biography == f'<p><a href="{stored}" rel="noopener noreferrer">hier</a></p>'


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//fremd.example", "hier klicken", ""])
def test_a_link_that_leads_nowhere_is_refused_in_words(client, editor, address):
    person = PersonFactory(biography="")
    facts = typed(person, biography=f'<p><a href="{address}">hier</a></p>')
    page = client.post(person_page(person, "change"), facts).content.decode()
    assert f"Der Link „{address}“ führt nirgendwohin" in page
    person.refresh_from_db()
    assert person.biography == ""


def test_who_may_change_a_record_may_change_its_rows_and_nobody_else(client, mail, monkeypatch):
    row = mail.attachments.create(name="alt.pdf", media_type="application/pdf", content=b"x")
    client.force_login(SuperuserFactory())
    address = f"/verwaltung/portal/outgoingmail/{mail.pk}/change/"
    facts = {
        "subject": "x", "attachments-TOTAL_FORMS": 1, "attachments-INITIAL_FORMS": 1,
        "attachments-0-id": row.pk, "attachments-0-mail": mail.pk, "attachments-0-name": "neu.pdf",
    }  # fmt: skip
    assert client.post(address, facts).status_code == 302
    assert [one.name for one in mail.attachments.all()] == ["neu.pdf"]
    assert AuditEntry.objects.about(mail).get().fields == ["mailattachment.name"]
    monkeypatch.setattr(MailAdmin, "rights", Rights(view=office, change=nobody))
    assert client.post(address, {**facts, "attachments-0-name": "fremd.pdf"}).status_code == 403
    assert b'name="attachments-0-name"' not in client.get(address).content
