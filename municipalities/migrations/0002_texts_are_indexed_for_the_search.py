from django.db import migrations

from portal.folding import TextIndex


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_german_text_is_folded_for_the_search"),
        ("municipalities", "0001_municipalities_and_agreements"),
    ]

    operations = [
        TextIndex("municipality", ["name", "short_name"], ["seat", "ags"]),
    ]
