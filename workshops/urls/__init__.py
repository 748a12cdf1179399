from django.urls import include, path

from workshops.urls import cockpit, public, teams

app_name = "workshops"
urlpatterns = [
    path("", include(public)),
    path("cockpit/", include(cockpit)),
    path("teams/", include(teams)),
]
