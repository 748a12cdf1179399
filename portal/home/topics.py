"""The page of a topic: everything the portal holds on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conferences.models import Session
from portal.outbox import absolute
from publications.models import Document, Report, Topic
from workshops.models import Question, Workshop

SHOWN = 6
SESSIONS = 20


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Werkstätten, the newest reports and documents, and what is still asked in public."""
    now = timezone.now()
    found = get_object_or_404(Topic.objects.visible_to(request.user), slug=slug)
    reports = Report.objects.published(now).about(found).select_related("picture").newest_first()
    documents = Document.objects.published(now).about(found).newest_first()
    sessions = Session.objects.published().filter(topics=found).latest_first()
    page = {
        "topic": found,
        "workshops": Workshop.objects.published().filter(topics=found).in_order(),
        "reports": reports[:SHOWN],
        "documents": documents[:SHOWN],
        "sessions": sessions[:SESSIONS],
        "questions": Question.objects.in_public().open().filter(topic=found).with_round(),
        "canonical": absolute(found.get_absolute_url()),
    }
    return render(request, "home/topic.html", page)
