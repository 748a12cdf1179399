from django.db import migrations

from portal.folding import TextIndex


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_german_text_is_folded_for_the_search"),
        ("conferences", "0001_programmes_rooms_and_stands"),
    ]

    operations = [
        TextIndex("session", ["title"], ["abstract"]),
    ]
