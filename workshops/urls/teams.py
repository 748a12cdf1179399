"""Below `/teams/`: the rooms of the teams."""

from django.urls import URLPattern, URLResolver, include, path

from workshops.views.staff import minutes
from workshops.views.team import (
    actors,
    agreeing,
    comments,
    exchange,
    files,
    log,
    measuring,
    members,
    milestones,
    one_page,
    room,
    sheet_rows,
    sheets,
    statements,
    steering,
)

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
    path("kommentieren/", comments.comment, name="comment"),
    path("kommentare/<int:comment_id>/entfernen/", comments.remove_comment, name="remove_comment"),
]
MILESTONES: list[URLPattern | URLResolver] = [
    path("", milestones.own_order, name="milestones"),
    path("neu/", agreeing.new, name="milestone_new"),
    path("uebernehmen/<int:common_id>/", agreeing.adopt, name="milestone_adopt"),
    path("<uuid:milestone_id>/", include(ONE_MILESTONE)),
]
ONE_ROW = [
    path("", sheet_rows.row, name="sheet_row"),
    path("verschieben/", sheet_rows.move_row, name="move_sheet_row"),
    path("entfernen/", sheet_rows.remove_row, name="remove_sheet_row"),
    path("zurueckholen/", sheet_rows.bring_row_back, name="bring_sheet_row_back"),
]
ONE_SHEET: list[URLPattern | URLResolver] = [
    path("", sheets.sheet, name="sheet"),
    path("angaben/", sheets.sheet_facts, name="sheet_facts"),
    path("entfernen/", sheets.remove_sheet, name="remove_sheet"),
    path("zurueckholen/", sheets.bring_sheet_back, name="bring_sheet_back"),
    path("schritt/<slug:name>/", sheet_rows.step, name="sheet_step"),
    path("zeilen/<int:row_id>/", include(ONE_ROW)),
]
SHEETS: list[URLPattern | URLResolver] = [
    path("neu/<slug:kind>/", sheets.new_sheet, name="new_sheet"),
    path("<uuid:sheet_id>.csv", sheets.sheet_table, name="sheet_table"),
    path("<uuid:sheet_id>.pdf", sheets.sheet_pdf, name="sheet_pdf"),
    path("<uuid:sheet_id>/", include(ONE_SHEET)),
    path("", sheets.sheets, name="sheets"),
    path("akteure/", actors.actors, name="actors"),
    path("akteure.csv", actors.actors_table, name="actors_table"),
    path("akteure.pdf", actors.actors_pdf, name="actors_pdf"),
    path("akteure/<int:actor_id>/", actors.actor, name="actor"),
    path("akteure/<int:actor_id>/entfernen/", actors.remove_actor, name="remove_actor"),
    path("akteure/<int:actor_id>/zurueckholen/", actors.bring_actor_back, name="bring_actor_back"),
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
ONE_TEAM: list[URLPattern | URLResolver] = [
    path("", include(TEAM_MEMBERS)),
    path("dateien/", include(FILES)),
    path("freigaben/", include(STATEMENTS)),
    path("austausch/", exchange.exchange, name="exchange"),
    path("teilnehmende/", exchange.participants, name="participants"),
    path("fragen/", comments.ask, name="ask"),
    path("meilensteine/", include(MILESTONES)),
    path("zeitleiste/", milestones.timeline, name="timeline"),
    path("arbeitsblaetter/", include(SHEETS)),
    path("ueberblick/", one_page.overview, name="overview"),
    path("ueberblick.pdf", one_page.overview_pdf, name="overview_pdf"),
    path("ueberblick/links/", one_page.links, name="overview_links"),
    path(
        "ueberblick/links/<int:link_id>/zuruecknehmen/",
        one_page.withdraw_link,
        name="withdraw_link",
    ),
]
urlpatterns = [
    path(
        "protokolle/<uuid:public_id>/<str:file_name>",
        minutes.minutes_file,
        name="minutes_file",
    ),
    path("", room.teams, name="teams"),
    path("<uuid:public_id>/", room.room, name="team"),
    path("<uuid:team_id>/", include(ONE_TEAM)),
]
