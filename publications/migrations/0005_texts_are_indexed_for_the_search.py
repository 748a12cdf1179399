from django.db import migrations

from portal.folding import TextIndex


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0004_german_text_is_folded_for_the_search"),
        ("publications", "0004_reports_have_previews_and_short_texts"),
    ]

    operations = [
        TextIndex("report", ["title", "subtitle"], ["kicker", "teaser", "short_text"]),
        TextIndex("reportblock", ["heading"], ["text", "quotation", "source"]),
        TextIndex("document", ["title"], ["description", "file_name"]),
        TextIndex("topic", ["name"], ["description"]),
    ]
