from django.urls import path

from portal.home import dates, landing, legal, municipalities, people, reports, search, topics

app_name = "home"
urlpatterns = [
    path("", landing.landing, name="landing"),
    path("termine/", dates.dates, name="dates"),
    path("termine.ics", dates.calendar, name="dates_calendar"),
    path("suche/", search.search, name="search"),
    path("kommunen/", municipalities.municipalities, name="municipalities"),
    path("kommunen.csv", municipalities.table, name="municipalities_table"),
    path("kommunen/<slug:slug>/", municipalities.municipality, name="municipality"),
    path("berichte/vorschau/<str:token>/", reports.preview, name="report_preview"),
    path("berichte/<slug:slug>/", reports.report, name="report"),
    path("personen/<slug:slug>/", people.person, name="person"),
    path("personen/<slug:slug>/termine.ics", people.person_calendar, name="person_calendar"),
    path("personen/<slug:slug>/bild.webp", people.portrait, name="portrait"),
    path("themen/<slug:slug>/", topics.topic, name="topic"),
    path("impressum/", legal.imprint, name="imprint"),
    path("datenschutz/", legal.privacy, name="privacy"),
    path("barrierefreiheit/", legal.accessibility, name="accessibility"),
    path("leichte-sprache/", legal.plain_language, name="plain_language"),
    path("gebaerdensprache/", legal.sign_language, name="sign_language"),
]
