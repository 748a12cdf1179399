"""Every address of the portal; design decisions about them stand in docs/architecture.md."""

from allauth.account import urls as account_urls
from django.urls import include, path

from portal import errors, health, office
from portal.home.downloads import downloads
from publications import urls as publications

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many  # asked for by allauth
handler500 = errors.server_error

# The archive belongs to the publications, but filters by events, which they do not know.
archive = path("downloads/", downloads, name="downloads")

urlpatterns = [
    path("", include("portal.home.urls")),
    path("", include(([archive, *publications.urlpatterns], publications.app_name))),
    path("", include("workshops.urls")),
    path("", include("conferences.urls")),
    path("konto/", include("people.urls")),
    path("", include("registrations.urls")),
    path("konto/", include(account_urls)),
    path("verwaltung/", office.site.urls),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
