from django.db import migrations


def divide(apps, schema_editor):
    """What stood as the topic but is a core theme moves to its own column."""
    Milestone = apps.get_model("workshops", "Milestone")
    for milestone in Milestone.objects.filter(topic__kind="core_theme").iterator():
        milestone.core_theme_id, milestone.topic_id = milestone.topic_id, None
        milestone.save(update_fields=["topic", "core_theme"])


def join(apps, schema_editor):
    Milestone = apps.get_model("workshops", "Milestone")
    for milestone in Milestone.objects.filter(topic=None).exclude(core_theme=None).iterator():
        milestone.topic_id, milestone.core_theme_id = milestone.core_theme_id, None
        milestone.save(update_fields=["topic", "core_theme"])


class Migration(migrations.Migration):
    dependencies = [("workshops", "0005_milestones_have_figures_and_parts")]

    operations = [migrations.RunPython(divide, join)]
