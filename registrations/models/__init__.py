"""What one can register for, who comes and who waits, what they said, and how long we know it."""

from registrations.models.answer import Answer, Question
from registrations.models.attendance import Attendance, AttendanceQuerySet
from registrations.models.consent import Consent, ConsentQuerySet, ConsentRequest
from registrations.models.invitee import Invitee, InviteeQuerySet
from registrations.models.link import RegistrationLink, RegistrationLinkQuerySet, digest_of
from registrations.models.need import SupportNeed, SupportNeedQuerySet
from registrations.models.offer import Offer, OfferQuerySet
from registrations.models.offer_letter import OfferLetter, OfferLetterQuerySet
from registrations.models.offer_text import OfferText
from registrations.models.offering import Offering, offering
from registrations.models.particulars import Particulars
from registrations.models.place import Place, PlaceQuerySet
from registrations.models.presence import Presence, presence
from registrations.models.quota import Quota, QuotaQuerySet
from registrations.models.registration import Registration, RegistrationQuerySet
from registrations.models.retention import Retention, RetentionQuerySet
from registrations.models.roll import Line, Wanted, lines, roll
from registrations.models.standing import Standing, all_taken, standings
from registrations.models.terms import Terms, TermsQuerySet

__all__ = [
    "Answer",
    "Attendance",
    "AttendanceQuerySet",
    "Consent",
    "ConsentQuerySet",
    "ConsentRequest",
    "Invitee",
    "InviteeQuerySet",
    "Line",
    "Offer",
    "OfferLetter",
    "OfferLetterQuerySet",
    "OfferQuerySet",
    "OfferText",
    "Offering",
    "Particulars",
    "Place",
    "PlaceQuerySet",
    "Presence",
    "Question",
    "Quota",
    "QuotaQuerySet",
    "Registration",
    "RegistrationLink",
    "RegistrationLinkQuerySet",
    "RegistrationQuerySet",
    "Retention",
    "RetentionQuerySet",
    "Standing",
    "SupportNeed",
    "SupportNeedQuerySet",
    "Terms",
    "TermsQuerySet",
    "Wanted",
    "all_taken",
    "digest_of",
    "lines",
    "offering",
    "presence",
    "roll",
    "standings",
]
