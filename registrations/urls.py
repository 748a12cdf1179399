from django.urls import path

from registrations.views import registrant

app_name = "registrations"
urlpatterns = [
    path("anmeldung/meine/", registrant.mine, name="mine"),
    path("anmeldung/meine/bestaetigen/", registrant.confirm, name="confirm"),
    path("anmeldung/meine/<str:token>/", registrant.enter, name="enter"),
]
