from django.utils.translation import gettext_lazy as _

from portal.office import Group

PUBLISHING = Group("publishing", _("Reports and downloads"), 30)
