"""Everything that we know of one registration, to take along: JSON for machines, a page for people
(Art. 15 and 20 GDPR).
"""

import json
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from portal.models import OutgoingMail, subject_of
from registrations.models import Registration, SupportNeed, standings
from registrations.models.answer import as_words

FILE_NAME = "meine-anmeldung.zip"
MEDIA_TYPE = "application/zip"


def archive(registration: Registration, *, at: datetime) -> bytes:
    """A ZIP of `anmeldung.json` and `anmeldung.html`; of this one person only."""
    known = gathered(registration, at)
    page = render_to_string("registrations/registrant/data.html", {"known": known, "at": at})
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        machine = json.dumps(known, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        packed.writestr("anmeldung.json", machine)
        packed.writestr("anmeldung.html", page)
    return content.getvalue()


def gathered(registration: Registration, at: datetime) -> dict[str, dict[str, Any]]:
    """Heading → label → value, in the words of the pages."""
    offer, need = registration.offer, SupportNeed.objects.filter(registration=registration).first()
    told = OutgoingMail.objects.filter(about=subject_of(registration)).order_by("posted_at")
    return {
        _("Event"): {
            _("Title"): offer.title,
            _("When"): str(offer.when or ""),
            _("Where"): offer.place,
        },
        _("Person"): {
            _("First name"): registration.first_name,
            _("Last name"): registration.last_name,
            _("E-mail address"): registration.email,
            _("Office or institution"): registration.organisation,
            _("Function"): registration.function,
            _("Kommune"): str(registration.municipality or ""),
        },
        _("Registration"): {
            _("Status"): registration.get_status_display(),
            _("registered at"): registration.registered_at,
            _("address confirmed at"): registration.confirmed_at,
            _("cancelled at"): registration.cancelled_at,
            _("source"): registration.get_source_display(),
            _("note of the office"): registration.note,
        },
        _("Places"): {one.name: one.words for one in standings(registration, at)},
        _("Answers"): {
            answer.question.text: as_words(answer.value)
            for answer in registration.answers.select_related("question")
        },
        _("Diet and access"): {_("diet"): need.diet, _("access"): need.access} if need else {},
        _("Consents"): {
            consent.request.text: [consent.given_at, consent.withdrawn_at]
            for consent in registration.consents.select_related("request")
        },
        _("Terms as read"): {
            str(terms): terms.text for terms in registration.terms.all()
        },
        _("Attendance"): {
            f"{one.at:%Y-%m-%d %H:%M}": one.get_kind_display()
            for one in registration.attendances.all()
        },
        _("E-mails"): {f"{mail.posted_at:%Y-%m-%d %H:%M}": mail.subject for mail in told},
    }  # fmt: skip
