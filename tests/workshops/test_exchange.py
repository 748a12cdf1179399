"""What the teams of a round tell each other: without hurdles, newest first; and who they are."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.models import MailChoice
from portal.models import AuditEntry, OutgoingMail
from tests import factories as f
from tests.workshops.rooms import of_the_round, shown
from workshops import policies
from workshops.actions import comments, milestones, questions
from workshops.models import Comment, Milestone, Question, Statement, Team, TeamFile

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def exchange_url(team):
    return reverse("workshops:exchange", args=[team.public_id])


def people_url(team):
    return reverse("workshops:participants", args=[team.public_id])


def comment_url(milestone):
    return reverse("workshops:comment", args=[milestone.team.public_id, milestone.public_id])


def remove_url(comment):
    ids = [comment.milestone.team.public_id, comment.milestone.public_id, comment.pk]
    return reverse("workshops:remove_comment", args=ids)


def ask_url(team):
    return reverse("workshops:ask", args=[team.public_id])


def shared(**facts):
    return f.MilestoneFactory(visibility="round", shared_at=NOW - timedelta(days=6), **facts)


def tell(team):
    """One thing of each kind, an hour apart, the last the newest."""
    hours = [NOW - timedelta(hours=n) for n in range(6)]
    one = shared(team=team, title="Geteilt")
    Milestone.objects.filter(pk=one.pk).update(shared_at=hours[5])
    f.ProgressEntryFactory(milestone=one, at=hours[4], note="Bewegt.", hurdle="Streit im Amt")
    f.TeamFileFactory(team=team, visibility="round", shared_at=hours[3])
    f.ClearedStatementFactory(team=team, cleared_at=hours[2])
    f.QuestionFactory(round=team.round, answer="So geht es.", answered_at=hours[1])
    f.CommentFactory(milestone=one, at=hours[0], text="Sehr gut.")
    return one


# --- the feed ------------------------------------------------------------------------------------
def test_everything_told_in_the_round_stands_there_newest_first_and_without_hurdles(
    client, team, member
):
    tell(f.TeamFactory(round=team.round))
    client.force_login(member)

    response = client.get(exchange_url(team))

    kinds = [moment.kind for moment in response.context["moments"]]
    assert kinds == ["comment", "question", "statement", "file", "entry", "milestone"]
    words = shown(response)
    assert "Bewegt." in words
    assert "Streit im Amt" not in words


def test_what_is_not_shared_is_not_told(client, team, member):
    other = f.TeamFactory(round=team.round)
    private = f.MilestoneFactory(team=other)
    f.ProgressEntryFactory(milestone=private)
    f.CommentFactory(milestone=private)
    f.TeamFileFactory(team=other)
    f.StatementFactory(team=other)
    f.QuestionFactory(round=team.round)
    f.ProgressEntryFactory(
        milestone=shared(team=other),
        status_from="planned",
        status_to="planned",
        note="Nur ein Wort",
    )
    Milestone.objects.filter(team=other).update(shared_at=None)
    tell(f.TeamFactory())
    left = f.TeamFactory(round=team.round, state="left", left_reason="Personal fehlt")
    tell(left)
    Question.objects.filter(round=team.round).update(answered_at=None)
    client.force_login(member)

    response = client.get(exchange_url(team))

    assert response.context["moments"] == []
    assert "Noch ist nichts geteilt" in shown(response)


def test_what_is_taken_back_is_gone_at_once(client, team, member):
    one = tell(f.TeamFactory(round=team.round))
    client.force_login(member)
    assert len(client.get(exchange_url(team)).context["moments"]) == 6

    by = f.LeadFactory(team=one.team).user
    milestones.share(milestone=one, with_round=False, by=by, at=NOW)
    TeamFile.objects.update(visibility="team", shared_at=None)
    Statement.objects.update(state="withdrawn", withdrawn_by=by, withdrawn_at=NOW)

    kinds = [moment.kind for moment in client.get(exchange_url(team)).context["moments"]]
    assert kinds == ["question"]


def test_a_milestone_shared_anew_is_news_again(client, team, member):
    one = f.MilestoneFactory(team=f.TeamFactory(round=team.round))
    by = f.LeadFactory(team=one.team).user
    client.force_login(member)

    milestones.share(milestone=one, with_round=True, by=by, at=NOW)

    assert [m.thing for m in client.get(exchange_url(team)).context["moments"]] == [one]


@pytest.mark.parametrize("count", [1, 3])
def test_the_exchange_takes_the_same_number_of_queries(
    client, team, member, count, django_assert_num_queries
):
    for _ in range(count):
        tell(f.TeamFactory(round=team.round))
    client.force_login(member)
    with django_assert_num_queries(11):
        client.get(exchange_url(team))


@pytest.mark.parametrize("page", ["2", "999", "x", "-1"])
def test_the_exchange_comes_in_pages(client, team, member, page):
    for _ in range(4):
        tell(f.TeamFactory(round=team.round))
    client.force_login(member)
    response = client.get(exchange_url(team), {"seite": page})

    assert len(response.context["moments"]) == (20 if page == "x" else 4)


# --- comments ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "private", "public"),
    [
        ("visitor", 302, 302),
        ("member", 303, 303),
        ("former member", 404, 404),
        ("neighbour", 404, 303),
        ("stranger", 404, 404),
        ("coordinator", 303, 303),
        ("other coordinator", 404, 404),
        ("editor", 403, 403),
        ("superuser", 403, 403),
    ],
)
def test_who_may_comment(client, milestone, team, member, coordinator, who, private, public):
    people = {
        "visitor": None,
        "member": member,
        "former member": f.MemberFactory(team=team, until_day=timezone.localdate()).user,
        "neighbour": of_the_round(team),
        "stranger": f.MemberFactory().user,
        "coordinator": coordinator,
        "other coordinator": f.CoordinatorFactory(),
        "editor": f.EditorFactory(),
        "superuser": f.SuperuserFactory(),
    }
    if people[who]:
        client.force_login(people[who])

    answers = [
        client.post(comment_url(one), {"text": "Gut."}).status_code
        for one in (milestone, shared(team=team))
    ]

    assert answers == [private, public]
    assert Comment.objects.count() == answers.count(303)


def test_what_a_team_shared_is_gone_for_the_others_once_it_has_left(client, team, coordinator):
    one = shared(team=team)
    neighbour = of_the_round(team)
    client.force_login(neighbour)
    assert client.get(one.get_absolute_url()).status_code == 200
    Team.objects.filter(pk=team.pk).update(state="left", left_reason="Personal fehlt")

    assert client.get(one.get_absolute_url()).status_code == 404
    assert client.post(comment_url(one), {"text": "Schade."}).status_code == 404
    one.team.refresh_from_db()
    assert policies.may_comment(neighbour, one) is False
    client.force_login(coordinator)
    assert client.get(one.get_absolute_url()).status_code == 200


def test_a_comment_stands_on_the_milestone_and_is_removed_only_by_its_author(client, team, member):
    one = shared(team=team)
    neighbour = of_the_round(team, user__first_name="Nora", user__last_name="Nachbarin")
    client.force_login(neighbour)
    client.post(comment_url(one), {"text": "Wie habt ihr\u200b das <b>gemacht</b>?"})
    comment = Comment.objects.get()

    page = client.get(one.get_absolute_url())
    assert "Nora Nachbarin Wie habt ihr das <b>gemacht</b>?" in shown(page)
    client.force_login(member)
    assert client.post(remove_url(comment)).status_code == 403
    client.force_login(neighbour)
    assert client.post(remove_url(comment)).status_code == 303

    assert Comment.objects.count() == 0
    assert client.post(remove_url(comment)).status_code == 404
    told = list(AuditEntry.objects.order_by("pk").values_list("what", "scope"))
    assert told == [
        ("comment.added", team.round.scope),
        ("comment.removed", team.round.scope),
    ]


@pytest.mark.parametrize("text", ["", " \x00\n", "x" * 10_000])
def test_wild_comments_are_refused_and_kept(client, milestone, member, text):
    client.force_login(member)

    response = client.post(comment_url(milestone), {"text": text})

    assert response.status_code == 422
    assert "Kommentar zu „Arbeitsgemeinschaft einrichten“" in shown(response)
    assert Comment.objects.count() == 0


def test_the_team_is_told_once_a_day_and_nobody_of_their_own_words(team, member, milestone):
    quiet = f.MemberFactory(team=team).user
    MailChoice.objects.create(user=quiet, kind="comments", wanted=False)
    f.MemberFactory(team=team, until_day=timezone.localdate())
    author = of_the_round(team)
    noon = timezone.localtime(NOW).replace(hour=12)

    for at in (noon, noon + timedelta(hours=1), noon + timedelta(days=1)):
        comments.add(milestone=milestone, text=f"Um {at:%d %H}", by=author, at=at)
    comments.add(milestone=milestone, text="Danke.", by=member, at=noon)

    sent = list(OutgoingMail.objects.values_list("recipient", "subject"))
    assert sent == [(member.email, "Kommentar zu „Arbeitsgemeinschaft einrichten“")] * 2
    link = f"http://127.0.0.1:8000{milestone.get_absolute_url()}#kommentare"
    assert link in OutgoingMail.objects.first().text


def test_a_second_click_says_and_asks_nothing_twice(team, member, milestone):
    author = of_the_round(team)
    for minutes in (0, 1, 11):
        at = NOW + timedelta(minutes=minutes)
        comments.add(milestone=milestone, text="Gut.", by=author, at=at)
        questions.ask(round=team.round, text="Wer?", by=author, at=at)
    comments.add(milestone=milestone, text="Gut.", by=member, at=NOW)

    assert list(Comment.objects.order_by("pk").values_list("author", "at")) == [
        (author.pk, NOW),
        (author.pk, NOW + timedelta(minutes=11)),
        (member.pk, NOW),
    ]
    assert Question.objects.count() == 2


# --- questions -----------------------------------------------------------------------------------
def test_a_member_asks_and_the_answer_of_the_coordinator_is_told(client, team, member, coordinator):
    client.force_login(member)
    response = client.post(ask_url(team), {"text": "Wer zahlt?"})
    question = Question.objects.get()

    assert response.status_code == 303
    assert (question.asked_by, question.round, question.is_public) == (member, team.round, False)
    client.force_login(coordinator)
    assert client.post(ask_url(team), {"text": "Wer?"}).status_code == 403
    window = reverse("admin:workshops_question_change", args=[question.pk])
    client.post(window, {"text": "Wer zahlt?", "answer": "Das Land.", "position": "1"})
    question.refresh_from_db()
    assert (question.answer, question.answered_at is None) == ("Das Land.", False)
    client.force_login(member)
    assert "Beantwortet : Wer zahlt? Das Land." in shown(client.get(exchange_url(team)))


@pytest.mark.parametrize("text", ["", "x" * 10_000])
def test_wild_questions_are_refused(client, team, member, text):
    client.force_login(member)

    assert client.post(ask_url(team), {"text": text}).status_code == 422
    assert Question.objects.count() == 0


# --- who takes part ------------------------------------------------------------------------------
def test_participants_are_listed_with_addresses_of_leads_and_coordinators_only(
    client, team, member, coordinator
):
    other = f.TeamFactory(round=team.round)
    lead = f.LeadFactory(team=other, function="Bildungsbüro").user
    plain = f.MemberFactory(team=other).user
    gone = f.MemberFactory(team=other, until_day=timezone.localdate()).user
    away = f.LeadFactory().user
    left = f.LeadFactory(team=f.TeamFactory(round=team.round, state="left", left_reason="x")).user
    client.force_login(member)

    page = client.get(people_url(team))

    emails = [user.email for user in (lead, coordinator, plain, gone, away, left, member)]
    assert [email in page.text for email in emails] == [True, True] + [False] * 5
    assert "Bildungsbüro" in shown(page)
    assert str(plain) in shown(page)


@pytest.mark.parametrize("count", [1, 4])
def test_the_participants_take_the_same_number_of_queries(
    client, team, member, count, django_assert_num_queries
):
    for _ in range(count):
        f.LeadFactory(team=f.TeamFactory(round=team.round))
    client.force_login(member)
    with django_assert_num_queries(6):
        client.get(people_url(team))


def test_a_team_that_left_reads_nothing_of_the_round_any_more(client, team, member):
    Team.objects.filter(pk=team.pk).update(state="left", left_reason="Personal fehlt")
    client.force_login(member)

    answers = [client.get(page(team)).status_code for page in (exchange_url, people_url)]
    assert answers == [404, 404]
