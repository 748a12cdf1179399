"""Sentences for the public: proposed by coordinators, decided by the lead, shown, taken back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import MailChoice
from portal.models import OutgoingMail
from tests import factories as f
from tests.workshops.rooms import of_the_round, shown
from workshops.actions import statements
from workshops.models import Statement, Team

pytestmark = pytest.mark.django_db

State = Statement.State
SENTENCE = "Ein Kreis weiß jetzt, wie viele Fachkräfte fehlen."


@pytest.fixture
def lead(team):
    return f.LeadFactory(team=team, user__first_name="Lea", user__last_name="Leitung").user


@pytest.fixture
def proposed(team, milestone, coordinator):
    return f.StatementFactory(
        team=team, milestone=milestone, proposed_text=SENTENCE, proposed_by=coordinator
    )


@pytest.fixture
def cleared(proposed, lead):
    return decide("clear", proposed, by=lead, text=SENTENCE, names_municipality=True)


def decide(verb, statement, *, by, **facts):
    return getattr(statements, verb)(statement=statement, by=by, at=timezone.now(), **facts)


def list_url(team):
    return reverse("workshops:statements", args=[team.public_id])


def propose_url(team):
    return reverse("workshops:propose_statement", args=[team.public_id])


def do_url(statement, verb):
    return reverse(f"workshops:{verb}_statement", args=[statement.team.public_id, statement.pk])


def mails():
    return list(OutgoingMail.objects.order_by("pk").values_list("recipient", "subject"))


# --- who may -------------------------------------------------------------------------------------
#  who: list, one, form for a proposal, propose, clear, refuse, withdraw
ANSWERS = {
    "visitor": (302, 302, 302, 302, 302, 302, 302),
    "member": (200, 200, 403, 403, 403, 403, 403),
    "lead": (200, 200, 403, 403, 303, 303, 303),
    "former lead": (404, 404, 404, 404, 404, 404, 404),
    "neighbour": (404, 404, 404, 404, 404, 404, 404),
    "coordinator": (200, 200, 200, 303, 403, 403, 403),
    "other coordinator": (404, 404, 404, 404, 404, 404, 404),
    "editor": (403, 403, 403, 403, 403, 403, 403),
    "superuser": (200, 200, 403, 403, 403, 403, 403),
}


@pytest.mark.parametrize("who", ANSWERS)
def test_every_page_of_statements_answers_every_role(
    client, team, member, lead, coordinator, proposed, who
):
    second = f.StatementFactory(team=team)
    people = {
        "visitor": None,
        "member": member,
        "lead": lead,
        "former lead": f.LeadFactory(team=team, until_day=timezone.localdate()).user,
        "neighbour": of_the_round(team, role="lead"),
        "coordinator": coordinator,
        "other coordinator": f.CoordinatorFactory(),
        "editor": f.EditorFactory(),
        "superuser": f.SuperuserFactory(),
    }
    if people[who]:
        client.force_login(people[who])

    answers = (
        client.get(list_url(team)).status_code,
        client.get(proposed.get_absolute_url()).status_code,
        client.get(propose_url(team)).status_code,
        client.post(propose_url(team), {"text": "Noch ein Satz."}).status_code,
        client.post(do_url(proposed, "clear"), {"text": SENTENCE}).status_code,
        client.post(do_url(second, "refuse")).status_code,
        client.post(do_url(f.ClearedStatementFactory(team=team), "withdraw")).status_code,
    )

    assert answers == ANSWERS[who]


def test_a_sentence_is_found_only_in_its_own_room(client, team, lead):
    elsewhere = f.StatementFactory()
    client.force_login(lead)

    for pk in (elsewhere.pk, 10**30):
        for verb in ("statement", "clear_statement", "refuse_statement", "withdraw_statement"):
            path = reverse(f"workshops:{verb}", args=[team.public_id, pk])
            assert client.generic("GET" if verb == "statement" else "POST", path).status_code == 404


# --- proposing -----------------------------------------------------------------------------------
def test_a_coordinator_proposes_from_the_page_of_a_milestone(client, milestone, team, coordinator):
    client.force_login(coordinator)
    page = client.get(milestone.get_absolute_url())
    way = f"{propose_url(team)}?meilenstein={milestone.public_id}"
    assert way in page.text

    form = client.get(way).context["form"]
    response = client.post(
        way, {"text": SENTENCE, "milestone": milestone.pk, "names_municipality": "on"}
    )

    made = Statement.objects.get()
    assert form.initial["milestone"] == milestone
    assert (response.status_code, response["Location"]) == (303, made.get_absolute_url())
    assert (made.proposed_text, made.milestone, made.names_municipality, made.state) == (
        SENTENCE,
        milestone,
        True,
        "proposed",
    )


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": " "}, "Bitte schreiben Sie den Satz."),
        ({"text": "x" * 10_000}, "höchstens 300 Zeichen"),
        ({"text": "\x00"}, "Bitte schreiben Sie den Satz."),
        ({"text": SENTENCE, "milestone": "999999"}, "Milestone"),
        ({"text": SENTENCE, "milestone": "x\x00"}, "Milestone"),
    ],
)
def test_wild_proposals_are_refused_and_kept_in_the_form(client, team, coordinator, typed, words):
    client.force_login(coordinator)
    f.MilestoneFactory()

    response = client.post(propose_url(team), typed)

    assert response.status_code == 422
    assert words in shown(response) or response.context["form"].has_error("milestone")
    assert Statement.objects.count() == 0


@pytest.mark.parametrize("query", ["x", "%00", "00000000-0000-4000-8000-000000000000"])
def test_an_unknown_milestone_in_the_address_asks_about_none(client, team, coordinator, query):
    client.force_login(coordinator)
    path = f"{propose_url(team)}?meilenstein={query}"

    response = client.get(path)

    assert response.status_code == (400 if query == "%00" else 200)


def test_the_leads_are_told_once_unless_they_do_without(team, coordinator, lead, member):
    quiet = f.LeadFactory(team=team).user
    MailChoice.objects.create(user=quiet, kind="statement_proposed", wanted=False)
    f.LeadFactory(team=team, until_day=timezone.localdate())
    f.LeadFactory(team=team, user__is_active=False)

    statements.propose(team=team, text=SENTENCE, by=coordinator, at=timezone.now())

    assert mails() == [(lead.email, "Ein Satz wartet auf Ihre Entscheidung")]
    mail = OutgoingMail.objects.get()
    link = f"http://127.0.0.1:8000{Statement.objects.get().get_absolute_url()}"
    assert [part in mail.text for part in (SENTENCE, link)] == [True, True]
    assert [part in mail.html for part in (SENTENCE, link)] == [True, True]


def test_a_sentence_that_waits_is_not_put_before_the_team_twice(team, coordinator, lead, milestone):
    facts = {"team": team, "text": SENTENCE, "by": coordinator, "at": timezone.now()}
    first, again = statements.propose(**facts), statements.propose(**facts)
    other = statements.propose(**facts, milestone=milestone)
    decide("refuse", first, by=lead)

    assert (first, statements.propose(**facts) in {first, other}) == (again, False)
    assert [to for to, subject in mails() if "wartet" in subject] == [lead.email] * 3


# --- deciding ------------------------------------------------------------------------------------
def test_the_lead_clears_with_words_of_their_own_and_the_proof_stays(
    client, proposed, lead, coordinator
):
    client.force_login(lead)
    own = "Ein Kreis kennt seine Lücke."

    response = client.post(do_url(proposed, "clear"), {"text": own})

    assert (response.status_code, response["Location"]) == (303, proposed.get_absolute_url())
    proposed.refresh_from_db()
    assert (proposed.state, proposed.text, proposed.names_municipality) == ("cleared", own, False)
    page = shown(client.get(proposed.get_absolute_url()))
    assert f"Vorgeschlagen „{SENTENCE}“ {coordinator}," in page
    assert f"Freigegeben „{own}“, ohne den Namen der Kommune Lea Leitung," in page
    assert mails() == [(coordinator.email, f"{proposed.team}: ein Satz ist freigegeben")]
    assert "Vorgeschlagen war" in OutgoingMail.objects.get().text


def test_the_lead_sees_how_and_where_it_would_be_shown_before_clearing(client, proposed, lead):
    f.PublishedReportFactory()
    client.force_login(lead)
    first = shown(client.get(proposed.get_absolute_url()))
    own = "Ein Kreis kennt seine Lücke."

    preview = client.post(
        do_url(proposed, "clear"), {"text": own, "names_municipality": "on", "vorschau": "1"}
    )

    assert f"So wäre es zu sehen {SENTENCE} ein Team des Durchgangs" in first
    assert f"So wäre es zu sehen {own} {proposed.team.municipality.known_as}" in shown(preview)
    assert f"Seite der Kommune: {proposed.team.municipality.known_as}" in shown(preview)
    proposed.refresh_from_db()
    assert (preview.status_code, proposed.state) == (200, "proposed")


def test_a_kommune_that_wishes_no_name_gets_none_whatever_is_sent(client, proposed, lead):
    Team.objects.update(is_named_in_public=False)
    client.force_login(lead)
    assert "auf keiner öffentlichen Seite genannt" in shown(client.get(proposed.get_absolute_url()))

    client.post(do_url(proposed, "clear"), {"text": SENTENCE, "names_municipality": "on"})

    proposed.refresh_from_db()
    assert (proposed.state, proposed.names_municipality) == ("cleared", False)


@pytest.mark.parametrize("reason", ["", "Zu früh.\x00\n"])
def test_the_lead_refuses_with_or_without_a_reason(client, proposed, lead, coordinator, reason):
    client.force_login(lead)

    client.post(do_url(proposed, "refuse"), {"reason": reason})

    proposed.refresh_from_db()
    assert (proposed.state, proposed.refused_by, proposed.refusal_reason) == (
        "refused",
        lead,
        reason[:8],
    )
    assert mails() == [(coordinator.email, f"{proposed.team}: ein Satz ist abgelehnt")]
    assert ("Grund: Zu früh." in OutgoingMail.objects.get().text) is bool(reason)
    words = shown(client.get(list_url(proposed.team)))
    assert "Abgelehnt oder zurückgezogen" in words
    assert "abgelehnt von Lea Leitung am" in words


@pytest.mark.parametrize(
    ("verb", "typed", "words"),
    [
        ("clear", {"text": " "}, "Bitte schreiben Sie den Satz."),
        ("clear", {"text": "x" * 10_000}, "höchstens 300 Zeichen"),
        ("refuse", {"reason": "x" * 10_000}, "höchstens 300 Zeichen"),
    ],
)
def test_wild_decisions_are_refused(client, proposed, lead, verb, typed, words):
    client.force_login(lead)

    response = client.post(do_url(proposed, verb), typed)

    assert response.status_code == 422
    assert words in shown(response)
    proposed.refresh_from_db()
    assert proposed.state == "proposed"


@pytest.mark.parametrize("verb", ["clear", "refuse", "withdraw"])
def test_who_decides_second_is_shown_the_first_decision(client, proposed, lead, verb):
    statement = proposed
    if verb == "withdraw":
        decide("clear", proposed, by=lead, text=SENTENCE, names_municipality=False)
        decide("withdraw", proposed, by=lead)
    else:
        decide("refuse", proposed, by=lead, reason="Zu früh.")
    client.force_login(lead)

    response = client.post(do_url(statement, verb), {"text": "Doch."})

    assert response.status_code == 409
    assert "Inzwischen hat jemand entschieden." in shown(response)
    assert {"clear": "Zu früh.", "refuse": "Zu früh.", "withdraw": "Zurückgezogen"}[verb] in shown(
        response
    )


# --- in public -----------------------------------------------------------------------------------
@pytest.fixture
def public_pages(team):
    """Everywhere where a sentence may stand: round, Kommune, report, short report, preview."""
    report = f.PublishedReportFactory()
    meeting = f.MeetingFactory(round=team.round)
    meeting.reports.add(report)
    return [
        team.round.get_absolute_url(),
        team.municipality.get_absolute_url(),
        report.get_absolute_url(),
    ]


def test_only_what_is_cleared_is_public_and_what_is_withdrawn_is_gone_at_once(
    client, proposed, lead, coordinator, public_pages
):
    def seen():
        return [SENTENCE in client.get(page).text for page in public_pages]

    before = seen()
    decide("clear", proposed, by=lead, text=SENTENCE, names_municipality=True)
    during = seen()
    first = [client.get(page) for page in public_pages]
    decide("withdraw", proposed, by=lead)

    assert (before, during, seen()) == ([False] * 3, [True] * 3, [False] * 3)
    for page, response in zip(public_pages, first, strict=True):
        again = client.get(page, headers={"if-none-match": response.get("ETag", '"x"')})
        assert (again.status_code, SENTENCE in again.text) == (200, False)
    assert [subject for _to, subject in mails()] == [
        f"{proposed.team}: ein Satz ist freigegeben",
        f"{proposed.team}: ein Satz ist zurückgezogen",
    ]


def test_a_refused_sentence_is_on_no_public_page(client, proposed, lead, public_pages):
    decide("refuse", proposed, by=lead)
    assert [SENTENCE in client.get(page).text for page in public_pages] == [False] * 3


def test_the_lead_withdraws_by_a_button(client, cleared, lead):
    client.force_login(lead)
    assert "Satz zurückziehen" in shown(client.get(cleared.get_absolute_url()))

    client.post(do_url(cleared, "withdraw"))

    cleared.refresh_from_db()
    assert (cleared.state, cleared.withdrawn_by) == ("withdrawn", lead)


# --- the list ------------------------------------------------------------------------------------
def test_a_team_without_sentences_is_told_how_they_come_about(client, team, member):
    client.force_login(member)
    assert "schlägt die Koordination einen Satz vor" in shown(client.get(list_url(team)))


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_statements_takes_the_same_number_of_queries(
    client, team, lead, count, django_assert_num_queries
):
    for _ in range(count):
        f.StatementFactory(team=team, milestone=f.MilestoneFactory(team=team))
        f.ClearedStatementFactory(team=team)
        f.StatementFactory(team=team, state="refused", refused_by=lead, refused_at=timezone.now())
    client.force_login(lead)
    with django_assert_num_queries(5):
        client.get(list_url(team))


@pytest.mark.parametrize("count", [1, 4])
def test_a_statement_takes_the_same_number_of_queries(
    client, team, lead, proposed, count, django_assert_num_queries
):
    for _ in range(count):
        f.MeetingFactory(round=team.round).reports.add(f.PublishedReportFactory())
    client.force_login(lead)
    with django_assert_num_queries(6):
        client.get(proposed.get_absolute_url())


def test_the_coordinators_withdraw_for_a_team_that_has_left(client, cleared, lead):
    team, coordinator = cleared.team, f.CoordinatorFactory()
    team.round.coordinators.add(coordinator)
    client.force_login(coordinator)
    assert client.post(do_url(cleared, "withdraw")).status_code == 403

    team.state, team.left_reason = "left", "Personal fehlt"
    team.save()
    assert "Satz zurückziehen" in shown(client.get(cleared.get_absolute_url()))
    assert client.post(do_url(cleared, "withdraw")).status_code == 303

    cleared.refresh_from_db()
    assert (cleared.state, cleared.withdrawn_by) == ("withdrawn", coordinator)
    client.force_login(lead)
    assert client.post(do_url(cleared, "withdraw")).status_code == 404
