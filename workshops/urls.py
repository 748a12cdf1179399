from django.urls import URLPattern, URLResolver, include, path

from workshops.views import archive, interest, invitation, public, shared
from workshops.views.staff import (
    agenda,
    beginnings,
    circulars,
    figures,
    items,
    minutes,
    overview,
    tables,
)
from workshops.views.team import (
    actors,
    agreeing,
    files,
    log,
    measuring,
    members,
    milestones,
    one_page,
    room,
    sheets,
    statements,
    steering,
)

app_name = "workshops"
FILES = [
    path("", files.files, name="files"),
    path("<uuid:file_id>/teilen/", files.share_file, name="share_file"),
    path("<uuid:file_id>/zuruecknehmen/", files.take_back_file, name="take_back_file"),
    path("<uuid:file_id>/entfernen/", files.remove_file, name="remove_file"),
    path("<uuid:file_id>/<str:file_name>", files.file, name="file"),
]
STATEMENTS = [
    path("", statements.statements, name="statements"),
    path("vorschlagen/", statements.propose_statement, name="propose_statement"),
    path("<int:statement_id>/", statements.statement, name="statement"),
    path("<int:statement_id>/freigeben/", statements.clear_statement, name="clear_statement"),
    path("<int:statement_id>/ablehnen/", statements.refuse_statement, name="refuse_statement"),
    path(
        "<int:statement_id>/zuruecknehmen/",
        statements.withdraw_statement,
        name="withdraw_statement",
    ),
]
ONE_MILESTONE = [
    path("", milestones.milestone, name="milestone"),
    path("eintragen/", log.log, name="log"),
    path("bearbeiten/", agreeing.edit, name="milestone_edit"),
    path("reihenfolge/", steering.move, name="milestone_move"),
    path("teilen/", steering.share, name="milestone_share"),
    path("aufteilen/", steering.split, name="milestone_split"),
    path("verwerfen/", steering.drop, name="milestone_drop"),
    path("wieder-aufnehmen/", steering.resume, name="milestone_resume"),
    path("werte/neu/", measuring.new, name="measurement_new"),
    path("werte/<int:number>/", measuring.correct, name="measurement"),
    path("werte/<int:number>/entfernen/", measuring.remove, name="measurement_remove"),
]
MILESTONES: list[URLPattern | URLResolver] = [
    path("", milestones.own_order, name="milestones"),
    path("neu/", agreeing.new, name="milestone_new"),
    path("uebernehmen/<int:common_id>/", agreeing.adopt, name="milestone_adopt"),
    path("<uuid:milestone_id>/", include(ONE_MILESTONE)),
]
ONE_DAY = [
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda.pdf", agenda.pdf, name="agenda_pdf"),
    path("agenda/aufnehmen/", agenda.take_up, name="agenda_take_up"),
    path("agenda/kopieren/", agenda.copy, name="agenda_copy"),
    path("agenda/zurueckholen/", items.restore, name="agenda_restore"),
    path("agenda/ergebnisse/", items.outcomes, name="agenda_outcomes"),
    path("agenda/<int:item_id>/", items.item, name="agenda_item"),
    path("agenda/<int:item_id>/schieben/", items.move, name="agenda_move"),
    path("agenda/<int:item_id>/entfernen/", items.remove, name="agenda_remove"),
    path("protokolle/", minutes.minutes, name="minutes"),
    path("protokolle/<uuid:public_id>/entfernen/", minutes.remove, name="minutes_remove"),
]
SHEETS: list[URLPattern | URLResolver] = [
    path("", sheets.sheets, name="sheets"),
    path("akteure/", actors.actors, name="actors"),
    path("akteure.csv", actors.actors_table, name="actors_table"),
    path("akteure.pdf", actors.actors_pdf, name="actors_pdf"),
    path("akteure/<int:actor_id>/", actors.actor, name="actor"),
    path("akteure/<int:actor_id>/entfernen/", actors.remove_actor, name="remove_actor"),
    path("akteure/<int:actor_id>/zurueckholen/", actors.bring_actor_back, name="bring_actor_back"),
]
TABLES = [
    path("", tables.tables, name="tables"),
    path("<slug:name>.<slug:ending>", tables.download, name="download_table"),
    path("<uuid:public_id>/", tables.table, name="table"),
    path("<uuid:public_id>/verwerfen/", tables.discard_table, name="discard_table"),
]
TEAM_MEMBERS = [
    path("mitglieder/", members.members_page, name="members"),
    path("mitglieder/<int:member_id>/beenden/", members.end, name="member_end"),
    path("mitglieder/<int:member_id>/leitung/", members.hand_over, name="member_hand_over"),
    path("einladen/", members.invite, name="invite"),
    path("einladungen/<int:invitation_id>/erneut/", members.resend, name="resend"),
    path("einladungen/<int:invitation_id>/zurueckziehen/", members.withdraw, name="withdraw"),
    path("verlassen/", members.leave, name="leave_round"),
]
urlpatterns = [
    path("einladung/annehmen/", invitation.accept_invitation, name="accept_invitation"),
    path("einladung/<str:token>/", invitation.invitation, name="invitation"),
    path("werkstaetten/", public.workshop_list, name="list"),
    path("werkstaetten/interesse/", interest.interest, name="interest"),
    path("werkstaetten/interesse/danke/", interest.interest_sent, name="interest_sent"),
    path("werkstaetten/<slug:slug>/", public.workshop, name="workshop"),
    path("werkstaetten/<slug:slug>/<int:number>.ics", public.round_calendar, name="round_calendar"),
    path("werkstaetten/<slug:slug>/<int:number>/", public.round_page, name="round"),
    path(
        "werkstaetten/<slug:slug>/<int:number>/<slug:meeting_slug>/",
        public.meeting,
        name="meeting",
    ),
    path(
        "werkstaetten/<slug:slug>/<int:number>/<slug:meeting_slug>.ics",
        public.meeting_calendar,
        name="meeting_calendar",
    ),
    path(
        "werkstaetten/<slug:slug>/<int:number>/<slug:meeting_slug>/downloads.zip",
        archive.documents_archive,
        name="documents_archive",
    ),
    path("cockpit/", overview.cockpit, name="cockpit"),
    path("cockpit/<int:round_id>/", overview.cockpit_round, name="cockpit_round"),
    path("cockpit/<int:round_id>/neuer-durchgang/", beginnings.repeat, name="repeat_round"),
    path("cockpit/interessen/", beginnings.wanted, name="demands"),
    path("cockpit/interessen/<slug:key>/", beginnings.demand, name="demand"),
    path("cockpit/<int:round_id>/tage/<int:meeting_id>/", include(ONE_DAY)),
    path("cockpit/<int:round_id>/tabellen/", include(TABLES)),
    path("cockpit/<int:round_id>/briefe/", circulars.circulars, name="circulars"),
    path("cockpit/<int:round_id>/briefe/neu/", circulars.write, name="circular_write"),
    path("cockpit/<int:round_id>/briefe/<uuid:key>/", circulars.circular, name="circular"),
    path("cockpit/<int:round_id>/mails/<int:mail_id>/erneut/", circulars.again, name="mail_again"),
    path(
        "teams/protokolle/<uuid:public_id>/<str:file_name>",
        minutes.minutes_file,
        name="minutes_file",
    ),
    path("cockpit/<int:round_id>/verlauf/", figures.round_course, name="course"),
    path("cockpit/<int:round_id>/statusbericht.pdf", figures.report, name="status_report"),
    path("cockpit/zahlen/", figures.figures, name="figures"),
    path("teams/", room.teams, name="teams"),
    path("teams/<uuid:public_id>/", room.room, name="team"),
    path("teams/<uuid:team_id>/", include(TEAM_MEMBERS)),
    path("teams/<uuid:team_id>/dateien/", include(FILES)),
    path("teams/<uuid:team_id>/freigaben/", include(STATEMENTS)),
    path("teams/<uuid:team_id>/meilensteine/", include(MILESTONES)),
    path("teams/<uuid:team_id>/zeitleiste/", milestones.timeline, name="timeline"),
    path("teams/<uuid:team_id>/arbeitsblaetter/", include(SHEETS)),
    path("teams/<uuid:team_id>/ueberblick/", one_page.overview, name="overview"),
    path("teams/<uuid:team_id>/ueberblick.pdf", one_page.overview_pdf, name="overview_pdf"),
    path("teams/<uuid:team_id>/ueberblick/links/", one_page.links, name="overview_links"),
    path(
        "teams/<uuid:team_id>/ueberblick/links/<int:link_id>/zuruecknehmen/",
        one_page.withdraw_link,
        name="withdraw_link",
    ),
    path("ueberblick/<str:token>/", shared.overview, name="shared_overview"),
]
