from django.urls import path

from registrations.views import public, registrant

app_name = "registrations"
urlpatterns = [
    path("anmeldung/link/", public.links_again, name="links"),
    path("anmeldung/link/postfach/", public.links_sent, name="links_sent"),
    path("anmeldung/meine/", registrant.mine, name="mine"),
    path("anmeldung/meine/bestaetigen/", registrant.confirm, name="confirm"),
    path("anmeldung/meine/annehmen/", registrant.accept, name="accept"),
    path("anmeldung/meine/angaben/", registrant.details, name="details"),
    path("anmeldung/meine/auswahl/", registrant.sessions, name="sessions"),
    path("anmeldung/meine/absagen/", registrant.cancel, name="cancel"),
    path("anmeldung/meine/einwilligung/<int:pk>/", registrant.consent, name="consent"),
    path("anmeldung/meine/termin.ics", registrant.calendar, name="calendar"),
    path("anmeldung/meine/daten.zip", registrant.data, name="data"),
    path("anmeldung/meine/loeschen/", registrant.erase, name="erase"),
    path("anmeldung/meine/geloescht/", registrant.erased, name="erased"),
    path("anmeldung/meine/<str:token>/", registrant.enter, name="enter"),
    path("anmeldung/<slug:slug>/", public.register, name="register"),
    path("anmeldung/<slug:slug>/gemeinsam/", public.together, name="together"),
    path("anmeldung/<slug:slug>/postfach/", public.sent, name="sent"),
]
