"""How the floor starts."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

from portal.folding import teach_folding
from portal.text import teach_german


class PortalConfig(AppConfig):
    """Every connection learns German; every app's `periodic` module enters the clock.

    `signin_trail` starts to listen.
    """

    name = "portal"
    verbose_name = _("Portal")
    default = True

    def ready(self) -> None:
        connection_created.connect(teach_german, dispatch_uid="portal.text.teach_german")
        connection_created.connect(teach_folding, dispatch_uid="portal.folding.teach_folding")
        autodiscover_modules("periodic", "signin_trail")


class OfficeConfig(admin.AdminConfig):
    """The Django admin, with our own site as its default."""

    default = False
    default_site = "portal.office.OfficeSite"
