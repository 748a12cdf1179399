"""The yardstick: 30 KB of HTML behind the middlewares that every project has, no database."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
CPU = "/-cpu"  # where a measured server says what it has cost so far
PEAK = "/-peak"  # and how many MB of memory it has taken at most
BODY = "<!doctype html><title>bare</title><p>" + "Kommune " * 3_800


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY)


urlpatterns = [path("", bare)]
