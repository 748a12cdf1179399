from django.urls import URLPattern, URLResolver, include, path

from registrations.views import public, registrant
from registrations.views.staff import desk, door, exports, invitees, letters, needs, one

ROUTES = list[URLPattern | URLResolver]

ONE: ROUTES = [
    path("", one.registration, name="desk_registration"),
    path("bestaetigen/", one.confirm, name="desk_confirm"),
    path("link/", one.links_again, name="desk_links"),
    path("nachruecken/", one.promote, name="desk_promote"),
    path("auswahl/", one.sessions, name="desk_sessions"),
    path("absagen/", one.cancel, name="desk_cancel"),
    path("notiz/", one.note, name="desk_note"),
]
LETTERS: ROUTES = [
    path("", letters.letters, name="desk_letters"),
    path("neu/", letters.write, name="desk_letter_write"),
    path("text/<str:kind>/", letters.text, name="desk_letter_text"),
    path("<uuid:key>/", letters.letter, name="desk_letter"),
    path("mails/<int:mail_id>/erneut/", letters.mail_again, name="desk_mail_again"),
]
OFFICE: ROUTES = [
    path("", desk.desk, name="desk"),
    path("<slug:slug>/", desk.offer, name="desk_offer"),
    path("<slug:slug>/plaetze/<int:quota_id>/", desk.capacity, name="desk_capacity"),
    path("<slug:slug>/einlass/", door.door, name="desk_door"),
    path("<slug:slug>/einlass/liste.pdf", door.signature_list, name="desk_signatures"),
    path("<slug:slug>/einlass/<uuid:public_id>/", door.check_in, name="desk_check_in"),
    path("<slug:slug>/briefe/", include(LETTERS)),
    path("<slug:slug>/eingeladene/", invitees.invitees, name="desk_invitees"),
    path("<slug:slug>/eingeladene/<int:pk>/", invitees.remove, name="desk_invitee_remove"),
    path("<slug:slug>/bedarfe/", needs.needs, name="desk_needs"),
    path("<slug:slug>/anmeldungen.<str:ending>", exports.registrations, name="desk_export"),
    path("<slug:slug>/bedarfe.<str:ending>", exports.needs, name="desk_needs_export"),
    path("<slug:slug>/<uuid:public_id>/", include(ONE)),
]
app_name = "registrations"
urlpatterns = [
    path("cockpit/anmeldungen/", include(OFFICE)),
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
