"""The search over everything public."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.home.found import SHELVES
from portal.home.hits import Shelf, grouped, told
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
        groups = grouped(SHELVES.values(), words, now, SHOWN)
        context |= {"groups": groups, "number": sum(group.number for group in groups)}
    return render(request, "home/search.html", context)


def _page(shelf: Shelf, words: Words, at: datetime, number: str | None) -> dict[str, Any]:
    found = shelf.found(words, at).order_by("distance", *shelf.order).values_list("pk", flat=True)
    page: Page[int] = Paginator(found, PER_PAGE).get_page(number)
    hits = told({shelf: list(page)}, words, at)
    return {"page": page, "hits": hits.get(shelf.key, []), "number": page.paginator.count}
