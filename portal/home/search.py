"""The search over everything public."""

from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Count, Window
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.home.found import SHELVES, Hit, Shelf
from portal.search import LONGEST, Words
from portal.text import LineFormField

PAGE, KIND = "seite", "art"
SHOWN = 5  # hits of a group
PER_PAGE = 20


class SearchForm(forms.Form):
    q = LineFormField(
        label=_("What are you looking for?"),
        required=False,
        min_length=2,
        max_length=LONGEST,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
        error_messages={
            "min_length": _("Please type at least two characters."),
            "max_length": _("Please type no more than 200 characters."),
        },
    )


class Group(NamedTuple):
    """A shelf with what was found on it: how many, and the first of them."""

    shelf: Shelf
    number: int
    hits: list[Hit]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The hits by kind, or page by page those of one kind. Nobody is shown more than visitors."""
    form = SearchForm(request.GET)
    question = form.cleaned_data["q"] or "" if form.is_valid() else ""
    words, now = Words.of(question), timezone.now()
    shelf = SHELVES.get(request.GET.get(KIND, ""))
    context: dict[str, Any] = {"form": form, "question": question, "words": words, "shelf": shelf}
    if shelf and words:
        context |= _page(shelf, words, now, request.GET.get(PAGE))
    elif words:
        groups = _groups(words, now)
        context |= {"groups": groups, "number": sum(group.number for group in groups)}
    return render(request, "home/search.html", context)


def _groups(words: Words, at: datetime) -> list[Group]:
    """Only those with a hit; one question to the database for each kind."""
    groups = []
    for shelf in SHELVES.values():
        records = list(shelf.find(words, at).annotate(found=Window(Count("pk")))[:SHOWN])
        if records:
            hits = [shelf.hit(record, words) for record in records]
            groups.append(Group(shelf, vars(records[0])["found"], hits))
    return groups


def _page(shelf: Shelf, words: Words, at: datetime, number: str | None) -> dict[str, Any]:
    page: Page[Any] = Paginator(shelf.find(words, at), PER_PAGE).get_page(number)
    hits = [shelf.hit(record, words) for record in page]
    return {"page": page, "hits": hits, "number": page.paginator.count}
