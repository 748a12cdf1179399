from django.db import migrations
from django.db.models import Min

from portal.dates import berlin_day


def since_their_first_trace(apps, schema_editor):
    """The first entry, else the day of being reached, else the first day of the round."""
    Milestone = apps.get_model("workshops", "Milestone")
    milestones = Milestone.objects.annotate(first_at=Min("entries__at")).select_related(
        "team__round"
    )
    for milestone in milestones.iterator(chunk_size=500):
        first = berlin_day(milestone.first_at) if milestone.first_at else None
        days = [day for day in (first, milestone.reached_on, milestone.team.round.first_day) if day]
        if days and min(days) < milestone.agreed_on:
            Milestone.objects.filter(pk=milestone.pk).update(agreed_on=min(days))


class Migration(migrations.Migration):
    dependencies = [
        ("workshops", "0016_milestones_know_since_when_they_stand"),
    ]

    operations = [
        migrations.RunPython(since_their_first_trace, migrations.RunPython.noop),
    ]
