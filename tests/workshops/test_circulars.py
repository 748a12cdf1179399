"""Letters to all: who gets them, what they say, that they go once, and what became of each."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.models import AuditEntry, OutgoingMail
from portal.refusals import Conflict, Refusal
from tests.factories import (
    CoordinatorFactory,
    LeadFactory,
    MeetingFactory,
    MeetingFileFactory,
    MemberFactory,
    TeamFactory,
)
from tests.workshops.rooms import shown
from workshops.actions import circulars as actions
from workshops.models import Circular
from workshops.models.circular import audience, filled, unknown_placeholders

pytestmark = pytest.mark.django_db


@pytest.fixture
def round(team):
    return team.round


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def url(round, name="circular_write", *more):
    return reverse(f"workshops:{name}", args=[round.pk, *more])


def letter(step="senden", **facts):
    typed = {"key": str(uuid4()), "subject": "Einladung", "text": "Guten Tag {Name}!", "seen": "1"}
    return {**typed, "schritt": step, **facts}


def names(recipients):
    return [recipient.user for recipient in recipients]


# --- to whom -------------------------------------------------------------------------------------
def test_active_members_of_teams_that_take_part_get_it_once_each(round, team, member):
    lead = LeadFactory(team__round=round)
    MemberFactory(team=lead.team, user=member)
    MemberFactory(team=team, until_day=timezone.localdate())
    MemberFactory(team=team, user__is_active=False)
    MemberFactory(team=TeamFactory(round=round, state="left", left_reason="Kein Personal"))
    MemberFactory()

    assert set(names(audience(round, None, coordinators=False))) == {member, lead.user}
    assert len(audience(round, None, coordinators=False)) == 2


def test_who_coordinates_no_longer_gets_no_letter(round, member, coordinator):
    coordinator.office_role = ""
    coordinator.save()

    assert names(audience(round, None, coordinators=True)) == [member]


def test_a_letter_to_a_team_reaches_that_team_and_coordinators_if_wished(
    round, team, member, coordinator
):
    LeadFactory(team__round=round)

    assert names(audience(round, team, coordinators=False)) == [member]
    assert names(audience(round, team, coordinators=True)) == [member, coordinator]


# --- what it says --------------------------------------------------------------------------------
def test_placeholders_are_replaced_once_and_nothing_else():
    values = {"Name": "{Kommune}", "Kommune": "Lippe", "Termin": "morgen"}

    assert filled("{Name} {Kommune} {Termin} {name} {", values) == "{Kommune} Lippe morgen {name} {"
    assert unknown_placeholders("{Name} {Vorname} { } {\n}") == ["Vorname", " "]


def test_each_copy_is_written_for_its_reader(signed_in, round, team, member):
    MeetingFactory(
        round=round, title="Bilanz", first_day=date(2999, 2, 3), last_day=date(2999, 2, 3)
    )
    text = "Guten Tag {Name} aus {Kommune}, wir sehen uns: {Termin}. <b>Bis dann</b>"

    signed_in.post(url(round), letter(text=text, subject="Für {Name}"))

    mail = OutgoingMail.objects.get()
    assert mail.recipient == member.email
    assert mail.subject == "Für Emre Beispiel"
    assert (
        f"Guten Tag Emre Beispiel aus {team}, wir sehen uns: Bilanz (3. Februar 2999)." in mail.text
    )
    assert ("<b>Bis dann</b>" in mail.text, "&lt;b&gt;Bis dann" in mail.html) == (True, True)
    assert mail.scope == round.scope


@pytest.mark.parametrize(
    "wild",
    [
        {"subject": ""},
        {"text": ""},
        {"text": "x" * 10_000},
        {"subject": "x" * 1_000},
        {"text": "Guten Tag {Vorname}"},
        {"subject": "{}"},
        {"text": "\x00"},
        {"key": "keiner"},
        {"team": "00000000-0000-0000-0000-000000000000"},
        {"team": "'; drop"},
        {"meeting": "9" * 30},
        {"file": "x"},
        {"seen": "-1"},
    ],
)
def test_a_wild_letter_is_refused_and_nothing_is_sent(signed_in, round, member, wild):
    answer = signed_in.post(url(round), letter(**wild))

    assert (answer.status_code, OutgoingMail.objects.count()) == (422, 0)


def test_line_breaks_do_not_reach_the_subject(signed_in, round, member):
    signed_in.post(url(round), letter(subject="Einladung\r\nBcc: x@example.org"))

    assert OutgoingMail.objects.get().subject == "Einladung Bcc: x@example.org"


@pytest.mark.parametrize("what", ["team", "meeting", "file"])
def test_what_belongs_to_another_round_is_no_choice(signed_in, round, member, what):
    strange = {
        "team": TeamFactory().public_id,
        "meeting": MeetingFactory().pk,
        "file": MeetingFileFactory().public_id,
    }

    answer = signed_in.post(url(round), letter(**{what: strange[what]}))

    assert (answer.status_code, Circular.objects.count()) == (422, 0)


# --- looked at, then sent ------------------------------------------------------------------------
def test_the_preview_shows_a_real_copy_and_counts_and_sends_nothing(signed_in, round, member):
    answer = signed_in.post(url(round), letter("vorschau"))

    words = shown(answer)
    assert (answer.status_code, OutgoingMail.objects.count()) == (200, 0)
    assert "So liest ihn Emre Beispiel" in words
    assert "Guten Tag Emre Beispiel!" in words
    assert "An 1 Person senden" in words


def test_a_double_click_sends_one_letter(signed_in, round, member):
    typed = letter()

    answers = [signed_in.post(url(round), typed) for _ in range(2)]

    [sent] = Circular.objects.all()
    assert [answer.url for answer in answers] == [sent.get_absolute_url()] * 2
    assert (sent.copies.count(), OutgoingMail.objects.count()) == (1, 1)
    assert AuditEntry.objects.filter(what="circular.sent", scope=round.scope).count() == 1


def test_somebody_who_joined_meanwhile_is_shown_before_it_is_sent(signed_in, round, team, member):
    MemberFactory(team=team)

    answer = signed_in.post(url(round), letter(seen="1"))

    assert (answer.status_code, OutgoingMail.objects.count()) == (409, 0)
    assert "An 2 Personen senden" in shown(answer)


def test_without_anybody_nothing_is_sent(signed_in, round):
    answer = signed_in.post(url(round), letter(seen="0"))

    assert (answer.status_code, Circular.objects.count()) == (422, 0)
    assert "kein aktives Mitglied" in shown(answer)


def test_the_key_of_another_round_opens_nothing(signed_in, round, member, coordinator):
    draft = actions.Draft(round=round, key=uuid4(), subject="Eins", text="Text")
    actions.send(draft=draft, count=1, by=coordinator, at=timezone.now())
    other = LeadFactory().team.round
    again = actions.Draft(round=other, key=draft.key, subject="Zwei", text="Text")

    with pytest.raises(Refusal):
        actions.send(draft=again, count=1, by=coordinator, at=timezone.now())


def test_the_count_is_a_promise_for_the_action_too(round, member, coordinator):
    draft = actions.Draft(round=round, key=uuid4(), subject="Eins", text="Text")

    with pytest.raises(Conflict):
        actions.send(draft=draft, count=2, by=coordinator, at=timezone.now())


# --- afterwards ----------------------------------------------------------------------------------
def sent(round, coordinator, **facts):
    draft = actions.Draft(round=round, key=uuid4(), subject="Einladung", text="Text", **facts)
    count = len(draft.recipients())
    return actions.send(draft=draft, count=count, by=coordinator, at=timezone.now())


def test_each_copy_says_what_became_of_it_and_a_failed_one_is_sent_again(
    signed_in, round, team, member, coordinator
):
    MemberFactory(team=team)
    circular = sent(round, coordinator)
    first, second = circular.copies.order_by("pk")
    OutgoingMail.objects.filter(pk=first.mail_id).update(state="failed", error="550 unbekannt")
    OutgoingMail.objects.filter(pk=second.mail_id).update(state="sent", sent_at=timezone.now())

    words = shown(signed_in.get(circular.get_absolute_url()))
    listed = shown(signed_in.get(url(round, "circulars")))
    signed_in.post(url(round, "mail_again", first.mail_id))
    twice = signed_in.post(url(round, "mail_again", first.mail_id), follow=True)

    assert ("550 unbekannt" in words, "1 von 2 gesendet" in words) == (True, True)
    assert "1 fehlgeschlagen" in listed
    assert OutgoingMail.objects.get(pk=first.mail_id).state == "queued"
    assert "gesendet wird nur eine gescheiterte" in shown(twice)
    trace = AuditEntry.objects.get(what="mail.sent_again")
    assert (trace.scope, trace.by) == (round.scope, coordinator)


def test_mails_of_another_round_and_sign_in_mails_are_not_found(signed_in, round, member):
    strange = LeadFactory().team.round
    mail = sent(strange, CoordinatorFactory()).copies.get().mail
    OutgoingMail.objects.update(state="failed")
    one = signed_in.post(url(round, "mail_again", mail.pk)).status_code
    OutgoingMail.objects.update(is_sign_in=True, scope=round.scope)

    assert (one, signed_in.post(url(round, "mail_again", mail.pk)).status_code) == (404, 404)


def test_a_letter_of_another_round_is_not_found(signed_in, round):
    strange = sent(LeadFactory().team.round, CoordinatorFactory())

    assert signed_in.get(url(round, "circular", strange.key)).status_code == 404


@pytest.mark.parametrize("count", [1, 4])
def test_lists_take_the_same_queries_at_any_size(
    signed_in, round, team, coordinator, count, django_assert_num_queries
):
    for _ in range(count):
        MemberFactory(team=team)
    for _ in range(count):
        circular = sent(round, coordinator, team=team)
    OutgoingMail.objects.update(state="failed")

    with django_assert_num_queries(7):
        signed_in.get(url(round, "circulars"))
    with django_assert_num_queries(5):
        signed_in.get(circular.get_absolute_url())


def test_a_hundred_people_are_looked_up_at_once(round, team, django_assert_num_queries):
    for _ in range(5):
        MemberFactory(team=TeamFactory(round=round))

    with django_assert_num_queries(2):
        assert len(audience(round, None, coordinators=True)) == 5


# --- minutes -------------------------------------------------------------------------------------
def test_the_link_to_minutes_is_ready_to_be_sent_with_one_click(signed_in, round, member):
    file = MeetingFileFactory(meeting__round=round, meeting__title="Bilanz")

    answer = signed_in.get(url(round) + f"?protokoll={file.public_id}")
    form = answer.context["form"]
    typed = {name: form[name].value() or "" for name in form.fields}
    signed_in.post(url(round), {**typed, "seen": "1", "schritt": "senden"})

    assert "An 1 Person senden" in shown(answer)
    assert file.get_absolute_url() in OutgoingMail.objects.get().text
    assert OutgoingMail.objects.get().subject == "Protokoll: Bilanz"


@pytest.mark.parametrize("query", ["?protokoll=x", "?protokoll=" + "9" * 999, "?team=x&tag=x"])
def test_a_wild_link_opens_an_empty_letter(signed_in, round, query):
    assert signed_in.get(url(round) + query).status_code == 200


def test_an_old_day_does_not_become_the_next_one(signed_in, round, member):
    gone = timezone.localdate() - timedelta(days=9)
    MeetingFactory(round=round, title="Vorbei", first_day=gone, last_day=gone)

    signed_in.post(url(round), letter(text="{Termin}"))

    assert "der nächste Termin, dessen Datum noch offen ist" in OutgoingMail.objects.get().text
