"""What people of a round say: comments on milestones, questions to all."""

from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.http import SignedInRequest
from workshops import policies
from workshops.actions import comments, questions
from workshops.forms.comments import CommentForm, QuestionForm
from workshops.models import Comment, Milestone
from workshops.views.answers import SeeOther
from workshops.views.team.doors import milestone_of, team_of


@login_required
@require_POST
def comment(request: SignedInRequest, team_id: UUID, milestone_id: UUID) -> HttpResponse:
    """Say something about a milestone; what does not fit is shown with what was typed."""
    milestone = milestone_of(request.user, team_id, milestone_id)
    if not policies.may_comment(request.user, milestone):
        raise PermissionDenied
    form = CommentForm(request.POST)
    if not form.is_valid():
        page = {"milestone": milestone, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "workshops/team/comment.html", page, status=status)
    comments.add(
        milestone=milestone, text=form.cleaned_data["text"], by=request.user, at=timezone.now()
    )
    messages.success(request, _("Your comment is there."))
    return _to_comments(milestone)


@login_required
@require_POST
def remove_comment(
    request: SignedInRequest, team_id: UUID, milestone_id: UUID, comment_id: int
) -> HttpResponse:
    milestone = milestone_of(request.user, team_id, milestone_id)
    found = Comment.objects.filter(milestone=milestone, pk=comment_id).first()
    if found is None:
        raise Http404
    found.milestone = milestone
    if not policies.may_remove_comment(request.user, found):
        raise PermissionDenied
    comments.remove(comment=found, by=request.user, at=timezone.now())
    messages.success(request, _("Your comment is removed."))
    return _to_comments(milestone)


@login_required
@require_POST
def ask(request: SignedInRequest, team_id: UUID) -> HttpResponse:
    """Put a question to the round."""
    team = team_of(request.user, team_id)
    if not policies.may_ask(request.user, team):
        raise PermissionDenied
    form = QuestionForm(request.POST)
    if not form.is_valid():
        page = {"team": team, "form": form}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return render(request, "workshops/team/ask.html", page, status=status)
    text = form.cleaned_data["text"]
    questions.ask(round=team.round, text=text, by=request.user, at=timezone.now())
    messages.success(request, _("Your question lies before the round."))
    return SeeOther(f"{reverse('workshops:team', args=[team.public_id])}#fragen")


def _to_comments(milestone: Milestone) -> HttpResponse:
    return SeeOther(f"{milestone.get_absolute_url()}#kommentare")
