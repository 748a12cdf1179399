"""What a signed-in request is: after `login_required`, `request.user` is one of our users."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from people.models import User


class SignedInRequest(HttpRequest):
    user: User
    htmx: HtmxDetails
