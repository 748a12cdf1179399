"""Every sentence that the database insists on: one broken row each, and none is forgotten."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from portal.dates import Period, Precision
from tests import factories as f

APPS = ("people", "municipalities", "publications", "registrations", "workshops", "conferences")
pytestmark = pytest.mark.django_db
DAY = date(2025, 2, 6)
BEFORE = DAY - timedelta(days=1)
NOW = timezone.now()


def twice(factory, *shared, **facts):
    """A second row like the first in what must be unique."""
    first = factory.create(**facts)
    return factory.build(**facts, **{name: getattr(first, name) for name in shared})


def with_saved(factory, **facts):
    """A row not saved yet whose relations are."""
    row = factory.create()
    row.pk = None
    row._state.adding = True
    for name, value in facts.items():
        setattr(row, name, value)
    return row


BROKEN = {
    # people
    "user_email_is_unique_whatever_the_case": lambda: f.UserFactory.build(
        email=f.UserFactory(email="a@example.org").email.upper()
    ),
    "invitation_expires_after_creation": lambda: with_saved(
        f.InvitationFactory, token_hash="1", created_at=NOW, expires_at=NOW
    ),
    "invitation_is_used_or_withdrawn_not_both": lambda: with_saved(
        f.InvitationFactory, token_hash="2", used_at=NOW, withdrawn_at=NOW
    ),
    "mail_choice_once_per_kind": lambda: (
        lambda choice: type(choice)(user=choice.user, kind=choice.kind)
    )(f.UserFactory().mail_choices.create(kind="reminders")),
    "portrait_consent_was_given_before_it_was_withdrawn": lambda: apps.get_model("people.Portrait")(
        person=f.PersonFactory(), file="portraits/x.webp", consent_withdrawn_on=DAY
    ),
    # municipalities
    "municipality_key_is_unique_while_valid": lambda: f.MunicipalityFactory.build(
        ags=f.MunicipalityFactory(ags="05766").ags
    ),
    "municipality_key_has_five_or_eight_digits": lambda: f.MunicipalityFactory.build(ags="0576"),
    "municipality_ends_after_it_begins": lambda: f.MunicipalityFactory.build(
        valid_from=DAY, valid_until=BEFORE
    ),
    "municipality_inhabitants_have_a_date": lambda: f.MunicipalityFactory.build(inhabitants=1000),
    "municipality_centre_is_whole": lambda: f.MunicipalityFactory.build(latitude=51),
    "agreement_ends_after_it_begins": lambda: with_saved(
        f.AgreementFactory, valid_from=DAY, valid_until=BEFORE
    ),
    "venue_is_known_once_per_town": lambda: twice(f.VenueFactory, "name"),
    # publications
    "document_is_a_file_or_a_link": lambda: f.DocumentFactory.build(link=""),
    "document_file_has_a_name_for_readers": lambda: f.DocumentFactory.build(
        link="", file="documents/x.pdf", file_name=""
    ),
    "picture_has_alt_text_or_is_decorative": lambda: f.PictureFactory.build(alt_text=""),
    "report_published_has_a_date": lambda: f.ReportFactory.build(state="published"),
    "report_block_text_is_not_empty": lambda: with_saved(f.ReportBlockFactory, text=""),
    "report_block_picture_is_chosen": lambda: with_saved(f.ReportBlockFactory, kind="picture"),
    "report_block_quotation_has_a_source": lambda: with_saved(
        f.ReportBlockFactory, kind="quotation", quotation="Ein Satz."
    ),
    "report_block_links_are_not_empty": lambda: with_saved(f.ReportBlockFactory, kind="links"),
    "report_preview_expires_after_it_was_made": lambda: with_saved(
        f.ReportPreviewFactory, token_hash="1", made_at=NOW, expires_at=NOW
    ),
    # registrations
    "registrations_offer_dates_in_order": lambda: f.OfferFactory.build(
        first_day=DAY, last_day=BEFORE, precision=Precision.DAY
    ),
    "offer_closes_after_it_opens": lambda: f.OfferFactory.build(opens_at=NOW, closes_at=NOW),
    "quota_title_once_per_offer": lambda: twice(f.QuotaFactory, "offer", "title"),
    "quota_ends_after_it_starts": lambda: with_saved(
        f.QuotaFactory, title="Anderes", starts_at=NOW, ends_at=NOW
    ),
    "offer_deadline_is_a_time_or_relative": lambda: f.OfferFactory.build(
        cancel_until=NOW, cancel_before=1440
    ),
    "offer_address_is_not_reserved": lambda: f.OfferFactory.build(slug="meine"),
    "offer_leaves_time_to_answer": lambda: f.OfferFactory.build(hold_hours=0),
    "quota_of_the_event_once_per_offer": lambda: with_saved(
        f.MainQuotaFactory, title="Noch einmal"
    ),
    "registration_active_once_per_address": lambda: twice(
        f.RegistrationFactory, "offer", "mailbox"
    ),
    "registration_once_per_form": lambda: twice(f.RegistrationFactory, "offer", "key"),
    "registration_unconfirmed_has_a_deadline": lambda: f.RegistrationFactory.build(
        offer=f.OfferFactory(), status="unconfirmed"
    ),
    "registration_cancelled_says_when_and_how": lambda: f.RegistrationFactory.build(
        offer=f.OfferFactory(), status="cancelled"
    ),
    "registration_erased_names_nobody": lambda: f.RegistrationFactory.build(
        offer=f.OfferFactory(), erased_at=NOW
    ),
    "place_once_per_registration_and_quota": lambda: twice(f.PlaceFactory, "registration", "quota"),
    "place_held_or_offered_has_an_end": lambda: f.PlaceFactory.build(
        registration=(registration := f.RegistrationFactory()),
        quota=f.MainQuotaFactory(offer=registration.offer),
        status="held",
    ),
    "question_to_choose_from_has_choices": lambda: with_saved(
        f.QuestionToRegistrantsFactory, kind="choice"
    ),
    "question_condition_is_whole": lambda: with_saved(
        f.QuestionToRegistrantsFactory, shown_if_answer="ja"
    ),
    "answer_once_per_question": lambda: twice(f.AnswerFactory, "registration", "question"),
    "consent_request_once_per_version": lambda: twice(f.ConsentRequestFactory, "offer", "purpose"),
    "consent_stands_once": lambda: twice(f.ConsentFactory, "registration", "request"),
    "consent_was_given_before_it_was_withdrawn": lambda: f.ConsentFactory.build(
        registration=(registration := f.RegistrationFactory()),
        request=f.ConsentRequestFactory(offer=registration.offer),
        withdrawn_at=NOW - timedelta(days=1),
    ),
    "invitee_once_per_offer": lambda: twice(f.InviteeFactory, "offer", "mailbox"),
    "terms_once_per_version": lambda: twice(f.TermsFactory, "offer"),
    "offer_text_once_per_letter": lambda: twice(f.OfferTextFactory, "offer"),
    "offer_letter_says_something": lambda: with_saved(f.OfferLetterFactory, key=uuid4(), text=""),
    "offer_letter_to_a_session_names_it": lambda: with_saved(
        f.OfferLetterFactory, key=uuid4(), to="session"
    ),
    # workshops
    "workshop_address_is_not_reserved": lambda: f.WorkshopFactory.build(slug="interesse"),
    "workshops_round_dates_in_order": lambda: with_saved(
        f.RoundFactory, number=900, first_day=DAY, last_day=BEFORE, precision=Precision.DAY
    ),
    "round_number_once_per_workshop": lambda: twice(f.RoundFactory, "workshop", number=3),
    "round_number_counts_from_one": lambda: with_saved(f.RoundFactory, number=0),
    "round_team_limits_are_in_order": lambda: with_saved(
        f.RoundFactory, number=901, team_min=5, team_max=3
    ),
    "round_silence_lasts_up_to_a_year": lambda: with_saved(
        f.RoundFactory, number=902, silent_after_weeks=0
    ),
    "agenda_item_is_about_one_thing": lambda: with_saved(
        f.AgendaItemFactory, milestone=f.MilestoneFactory(), question=f.QuestionFactory()
    ),
    "agenda_takes_a_milestone_once": lambda: twice(
        f.AgendaItemFactory, meeting=f.MeetingFactory(), milestone=f.MilestoneFactory()
    ),
    "agenda_takes_a_question_once": lambda: twice(
        f.AgendaItemFactory, meeting=f.MeetingFactory(), question=f.QuestionFactory()
    ),
    "agenda_takes_a_statement_once": lambda: twice(
        f.AgendaItemFactory, meeting=f.MeetingFactory(), statement=f.StatementFactory()
    ),
    "circular_says_something": lambda: with_saved(f.CircularFactory, key=uuid4(), text=""),
    "circular_goes_once_to_each": lambda: (
        lambda copy: type(copy)(circular=copy.circular, user=copy.user)
    )(f.CircularFactory().copies.create(user=f.UserFactory())),
    "workshops_meeting_dates_in_order": lambda: with_saved(
        f.MeetingFactory,
        slug="anders",
        calendar_uid="1",
        first_day=DAY,
        last_day=BEFORE,
        precision=Precision.DAY,
    ),
    "meeting_address_once_per_round": lambda: twice(f.MeetingFactory, "round", "slug"),
    "meeting_ends_after_it_starts": lambda: with_saved(
        f.MeetingFactory, slug="anders", calendar_uid="2", ends_at=time(16)
    ),
    "meeting_cancelled_has_a_reason": lambda: with_saved(
        f.MeetingFactory, slug="anders", calendar_uid="3", status="cancelled"
    ),
    "meeting_was_moved_from_a_whole_date": lambda: with_saved(
        f.MeetingFactory, slug="anders", calendar_uid="4", moved_from_first_day=date(2026, 3, 1)
    ),
    "meeting_was_moved_from_another_date": lambda: with_saved(
        f.MeetingFactory,
        slug="anders",
        calendar_uid="5",
        when=Period.day(date(2026, 3, 1)),
        moved_from=Period.day(date(2026, 3, 1)),
    ),
    "agenda_item_lasts_up_to_twelve_hours": lambda: with_saved(f.AgendaItemFactory, minutes=0),
    "agenda_contribution_once_per_role": lambda: twice(
        f.AgendaContributionFactory, "item", "person", "role"
    ),
    "team_one_per_municipality_and_round": lambda: twice(f.TeamFactory, "round", "municipality"),
    "team_that_left_has_a_reason": lambda: f.TeamFactory.build(
        round=f.PublishedRoundFactory(), municipality=f.MunicipalityFactory(), state="left"
    ),
    "member_once_at_a_time": lambda: twice(f.MemberFactory, "team", "user"),
    "member_ends_after_beginning": lambda: f.MemberFactory.build(
        team=f.TeamFactory(), user=f.UserFactory(), from_day=DAY, until_day=BEFORE
    ),
    "common_milestone_title_once_per_round": lambda: twice(
        f.RoundMilestoneFactory, "round", "title"
    ),
    "workshops_milestone_dates_in_order": lambda: f.MilestoneFactory.build(
        team=f.TeamFactory(), first_day=DAY, last_day=BEFORE, precision=Precision.DAY
    ),
    "milestone_reached_has_its_day": lambda: f.MilestoneFactory.build(
        team=f.TeamFactory(), status="reached"
    ),
    "milestone_figures_belong_to_an_indicator": lambda: f.MilestoneFactory.build(
        team=f.TeamFactory(), unit="Schulen"
    ),
    "milestone_baseline_day_has_its_figure": lambda: f.MilestoneFactory.build(
        team=f.TeamFactory(), baseline_on=DAY
    ),
    "measurement_once_per_day": lambda: twice(
        f.MeasurementFactory, "entered_by", milestone=f.MilestoneFactory(), day=DAY
    ),
    "milestone_common_once_per_team": lambda: twice(
        f.MilestoneFactory, "team", common=f.RoundMilestoneFactory()
    ),
    "progress_entry_says_something": lambda: f.ProgressEntryFactory.build(
        milestone=f.MilestoneFactory(),
        author=f.UserFactory(),
        note="",
        status_from="planned",
        status_to="planned",
    ),
    "team_file_shared_has_its_moment": lambda: with_saved(
        f.TeamFileFactory, public_id=uuid4(), visibility="round"
    ),
    "statement_cleared_has_text_and_proof": lambda: f.StatementFactory.build(
        team=f.TeamFactory(), proposed_by=f.UserFactory(), state="cleared", text="Ein Satz."
    ),
    "comment_is_not_empty": lambda: f.CommentFactory.build(
        milestone=f.MilestoneFactory(), author=f.UserFactory(), text=""
    ),
    "statement_refused_has_proof": lambda: f.StatementFactory.build(
        team=f.TeamFactory(), proposed_by=f.UserFactory(), state="refused"
    ),
    "statement_withdrawn_has_proof": lambda: f.StatementFactory.build(
        team=f.TeamFactory(), proposed_by=f.UserFactory(), state="withdrawn"
    ),
    "question_is_not_empty": lambda: f.QuestionFactory.build(
        round=f.PublishedRoundFactory(), text=""
    ),
    "actor_once_per_team": lambda: twice(f.ActorFactory, "team", "name"),
    "actor_is_rated_from_one_to_five": lambda: f.ActorFactory.build(
        team=f.TeamFactory(), interest=6
    ),
    "overview_link_expires_after_it_was_made": lambda: with_saved(
        f.OverviewLinkFactory, token_hash="1", made_at=NOW, expires_at=NOW
    ),
    "interest_names_a_municipality": lambda: f.InterestFactory.build(municipality_text=""),
    "interest_names_a_topic": lambda: f.InterestFactory.build(topic_text=""),
    "interest_consent_has_its_text_and_time": lambda: f.InterestFactory.build(consented_at=NOW),
    "interest_with_a_round_is_used": lambda: f.InterestFactory.build(round=f.RoundFactory()),
    # conferences
    "conferences_conference_dates_in_order": lambda: f.ConferenceFactory.build(
        first_day=DAY, last_day=BEFORE, precision=Precision.DAY
    ),
    "conference_year_is_one_of_ours": lambda: f.ConferenceFactory.build(year=24),
    "conference_that_does_not_take_place_has_a_reason": lambda: f.ConferenceFactory.build(
        status="cancelled"
    ),
    "participant_count_is_not_zero": lambda: with_saved(f.ParticipantCountFactory, number=0),
    "room_name_once_per_conference": lambda: twice(f.RoomFactory, "conference", "name"),
    "session_address_once_per_conference": lambda: twice(f.SessionFactory, "conference", "slug"),
    "session_with_a_time_has_a_day": lambda: with_saved(
        f.SessionFactory, slug="anders", calendar_uid="4", starts_at=time(9)
    ),
    "session_ends_after_it_starts": lambda: with_saved(
        f.SessionFactory, slug="anders", calendar_uid="5", day=DAY, ends_at=time(9)
    ),
    "session_for_all_has_no_single_room": lambda: with_saved(
        f.SessionFactory, slug="anders", calendar_uid="6", is_for_all=True, room=f.RoomFactory()
    ),
    "session_contribution_once_per_role": lambda: twice(
        f.SessionContributionFactory, "session", "person", "role"
    ),
    "island_title_once_per_conference": lambda: twice(f.IslandFactory, "conference", "title"),
    "stand_once_per_exhibitor": lambda: twice(f.StandFactory, "conference", "exhibitor"),
}
# a row can only point to itself once it is there
SELF_POINTING = {
    "agreement_does_not_renew_itself": (f.AgreementFactory, "renews"),
    "document_does_not_replace_itself": (f.DocumentFactory, "replaced_by"),
    "conference_is_not_moved_to_itself": (f.ConferenceFactory, "moved_to"),
    "session_does_not_repeat_itself": (f.SessionFactory, "repeats"),
}


def constraints():
    """name → constraint, of all our models that are not history."""
    return {
        constraint.name: constraint
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_has_its_broken_row():
    assert set(constraints()) == set(BROKEN) | set(SELF_POINTING)


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_the_broken_row(name):
    row = BROKEN[name]()

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save()

    if isinstance(constraints()[name], models.CheckConstraint):
        assert name in str(refusal.value)


@pytest.mark.parametrize("name", SELF_POINTING)
def test_the_database_refuses_a_row_that_points_to_itself(name):
    factory, field = SELF_POINTING[name]
    row = factory()
    setattr(row, field, row)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        row.save()


@pytest.mark.parametrize(
    "name", [n for n, c in constraints().items() if "violation_error_message" in c.deconstruct()[2]]
)
def test_the_form_says_the_same_in_a_sentence(name):
    constraint = constraints()[name]
    row = BROKEN[name]() if name in BROKEN else None
    if row is None:
        factory, field = SELF_POINTING[name]
        row = factory()
        setattr(row, field, row)

    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()

    assert str(constraint.violation_error_message) in refusal.value.messages
