"""Below `/cockpit/`: for those who look after rounds."""

from django.urls import URLPattern, URLResolver, include, path

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
TABLES = [
    path("", tables.tables, name="tables"),
    path("<slug:name>.<slug:ending>", tables.download, name="download_table"),
    path("<uuid:public_id>/", tables.table, name="table"),
    path("<uuid:public_id>/verwerfen/", tables.discard_table, name="discard_table"),
]
ONE_ROUND: list[URLPattern | URLResolver] = [
    path("", overview.cockpit_round, name="cockpit_round"),
    path("neuer-durchgang/", beginnings.repeat, name="repeat_round"),
    path("tage/<int:meeting_id>/", include(ONE_DAY)),
    path("tabellen/", include(TABLES)),
    path("briefe/", circulars.circulars, name="circulars"),
    path("briefe/neu/", circulars.write, name="circular_write"),
    path("briefe/<uuid:key>/", circulars.circular, name="circular"),
    path("mails/<int:mail_id>/erneut/", circulars.again, name="mail_again"),
    path("verlauf/", figures.round_course, name="course"),
    path("statusbericht.pdf", figures.report, name="status_report"),
]
urlpatterns = [
    path("", overview.cockpit, name="cockpit"),
    path("interessen/", beginnings.wanted, name="demands"),
    path("interessen/<slug:key>/", beginnings.demand, name="demand"),
    path("zahlen/", figures.figures, name="figures"),
    path("<int:round_id>/", include(ONE_ROUND)),
]
