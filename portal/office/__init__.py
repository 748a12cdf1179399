"""The base of every admin: who may is asked of policies, foreign records are not found.

class MeetingAdmin(OfficeAdmin[Meeting]):
    rights = Rights(
        view=policies.may_see_meeting,
        add=policies.may_add_meeting,
        change=policies.may_edit_meeting,
    )
    buttons = [Button("cancel", _("Cancel the meeting"), meetings.cancel, form=ReasonForm)]
"""

from django.contrib import admin

from portal.office.buttons import Button, ReasonForm, RecordForm
from portal.office.columns import words
from portal.office.entrance import OfficeSite
from portal.office.groups import Group
from portal.office.links import link
from portal.office.rights import Policy, Rights, nobody, office, superusers
from portal.office.slugs import SluggedForm
from portal.office.texts import TextsAdmin
from portal.office.window import (
    HistoryOfficeAdmin,
    OfficeAdmin,
    OfficeLinks,
    OfficeStackedInline,
    OfficeTabularInline,
)

site = admin.site  # an OfficeSite: `portal.apps.OfficeConfig` makes it the default

__all__ = [
    "Button",
    "Group",
    "HistoryOfficeAdmin",
    "OfficeAdmin",
    "OfficeLinks",
    "OfficeSite",
    "OfficeStackedInline",
    "OfficeTabularInline",
    "Policy",
    "ReasonForm",
    "RecordForm",
    "Rights",
    "SluggedForm",
    "TextsAdmin",
    "link",
    "nobody",
    "office",
    "site",
    "superusers",
    "words",
]
