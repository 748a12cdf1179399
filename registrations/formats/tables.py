"""The registrations of an offer as a table, for name tags, statistics, the house: without needs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.utils.translation import gettext as _

from registrations.models import Line, Offer, Quota, Standing, SupportNeed, Wanted, lines, roll
from registrations.models.answer import as_words

AT_ONCE = 500  # registrations in memory


class RegistrationTable:
    """Head and rows; the rows are read in pieces, so that a large offer costs little memory."""

    def __init__(self, offer: Offer, wanted: Wanted, at: datetime) -> None:
        self.offer, self.wanted, self.at = offer, wanted, at
        self.quotas: list[Quota] = list(offer.quotas.all())
        self.sessions = [quota for quota in self.quotas if not quota.is_main]
        self.questions = list(offer.questions.all())
        self.consents = list(offer.consent_requests.all())

    @property
    def head(self) -> list[str]:
        return [
            *(_("First name"), _("Last name"), _("E-mail address"), _("Organisation")),
            *(_("Function"), _("Kommune"), _("How it stands"), _("Rank")),
            *(quota.title for quota in self.sessions),
            *(_("Registered at"), _("Source of the registration"), _("At the event"), _("Note")),
            *(question.text for question in self.questions),
            *(f"{consent.purpose} ({consent.version})" for consent in self.consents),
        ]

    def rows(self) -> Iterator[list[object]]:
        found = roll(self.offer, self.wanted).known().select_related("municipality")
        found = found.prefetch_related("answers", "consents")
        rest = found.iterator(chunk_size=AT_ONCE)
        while piece := list(islice(rest, AT_ONCE)):
            for line in lines(piece, self.offer, self.quotas, self.at):
                yield self._row(line)

    def _row(self, line: Line) -> list[object]:
        one = line.registration
        held = {each.place.quota_id: each for each in line.standings}
        answers = {answer.question_id: answer.value for answer in one.answers.all()}
        agreed = {consent.request_id for consent in one.consents.all() if consent.is_standing}
        return [
            *(one.first_name, one.last_name, one.email, one.organisation, one.function),
            str(one.municipality or ""),
            one.get_status_display(),
            line.main.rank if line.main else None,
            *(_stands(held, quota) for quota in self.sessions),
            one.registered_at,
            one.get_source_display(),
            line.is_present,
            one.note,
            *(_cell(answers.get(question.pk)) for question in self.questions),
            *(consent.pk in agreed for consent in self.consents),
        ]


def _stands(held: dict[int, Standing], quota: Quota) -> str:
    one = held.get(quota.pk)
    return str(one.place.get_status_display()) if one else ""


def _cell(value: object) -> object:
    return value if isinstance(value, int) else as_words(value)


def needs_head() -> list[str]:
    return [_("First name"), _("Last name"), _("Diet"), _("Access")]


def needs_rows(needs: Iterable[SupportNeed]) -> Iterator[list[object]]:
    for need in needs:
        one = need.registration
        yield [one.first_name, one.last_name, need.diet, need.access]
