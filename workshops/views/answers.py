"""Answers that several pages give."""

from http import HTTPStatus

from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """After a change: fetch that page now (303)."""

    status_code = HTTPStatus.SEE_OTHER
