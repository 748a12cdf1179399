"""What everybody may open, and what an invitation or a link leads to."""

from django.urls import path

from workshops.views import archive, interest, invitation, public, shared

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
    path("ueberblick/<str:token>/", shared.overview, name="shared_overview"),
]
