"""Each offer gets the quota of the event itself, with the limit that stood at the offer."""

from typing import Any

from django.db import migrations


def to_quotas(apps: Any, schema_editor: Any) -> None:
    offers, quotas = apps.get_model("registrations.Offer"), apps.get_model("registrations.Quota")
    for offer in offers.objects.exclude(quotas__is_main=True):
        quotas.objects.create(offer=offer, is_main=True, title="Teilnahme", capacity=offer.capacity)


def to_offers(apps: Any, schema_editor: Any) -> None:
    for quota in apps.get_model("registrations.Quota").objects.filter(is_main=True):
        quota.offer.capacity = quota.capacity
        quota.offer.save(update_fields=["capacity"])
        quota.delete()


class Migration(migrations.Migration):
    dependencies = [("registrations", "0002_who_comes_and_who_waits")]

    operations = [migrations.RunPython(to_quotas, to_offers)]
