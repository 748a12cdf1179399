from django.urls import path

from people import views

app_name = "people"
urlpatterns = [
    path("benachrichtigungen/", views.mails, name="mails"),
    path("benachrichtigungen/abbestellen/<str:token>/", views.stop_mails, name="stop_mails"),
]
