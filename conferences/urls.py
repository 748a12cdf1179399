from django.urls import path

from conferences.views import archive, programme, public

app_name = "conferences"
urlpatterns = [
    path("konferenzen/", public.conference_list, name="list"),
    path("konferenzen/<slug:slug>/", public.conference, name="conference"),
    path("konferenzen/<slug:slug>.ics", programme.conference_calendar, name="calendar"),
    path("konferenzen/<slug:slug>/programm/", programme.programme, name="programme"),
    path(
        "konferenzen/<slug:slug>/programm.ics",
        programme.programme_calendar,
        name="programme_calendar",
    ),
    path(
        "konferenzen/<slug:slug>/programm/<slug:session_slug>/", programme.session, name="session"
    ),
    path(
        "konferenzen/<slug:slug>/programm/<slug:session_slug>.ics",
        programme.session_calendar,
        name="session_calendar",
    ),
    path("konferenzen/<slug:slug>/marktplatz/", public.market, name="market"),
    path(
        "konferenzen/<slug:slug>/downloads.zip", archive.documents_archive, name="documents_archive"
    ),
    path("konferenzen/<slug:slug>/mitwirkende/", public.people, name="people"),
]
