"""The list that everybody signs: names, where they come from, an empty line."""

from typing import Any

from django.utils.translation import gettext as _

from portal.text import german
from registrations.models import Place, Quota


def data(quota: Quota) -> dict[str, Any]:
    """For the sheet `signatures`: who has a place there, by name."""
    held = Place.objects.filter(quota=quota, status=Place.Status.CONFIRMED)
    named = held.select_related("registration__municipality").order_by(
        german("registration__last_name"), german("registration__first_name"), "pk"
    )
    offer = quota.offer
    return {
        "kicker": _("Signature list"),
        "facts": [word for word in (str(offer.when or ""), offer.place, quota.note) if word],
        "head": [_("No."), _("Name"), _("Organisation, Kommune"), _("Signature")],
        "rows": [
            [str(number), *_who(place)] for number, place in enumerate(named.iterator(), start=1)
        ],
        "nobody": _("Nobody has a place yet."),
        "closing": _("This list is for proving who took part, and is destroyed afterwards."),
    }


def _who(place: Place) -> list[str]:
    one = place.registration
    home = [part for part in (one.organisation, str(one.municipality or "")) if part]
    return [f"{one.last_name}, {one.first_name}".strip(", "), ", ".join(home)]
