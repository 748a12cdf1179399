from django.db import migrations

from portal.folding import TextIndex


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_german_text_is_folded_for_the_search"),
        ("people", "0002_uploads_are_checked"),
    ]

    operations = [
        TextIndex(
            "person", ["first_name", "last_name"], ["academic_title", "function", "biography"]
        ),
    ]
