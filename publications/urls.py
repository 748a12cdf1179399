from django.urls import path

from publications import views

# `portal.urls` adds "downloads": the archive knows events, and so stands above (ADR 11).
app_name = "publications"
urlpatterns = [
    path("berichte/", views.reports, name="reports"),
    path("berichte/feed.atom", views.feed, name="feed"),
    path("downloads/<uuid:public_id>/<str:file_name>", views.file, name="file"),
    path(
        "downloads/<uuid:public_id>/zugaenglich/",
        views.request_accessible,
        name="request_accessible",
    ),
    path(
        "downloads/<uuid:public_id>/zugaenglich/danke/",
        views.accessible_requested,
        name="accessible_requested",
    ),
    path("bilder/<uuid:public_id>/<int:width>.webp", views.picture, name="picture"),
]
